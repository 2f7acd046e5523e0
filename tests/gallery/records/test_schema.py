"""What the records have a place for, read from a new database as the migrations make it."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from gallery.records.schema import metadata
from tests.standing import STANDING

INFERRED = {
    "race",
    "ethnicity",
    "ethnic",
    "gender",
    "sex",
    "emotion",
    "mood",
    "expression",
    "skin",
    "complexion",
    "age",
}


@pytest.mark.proves("B-07")
def test_no_table_has_a_place_for_what_a_face_might_suggest(tmp_path: Path) -> None:
    """Every column of every table; the year of birth comes from the booking record (B-07)."""
    database = STANDING.opened(tmp_path / "records.sqlite")
    with database.reading() as connection:
        seen = inspect(connection)
        columns = [(table, each["name"]) for table in seen.get_table_names() for each in seen.get_columns(table)]
    database.close()

    words = {word for _, column in columns for word in column.split("_")}

    assert len(columns) > 200
    assert not words & INFERRED
    assert [each for each in columns if "birth" in each[1]] == [("subjects", "birth_year")]


@pytest.mark.proves("G-01")
def test_every_picture_request_and_lead_has_one_owner() -> None:
    """A service stands in the record itself, once, or in the one record that it belongs to (G-01)."""
    owned = {"subjects", "requests", "cases"}
    parents = {"booking_events": "subjects", "pictures": "booking_events", "leads": "requests", "searches": "requests"}

    assert all(not metadata.tables[name].c.service.nullable for name in owned)
    for name, parent in parents.items():
        (key,) = [each for each in metadata.tables[name].foreign_keys if each.column.table.name == parent]
        assert not key.parent.nullable
