"""What the records have a place for, read from a new database as the migrations make it."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from gallery.records.database import Database

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
    database = Database.open(tmp_path / "records.sqlite")
    with database.reading() as connection:
        seen = inspect(connection)
        columns = [(table, each["name"]) for table in seen.get_table_names() for each in seen.get_columns(table)]
    database.close()

    words = {word for _, column in columns for word in column.split("_")}

    assert len(columns) > 200
    assert not words & INFERRED
    assert [each for each in columns if "birth" in each[1]] == [("subjects", "birth_year")]
