"""Applications as the records desk sees them: the work list with last days, and one application (F-65)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from audits.events import ApplicationsListed
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.records import gallery
from gallery.records.applications import Application, applications_in, items_of, letters_of
from gallery.rules import Rules
from gallery.rules.rights import Titles
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.rights import (
    ApplicationsView,
    ApplicationView,
    ChoiceTold,
    Evaluation,
    ItemDecided,
    LetterView,
    RemovalForm,
)


def work_list(casework: Casework, person: Person) -> ApplicationsView:
    """Return the applications to a person's service: what waits first, by its last day; then what is answered."""
    rules = casework.rules.rights
    with casework.ledger.act(person, ApplicationsListed) as act:
        casework.authority.demand(person, "application_viewed")
        today = casework.rules.who.local_day(act.now, person.service)
        held = applications_in(act.connection, person.service)
        views = [view_of(act.connection, casework.rules, each, today) for each in held]
        act.note(waiting=sum(not each.outcome for each in views), late=sum(each.late for each in views))
    return ApplicationsView(
        applications=tuple(sorted(views, key=lambda each: (bool(each.outcome), each.due_on, each.number))),
        identity_checks=_told(rules.identity_checks),
        applicants=_told(rules.applicants),
        exemptions=_told(rules.exemptions),
        grounds=_told(rules.grounds),
    )


def view_of(connection: Connection, rules: Rules, application: Application, today: date) -> ApplicationView:
    """Return one application with its last day, which is reckoned by the limit in force and kept nowhere (F-65)."""
    due = rules.rights.due_on(application.received_on)
    decided = application.decided_at
    answered = rules.who.local_day(decided, application.service) if decided else today
    return ApplicationView(
        due_on=due,
        limit=rules.rights.limit(application.received_on).id,
        late=answered > due,
        asked=application.form["asked"],
        removal=RemovalForm.model_validate(application.form["removal"]),
        reported=application.report is not None,
        evaluation=evaluation_of(connection, rules, application) if application.kind == "removal" else None,
        items=tuple(
            ItemDecided(item=each.item, withheld=each.withheld, section=each.section, reasons=each.reasons)
            for each in items_of(connection, application.id)
        ),
        letters=tuple(
            LetterView(**{name: getattr(each, name) for name in LetterView.model_fields})
            for each in letters_of(connection, application.id)
        ),
        **{name: getattr(application, name) for name in _SAME},
    )


def evaluation_of(connection: Connection, rules: Rules, application: Application) -> Evaluation:
    """Return what the rules say now of the pictures that an application is about (F-64)."""
    event = application.form["removal"]["booking_event"]
    states = list(_states(connection, application, event))
    leaving = sum(_leaves(rules, each) for each in states)
    waits = tuple(sorted({each.waits_for for each in states if each.waits_for}))
    return Evaluation(pictures=len(states), leaving=leaving, staying=len(states) - leaving, waits_for=waits)


# Private

_GONE = frozenset({EligibilityState.DUE, EligibilityState.DESTROYED})
_SAME = (
    "id", "number", "kind", "subject_number", "language", "applicant", "received_on", "fee_cents", "identity_check",
    "identity_checked_on", "outcome", "ground", "reasons", "decided_at",
)  # fmt: skip


def _leaves(rules: Rules, state: gallery.Eligibility) -> bool:
    planned = state.state is not EligibilityState.ELIGIBLE and state.due_on is not None
    return state.state in _GONE or (planned and rules.rights.removes(state.rule))


def _states(connection: Connection, application: Application, event: str) -> Iterable[gallery.Eligibility]:
    subject = gallery.subject_numbered(connection, application.service, application.subject_number)
    for picture in gallery.pictures_of(connection, subject.id) if subject else ():
        held = gallery.event_of_picture(connection, picture.id)
        state = gallery.current_eligibility(connection, picture.id)
        if state and held and event in ("", held.number):
            yield state


def _told(titles: Titles) -> tuple[ChoiceTold, ...]:
    return tuple(ChoiceTold(id=key, en=text["en"], fr=text["fr"]) for key, text in titles.items())
