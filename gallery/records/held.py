"""What is held of people: subjects, booking events, charges, pictures, references, eligibility. Tables only."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed, SealedJson

subjects = Table(
    "subjects",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("service", String(32), nullable=False),
    Column("number", Sealed("subjects.number", asked=True), nullable=False),
    Column("fps_number", Sealed("subjects.fps_number"), nullable=False),
    Column("birth_year", SealedJson("subjects.birth_year")),
    Column("made_at", UtcTime, nullable=False),
    Column("died_on", Date),
    UniqueConstraint("service", "number"),
)

booking_events = Table(
    "booking_events",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject_id", ForeignKey("subjects.id"), nullable=False),
    Column("number", Sealed("booking_events.number", asked=True), nullable=False),
    Column("ica_authority", String(32), nullable=False),
    Column("capturing_officer", Sealed("booking_events.capturing_officer"), nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("authority_cited", String(300), nullable=False, server_default=""),
    UniqueConstraint("subject_id", "number"),
)

charges = Table(
    "charges",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("booking_event_id", ForeignKey("booking_events.id"), nullable=False),
    Column("offence_id", String(64), nullable=False),
    Column("offences_version", String(32), nullable=False),
    Column("charged_on", Date, nullable=False),
    Column("election", String(32)),
    Column("years_at_offence", Integer),
    UniqueConstraint("booking_event_id", "offence_id"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("lineage_id", String(36), nullable=False, unique=True),
    Column("booking_event_id", ForeignKey("booking_events.id"), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("record_sha256", Sealed("pictures.record_sha256", asked=True), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("format", String(16), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("pose", String(32), nullable=False),
    Column("captured_on", Date, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("box", JSON, nullable=False),
    Column("enrolled_by", String(36), nullable=False),
    Column("enrolled_at", UtcTime, nullable=False),
    Column("transaction_sha256", String(64)),
)
"""`transaction_sha256` names the Type-10 transaction that the picture came in, kept in the same lineage."""

references = Table(
    "biometric_references",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("picture_id", ForeignKey("pictures.id"), nullable=False),
    Column("model_id", String(120), nullable=False),
    Column("sealed_template", LargeBinary, nullable=False),
    UniqueConstraint("picture_id", "model_id"),
    sqlite_autoincrement=True,
)
"""`number` is the index's id of a reference and is never used again; the template is sealed by its lineage's key."""

eligibility = Table(
    "eligibility",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("picture_id", ForeignKey("pictures.id"), nullable=False, index=True),
    Column("current", Boolean, nullable=False),
    Column("state", String(32), nullable=False),
    Column("rule", String(64), nullable=False),
    Column("rule_version", String(32), nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("computed_at", UtcTime, nullable=False),
    Column("next_review", Date, nullable=False),
    Column("due_on", Date),
    Column("waits_for", String(32), nullable=False, server_default=""),
    Index("ix_eligibility_standing", "picture_id", "current", "state", "next_review"),
    Index("ix_eligibility_review", "current", "next_review"),
    Index("ix_eligibility_state", "current", "state"),
)
"""Every state ever computed; one a picture is current."""
