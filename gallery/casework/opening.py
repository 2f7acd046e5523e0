"""Opening a line of the work list: one's own examination or one to be taken, without telling which (D-09)."""

from gallery.authority import Person
from gallery.casework.examination import get, take
from gallery.casework.means import Casework
from gallery.records.cases import request_by_id
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.examination import ExaminationView


def start(casework: Casework, person: Person, work_id: str) -> ExaminationView:
    """Open what a line of the work list names: one's own examination, or a request whose examination is to be taken.

    The list names both alike, so that whoever is about to look at a probe cannot tell which it is (D-09).

    Raises:
        NotAllowed, NotFound, WrongState: as `get` and `take` do.
    """
    with casework.ledger.reading() as connection:
        request = request_by_id(connection, work_id)
    if request is None or request.state is RequestState.KNOWN_TASK:
        return get(casework, person, work_id)
    return take(casework, person, work_id)
