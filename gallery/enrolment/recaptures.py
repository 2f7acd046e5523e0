"""The list of people of whom another picture is wanted (F-07)."""

from audits.events import RecaptureListViewed
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.recaptures import Wanted, count_wanted, met, wanted
from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.wire.gallery import Recapture, RecaptureList

_TOLD = 100


def recapture_list(ledger: Ledger, rules: EnrolmentRules, person: Person) -> RecaptureList:
    """Return everybody of the person's service with pictures of a searchable pose and none that may be searched."""
    with ledger.act(person, RecaptureListViewed) as act:
        count = count_wanted(act.connection, person.service, rules.searchable_poses)
        found = wanted(act.connection, person.service, rules.searchable_poses, _TOLD)
        done = met(act.connection, person.service, rules.searchable_poses, _TOLD)
        act.note(people=count, done=len(done))
    return RecaptureList(count=count, lines=tuple(map(_line, found)), done=tuple(map(_line, done)))


def _line(wish: Wanted) -> Recapture:
    poor = [one for one in wish.findings if one["verdict"] == "refused"]
    return Recapture(
        subject_number=wish.subject_number,
        booking_event=wish.booking_event,
        captured_on=wish.captured_on,
        findings=tuple(str(one["component"]) for one in poor),
        reasons=tuple(str(one["sentence"]) for one in poor),
        since=wish.since,
        done_at=wish.done_at,
    )
