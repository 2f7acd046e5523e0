"""An application for removal or correction is answered by a dated letter, with notices to those who were told before.

Letters are made before the act takes its turn. What they rest on is looked at again inside it: when something changed
in between, nothing is answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import NoReturn

from sqlalchemy import Connection

from audits.events import ApplicationDecided, CorrectionDecided
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.ledger import Act, Prepared
from gallery.records import gallery
from gallery.records.appearances import Giving, givings
from gallery.records.applications import Application, Disagreement, attach, change_application
from gallery.records.ids import new_id
from gallery.rights.keeping import Written, keep_letters
from gallery.rights.letters import Writer
from gallery.rights.receiving import demand_identity, held_application, open_application
from gallery.rights.view import evaluation_of, view_of
from gallery.rules import Rules
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.rights import AnswerGiven, ApplicationView, Evaluation

_OUTCOMES = {"removal": ("granted", "refused"), "correction": ("corrected", "refused", "statement"), "access": ()}
_TELLS = ("corrected", "statement")


@dataclass(frozen=True)
class _Answer:
    """An answer that may be given now: what it rests on, and who is told of it."""

    application: Application
    evaluation: Evaluation | None
    pictures: tuple[str, ...]
    told: tuple[Giving, ...]


def answer(casework: Casework, person: Person, application_id: str, given: AnswerGiven) -> ApplicationView:
    """Answer an application, with its letter and notices.

    Raises:
        NotFound: there is no such application to this person's service.
        WrongState: it is answered, the identity was not checked, or the rules do not bear the answer (F-64).
        Unacceptable: the outcome does not fit the kind, or ground, reasons or statement are missing (F-62, F-66).
    """
    prepared = Prepared(lambda: _prepare(casework, person, application_id, given))
    event = CorrectionDecided if given.outcome in _TELLS else ApplicationDecided
    with casework.ledger.act(person, event, object_id=application_id) as act:
        casework.authority.demand(person, "application_decided")
        today = casework.rules.who.local_day(act.now, person.service)
        found = _bearable(casework, act.connection, person, application_id, given, today)
        rested_on, written = prepared.demand()
        if found != rested_on:
            raise WrongState("F-64", "What the letter rests on changed while it was written.", "Answer again.")
        _keep(casework, act, person, found, given, written)
        return view_of(act.connection, casework.rules, held_application(act.connection, person, application_id), today)


# Private


def _prepare(
    casework: Casework, person: Person, application_id: str, given: AnswerGiven
) -> tuple[_Answer, tuple[Written, ...]]:
    casework.authority.demand(person, "application_decided")
    today = casework.rules.who.local_day(casework.ledger.now(), person.service)
    with casework.ledger.reading() as connection:
        found = _bearable(casework, connection, person, application_id, given, today)
    return found, tuple(_written(Writer(casework.rules, found.application, today), found, given))


def _written(writer: Writer, found: _Answer, given: AnswerGiven) -> Iterator[Written]:
    letter = writer.answer(given, found.evaluation, told=len(found.told), pictures=len(found.pictures))
    yield Written("letter", "applicant", None, letter.pdf())
    for each in found.told:
        yield Written("notice", each.recipient, each.account_id, writer.notice(given, each).pdf())


def _bearable(
    casework: Casework, connection: Connection, person: Person, application_id: str, given: AnswerGiven, today: date
) -> _Answer:
    rules = casework.rules
    application = open_application(connection, person, application_id)
    demand_identity(application)
    if given.outcome not in _OUTCOMES[application.kind]:
        _refuse("F-64", "outcome", f"Choose one of: {', '.join(_OUTCOMES[application.kind]) or 'the severed copy'}.")
    _demand_words(casework, application, given)
    evaluation = evaluation_of(connection, rules, application) if application.kind == "removal" else None
    if evaluation:
        _demand_borne(evaluation, given)
    subject = gallery.subject_numbered(connection, application.service, application.subject_number)
    held = tuple(each.id for each in gallery.pictures_of(connection, subject.id)) if subject else ()
    pictures = given.picture_ids or held
    if given.outcome == "statement" and not (pictures and set(pictures) <= set(held)):
        _refuse("F-63", "picture_ids", "Name pictures of the person that are held.")
    told = tuple(_told(connection, rules, subject, today)) if subject else ()
    return _Answer(application, evaluation, pictures, told if given.outcome in _TELLS else ())


def _told(connection: Connection, rules: Rules, subject: gallery.Subject, today: date) -> Iterator[Giving]:
    """Everybody once who was given the information in the days before, with the newest day (F-62)."""
    local = partial(rules.who.local_day, service=subject.service)
    newest = {(each.recipient, each.account_id): each for each in givings(connection, subject.id, local)}
    since = today - timedelta(days=rules.rights.notice_days)
    yield from (each for each in newest.values() if each.on >= since)


def _demand_words(casework: Casework, application: Application, given: AnswerGiven) -> None:
    rules = casework.rules.rights
    least = rules.reasons_min_length
    if given.outcome == "refused" and given.ground not in rules.grounds_of[application.kind]:
        _refuse("F-66", "ground", f"Choose one of: {', '.join(sorted(rules.grounds_of[application.kind]))}.")
    if given.outcome in ("refused", "corrected") and len(given.reasons) < least:
        _refuse("F-66", "reasons", f"Give reasons of at least {least} characters.")
    if given.outcome == "statement" and len(given.statement) < least:
        _refuse("F-62", "statement", f"Give the statement, of at least {least} characters.")


def _demand_borne(evaluation: Evaluation, given: AnswerGiven) -> None:
    """The letter may say only what the rules of eligibility say of the pictures (F-64, F-25)."""
    if given.outcome == "granted" and (evaluation.staying or not evaluation.pictures):
        reason = f"By the rules {evaluation.staying} of {evaluation.pictures} picture(s) stay."
        raise WrongState("F-64", reason, "Record how the charge ended, or decide on the picture, then answer.")
    if given.outcome == "refused" and evaluation.pictures and not evaluation.staying:
        raise WrongState("F-25", "By the rules every picture goes, so this may not be refused.", "Grant it.")
    if (given.ground == "not_held") != (given.outcome == "refused" and not evaluation.pictures):
        _refuse("F-66", "ground", "This ground is for applications about pictures that are not held, and only it.")


def _keep(
    casework: Casework, act: Act, person: Person, found: _Answer, given: AnswerGiven, written: tuple[Written, ...]
) -> None:
    application = found.application
    change_application(
        act.connection,
        application.id,
        outcome=given.outcome,
        ground=given.ground,
        reasons=given.reasons,
        decided_by=person.account_id,
        decided_at=act.now,
    )
    today = casework.rules.who.local_day(act.now, person.service)
    keep_letters(casework, act, person, application, written)
    if given.outcome == "statement":
        for picture_id in found.pictures:
            kept = (new_id(), application.id, picture_id, given.statement, person.account_id, act.now)
            attach(act.connection, Disagreement(*kept))
        act.note(statement_sha256=sha256_of(given.statement))
    act.decided_by("F-64" if application.kind == "removal" else "F-62")
    act.note(kind=application.kind, outcome=given.outcome, ground_id=given.ground or None, told=len(found.told))
    act.note(days=(today - application.received_on).days)


def _refuse(rule: str, field: str, message: str) -> NoReturn:
    raise Unacceptable(rule, message, "Nothing was answered; correct it and send it again.", fields={field: message})
