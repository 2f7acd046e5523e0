"""Pictures of marks go with the last picture of their booking event (F-06, F-32)."""

import pytest

from gallery.lifecycle.mark_files import MarkFiles
from gallery.records.destructions import Line
from gallery.records.erasing import erase_pictures
from gallery.records.marks import mark_lineages
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.enrolment.typeten.transactions import MARK, written
from tests.gallery.house import House

CLERK = Role.RECORDS_CLERK.value


@pytest.mark.proves("F-06", "F-32")
def test_a_mark_is_left_by_no_destroyed_event(house: House) -> None:
    """Row and file of the mark are gone, and the store says so; before, it says that something is left."""
    house.somebody(Role.RECORDS_CLERK)
    face = house.enrol(CLERK, record(), picture()).json()
    mark = house.enrol(CLERK, record(), written(MARK, picture(shade=91))).json()
    files = MarkFiles(house.parts.ledger, house.parts.marks.images)
    lines = [_line(face)]
    kept = files.left(lines)
    files.rewrite()
    untouched = house.parts.marks.images.lineages()

    with house.parts.ledger.unrecorded() as connection:
        erase_pictures(connection, [face["picture_id"]], house.clock())
        rows = mark_lineages(connection)
    left = files.left(lines)
    files.rewrite()

    assert (kept, untouched) == (frozenset(), {mark["lineage_id"]})
    assert (rows, left) == (frozenset(), {face["lineage_id"]})
    assert files.left(lines) == frozenset()
    assert house.parts.marks.images.lineages() == frozenset()


def _line(face: dict[str, str]) -> Line:
    return Line(
        **{
            **dict.fromkeys(Line.__dataclass_fields__),
            "picture_id": face["picture_id"],
            "lineage_id": face["lineage_id"],
        }
    )
