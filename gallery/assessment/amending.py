"""A change of what was assessed opens an amendment and waits for two people (K-03, W-11)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from audits.events import AmendmentOpened
from gallery.assessment.watched import drift, kinds, watched
from gallery.authority import Person
from gallery.ledger import Act, Ledger
from gallery.records.amendments import (
    Amendment,
    Change,
    add_amendment,
    amendments_to,
    change_amendment,
    next_amendment_number,
)
from gallery.records.assessments import Version, accepted_version, assessed_services
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import WrongState
from kernel_lib.hashing import sha256_of

RULE = "K-03"
_FOLLOWING = "Compliance writes the amendment and another person accepts it; then this may take effect."


def open_for(act: Act, person: Person | None, services: Iterable[str], changes: Sequence[Change]) -> int:
    """Open an amendment for each of these services that has an accepted assessment; return how many were opened.

    Only what differs from the assessed value is a change. An amendment that waits with the same changes is not doubled.
    """
    opened = 0
    for service in services:
        version = accepted_version(act.connection, service)
        wanted = tuple(each for each in changes if each.before != each.after)
        if version is None or not wanted or _waiting(act.connection, version, wanted):
            continue
        made = _amendment(act.connection, version, wanted, person, act.now)
        add_amendment(act.connection, made)
        act.also(AmendmentOpened, **_told(made))
        opened += 1
    return opened


def demand_amended(act: Act, services: Iterable[str], changes: Sequence[Change], *, at_once: bool = True) -> None:
    """Do nothing where each assessed service has an accepted amendment with these changes.

    The changes take effect now, and the amendments say so, unless it is not `at_once` but with the next start.

    Raises:
        WrongState: an amendment still waits, or none was opened.
    """
    wanted = tuple(each for each in changes if each.before != each.after)
    for service in services:
        version = accepted_version(act.connection, service)
        if version is None or not wanted:
            continue
        held = amendments_to(act.connection, version.id)
        covering = next((each for each in reversed(held) if each.accepted_at and _covers(each, wanted)), None)
        if covering is None:
            reason = f"The accepted privacy assessment speaks of other values: {', '.join(kinds(wanted))}."
            raise WrongState(RULE, reason, _FOLLOWING)
        if at_once:
            change_amendment(act.connection, covering.id, applied_at=act.now)


def drop_for(act: Act, services: Iterable[str], changes: Sequence[Change]) -> None:
    """Say of amendments to these changes that nothing comes of them: the change itself was turned down."""
    wanted = tuple(each for each in changes if each.before != each.after)
    for service in services:
        version = accepted_version(act.connection, service)
        for each in amendments_to(act.connection, version.id) if version and wanted else ():
            if not each.dropped_at and not each.applied_at and _covers(each, wanted):
                change_amendment(act.connection, each.id, dropped_at=act.now)


def open_for_drift(ledger: Ledger, rules: Rules, model_id: str) -> int:
    """At the start: open an amendment for everything that is not as it was assessed; return how many were opened.

    An accepted amendment whose values hold now has taken effect, and says so from here on.
    """
    with ledger.reading() as connection:
        found = {each: _found(connection, rules, each, model_id) for each in assessed_services(connection)}
    for service, (version, changes) in found.items():
        if changes and not _known(ledger, version, changes):
            with ledger.act(None, AmendmentOpened) as act:
                made = _amendment(act.connection, version, changes, None, act.now)
                add_amendment(act.connection, made)
                act.about(object_id=made.id)
                act.note(**_told(made))
        _apply(ledger, version, rules, service, model_id)
    return sum(bool(changes) for _, changes in found.values())


def applied(amendment: Amendment, now: dict[str, tuple[str, ...]]) -> bool:
    """Say whether everything that an amendment allows holds now."""
    return all(now.get(each.key, ()) == each.after for each in amendment.changes)


# Private


def _found(connection: Connection, rules: Rules, service: str, model_id: str) -> tuple[Version, tuple[Change, ...]]:
    version = accepted_version(connection, service)
    assert version is not None  # noqa: S101  # the service is one of the assessed ones
    now = watched(connection, rules, service, model_id)
    return version, drift(version, amendments_to(connection, version.id), now)


def _known(ledger: Ledger, version: Version, changes: tuple[Change, ...]) -> bool:
    with ledger.reading() as connection:
        return _waiting(connection, version, changes)


def _apply(ledger: Ledger, version: Version, rules: Rules, service: str, model_id: str) -> None:
    with ledger.reading() as connection:
        now = dict(watched(connection, rules, service, model_id))
        held = amendments_to(connection, version.id)
    taken = [each for each in held if each.accepted_at and not each.applied_at and applied(each, now)]
    if taken:
        with ledger.unrecorded() as connection:
            for each in taken:
                change_amendment(connection, each.id, applied_at=ledger.now())


def _waiting(connection: Connection, version: Version, changes: tuple[Change, ...]) -> bool:
    held = amendments_to(connection, version.id)
    return any(not each.dropped_at and not each.applied_at and _covers(each, changes) for each in held)


def _covers(amendment: Amendment, changes: tuple[Change, ...]) -> bool:
    after = {each.key: each.after for each in amendment.changes}
    return all(after.get(each.key) == each.after for each in changes) and not amendment.dropped_at


def _amendment(
    connection: Connection, version: Version, changes: tuple[Change, ...], person: Person | None, now: datetime
) -> Amendment:
    return Amendment(
        id=new_id(),
        service=version.service,
        number=next_amendment_number(connection, version.service),
        version_id=version.id,
        changes=changes,
        opened_by=person.account_id if person else None,
        opened_at=now,
    )


def _told(amendment: Amendment) -> dict[str, str | int | list[str | int | float | bool | None]]:
    keys: list[str | int | float | bool | None] = [each.key for each in amendment.changes]
    changes = [vars(each) for each in amendment.changes]
    return {
        "amendment": amendment.number,
        "of_service": amendment.service,
        "changed": keys[:100],
        "changes_sha256": sha256_of([{**each, "before": list(each["before"])} for each in changes]),
    }
