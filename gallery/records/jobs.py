"""What the service did by itself: when each job ran last, and for which moment it was due."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from gallery.records.schema import UtcTime, metadata

job_runs = Table(
    "job_runs",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("due_at", UtcTime, nullable=False),
    Column("ran_at", UtcTime, nullable=False),
    Column("result", String(200), nullable=False),
)


FAILED = "failed: "


@dataclass(frozen=True)
class JobRan:
    """The last run of a job: the last moment for which it was done, the one at which it ran, and what came of it."""

    name: str
    due_at: datetime
    ran_at: datetime
    result: str

    @property
    def failed(self) -> bool:
        """Whether it came to no end, and is still due."""
        return self.result.startswith(FAILED)


def keep_job_run(connection: Connection, ran: JobRan) -> None:
    """Keep the last run of a job in place of the one before."""
    connection.execute(delete(job_runs).where(job_runs.c.name == ran.name))
    connection.execute(insert(job_runs).values(vars(ran)))


def last_job_runs(connection: Connection) -> dict[str, JobRan]:
    """Return the last run of each job by its name."""
    return {row["name"]: JobRan(**row) for row in connection.execute(select(job_runs)).mappings()}
