"""What keeps everything of a case, whatever the clocks say: holds that are not lifted, and a freeze (C-13, E-19)."""

from sqlalchemy import Connection

from gallery.records.case_file import CaseFreeze, freeze_of
from gallery.records.search_pictures import Hold, holds_of


def what_keeps(connection: Connection, case_id: str | None) -> list[Hold | CaseFreeze]:
    """Return the holds and the freeze that keep a case now; nothing keeps what belongs to no case."""
    if case_id is None:
        return []
    freeze = freeze_of(connection, case_id)
    open_holds = [hold for hold in holds_of(connection, case_id) if hold.lifted_at is None]
    return [*open_holds, *([freeze] if freeze else [])]
