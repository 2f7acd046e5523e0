"""The draft paragraph for an information to obtain: made from the record, with every element, and hashed (E-08)."""

from sqlalchemy import Connection

from audits.events import LeadFollowedUp
from gallery.authority import Person
from gallery.casework.lead import revealed
from gallery.casework.means import Casework
from gallery.followup.contradictions import demand_no_open_flag
from gallery.followup.evidence import recordable
from gallery.followup.facts import FactKind, Facts, keep
from gallery.followup.view import after
from gallery.records.cases import Request, request_by_id
from gallery.records.leads import Lead
from gallery.records.searches import search_by_id
from kernel_lib.errors import WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.casework import RequestDraft
from kernel_lib.wire.examination import LeadReveal
from kernel_lib.wire.follow_up import FollowUpView, ParagraphCompared, ParagraphOffered


def draft(casework: Casework, person: Person, lead_id: str) -> FollowUpView:
    """Make the paragraph from the record as it stands, and keep it with its hash.

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: its limits are not acknowledged, it is over (E-11), or a stop flag is open (E-10).
    """
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = recordable(act, casework, person, lead_id)
        facts = Facts.of(act.connection, lead.id)
        demand_no_open_flag(act.connection, lead, facts)
        held = _elements(act.connection, casework, lead, facts)
        sentences = [sentence.format(**held) for sentence in casework.rules.follow_up.sentences]
        text = " ".join(sentences)
        sha256 = sha256_hex(text.encode())
        keep(act, person, lead, FactKind.PARAGRAPH, {"text": text, "sha256": sha256, "sentences": sentences})
        act.note(sha256=sha256, rules_version=casework.rules.follow_up.version)
        return after(act, casework, lead.id)


def compare(casework: Casework, person: Person, lead_id: str, offered: ParagraphOffered) -> ParagraphCompared:
    """Compare a text with the newest draft; one that differs is kept by its hash and flagged (E-08).

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: there is no draft, or nothing may be recorded now.
    """
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = recordable(act, casework, person, lead_id)
        made = Facts.of(act.connection, lead.id).newest(FactKind.PARAGRAPH)
        if made is None:
            raise WrongState("E-08", "There is no draft to compare with.", "Make the draft first.")
        text = offered.text.replace("\r\n", "\n")
        sha256 = sha256_hex(text.encode())
        compared = ParagraphCompared(
            same=sha256 == made.body["sha256"],
            sha256=sha256,
            draft_sha256=made.body["sha256"],
            missing=tuple(each for each in made.body["sentences"] if each not in text),
        )
        if not compared.same:
            keep(act, person, lead, FactKind.EDITED, {"sha256": sha256, "draft_sha256": compared.draft_sha256})
        act.note(same=compared.same, sha256=sha256, draft_sha256=compared.draft_sha256, left_out=len(compared.missing))
        return compared


# Private


def _elements(connection: Connection, casework: Casework, lead: Lead, facts: Facts) -> dict[str, str]:
    request = request_by_id(connection, lead.request_id)
    assert request is not None  # noqa: S101  # the lead refers to it
    shown = revealed(connection, casework, lead, request)
    told = dict(shown.facts)
    search = search_by_id(connection, lead.search_id)
    gap = "not known" if shown.age_gap_years is None else f"{shown.age_gap_years:g} years"
    return {
        "request": request.number,
        "system": f"Leadbook with the model {search.model_id}",
        "quality": told["Probe quality"],
        "compared": f"{search.eligible:,}",
        "held": f"{search.pictures:,}",
        "gallery": shown.owning_service,
        "returned": str(search.returned),
        "longest": str(search.longest),
        "conclusions": _conclusions(shown),
        "differed": told["Examiners who differed"],
        "error_rates": _inside(told["Known error rates"]),
        "captured": shown.captured_on.isoformat(),
        "gap": gap,
        "cautions": " ".join(lead.cautions) or "none.",
        "corroboration": _corroboration(casework, facts),
        "checks": _checks(casework, facts),
        **_source(casework, request),
    }


def _source(casework: Casework, request: Request) -> dict[str, str]:
    given, rules = RequestDraft.model_validate(request.draft), casework.rules.casework
    return {
        "occurrence": given.occurrence_number,
        "source": f"{rules.sources[given.source_type].title}, held by {given.source_holder}",
        "obtained": given.source_obtained_on.isoformat() if given.source_obtained_on else "an unknown day",
        "authority": rules.authorities[given.source_authority].title,
    }


def _conclusions(shown: LeadReveal) -> str:
    said = [f"{each.examiner}: {each.title}. Reasons: {each.reasons or 'none given'}" for each in shown.conclusions]
    return "Trained examiners, working apart from each other, concluded: " + " ".join(said)


def _corroboration(casework: Casework, facts: Facts) -> str:
    kinds = casework.rules.follow_up.corroboration
    held = facts.every(FactKind.CORROBORATION)
    said = [f"{kinds[each.body['kind']].title} ({each.body['found_on']}): {each.body['what']}" for each in held]
    return " ".join(said) or "nothing is recorded."


def _checks(casework: Casework, facts: Facts) -> str:
    answered = facts.checks()
    said = []
    for each in casework.rules.follow_up.checks.values():
        held = answered.get(each.id)
        if held is None:
            said.append(f"{each.title}: not looked into yet.")
        else:
            found = str(held.body["answer"]).replace("_", " ")
            said.append(f"{each.title}: {found} ({held.body['checked_on']}). {held.body['what']}".rstrip())
    return " ".join(said)


def _inside(sentences: str) -> str:
    """Return sentences as they stand after a colon and before a full stop."""
    return f"{sentences[:1].lower()}{sentences[1:]}".removesuffix(".")
