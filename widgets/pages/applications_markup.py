"""An application in markup: the list's rows, its form and evaluation, the access report, the letters."""

from kernel_lib.wire.rights import AccessReport, ApplicationsView, ApplicationView
from widgets.pages.records_words import DISPOSITIONS, STATES
from widgets.parts.field import Field
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.words.language import number, say, told

KINDS = {"access": "Access", "correction": "Correction", "removal": "Removal"}
OUTCOMES = {
    "released": "Released",
    "granted": "Granted",
    "refused": "Refused",
    "corrected": "Corrected",
    "statement": "Statement attached",
}
APPEARED = {"listed": "On a candidate list", "selected": "Selected by an examiner", "lead": "Subject of a lead"}
GIVEN_TO = {
    "requester": "Investigator who asked",
    "witness": "Witness",
    "pack": "Disclosure pack of the case",
    "crown": "Crown prosecutor",
    "defence": "Defence counsel",
    "court": "Court",
}


def row(application: ApplicationView) -> tuple[str, ...]:
    """Return the cells of an application in the list."""
    return (
        application.number,
        told(KINDS[application.kind]),
        application.received_on.isoformat(),
        application.due_on.isoformat(),
        _state(application),
    )


def counts(held: ApplicationsView) -> Markup:
    """Return how many wait, and how many are late."""
    waiting = [each for each in held.applications if not each.outcome]
    lines = (
        (say("Waiting for an answer"), number(len(waiting))),
        (say("Past their last day"), number(sum(each.late for each in waiting))),
    )
    return facts(lines)


def application(view: ApplicationView) -> Markup:
    """Return an application with its last day and what the rules say of the pictures."""
    checked = view.identity_checked_on.isoformat() if view.identity_checked_on else say("not recorded yet")
    pairs = [
        (say("Subject number"), view.subject_number),
        (say("Received"), view.received_on.isoformat()),
        (say("Last day"), view.due_on.isoformat()),
        (say("State"), _state(view)),
        (say("Identity check"), checked),
    ]
    if view.asked:
        pairs.append((say("What is asked for, in the applicant's words"), view.asked))
    if view.removal.disposition:
        claimed = told(DISPOSITIONS[view.removal.disposition])
        pairs.append((say("How the charge ended, as the applicant says"), claimed))
    heading = element("h2", f"{view.number} · {told(KINDS[view.kind])}", tabindex=-1)
    return joined((heading, facts(pairs), *_evaluation(view)))


def report(made: AccessReport) -> Markup:
    """Return an access report, every line under its name; it names no officer and no third party."""
    held = say("Pictures are held.") if made.held else say("No picture is held.")
    young = [element("p", say("A young person's record is told to that person and their counsel only."))]
    counted = (
        (told(APPEARED["listed"]), number(made.listed)),
        (told(APPEARED["selected"]), number(made.selected)),
        (told(APPEARED["lead"]), number(made.leads)),
    )
    lines = [(each.item, each.number) for each in made.numbers]
    lines += [(each.item, f"{each.booking_event}: {'; '.join(each.charges)}") for each in made.events]
    lines += [
        (each.item, f"{each.captured_on}: {told(STATES[each.state])}. {told(each.sentence)}") for each in made.pictures
    ]
    lines += [(each.item, f"{each.on}: {told(APPEARED[each.kind])}") for each in made.appearances]
    lines += [(each.item, f"{each.on}: {told(GIVEN_TO.get(each.recipient, each.recipient))}") for each in made.given]
    rows = table(say("Every line of the report"), [say("Item"), say("What is held")], lines)
    head = element("h2", say("Access report"))
    return joined((head, element("p", held), *(young if made.young_person else []), facts(counted), rows))


def letters(view: ApplicationView) -> Markup:
    """Return the letters, each with its link."""
    heading = element("h2", say("Letters"))
    if not view.letters:
        return joined((heading, element("p", say("No letter was made."), class_="lb-empty")))
    shown = [
        element(
            "a", _named(each.kind, each.dated.isoformat()), href=f"/leadbook/letters/{view.id}/{each.id}", download=""
        )
        for each in view.letters
    ]
    return joined((heading, bullets(shown)))


def said(each: Field) -> str:
    """Return the answer of a field in the words in which it was chosen."""
    titles = {value: title for title, value in getattr(each.control, "options", ())}
    return say("yes") if each.value is True else str(titles.get(each.value, each.value))


# Private

_LETTERS = {"letter": "Letter of {day}", "notice": "Notice of {day}", "severed_copy": "Severed copy of {day}"}


def _named(kind: str, day: str) -> str:
    return say(_LETTERS[kind], day=day)


def _state(view: ApplicationView) -> str:
    if view.outcome:
        return told(OUTCOMES[view.outcome])
    if view.late:
        return say("Late")
    return say("Waits for its answer") if view.identity_check else say("Waits for the identity check")


def _evaluation(view: ApplicationView) -> list[Markup]:
    if view.evaluation is None:
        return []
    found = view.evaluation
    told_numbers = {"pictures": found.pictures, "leaving": found.leaving, "staying": found.staying}
    line = say("By the rules now, of {pictures} pictures {leaving} go and {staying} stay.", **told_numbers)
    return [element("p", line)]
