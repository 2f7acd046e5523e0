"""Agreements between services, searches under them, identities, messages, results from outside (G-02 to G-09)."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def _by(name: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), sa.ForeignKey(target), nullable=null, index=index)


def _service(name: str, *, index: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=False, index=index)


def upgrade() -> None:
    _agreements()
    _searches()
    _identities()
    _messages()
    _results()


def _agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(36), primary_key=True),
        _service("searcher"),
        _service("owner"),
        sa.Column("purposes", sa.JSON, nullable=False),
        sa.Column("offences", sa.JSON, nullable=False),
        sa.Column("data_classes", sa.JSON, nullable=False),
        sa.Column("retention", sa.Text, nullable=False),
        sa.Column("audit", sa.Text, nullable=False),
        sa.Column("breach", sa.Text, nullable=False),
        sa.Column("exit", sa.Text, nullable=False),
        sa.Column("begins_on", sa.Date, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _service("proposed_for", index=False),
        _by("proposed_by", "accounts.id"),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        _by("signed_by", "accounts.id", null=True),
        sa.Column("signed_at", sa.DateTime),
        _by("ended_by", "accounts.id", null=True),
        sa.Column("ended_at", sa.DateTime),
    )


def _searches() -> None:
    op.create_table(
        "partner_searches",
        sa.Column("id", sa.String(36), primary_key=True),
        _by("search_id", "searches.id"),
        _by("request_id", "requests.id", index=True),
        _by("agreement_id", "agreements.id"),
        _service("searcher"),
        _service("owner"),
        sa.Column("case_reference", sa.String(16), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        _by("searched_by", "accounts.id"),
        sa.Column("searched_at", sa.DateTime, nullable=False),
        sa.Column("compared", sa.Integer, nullable=False),
        sa.Column("listed", sa.Integer, nullable=False),
        sa.UniqueConstraint("search_id", "owner", name="uq_partner_searches_search_id"),
    )


def _identities() -> None:
    op.create_table(
        "partner_identities",
        sa.Column("id", sa.String(36), primary_key=True),
        _by("request_id", "requests.id", index=True),
        sa.Column("subject_id", sa.String(36), nullable=False, index=True),
        _by("agreement_id", "agreements.id"),
        _service("searcher"),
        _service("owner"),
        sa.Column("pseudonym", sa.String(16), nullable=False),
        sa.Column("pictures", sa.JSON, nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("released", sa.Boolean),
        sa.Column("reason", sa.Text, nullable=False),
        _by("decided_by", "accounts.id", null=True),
        sa.Column("decided_at", sa.DateTime),
        sa.UniqueConstraint("pseudonym", name="uq_partner_identities_pseudonym"),
        sa.UniqueConstraint("request_id", "subject_id", name="uq_partner_identities_request_id"),
    )


def _messages() -> None:
    op.create_table(
        "partner_messages",
        sa.Column("id", sa.String(36), primary_key=True),
        _by("identity_id", "partner_identities.id"),
        sa.Column("picture_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        _service("owner"),
        _service("partner"),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=False),
        sa.Column("received_at", sa.DateTime),
        _by("acknowledged_by", "accounts.id", null=True),
        sa.Column("acknowledged_at", sa.DateTime),
        sa.UniqueConstraint("identity_id", "picture_id", "kind", name="uq_partner_messages_identity_id"),
    )


def _results() -> None:
    op.create_table(
        "external_results",
        sa.Column("id", sa.String(36), primary_key=True),
        _service("service"),
        _by("request_id", "requests.id"),
        sa.Column("system", sa.String(200), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        _by("recorded_by", "accounts.id"),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "outside_disclosures",
        sa.Column("id", sa.String(36), primary_key=True),
        _service("service"),
        _by("case_id", "cases.id"),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _by("proposed_by", "accounts.id"),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        _by("authorised_by", "accounts.id", null=True),
        sa.Column("authorised_at", sa.DateTime),
    )
