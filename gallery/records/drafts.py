"""Drafts of examinations: what was typed and not locked, one row an examination, replaced by each saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from gallery.records.review_tables import examination_drafts


@dataclass(frozen=True)
class Draft:
    """Answers as they stood at a revision, counted from 1."""

    examination_id: str
    revision: int
    body: Mapping[str, Any]
    saved_at: datetime


def draft_of(connection: Connection, examination_id: str) -> Draft | None:
    """Return the draft of an examination, or None."""
    found = select(examination_drafts).where(examination_drafts.c.examination_id == examination_id)
    row = connection.execute(found).mappings().one_or_none()
    return Draft(**row) if row else None


def keep_draft(connection: Connection, draft: Draft) -> None:
    """Keep a draft in place of the one before."""
    mine = examination_drafts.c.examination_id == draft.examination_id
    values = {**vars(draft), "body": dict(draft.body)}
    if connection.execute(update(examination_drafts).where(mine).values(values)).rowcount == 0:
        connection.execute(insert(examination_drafts).values(values))


def drop_draft(connection: Connection, examination_id: str) -> None:
    """Forget a draft, once what it held is locked."""
    connection.execute(delete(examination_drafts).where(examination_drafts.c.examination_id == examination_id))
