"""Something added after a lock: a new version with its reason, linked to the ones before, which stay (D-17)."""

from audits.events import ExaminationAmended
from gallery.authority import Person
from gallery.casework.duties import own_examination
from gallery.casework.examination import tell
from gallery.casework.examination_view import examination_view
from gallery.casework.means import Casework
from gallery.casework.stages import EXAMINATION
from gallery.records.examinations import lock_version
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.examination import ExaminationView
from kernel_lib.wire.review import AmendmentGiven


def amend(casework: Casework, person: Person, examination_id: str, given: AmendmentGiven) -> ExaminationView:
    """Add words to a locked examination. Conclusion, checklist and everything locked before stay as they are.

    Raises:
        NotFound: the examination is not this person's.
        WrongState: it is not locked.
        Unacceptable: the reason is too short.
    """
    with casework.ledger.act(person, ExaminationAmended) as act:
        casework.authority.demand(person, "examination_viewed")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        EXAMINATION.next_state(examination.state, "amend")
        shortest = casework.rules.casework.search.why_min_length
        if len(given.reason.strip()) < shortest:
            message = f"Give the reason in at least {shortest} characters."
            raise Unacceptable("D-17", "An addition needs its reason.", message, fields={"reason": message})
        body = {**given.model_dump(mode="json"), "by": person.account_id}
        locked = lock_version(act.connection, examination.id, "amendment", body, act.now)
        act.note(version=locked.version, sha256=locked.sha256, previous_sha256=locked.previous_sha256)
        return examination_view(act.connection, casework, examination)
