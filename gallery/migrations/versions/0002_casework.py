"""Casework: requests, probes, searches, examinations and leads."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _requests()
    _probes()
    _searches()
    _examinations()
    _leads()


def _requests() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("occurrence_number", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("service", "occurrence_number", name="uq_cases_service"),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("cases.id")),
        sa.Column("requester_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("draft", sa.JSON, nullable=False),
        sa.Column("offence_title", sa.String(200), nullable=False),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("submitted_at", sa.DateTime),
        sa.UniqueConstraint("number", name="uq_requests_number"),
    )
    op.create_index("ix_requests_requester_id", "requests", ["requester_id"])
    op.create_index("ix_requests_service", "requests", ["service"])
    op.create_index("ix_requests_state", "requests", ["state"])
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), nullable=False),
        sa.Column("approved", sa.Boolean, nullable=False),
        sa.Column("decided_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.Column("necessity", sa.Text, nullable=False),
        sa.Column("proportionality", sa.Text, nullable=False),
        sa.Column("other_means", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("galleries", sa.JSON, nullable=False),
        sa.UniqueConstraint("request_id", name="uq_approvals_request_id"),
    )


def _probes() -> None:
    op.create_table(
        "probes",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), nullable=False),
        sa.Column("lineage_id", sa.String(36), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("received_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("replaced_at", sa.DateTime),
        sa.Column("chosen_face", sa.Integer),
        sa.Column("chosen_why", sa.String(500), nullable=False),
    )
    op.create_index("ix_probes_request_id", "probes", ["request_id"])
    op.create_index("ix_probes_sha256", "probes", ["sha256"])
    op.create_table(
        "probe_faces",
        sa.Column("probe_id", sa.String(36), sa.ForeignKey("probes.id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("box", sa.JSON, nullable=False),
        sa.Column("landmarks", sa.JSON, nullable=False),
        sa.Column("turn", sa.Float, nullable=False),
        sa.Column("detector_score", sa.Float, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("searchable", sa.Boolean, nullable=False),
    )
    op.create_table(
        "derivatives",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("probe_id", sa.String(36), sa.ForeignKey("probes.id"), nullable=False),
        sa.Column("parent_sha256", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("operation", sa.String(40), nullable=False),
        sa.Column("parameters", sa.JSON, nullable=False),
        sa.Column("software", sa.String(200), nullable=False),
        sa.Column("made_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_derivatives_probe_id", "derivatives", ["probe_id"])


def _searches() -> None:
    op.create_table(
        "searches",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), nullable=False),
        sa.Column("examiner_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime, nullable=False),
        sa.Column("pictures", sa.Integer, nullable=False),
        sa.Column("eligible", sa.Integer, nullable=False),
        sa.Column("excluded", sa.JSON, nullable=False),
        sa.Column("threshold", sa.Float, nullable=False),
        sa.Column("longest", sa.Integer, nullable=False),
        sa.Column("returned", sa.Integer, nullable=False),
        sa.Column("model_id", sa.String(200), nullable=False),
        sa.Column("capsule", sa.Text, nullable=False),
        sa.Column("capsule_sha256", sa.String(64), nullable=False),
    )
    op.create_index("ix_searches_examiner_id", "searches", ["examiner_id"])
    op.create_index("ix_searches_request_id", "searches", ["request_id"])
    op.create_table(
        "candidates",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("search_id", sa.String(36), sa.ForeignKey("searches.id"), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("listed", sa.Boolean, nullable=False),
        sa.UniqueConstraint("search_id", "place", name="uq_candidates_search_id"),
    )
    op.create_index("ix_candidates_search_id", "candidates", ["search_id"])
    op.create_table(
        "candidate_pictures",
        sa.Column("candidate_id", sa.String(36), sa.ForeignKey("candidates.id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("reference_number", sa.Integer, nullable=False),
        sa.Column("picture_id", sa.String(36), nullable=False),
        sa.Column("captured_on", sa.Date, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
    )


def _examinations() -> None:
    op.create_table(
        "examinations",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("examiner_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("search_id", sa.String(36), sa.ForeignKey("searches.id")),
        sa.Column("assigned_at", sa.DateTime, nullable=False),
        sa.Column("analysis", sa.JSON),
        sa.Column("analysed_at", sa.DateTime),
        sa.Column("opened_at", sa.DateTime),
        sa.Column("conclusion", sa.JSON),
        sa.Column("subject_id", sa.String(36)),
        sa.Column("value", sa.Integer),
        sa.Column("locked_at", sa.DateTime),
        sa.UniqueConstraint("number", name="uq_examinations_number"),
        sa.UniqueConstraint("request_id", "place", name="uq_examinations_request_id"),
    )
    op.create_index("ix_examinations_examiner_id", "examinations", ["examiner_id"])
    op.create_index("ix_examinations_request_id", "examinations", ["request_id"])
    op.create_table(
        "examination_letters",
        sa.Column("examination_id", sa.String(36), sa.ForeignKey("examinations.id"), primary_key=True),
        sa.Column("letter", sa.String(2), primary_key=True),
        sa.Column("candidate_id", sa.String(36), sa.ForeignKey("candidates.id"), nullable=False),
        sa.Column("disposition", sa.String(16)),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("disposed_at", sa.DateTime),
    )
    op.create_table(
        "examination_versions",
        sa.Column("examination_id", sa.String(36), sa.ForeignKey("examinations.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("previous_sha256", sa.String(64)),
        sa.Column("locked_at", sa.DateTime, nullable=False),
    )


def _leads() -> None:
    op.create_table(
        "leads",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), nullable=False),
        sa.Column("search_id", sa.String(36), sa.ForeignKey("searches.id"), nullable=False),
        sa.Column("candidate_id", sa.String(36), sa.ForeignKey("candidates.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("issued_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("acknowledged_at", sa.DateTime),
        sa.Column("initials", sa.String(6), nullable=False),
        sa.Column("cautions", sa.JSON, nullable=False),
        sa.UniqueConstraint("request_id", name="uq_leads_request_id"),
    )
