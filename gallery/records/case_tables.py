"""The tables of casework. What is locked is never updated: a new version points to the old by hash."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed

_ID = String(36)
_HASH = String(64)

cases = Table(
    "cases",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False),
    Column("occurrence_number", String(40), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    UniqueConstraint("service", "occurrence_number"),
)

requests = Table(
    "requests",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("service", String(32), nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id")),
    Column("requester_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("draft", JSON, nullable=False),
    Column("offence_title", String(200), nullable=False),
    Column("rules", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("submitted_at", UtcTime),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False, unique=True),
    Column("approved", Boolean, nullable=False),
    Column("decided_by", ForeignKey("accounts.id"), nullable=False),
    Column("decided_at", UtcTime, nullable=False),
    Column("necessity", Text, nullable=False),
    Column("proportionality", Text, nullable=False),
    Column("other_means", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("galleries", JSON, nullable=False),
)

probes = Table(
    "probes",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False, index=True),
    Column("lineage_id", _ID, nullable=False),
    Column("filename", Sealed("probes.filename"), nullable=False),
    Column("sha256", _HASH, nullable=False, index=True),
    Column("bytes", Integer, nullable=False),
    Column("format", String(8), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("received_by", ForeignKey("accounts.id"), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("replaced_at", UtcTime),
    Column("chosen_face", Integer),
    Column("chosen_why", String(500), nullable=False),
)

probe_faces = Table(
    "probe_faces",
    metadata,
    Column("probe_id", ForeignKey("probes.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("box", JSON, nullable=False),
    Column("landmarks", JSON, nullable=False),
    Column("turn", Float, nullable=False),
    Column("detector_score", Float, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("searchable", Boolean, nullable=False),
)

derivatives = Table(
    "derivatives",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("probe_id", ForeignKey("probes.id"), nullable=False, index=True),
    Column("parent_sha256", _HASH, nullable=False),
    Column("sha256", _HASH, nullable=False),
    Column("operation", String(40), nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("software", String(200), nullable=False),
    Column("made_by", ForeignKey("accounts.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False, index=True),
    Column("examiner_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime, nullable=False),
    Column("pictures", Integer, nullable=False),
    Column("eligible", Integer, nullable=False),
    Column("excluded", JSON, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("longest", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("model_id", String(200), nullable=False),
    Column("capsule", Text, nullable=False),
    Column("capsule_sha256", _HASH, nullable=False),
)

candidates = Table(
    "candidates",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("search_id", ForeignKey("searches.id"), nullable=False, index=True),
    Column("subject_id", _ID, nullable=False),
    Column("place", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("listed", Boolean, nullable=False),
    UniqueConstraint("search_id", "place"),
)

candidate_pictures = Table(
    "candidate_pictures",
    metadata,
    Column("candidate_id", ForeignKey("candidates.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("reference_number", Integer, nullable=False),
    Column("picture_id", _ID, nullable=False),
    Column("captured_on", Date, nullable=False),
    Column("score", Float, nullable=False),
)

examinations = Table(
    "examinations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("examiner_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("search_id", ForeignKey("searches.id")),
    Column("assigned_at", UtcTime, nullable=False),
    Column("analysis", JSON),
    Column("analysed_at", UtcTime),
    Column("opened_at", UtcTime),
    Column("conclusion", JSON),
    Column("subject_id", _ID),
    Column("value", Integer),
    Column("locked_at", UtcTime),
    UniqueConstraint("request_id", "place"),
)

examination_letters = Table(
    "examination_letters",
    metadata,
    Column("examination_id", ForeignKey("examinations.id"), primary_key=True),
    Column("letter", String(2), primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False),
    Column("disposition", String(16)),
    Column("note", String(1000), nullable=False),
    Column("disposed_at", UtcTime),
)

examination_versions = Table(
    "examination_versions",
    metadata,
    Column("examination_id", ForeignKey("examinations.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("stage", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("sha256", _HASH, nullable=False),
    Column("previous_sha256", _HASH),
    Column("locked_at", UtcTime, nullable=False),
)

leads = Table(
    "leads",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False, unique=True),
    Column("search_id", ForeignKey("searches.id"), nullable=False),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("acknowledged_at", UtcTime),
    Column("initials", String(6), nullable=False),
    Column("cautions", JSON, nullable=False),
)
