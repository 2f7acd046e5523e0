"""Photo arrays: the pictures beside a person's, how they are shown to a witness, and each step of the showing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, Integer, RowMapping, String, Table, insert, select, update

from gallery.records.case_tables import leads
from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import ArrayState

photo_arrays = Table(
    "photo_arrays",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("lead_id", ForeignKey("leads.id"), nullable=False, index=True),
    Column("lineage_id", String(36), nullable=False),
    Column("state", String(16), nullable=False),
    Column("person", JSON, nullable=False),
    Column("fillers", JSON, nullable=False),
    Column("proposed", JSON, nullable=False),
    Column("upload_source", String(2000), nullable=False),
    Column("measured", JSON, nullable=False),
    Column("code_sha256", String(64), index=True),
    Column("code_until", UtcTime),
    Column("order", JSON, nullable=False),
    Column("place", Integer, nullable=False),
    Column("administrator_id", ForeignKey("accounts.id")),
    Column("made_by", ForeignKey("accounts.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("seal", String(64), nullable=False),
)

photo_array_steps = Table(
    "photo_array_steps",
    metadata,
    Column("array_id", ForeignKey("photo_arrays.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", JSON, nullable=False),
    Column("previous_sha256", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
)


@dataclass(frozen=True)
class ArrayPicture:
    """One picture of an array. `picture_id` names a booking picture; an uploaded one has its lawful `source`."""

    lineage_id: str
    sha256: str
    picture_id: str = ""
    subject_id: str = ""
    source: str = ""


@dataclass(frozen=True)
class PhotoArray:
    """An array from its first filler to its seal.

    `proposed` names every booking picture that was ever offered for it. `measured` holds rule, bounds and similarities
    once it passed. `order` holds from its start on which picture stands at each place: 0 is the person, n filler n.
    """

    id: str
    lead_id: str
    lineage_id: str
    state: ArrayState
    person: ArrayPicture
    fillers: tuple[ArrayPicture, ...]
    proposed: tuple[str, ...]
    upload_source: str
    made_by: str
    made_at: datetime
    measured: Mapping[str, Any]
    code_sha256: str | None = None
    code_until: datetime | None = None
    order: tuple[int, ...] = ()
    place: int = 0
    administrator_id: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    seal: str = ""

    @property
    def pictures(self) -> tuple[ArrayPicture, ...]:
        """The person's picture and the fillers', in the order in which they were added."""
        return (self.person, *self.fillers)


@dataclass(frozen=True)
class ArrayStep:
    """One step of a showing; its hash covers its body and the hash of the step before."""

    array_id: str
    number: int
    body: Mapping[str, Any]
    previous_sha256: str
    sha256: str


def add_array(connection: Connection, array: PhotoArray) -> None:
    """Keep a new array."""
    connection.execute(insert(photo_arrays).values(_written(vars(array))))


def array_by_id(connection: Connection, array_id: str) -> PhotoArray | None:
    """Return an array, or None."""
    row = connection.execute(select(photo_arrays).where(photo_arrays.c.id == array_id)).mappings().one_or_none()
    return _read(row) if row else None


def array_by_code(connection: Connection, code_sha256: str) -> PhotoArray | None:
    """Return the array that a code of this hash opens, whether or not it is still good, or None."""
    found = select(photo_arrays).where(photo_arrays.c.code_sha256 == code_sha256)
    row = connection.execute(found).mappings().one_or_none()
    return _read(row) if row else None


def arrays_of(connection: Connection, lead_id: str) -> tuple[PhotoArray, ...]:
    """Return the arrays of a lead, oldest first."""
    found = select(photo_arrays).where(photo_arrays.c.lead_id == lead_id).order_by(photo_arrays.c.id)
    return tuple(_read(row) for row in connection.execute(found).mappings())


def arrays_shown_by(connection: Connection, account_id: str) -> tuple[PhotoArray, ...]:
    """Return the arrays that a person is showing now, oldest first."""
    mine = (photo_arrays.c.administrator_id == account_id) & (photo_arrays.c.state == ArrayState.SHOWING)
    found = select(photo_arrays).where(mine).order_by(photo_arrays.c.id)
    return tuple(_read(row) for row in connection.execute(found).mappings())


def change_array(connection: Connection, array_id: str, **values: Any) -> None:
    """Set columns of an array."""
    connection.execute(update(photo_arrays).where(photo_arrays.c.id == array_id).values(_written(values)))


def add_step(connection: Connection, step: ArrayStep) -> None:
    """Keep a step of a showing."""
    connection.execute(insert(photo_array_steps).values({**vars(step), "body": dict(step.body)}))


def steps_of(connection: Connection, array_id: str) -> tuple[ArrayStep, ...]:
    """Return the steps of a showing, in order."""
    found = select(photo_array_steps).where(photo_array_steps.c.array_id == array_id)
    rows = connection.execute(found.order_by(photo_array_steps.c.number)).mappings()
    return tuple(ArrayStep(**row) for row in rows)


def request_of_array(connection: Connection, array: PhotoArray) -> str:
    """Return the id of the request whose lead an array belongs to."""
    return str(connection.execute(select(leads.c.request_id).where(leads.c.id == array.lead_id)).scalar_one())


# Private


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(values)
    if "person" in told:
        told["person"] = vars(told["person"])
    if "fillers" in told:
        told["fillers"] = [vars(each) for each in told["fillers"]]
    for name in ("proposed", "order"):
        if name in told:
            told[name] = list(told[name])
    if "measured" in told:
        told["measured"] = dict(told["measured"])
    return told


def _read(row: RowMapping) -> PhotoArray:
    return PhotoArray(
        **{
            **row,
            "state": ArrayState(row["state"]),
            "person": ArrayPicture(**row["person"]),
            "fillers": tuple(ArrayPicture(**each) for each in row["fillers"]),
            "proposed": tuple(row["proposed"]),
            "order": tuple(row["order"]),
        }
    )
