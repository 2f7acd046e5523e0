"""Runs of one's own service: no other is proposed, shown or given out."""

from sqlalchemy import Connection

from gallery.records.runs import Run, run_by_id
from gallery.records.who import account_by_id


def own_run(connection: Connection, run_id: str, service: str) -> Run | None:
    """Return a run that somebody of a service began, or None."""
    run = run_by_id(connection, run_id)
    starter = account_by_id(connection, run.started_by) if run else None
    return run if starter and starter.service == service else None
