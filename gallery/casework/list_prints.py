"""A print that a browser began on a list: the list leaves on no paper, and the attempt is recorded (C-11)."""

from audits.events import Exported
from gallery.authority import Person
from gallery.casework.duties import own_examination
from gallery.casework.examination import tell
from gallery.casework.examination_view import list_mark
from gallery.casework.means import Casework
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.model import Recorded


def record(casework: Casework, person: Person, examination_id: str) -> Recorded:
    """Record that a print of a list was begun; what comes on paper is its mark alone.

    Raises:
        NotFound: the examination is not this person's.
    """
    with casework.ledger.act(person, Exported) as act:
        casework.authority.demand(person, "examination_viewed")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        mark = list_mark(act.connection, casework, examination)
        act.note(kind="list_print", state=examination.state, mark_sha256=sha256_of(mark))
    return Recorded(sequence=act.sequence)
