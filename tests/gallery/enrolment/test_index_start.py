"""At each start the index is brought to what the records hold: nothing missing, nothing more."""

import pytest

from gallery.records.gallery import remove_references
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CLERK = Role.RECORDS_CLERK.value


def _starts(house: House) -> list[dict[str, object]]:
    return [dict(each.event.details) for each in house.entries() if each.event.act == "service_started"]


@pytest.mark.proves("B-08")
def test_a_template_that_the_records_no_longer_hold_leaves_the_index_and_its_files(house: House) -> None:
    """As after a crash between the removal from the records and that from the index."""
    house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(CLERK, record(), picture()).status_code == 200
    house.close()
    house.open()
    (number,) = house.parts.index.numbers
    vector = house.parts.index.vector_of(number)
    with house.parts.ledger.unrecorded() as connection:
        remove_references(connection, [number])
    house.crash()

    house.open()

    assert house.parts.index.size == 0
    told = _starts(house)[-1]
    assert (told["index_rebuilt"], told["index_added"], told["index_removed"]) == (False, 0, 1)
    folder = house.parts.floor.settings.index_dir
    assert all(vector.tobytes() not in path.read_bytes() for path in folder.iterdir())


@pytest.mark.proves("B-12")
def test_a_damaged_snapshot_is_told_and_rebuilt_from_the_records(house: House) -> None:
    """The log says why; the same references are searched under the same name."""
    house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(CLERK, record(), picture()).status_code == 200
    name = house.parts.index.snapshot_id
    house.close()
    (path,) = house.settings.index_dir.glob("*.idx")
    content = bytearray(path.read_bytes())
    content[-40] ^= 1
    path.write_bytes(content)

    house.open()

    assert house.parts.index.snapshot_id == name
    told = _starts(house)[-1]
    assert (told["index_rebuilt"], told["index_added"]) == (True, 1)
    assert "expected block 0 as it was written" in str(told["index_refused"])
