"""Tables of what people asked about their own pictures. They hold a service's number of the person, never a name.

None refers to a picture or a person by a key: an application and its answer outlive what is destroyed because of it.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed, SealedJson

_ID = String(36)

applications = Table(
    "applications",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("service", String(32), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("subject_number", Sealed("applications.subject_number"), nullable=False),
    Column("language", String(2), nullable=False),
    Column("applicant", String(32), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("form", SealedJson("applications.form"), nullable=False),
    Column("fee_cents", Integer, nullable=False),
    Column("recorded_by", _ID, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("identity_check", String(32), nullable=False),
    Column("identity_checked_on", Date),
    Column("identity_by", _ID),
    Column("outcome", String(16), nullable=False),
    Column("ground", String(32), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("decided_by", _ID),
    Column("decided_at", UtcTime),
    Column("report", SealedJson("applications.report")),
)
"""`report` is the access report as it was made; `outcome` is empty while the application waits for its answer."""

application_items = Table(
    "application_items",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("withheld", Boolean, nullable=False),
    Column("section", String(32), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("decided_by", _ID, nullable=False),
    Column("decided_at", UtcTime, nullable=False),
)

application_letters = Table(
    "application_letters",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("recipient", String(200), nullable=False),
    Column("account_id", _ID),
    Column("lineage_id", _ID, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("dated", Date, nullable=False),
    Column("made_by", _ID, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("lineage_id"),
)
"""Letters, notices and severed copies; their bytes are in `Images`, encrypted."""

disagreements = Table(
    "disagreements",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("picture_id", _ID, nullable=False, index=True),
    Column("statement", Sealed("disagreements.statement"), nullable=False),
    Column("attached_by", _ID, nullable=False),
    Column("attached_at", UtcTime, nullable=False),
    UniqueConstraint("application_id", "picture_id"),
)
"""Statements of disagreement, one line for each picture with which it travels (F-63)."""
