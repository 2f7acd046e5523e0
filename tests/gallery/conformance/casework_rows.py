"""Rows of people, of one request from its draft to its lead, and of what was disclosed."""

import json
from datetime import date, timedelta

from sqlalchemy import Connection

from gallery.records import (
    access,
    arrays,
    case_file,
    chains,
    follow_up,
    further,
    packs,
    proficiency,
    review_tables,
    sessions,
    terms,
    tuning,
)
from gallery.records import case_tables as case
from gallery.records.who import accounts, certificates
from kernel_lib.hashing import sha256_hex
from tests.gallery.conformance.planting import HASH, MODEL, NOW, RULES, ago, plant

DRAFT = {
    "occurrence_number": "2026-000123",
    "depicted_role": "person_of_interest",
    "ground": "The person in the blue jacket takes the bag from the counter and leaves by the side door.",
    "protected_activity": False,
    "source_type": "security_camera",
    "source_holder": "shop",
    "source_obtained_on": "2026-11-01",
    "source_place": "till",
    "source_authority": "consent",
    "source_declared": True,
    "purpose": "criminal_investigation",
    "undertaking": True,
}
_COMPONENTS = [{"component": each.id, "observation": "similar", "note": ""} for each in RULES.casework.components]


def people_rows(connection: Connection) -> None:
    """Add six people with their certificates, a suspension and a change of roles."""
    for name, role in (
        ("asker", "investigator"),
        ("boss", "approver"),
        ("first", "examiner"),
        ("second", "examiner"),
        ("clerk", "records_clerk"),
        ("office", "compliance"),
    ):
        plant(
            connection,
            accounts,
            id=name,
            username=name,
            service="demo",
            roles=[role],
            state="active",
            made_at=ago(days=5),
        )
        for scope in ("limits", "examination"):
            plant(
                connection, certificates, id=f"{name}-{scope}", account_id=name, scope=scope, provider="school",
                course="faces", mentor="m", correct=9, questions=10, passed=date(2026, 1, 1), expires=date(2027, 1, 1),
            )  # fmt: skip
    plant(connection, access.role_changes, proposed_by="boss", decided_by="office", account_id="clerk")
    plant(connection, sessions.sessions, id="s1", last_seen_at=ago(hours=2), absolute_until=ago(hours=1))
    plant(connection, proficiency.suspensions, id="sus", account_id="second", since=ago(days=1))
    plant(
        connection, proficiency.rereviews, id="again", suspension_id="sus", done_by="first", reason="sound",
        done_at=ago(hours=1),
    )  # fmt: skip


def request_rows(connection: Connection) -> None:
    """Add one urgent request with probe, approval and search."""
    plant(connection, case.cases, id="c1", service="demo", occurrence_number="2026-000123")
    plant(
        connection, case.requests, id="r1", number="R-1", service="demo", case_id="c1", requester_id="asker",
        state="lead", draft=DRAFT, submitted_at=ago(days=9), offence_title="Robbery",
    )  # fmt: skip
    plant(
        connection, terms.request_terms, request_id="r1", source_type="supplied_post", higher_for=[],
        due_at=ago(days=8), offences_version="1", offence_text="Robbery",
    )  # fmt: skip
    plant(
        connection, case.approvals, id="a1", request_id="r1", approved=True, decided_by="boss", galleries=["demo"],
        decided_at=ago(days=8), necessity="n", proportionality="p", other_means="o", reason="r",
    )  # fmt: skip
    plant(
        connection,
        case.probes,
        id="p1",
        request_id="r1",
        lineage_id="line-p",
        sha256="b" * 64,
        chosen_face=0,
        received_at=ago(days=9),
    )
    for place in (0, 1):
        plant(connection, case.probe_faces, probe_id="p1", place=place, findings=[{}] * 28, searchable=True)
    plant(connection, case.derivatives, id="d1", probe_id="p1", operation="crop_with_others_masked")
    plant(connection, chains.probe_chains, id="ch1", probe_id="p1", operations=[], made_by="first", made_at=ago(days=7))
    plant(connection, chains.probe_fingerprints, probe_id="p1")
    plant(connection, further.further_pictures, id="f1", probe_id="p1", chosen_face=0, crop_sha256=HASH)
    capsule = json.dumps({"index": {"galleries": ["demo"]}})
    plant(
        connection, case.searches, id="se1", request_id="r1", examiner_id="first", capsule=capsule, model_id=MODEL,
        capsule_sha256=sha256_hex(capsule.encode()), pictures=3, eligible=2, excluded={"ineligible": 1}, threshold=0.3,
        longest=20, returned=2, started_at=ago(days=7), ended_at=ago(days=7),
    )  # fmt: skip
    plant(
        connection, tuning.search_settings, id="set1", proposed_by="boss", decided_by="office", approved=True,
        reason="because", min_score=RULES.casework.search.min_score, max_candidates=20,
    )  # fmt: skip


def review_rows(connection: Connection) -> None:
    """Add two examinations of it that agree, a known task, a doubt, a hold."""
    for place in (1, 2):
        plant(
            connection,
            case.candidates,
            id=f"ca{place}",
            search_id="se1",
            subject_id=f"sub{place}",
            place=place,
            score=0.6,
            listed=True,
        )
    for place, examiner in ((1, "first"), (2, "second")):
        name = f"e{place}"
        plant(
            connection, case.examinations, id=name, number=name, request_id="r1", place=place, examiner_id=examiner,
            state="locked", search_id="se1", analysis={"visible": {}}, conclusion={"components": _COMPONENTS},
            subject_id="sub1", value=2, assigned_at=ago(days=6), analysed_at=ago(days=5), opened_at=ago(days=4),
            locked_at=ago(days=3),
        )  # fmt: skip
        for letter, candidate in (("A", "ca1"), ("B", "ca2")):
            plant(
                connection, case.examination_letters, examination_id=name, letter=letter, candidate_id=candidate,
                disposition="excluded",
            )  # fmt: skip
    before = None
    for version, body in ((1, "one"), (2, "two")):
        sha256 = sha256_hex(body.encode())
        plant(
            connection,
            case.examination_versions,
            examination_id="e1",
            version=version,
            body=body,
            sha256=sha256,
            previous_sha256=before,
        )
        before = sha256
    plant(connection, review_tables.contexts_seen, id="x1", examination_id="e1", stepped_back=False)
    plant(connection, review_tables.descriptions, request_id="r1", contradiction=True, decided_by="boss", reason="seen")
    plant(connection, review_tables.known_task_proposals, request_id="k1", proposed_by="office", decided_by="boss")
    plant(connection, review_tables.identity_tickets, id="t1", raised_by="first", answered_by="clerk")
    plant(connection, review_tables.holds, id="h1", case_id="c1", placed_at=ago(days=2))


def lead_rows(connection: Connection) -> None:
    """Add its lead, one that ended and one that was withdrawn as wrongful."""
    plant(
        connection, case.leads, id="l1", request_id="r1", search_id="se1", candidate_id="ca1", state="relied_on",
        expires_at=NOW + timedelta(days=9), acknowledged_at=ago(days=2), initials="AB", cautions=[],
    )  # fmt: skip
    paragraph = {"text": "told", "sha256": sha256_hex(b"told")}
    facts = (
        ("corroboration", {}), ("reliance", {}), ("step", {"step": "arrest_warrant"}), ("paragraph", paragraph),
        ("check", {"answer": "fits", "checked_on": "2026-11-20"}),
    )  # fmt: skip
    for kind, body in facts:
        plant(
            connection,
            follow_up.lead_facts,
            id=f"fact-{kind}",
            lead_id="l1",
            kind=kind,
            body=body,
            recorded_at=ago(days=1),
        )
    plant(connection, follow_up.lead_copies, id="co1", lead_id="l1", mark="Investigative lead only.")
    for lead, state, outcome in (("l2", "closed", "confirmed"), ("l3", "withdrawn", "wrongful")):
        plant(
            connection,
            case.leads,
            id=lead,
            request_id=lead,
            search_id="se2",
            candidate_id="ca9",
            state=state,
            acknowledged_at=ago(days=2),
            expires_at=NOW,
        )
        plant(
            connection, follow_up.lead_facts, id=f"end-{lead}", lead_id=lead, kind="outcome", body={"outcome": outcome}
        )
        plant(
            connection,
            case.requests,
            id=lead,
            number=lead,
            service="demo",
            case_id="c1",
            requester_id="asker",
            state="closed",
        )
    plant(connection, case.candidates, id="ca9", search_id="se2", subject_id="sub9", place=1, score=0.6, listed=True)
    plant(connection, follow_up.notices, id="n3", lead_id="l3")
    plant(
        connection,
        follow_up.lead_copies,
        id="co3",
        lead_id="l3",
        mark="Investigative lead only.",
        withdrawn_at=ago(days=1),
    )
    plant(connection, case_file.case_freezes, id="fr", case_id="c1", lead_id="l3")
    plant(connection, case_file.incidents, id="in", case_id="c1", lead_id="l3")
    plant(connection, case_file.disclosures, id="di", case_id="c1")
    plant(
        connection, arrays.photo_arrays, id="ar", state="sealed", made_by="asker", administrator_id="second",
        measured={"odd": 0},
    )  # fmt: skip
    plant(connection, packs.packs, id="pk", case_id="c1", requests=1, made_at=ago(hours=3))
