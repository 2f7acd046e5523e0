"""States of many people, read and written as rows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from gallery.records.changes import changed_since, revision_of
from gallery.records.held import references, subjects
from gallery.records.reckonings import KeptState, keep_states, kept_between
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.fakes import NOON
from tests.gallery.house import House


def _on_file(connection: Connection) -> list[dict[str, Any]]:
    """Every state as the file has it, no column turned into anything; the oldest first."""
    return [dict(row) for row in connection.execute(text("SELECT * FROM eligibility ORDER BY id")).mappings()]


def _kept(connection: Connection) -> list[KeptState]:
    [person] = connection.execute(select(subjects.c.id)).scalars()
    return list(kept_between(connection, person, person).values())


@pytest.mark.proves("F-20")
def test_a_row_of_many_is_on_file_as_the_single_act_keeps_one(house: House) -> None:
    """Column by column the same, its own id and moment aside; the row before stays and is current no more."""
    house.enrol(house.somebody(Role.RECORDS_CLERK), record(), picture())
    with house.parts.ledger.reading() as connection:
        [before] = _on_file(connection)

    with house.parts.ledger.unrecorded() as connection:
        keep_states(connection, _kept(connection), NOON + timedelta(microseconds=5))
        old, new = _on_file(connection)
        [now] = _kept(connection)

    assert old == {**before, "current": False}
    assert now.id == new["id"] > old["id"]
    assert str(new["computed_at"]) == f"{NOON.replace(tzinfo=None)}.000005"
    own = ("id", "computed_at")
    assert {**new, **dict.fromkeys(own)} == {**before, **dict.fromkeys(own)}


@pytest.mark.proves("B-08")
def test_whoever_remembers_states_is_told_of_each_that_was_written(house: House) -> None:
    """The reference of the picture is named; when nothing is written nobody is told."""
    house.enrol(house.somebody(Role.RECORDS_CLERK), record(), picture())
    with house.parts.ledger.unrecorded() as connection:
        before = revision_of(connection)
        keep_states(connection, (), NOON)
        unchanged = revision_of(connection)
        keep_states(connection, _kept(connection), NOON)
        told = changed_since(connection, before)
        numbers = connection.execute(select(references.c.number)).scalars().all()

    assert unchanged == before
    assert told == frozenset(numbers)
