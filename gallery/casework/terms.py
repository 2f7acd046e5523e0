"""What is fixed when a request is submitted: the offence's words, and what its approval needs (A-03, A-09, A-12)."""

from datetime import datetime

from sqlalchemy import Connection

from gallery.casework.means import Casework
from gallery.control.exigency import exigent_state
from gallery.records.cases import Request, approval_of
from gallery.records.terms import Terms, add_terms, terms_of
from gallery.rules.casework import CaseworkRules
from kernel_lib.vocabulary import ExigentState
from kernel_lib.wire.casework import RequestDraft


def fix_terms(connection: Connection, casework: Casework, request_id: str, draft: RequestDraft, now: datetime) -> Terms:
    """Keep the terms of a request that is submitted now, and return them."""
    rules = casework.rules.casework
    terms = Terms(
        request_id=request_id,
        offences_version=rules.versions["offences"],
        offence_text=offence_text(draft, rules),
        source_type=draft.source_type,
        higher_for=higher_for(draft, rules),
        due_at=now + casework.rules.control.exigent if draft.exigent else None,
    )
    add_terms(connection, terms)
    return terms


def higher_for(draft: RequestDraft, rules: CaseworkRules) -> tuple[str, ...]:
    """Return the rules for which a higher approver must decide: protected activity, victims, witnesses (A-07, A-09)."""
    role = rules.depicted_roles.get(draft.depicted_role)
    return (*(("A-09",) if draft.protected_activity else ()), *(("A-07",) if role and role.higher else ()))


def offence_text(draft: RequestDraft, rules: CaseworkRules) -> str:
    """Return title, statute and note of the offence as the list says now; without an offence the role's own words."""
    offence = rules.offences.get(draft.offence_id)
    if offence is None:
        role = rules.depicted_roles.get(draft.depicted_role)
        return f"No offence: {role.title.lower()}" if role else ""
    return " ".join(part for part in (f"{offence.title} ({offence.statute}).", offence.note) if part)


def awaits_approval_afterwards(connection: Connection, request: Request) -> bool:
    """Say whether an urgent request was sent on without an approval and nobody has decided yet (A-12)."""
    terms = terms_of(connection, request.id)
    return bool(terms and terms.due_at) and approval_of(connection, request.id) is None


def urgency_of(
    connection: Connection, casework: Casework, request: Request
) -> tuple[ExigentState | None, Terms | None]:
    """Return how a request stands to its late approval now, and its terms; both None for a draft."""
    terms = terms_of(connection, request.id)
    if terms is None:
        return None, None
    return exigent_state(terms, approval_of(connection, request.id), casework.ledger.now()), terms
