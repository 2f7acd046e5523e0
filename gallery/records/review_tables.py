"""The tables around an examination: drafts, what its examiner saw elsewhere, known tasks, descriptions, tickets."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed

_ID = String(36)

examination_drafts = Table(
    "examination_drafts",
    metadata,
    Column("examination_id", ForeignKey("examinations.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
)

contexts_seen = Table(
    "contexts_seen",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("examination_id", ForeignKey("examinations.id"), nullable=False, index=True),
    Column("kinds", JSON, nullable=False),
    Column("note", String(1000), nullable=False),
    Column("stepped_back", Boolean, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
)

decoys = Table(
    "decoys",
    metadata,
    Column("request_id", ForeignKey("requests.id"), primary_key=True),
    Column("service", String(32), nullable=False),
    Column("search_id", ForeignKey("searches.id"), nullable=False),
    Column("proposed_subject_id", _ID, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("registered_by", ForeignKey("accounts.id"), nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("retired_at", UtcTime),
)
"""Known tasks: a request that is no casework, with its answer. `same`: the proposed subject is the person shown."""

known_task_proposals = Table(
    "known_task_proposals",
    metadata,
    Column("request_id", ForeignKey("requests.id"), primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("source", String(32), nullable=False),
    Column("authority", Text, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("subject_number", Sealed("known_task_proposals.subject_number"), nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("decided_by", ForeignKey("accounts.id")),
    Column("decided_at", UtcTime),
    Column("decision_reason", Text, nullable=False),
    Column("retired_by", ForeignKey("accounts.id")),
    Column("retired_at", UtcTime),
    Column("retirement_reason", Text, nullable=False),
)
"""How a known task came about: from where its picture is, on whose authority, who decided, who ended it (D-11)."""

descriptions = Table(
    "descriptions",
    metadata,
    Column("request_id", ForeignKey("requests.id"), primary_key=True),
    Column("rows", JSON, nullable=False),
    Column("contradiction", Boolean, nullable=False),
    Column("filled_by", ForeignKey("accounts.id"), nullable=False),
    Column("filled_at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", ForeignKey("accounts.id")),
    Column("decided_at", UtcTime),
)
"""What a witness or a recording tells of the person beside what the gallery holds (D-07)."""

identity_tickets = Table(
    "identity_tickets",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("examination_id", ForeignKey("examinations.id")),
    Column("subject_ids", JSON, nullable=False),
    Column("note", Sealed("identity_tickets.note"), nullable=False),
    Column("raised_by", ForeignKey("accounts.id"), nullable=False),
    Column("raised_at", UtcTime, nullable=False),
    Column("answer", Sealed("identity_tickets.answer"), nullable=False),
    Column("answered_by", ForeignKey("accounts.id")),
    Column("answered_at", UtcTime),
)

holds = Table(
    "disclosure_holds",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("ground", String(32), nullable=False),
    Column("note", String(1000), nullable=False),
    Column("placed_by", ForeignKey("accounts.id"), nullable=False),
    Column("placed_at", UtcTime, nullable=False),
    Column("lifted_by", ForeignKey("accounts.id")),
    Column("lifted_at", UtcTime),
    Column("passed_over_on", Date),
)

purged_candidates = Table(
    "purged_candidates",
    metadata,
    Column("candidate_id", ForeignKey("candidates.id"), primary_key=True),
    Column("pictures", JSON, nullable=False),
    Column("purged_at", UtcTime, nullable=False),
)
"""Candidates whose pictures a search record shows no more; `pictures` holds [place, sha256] of each (C-12)."""
