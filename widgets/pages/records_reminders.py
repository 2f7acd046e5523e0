"""Reminders to officers whose bookings still lack what the rules wait for: a letter each, to be printed (F-21)."""

from collections.abc import Iterable

from kernel_lib.wire.lifecycle import ChaseLine, ChaseList
from widgets.pages.records_words import WAITS
from widgets.parts.markup import Markup, element, joined, table
from widgets.parts.wording import age, day
from widgets.words.language import say, told


def reminders(chase: ChaseList) -> Markup:
    """Return a letter for each officer with the bookings that wait, the longest waiting first; no person is named."""
    officers = sorted({line.officer for line in chase.lines})
    letters = [
        _letter(officer, [line for line in chase.lines if line.officer == officer], chase) for officer in officers
    ]
    return joined((element("h2", say("Reminders"), tabindex=-1), *letters))


# Private


def _letter(officer: str, lines: Iterable[ChaseLine], chase: ChaseList) -> Markup:
    rows = [
        (line.booking_event, told(WAITS[line.waits_for]), day(line.since.date()), age(line.since)) for line in lines
    ]
    columns = (say("Booking event"), say("Waits for"), say("Since"), say("For how long"))
    heading = element("h3", say("To: {officer}", officer=officer))
    dated = element("p", say("Reminder of {day}", day=day(chase.desk.today)))
    asked = say("Please bring the records desk what each of these bookings waits for, with its day.")
    why = say("Until then these pictures are not searched, or may soon not be (F-21).")
    shown = table(say("Bookings of {officer}", officer=officer), columns, rows, headed=True)
    return element("section", heading, dated, element("p", asked), shown, element("p", why), class_="lb-kept")
