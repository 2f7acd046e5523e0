"""Which lineages the records know."""

from pathlib import Path

from sqlalchemy import text

from gallery.records.lineages import known_lineages
from tests.standing import STANDING


def test_a_table_that_is_added_later_is_not_forgotten(tmp_path: Path) -> None:
    """Its lineages are known too, so that no start sweeps what belongs to them; tables without one do no harm."""
    database = STANDING.opened(tmp_path / "records.sqlite")
    with database.transaction() as connection:
        before = known_lineages(connection)
        connection.execute(text("CREATE TABLE later (id TEXT, lineage_id TEXT)"))
        connection.execute(text("INSERT INTO later VALUES ('1', 'lineage-1')"))
        after = known_lineages(connection)

    assert before == frozenset()
    assert after == {"lineage-1"}
