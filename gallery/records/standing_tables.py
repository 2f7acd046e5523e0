"""Tables of what decides a picture's state: how charges ended, marks on pictures, decisions to keep. Tables only."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, String, Table

from gallery.records.schema import UtcTime, metadata

charge_outcomes = Table(
    "charge_outcomes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("charge_id", ForeignKey("charges.id"), nullable=False, index=True),
    Column("happened", Date, nullable=False),
    Column("disposition", String(32), nullable=False),
    Column("appeal_until", Date),
    Column("appealed", Boolean, nullable=False),
    Column("appeal_ended", Date),
    Column("order_expires", Date),
    Column("sentence_done", Date),
    Column("as_adult", Boolean, nullable=False),
    Column("recorded_by", String(36), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("replaced_at", UtcTime),
)
"""Nothing is written over: a corrected outcome is replaced, and stays readable."""

standing_marks = Table(
    "standing_marks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("booking_event_id", ForeignKey("booking_events.id"), nullable=False, index=True),
    Column("picture_id", ForeignKey("pictures.id"), index=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("look_again_on", Date, nullable=False),
    Column("ground", String(32), nullable=False),
    Column("note", String(1000), nullable=False),
    Column("placed_by", String(36), nullable=False),
    Column("placed_at", UtcTime, nullable=False),
    Column("lifted_by", String(36)),
    Column("lifted_at", UtcTime),
)
"""A hold, a seal or a withdrawal of one picture, or of all pictures of a booking event."""

retention_decisions = Table(
    "retention_decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("picture_id", ForeignKey("pictures.id"), nullable=False, index=True),
    Column("decided_on", Date, nullable=False),
    Column("keep", Boolean, nullable=False),
    Column("look_again_on", Date, nullable=False),
    Column("ground", String(32), nullable=False),
    Column("reasons", String(2000), nullable=False),
    Column("decided_by", String(36), nullable=False),
    Column("decided_at", UtcTime, nullable=False),
)
