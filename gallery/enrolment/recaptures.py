"""The list of people of whom another picture is wanted (F-07)."""

from audits.events import RecaptureListViewed
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.recaptures import count_wanted, wanted
from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.wire.gallery import Recapture, RecaptureList

_TOLD = 100


def recapture_list(ledger: Ledger, rules: EnrolmentRules, person: Person) -> RecaptureList:
    """Return everybody of the person's service with pictures of a searchable pose and none that may be searched."""
    with ledger.act(person, RecaptureListViewed) as act:
        count = count_wanted(act.connection, person.service, rules.searchable_poses)
        found = wanted(act.connection, person.service, rules.searchable_poses, _TOLD)
        act.note(people=count)
    lines = (
        Recapture(
            subject_number=each.subject_number,
            booking_event=each.booking_event,
            captured_on=each.captured_on,
            findings=tuple(str(one["component"]) for one in each.findings if one["verdict"] == "refused"),
        )
        for each in found
    )
    return RecaptureList(count=count, lines=tuple(lines))
