"""People, sessions, gallery, runs and the mark of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(36), primary_key=True)


def upgrade() -> None:
    _marks()
    _people()
    _sessions()
    _subjects()
    _pictures()
    _runs()


def _marks() -> None:
    op.create_table(
        "log_marks",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.CheckConstraint("place = 1", name="ck_log_marks_single"),
    )


def _people() -> None:
    op.create_table(
        "accounts",
        _id(),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("display_name", sa.String(80), nullable=False),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("locked_until", sa.DateTime),
        sa.Column("made_by", sa.String(36)),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("username", name="uq_accounts_username"),
    )
    op.create_table(
        "certificates",
        _id(),
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("provider", sa.String(120), nullable=False),
        sa.Column("passed", sa.Date, nullable=False),
        sa.Column("expires", sa.Date, nullable=False),
        sa.Column("mentor", sa.String(80), nullable=False),
        sa.Column("recorded_by", sa.String(36), nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_certificates_account_id", "certificates", ["account_id"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        _id(),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("workstation", sa.String(120), nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("last_seen_at", sa.DateTime, nullable=False),
        sa.Column("absolute_until", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("ended_by", sa.String(16)),
        sa.UniqueConstraint("secret_sha256", name="uq_sessions_secret_sha256"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_table(
        "tickets",
        _id(),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("session_id", sa.String(36), sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("page", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("used_at", sa.DateTime),
        sa.UniqueConstraint("secret_sha256", name="uq_tickets_secret_sha256"),
    )
    op.create_table(
        "tokens",
        _id(),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("session_id", sa.String(36), sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("page", sa.String(64), nullable=False),
        sa.Column("issued_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("secret_sha256", name="uq_tokens_secret_sha256"),
    )


def _subjects() -> None:
    op.create_table(
        "subjects",
        _id(),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("fps_number", sa.String(64), nullable=False),
        sa.Column("birth_year", sa.Integer),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("service", "number", name="uq_subjects_service"),
    )
    op.create_table(
        "booking_events",
        _id(),
        sa.Column("subject_id", sa.String(36), sa.ForeignKey("subjects.id"), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("ica_authority", sa.String(32), nullable=False),
        sa.Column("capturing_officer", sa.String(64), nullable=False),
        sa.Column("demonstration", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("subject_id", "number", name="uq_booking_events_subject_id"),
    )
    op.create_table(
        "charges",
        _id(),
        sa.Column("booking_event_id", sa.String(36), sa.ForeignKey("booking_events.id"), nullable=False),
        sa.Column("offence_id", sa.String(64), nullable=False),
        sa.Column("offences_version", sa.String(32), nullable=False),
        sa.Column("charged_on", sa.Date, nullable=False),
        sa.UniqueConstraint("booking_event_id", "offence_id", name="uq_charges_booking_event_id"),
    )


def _pictures() -> None:
    op.create_table(
        "pictures",
        _id(),
        sa.Column("lineage_id", sa.String(36), nullable=False),
        sa.Column("booking_event_id", sa.String(36), sa.ForeignKey("booking_events.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("record_sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("pose", sa.String(32), nullable=False),
        sa.Column("captured_on", sa.Date, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("box", sa.JSON, nullable=False),
        sa.Column("enrolled_by", sa.String(36), nullable=False),
        sa.Column("enrolled_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("lineage_id", name="uq_pictures_lineage_id"),
        sa.UniqueConstraint("sha256", name="uq_pictures_sha256"),
    )
    op.create_index("ix_pictures_booking_event_id", "pictures", ["booking_event_id"])
    op.create_table(
        "biometric_references",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("picture_id", sa.String(36), sa.ForeignKey("pictures.id"), nullable=False),
        sa.Column("model_id", sa.String(120), nullable=False),
        sa.Column("sealed_template", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("id", name="uq_biometric_references_id"),
        sa.UniqueConstraint("picture_id", "model_id", name="uq_biometric_references_picture_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "eligibility",
        _id(),
        sa.Column("picture_id", sa.String(36), sa.ForeignKey("pictures.id"), nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("rule_version", sa.String(32), nullable=False),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("computed_at", sa.DateTime, nullable=False),
        sa.Column("next_review", sa.Date, nullable=False),
    )
    op.create_index("ix_eligibility_picture_id", "eligibility", ["picture_id"])


def _runs() -> None:
    op.create_table(
        "report_runs",
        _id(),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("notebook_sha256", sa.String(64), nullable=False),
        sa.Column("parameters_sha256", sa.String(64), nullable=False),
        sa.Column("started_by", sa.String(36), nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("failed_cell", sa.Integer),
    )
