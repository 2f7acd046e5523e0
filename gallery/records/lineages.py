"""Which lineages the records know: those of every table that names one, whoever added it."""

from sqlalchemy import Connection, column, inspect, select, table

_COLUMN = "lineage_id"


def known_lineages(connection: Connection) -> frozenset[str]:
    """Return every lineage that some row names. What none names was left behind by an act that never ended.

    Tables are read from the database itself, so that one that is added later is never forgotten.
    """
    inspector = inspect(connection)
    known: set[str] = set()
    for name in inspector.get_table_names():
        if any(each["name"] == _COLUMN for each in inspector.get_columns(name)):
            known.update(connection.execute(select(table(name, column(_COLUMN)).c[_COLUMN])).scalars())
    return frozenset(known)
