"""The tables of what passes between services: agreements, searches under them, identities, messages, results."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from gallery.records.schema import UtcTime, metadata

_ID = String(36)
_SERVICE = String(32)

agreements = Table(
    "agreements",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("searcher", _SERVICE, nullable=False, index=True),
    Column("owner", _SERVICE, nullable=False, index=True),
    Column("purposes", JSON, nullable=False),
    Column("offences", JSON, nullable=False),
    Column("data_classes", JSON, nullable=False),
    Column("retention", Text, nullable=False),
    Column("audit", Text, nullable=False),
    Column("breach", Text, nullable=False),
    Column("exit", Text, nullable=False),
    Column("begins_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("proposed_for", _SERVICE, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("signed_by", ForeignKey("accounts.id")),
    Column("signed_at", UtcTime),
    Column("ended_by", ForeignKey("accounts.id")),
    Column("ended_at", UtcTime),
)
"""`searcher` may search the gallery of `owner` while it is in force; one direction each."""

partner_searches = Table(
    "partner_searches",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("search_id", ForeignKey("searches.id"), nullable=False),
    Column("request_id", ForeignKey("requests.id"), nullable=False, index=True),
    Column("agreement_id", ForeignKey("agreements.id"), nullable=False),
    Column("searcher", _SERVICE, nullable=False, index=True),
    Column("owner", _SERVICE, nullable=False, index=True),
    Column("case_reference", String(16), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("searched_by", ForeignKey("accounts.id"), nullable=False),
    Column("searched_at", UtcTime, nullable=False),
    Column("compared", Integer, nullable=False),
    Column("listed", Integer, nullable=False),
    UniqueConstraint("search_id", "owner"),
)

partner_identities = Table(
    "partner_identities",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False, index=True),
    Column("subject_id", _ID, nullable=False, index=True),
    Column("agreement_id", ForeignKey("agreements.id"), nullable=False),
    Column("searcher", _SERVICE, nullable=False, index=True),
    Column("owner", _SERVICE, nullable=False, index=True),
    Column("pseudonym", String(16), nullable=False, unique=True),
    Column("pictures", JSON, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("released", Boolean),
    Column("reason", Text, nullable=False),
    Column("decided_by", ForeignKey("accounts.id")),
    Column("decided_at", UtcTime),
    UniqueConstraint("request_id", "subject_id"),
)
"""What of whom was given to another service with a lead, and whether the owner released who it is (G-04)."""

partner_messages = Table(
    "partner_messages",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("identity_id", ForeignKey("partner_identities.id"), nullable=False),
    Column("picture_id", _ID, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("owner", _SERVICE, nullable=False, index=True),
    Column("partner", _SERVICE, nullable=False, index=True),
    Column("made_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("received_at", UtcTime),
    Column("acknowledged_by", ForeignKey("accounts.id")),
    Column("acknowledged_at", UtcTime),
    UniqueConstraint("identity_id", "picture_id", "kind"),
)

external_results = Table(
    "external_results",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", _SERVICE, nullable=False, index=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False),
    Column("system", String(200), nullable=False),
    Column("agency", String(200), nullable=False),
    Column("source", String(64), nullable=False),
    Column("authority", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("recorded_by", ForeignKey("accounts.id"), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
)

outside_disclosures = Table(
    "outside_disclosures",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", _SERVICE, nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("recipient", String(200), nullable=False),
    Column("place", String(100), nullable=False),
    Column("basis", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("authorised_by", ForeignKey("accounts.id")),
    Column("authorised_at", UtcTime),
)
