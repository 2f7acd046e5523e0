"""The stop: one authorised person stops searching with a reason; two different people let it go on (M-11)."""

from sqlalchemy import Connection

from audits.events import ResumptionProposed, SearchResumed, SearchStopped
from gallery.authority import Person
from gallery.control.means import Control, display_name, unknown
from gallery.ledger import Act
from gallery.records.ids import new_id
from gallery.records.stops import Stop, add_stop, change_stop, stop_by_id, stops_on
from gallery.records.who import account_by_id, account_named
from gallery.rules import Rules
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import StopScope
from kernel_lib.wire.control import StopAsked, StopView

_WAIT = "Your work is kept. Go on when searching is allowed again; compliance says when."


def stop(control: Control, person: Person, asked: StopAsked) -> StopView:
    """Stop searching from the next search on.

    Raises:
        NotAllowed: the person may not stop searching.
        Unacceptable: there is no such target, or no reason is given.
        WrongState: it is stopped already.
    """
    with control.ledger.act(person, SearchStopped) as act:
        control.authority.demand(person, "search_stopped")
        act.note(scope=asked.scope)
        control.demand_reason("M-11", asked.reason)
        target = _target(act.connection, control, asked)
        if stops_on(act.connection, ((asked.scope, target),)):
            raise WrongState("M-11", "Searching is stopped for this already.", "Look at the stops that hold.")
        made = Stop(new_id(), asked.scope, target, asked.reason, person.account_id, act.now)
        add_stop(act.connection, made)
        act.about(object_id=made.id)
        act.note(target=target, reason_sha256=sha256_hex(asked.reason.encode()))
        return stop_view(act.connection, control.rules, made)


def propose_resumption(control: Control, person: Person, stop_id: str, reason: str) -> StopView:
    """Propose that searching goes on; it stays stopped until another person agrees.

    Raises:
        NotFound: there is no such stop.
        WrongState: it was ended, or somebody proposed it already.
        Unacceptable: no reason is given.
    """
    with control.ledger.act(person, ResumptionProposed) as act:
        held = _held(act, control, person, stop_id)
        control.demand_reason("M-11", reason)
        if held.proposed_by:
            raise WrongState("M-11", "Somebody proposed this already.", "Another person than that one must agree.")
        change_stop(act.connection, held.id, resume_reason=reason, proposed_by=person.account_id, proposed_at=act.now)
        act.note(reason_sha256=sha256_hex(reason.encode()))
        return _again(act, control, held)


def confirm_resumption(control: Control, person: Person, stop_id: str) -> StopView:
    """Agree that searching goes on.

    Raises:
        NotFound: there is no such stop.
        NotAllowed: it is the person who proposed it.
        WrongState: it was ended, or nobody proposed it.
    """
    with control.ledger.act(person, SearchResumed) as act:
        held = _held(act, control, person, stop_id)
        if held.proposed_by is None:
            raise WrongState("M-11", "Nobody proposed that searching goes on.", "Propose it, with a reason.")
        if held.proposed_by == person.account_id:
            reason = "Two different people let searching go on; you proposed it."
            raise NotAllowed("M-11", reason, "Ask another authorised person to agree.")
        change_stop(act.connection, held.id, resumed_by=person.account_id, resumed_at=act.now)
        act.note(proposed_by=held.proposed_by)
        return _again(act, control, held)


def demand_running(connection: Connection, service: str, model_id: str, account_id: str) -> None:
    """Do nothing while searching is allowed for a service, its gallery, the model and a person.

    Read in the transaction of each search, so that a stop holds from the very next one.

    Raises:
        WrongState: searching is stopped.
    """
    held = stops_for(connection, service, model_id, account_id)
    if held:
        raise WrongState("M-11", stop_sentence(held[0]), _WAIT)


def stops_for(connection: Connection, service: str, model_id: str, account_id: str) -> tuple[Stop, ...]:
    """Return the stops that hold for searches of a person."""
    targets = (
        (StopScope.ALL, ""),
        (StopScope.SERVICE, service),
        (StopScope.GALLERY, service),
        (StopScope.MODEL, model_id),
        (StopScope.PERSON, account_id),
    )
    return stops_on(connection, tuple((scope.value, target) for scope, target in targets))


def stop_sentence(held: Stop) -> str:
    """Return the line that pages show while a stop holds; it names no person."""
    return f"Searching is stopped for {_WORDS[StopScope(held.scope)]} since {held.stopped_at:%Y-%m-%d %H:%M} UTC."


def stop_view(connection: Connection, rules: Rules, held: Stop) -> StopView:
    """Build the view of a stop."""
    scope = StopScope(held.scope)
    since = f"{held.stopped_at:%Y-%m-%d %H:%M} UTC"
    return StopView(
        id=held.id,
        scope=scope,
        target=target_title(connection, rules, scope, held.target),
        reason=held.reason,
        stopped_by=display_name(connection, held.stopped_by),
        stopped_at=held.stopped_at,
        note=rules.control.public_note.format(scope=_PUBLIC[scope], since=since),
        resume_reason=held.resume_reason,
        proposed_by=display_name(connection, held.proposed_by),
        proposed_at=held.proposed_at,
        resumed_by=display_name(connection, held.resumed_by),
        resumed_at=held.resumed_at,
    )


def target_title(connection: Connection, rules: Rules, scope: StopScope, target: str) -> str:
    """Return in words what a stop is for."""
    if scope in (StopScope.SERVICE, StopScope.GALLERY):
        name = rules.who.services[target].name if target in rules.who.services else target
        return name if scope is StopScope.SERVICE else f"Gallery of {name}"
    if scope is StopScope.PERSON:
        account = account_by_id(connection, target)
        return account.display_name if account else ""
    return target or "Everybody"


# Private

_WORDS = {
    StopScope.ALL: "everybody",
    StopScope.SERVICE: "your service",
    StopScope.GALLERY: "this gallery",
    StopScope.MODEL: "the face model in use",
    StopScope.PERSON: "you",
}
_PUBLIC = {
    StopScope.ALL: "everybody",
    StopScope.SERVICE: "one service",
    StopScope.GALLERY: "one gallery",
    StopScope.MODEL: "one face model",
    StopScope.PERSON: "one member",
}


def _target(connection: Connection, control: Control, asked: StopAsked) -> str:
    if asked.scope is StopScope.ALL:
        return ""
    if asked.scope in (StopScope.SERVICE, StopScope.GALLERY) and asked.target in control.rules.who.services:
        return asked.target
    if asked.scope is StopScope.MODEL and asked.target == control.model_id:
        return asked.target
    if asked.scope is StopScope.PERSON and (account := account_named(connection, asked.target)):
        return account.id
    message = "Choose what is to be stopped from the list."
    raise Unacceptable("M-11", f"There is nothing of this kind. {message}", message, fields={"target": message})


def _held(act: Act, control: Control, person: Person, stop_id: str) -> Stop:
    control.authority.demand(person, "search_resumed")
    held = stop_by_id(act.connection, stop_id)
    if held is None:
        raise unknown("stop")
    act.about(object_id=held.id)
    act.note(scope=held.scope, target=held.target)
    if held.resumed_at:
        raise WrongState("M-11", "This stop was ended already.", "Look at the stops that hold.")
    return held


def _again(act: Act, control: Control, held: Stop) -> StopView:
    current = stop_by_id(act.connection, held.id) or held
    return stop_view(act.connection, control.rules, current)
