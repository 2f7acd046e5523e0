"""What is held of one person and what was done with it, from the records alone (F-60, I-08).

Officers are told by their role and third parties not at all: nothing here reads an account, a case number or another
person. Access goes by the verified applicant, so a young person's own record is told whatever its access period (F-49).
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

from sqlalchemy import Connection

from gallery.eligibility.youth import is_youth
from gallery.records import appearances, gallery
from gallery.records.applications import Application, disagreements_with
from gallery.records.numbers import numbers_before
from gallery.records.standings import facts_of_subjects
from gallery.rules import Rules
from kernel_lib.errors import NotFound
from kernel_lib.wire.rights import AccessReport, Appearance, EventHeld, GivenTo, NumberHeld, PictureHeld


def report_on(connection: Connection, rules: Rules, application: Application, today: date) -> AccessReport:
    """Return everything about the person that an application names; `held` is False where there is nobody."""
    subject = gallery.subject_numbered(connection, application.service, application.subject_number)
    if subject is None:
        return _nothing(application, today)
    pictures = tuple(_pictures(connection, rules, subject))
    shown = tuple(_appearances(connection, rules, subject))
    kinds = [each.kind for each in shown]
    return AccessReport(
        application_number=application.number,
        made_on=today,
        held=bool(pictures),
        young_person=_young(connection, rules, subject),
        listed=kinds.count("listed"),
        selected=kinds.count("selected"),
        leads=kinds.count("lead"),
        numbers=tuple(_numbers(connection, subject)),
        events=tuple(_events(connection, rules, subject)),
        pictures=pictures,
        appearances=shown,
        given=tuple(_given(connection, rules, subject)),
    )


# Private


def _nothing(application: Application, today: date) -> AccessReport:
    return AccessReport(
        application_number=application.number,
        made_on=today,
        held=False,
        young_person=False,
        listed=0,
        selected=0,
        leads=0,
        events=(),
        pictures=(),
        appearances=(),
        given=(),
    )


def _numbers(connection: Connection, subject: gallery.Subject) -> Iterator[NumberHeld]:
    for place, number in enumerate(numbers_before(connection, subject.id), 1):
        yield NumberHeld(item=f"number-{place}", number=number)


def _events(connection: Connection, rules: Rules, subject: gallery.Subject) -> Iterator[EventHeld]:
    for place, event in enumerate(gallery.events_of(connection, subject.id), 1):
        yield EventHeld(
            item=f"event-{place}",
            booking_event=event.number,
            ica_authority=event.ica_authority,
            charges=tuple(
                f"{_offence(rules, each.offence_id)}, {each.charged_on}"
                for each in gallery.charges_of(connection, event.id)
            ),
        )


def _offence(rules: Rules, offence_id: str) -> str:
    known = rules.casework.offences.get(offence_id)
    return known.title if known else offence_id


def _pictures(connection: Connection, rules: Rules, subject: gallery.Subject) -> Iterator[PictureHeld]:
    held = gallery.pictures_of(connection, subject.id)
    disputed = {each.picture_id for each in disagreements_with(connection, [picture.id for picture in held])}
    for place, picture in enumerate(held, 1):
        state = gallery.current_eligibility(connection, picture.id)
        event = gallery.event_by_id(connection, picture.booking_event_id)
        if state is None or event is None:
            raise NotFound("F-60", "A picture has no state.", "Tell the administrator; nothing was told to anybody.")
        yield PictureHeld(
            item=f"picture-{place}",
            picture_id=picture.id,
            booking_event=event.number,
            captured_on=picture.captured_on,
            state=state.state,
            rule=state.rule,
            sentence=rules.eligibility.sentence(state.rule),
            due_on=state.due_on,
            next_review=state.next_review,
            template_held=gallery.has_reference(connection, picture.id),
            disagreement=picture.id in disputed,
        )


def _appearances(connection: Connection, rules: Rules, subject: gallery.Subject) -> Iterator[Appearance]:
    moments = [("listed", each) for each in appearances.listed_at(connection, subject.id)]
    moments += [("selected", each) for each in appearances.selected_at(connection, subject.id)]
    moments += [("lead", each.issued_at) for each in appearances.leads_about(connection, subject.id)]
    for place, (kind, moment) in enumerate(moments, 1):
        day = rules.who.local_day(moment, subject.service)
        yield Appearance.model_validate({"item": f"appearance-{place}", "kind": kind, "on": day})


def _given(connection: Connection, rules: Rules, subject: gallery.Subject) -> Iterator[GivenTo]:
    local = partial(rules.who.local_day, service=subject.service)
    for place, each in enumerate(appearances.givings(connection, subject.id, local), 1):
        yield GivenTo(item=f"giving-{place}", recipient=each.recipient, how=each.how, on=each.on)


def _young(connection: Connection, rules: Rules, subject: gallery.Subject) -> bool:
    facts = facts_of_subjects(connection, [subject.id], rules.who.profiles)
    return any(is_youth(charge, rules.eligibility) for known in facts.values() for charge in known.charges)
