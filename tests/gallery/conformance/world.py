"""A small world in which every rule is kept: one row at least of whatever a check looks at, in a database in memory.

A test plants one wrong state in it and takes it back; times, people and lineages are the same in every run.
"""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    Engine,
    Float,
    Integer,
    LargeBinary,
    Table,
    create_engine,
    insert,
)

from audits.analytics import Answer
from gallery.conformance.finding import Seen
from gallery.lifecycle.reckoning import reckon
from gallery.records import (
    access,
    amendments,
    arrays,
    assessments,
    audit_samples,
    breaches,
    case_file,
    chains,
    evaluations,
    exits,
    feeds,
    filings,
    follow_up,
    further,
    held,
    jobs,
    keeper_requests,
    marks,
    packs,
    proficiency,
    releases,
    review_tables,
    risk_register,
    runs,
    sessions,
    sharing_tables,
    staff,
    standing_tables,
    terms,
    tuning,
)
from gallery.records import case_tables as case
from gallery.records.application_tables import application_items, application_letters, applications, disagreements
from gallery.records.destruction_tables import destruction_runs, destructions
from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Cipher, hang
from gallery.records.who import accounts, certificates
from gallery.rules import Rules
from kernel_lib.hashing import sha256_hex
from kernel_lib.settings import Settings

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
HASH = "a" * 64
MODEL = "fake@0123"
RULES = Rules.load()
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
EVALUATION = json.dumps(
    {
        "by_length": [{"length": n, "identification": {}, "investigation": {}} for n in range(2, 21)],
        "statements": ["With no threshold (T = 0) every search returns candidates."],
        "no_template": 0,
        "gallery_people": 40,
        "operating": {"threshold": RULES.casework.search.min_score},
    }
)
_COMPONENTS = [{"component": each.id, "observation": "similar", "note": ""} for each in RULES.casework.components]
_ids = itertools.count()


def ago(**time: float) -> datetime:
    """Return a moment before now."""
    return NOW - timedelta(**time)


def plant(connection: Connection, table: Table, **told: Any) -> None:
    """Add a row; what is not told is filled with something short of its kind."""
    values = {each.name: _filled(each) for each in table.columns if not each.nullable and each.name not in told}
    connection.execute(insert(table).values({**values, **told}))


def empty() -> Engine:
    """Return records of the newest schema with nothing in them."""
    engine = create_engine("sqlite://")
    hang(engine, Cipher(b"i" * 32))
    metadata.create_all(engine)
    return engine


def whole() -> Engine:
    """Return records of one story in which every rule is kept."""
    engine = empty()
    with engine.begin() as connection:
        for part in (_people, _request, _review, _lead, _gallery, _destruction, _rights, _sharing, _office):
            part(connection)
    return engine


@contextmanager
def looking(engine: Engine, folder: Path, **changed: Any) -> Iterator[Seen]:
    """Give what a check sees of records, and take back whatever was planted."""
    with engine.connect() as connection:
        yield replace(seen_of(connection, folder), **changed)
        connection.rollback()


def seen_of(connection: Connection, folder: Path) -> Seen:
    """Return an installation that is what its records say, with its stores in memory."""
    casework = SimpleNamespace(
        ledger=SimpleNamespace(now=lambda: NOW),
        rules=RULES,
        images=SimpleNamespace(
            get=lambda lineage, sha256: b"",
            holding=lambda all_of: frozenset(each for each in all_of if not each.startswith("gone")),
        ),
        index=SimpleNamespace(model_id=MODEL, numbers=frozenset({1})),
        faces=SimpleNamespace(model_id=MODEL, model_hashes={"encodes": HASH}),
    )
    return Seen(
        connection=connection,
        settings=Settings(folder / "data", folder / "cache"),
        rules=RULES,
        casework=cast("Any", casework),
        log=cast("Any", None),
        destroyed=frozenset({"gone-1"}),
        last_acts={
            "statement_published": TODAY,
            "use_reviewed": TODAY,
            "backup_verified": TODAY,
            "staff_checked": TODAY,
        },
        routes=("GET /status",),
        now=NOW,
        ask=lambda name, **parameters: LOG[name],
    )


def answer(*rows: tuple[Any, ...]) -> Answer:
    """Return rows as a question of the log gives them."""
    return Answer("question", (), rows, HASH, 0, "")


LOG = {
    "requests_off_list": answer((None, None, None, None, "refused by rule", None, "A-05")),
    "uncertified_acts": answer((None, "search_started", "boss", "approver", "none", None, "done", None)),
    "search_bursts": answer(),
    "leads_before_steps": answer(("c1",)),
    "youth_returned": answer(("2026-11-20T10:00:00Z", *[None] * 6, "2026-11-20")),
    "gaps_and_restarts": answer(
        *((n, "", act) for n, act in enumerate(("service_started", "service_stopped", "service_started")))
    ),
    "entries_lacking": answer(
        ("allowed key", 9, 0, None),
        ("identical replay", 2, 0, None),
        ("rule of a refusal", 3, 0, None),
        ("state of a certificate", 4, 0, None),
        ("who", 9, 0, None),
    ),
}
"""What the log of this world answers to each question that a check asks."""

# Private


def _filled(column: Any) -> Any:
    kind = column.type
    if isinstance(kind, UtcTime):
        return ago(days=1)
    plain = ((Boolean, False), (Integer, 1), (Float, 0.5), (Date, TODAY), (JSON, {}), (LargeBinary, b"sealed"))
    for known, value in plain:
        if isinstance(kind, known):
            return value
    if column.name == "service":
        return "demo"
    return HASH if "sha256" in column.name else f"x{next(_ids)}"


def _people(connection: Connection) -> None:
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


def _request(connection: Connection) -> None:
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


def _review(connection: Connection) -> None:
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


def _lead(connection: Connection) -> None:
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
    for state, administrator in (("sealed", "second"),):
        plant(
            connection,
            arrays.photo_arrays,
            id="ar",
            state=state,
            made_by="asker",
            administrator_id=administrator,
            measured={"odd": 0},
        )
    plant(connection, packs.packs, id="pk", case_id="c1", requests=1, made_at=ago(hours=3))


def _gallery(connection: Connection) -> None:
    people = (
        ("sub1", "robbery", 30, "convicted", None),
        ("sub2", "robbery", 15, None, None),
        ("sub3", "robbery", 30, "acquitted", None),
        ("sub4", "robbery", 30, None, "contravention"),
        ("sub5", "robbery", 15, "extrajudicial_measure", None),
        ("sub6", "robbery", 30, None, None),
        ("sub7", "robbery", 30, "convicted", None),
        ("sub8", "robbery", 30, "convicted", None),
        ("sub9", "robbery", 30, None, None),
    )
    for number, (subject, offence, age, ended, election) in enumerate(people, start=1):
        _booked(connection, number, subject, offence, age, ended, election)
    for kind, subject in (("seal", "sub7"), ("hold", "sub8")):
        plant(
            connection,
            standing_tables.standing_marks,
            id=kind,
            kind=kind,
            booking_event_id=f"ev-{subject}",
            since=date(2026, 1, 1),
            look_again_on=date(2027, 1, 1),
        )
    plant(connection, held.references, number=1, id="ref1", picture_id="pic-sub1", model_id=MODEL)
    plant(
        connection,
        feeds.feed_lines,
        feed_id="feed",
        number=99,
        sha256="c" * 64,
        refused_rule="F-05",
        refused_at=ago(days=1),
    )
    plant(connection, marks.mark_pictures, id="m1", sha256="d" * 64)
    plant(
        connection, standing_tables.retention_decisions, id="keep", picture_id="none", keep=True, ground="designated",
        reasons="r" * 60, decided_on=TODAY, look_again_on=date(2027, 1, 1),
    )  # fmt: skip
    reckon(connection, RULES, [row[0] for row in people], NOW)


def _booked(
    connection: Connection, number: int, subject: str, offence: str, age: int, ended: str | None, election: str | None
) -> None:
    plant(connection, held.subjects, id=subject, service="demo", number=subject, birth_year=1990)
    plant(
        connection,
        held.booking_events,
        id=f"ev-{subject}",
        subject_id=subject,
        ica_authority="2(1)(a)",
        demonstration=False,
    )
    plant(
        connection, held.charges, id=f"ch-{subject}", booking_event_id=f"ev-{subject}", offence_id=offence,
        charged_on=date(2014, 1, 2) if ended or subject == "sub9" else date(2026, 10, 2),
        years_at_offence=age, election=election,
    )  # fmt: skip
    if ended:
        plant(
            connection, standing_tables.charge_outcomes, id=f"out-{subject}", charge_id=f"ch-{subject}",
            disposition=ended, happened=date(2026, 11, 2), appealed=False,
        )  # fmt: skip
    digest = f"{number:064d}"
    plant(
        connection, held.pictures, id=f"pic-{subject}", lineage_id="line-1" if number == 1 else f"line-{subject}",
        booking_event_id=f"ev-{subject}", sha256=digest, pose="frontal", findings=[{}], captured_on=date(2024, 1, 2),
    )  # fmt: skip
    plant(connection, feeds.feed_lines, feed_id="feed", number=number, sha256=digest)


def _destruction(connection: Connection) -> None:
    plant(
        connection, destruction_runs, id="run1", planned=1, released_by_records="clerk",
        released_by_compliance="office", released_at=ago(days=2), finished_at=ago(days=1), state="finished",
    )  # fmt: skip
    plant(
        connection,
        destructions,
        lineage_id="gone-1",
        run_id="run1",
        rule="F-22.acquitted",
        state="done",
        certificate="{}",
        log_entry=4,
        service="demo",
    )
    plant(connection, keeper_requests.keeper_requests, id="k1", reply="destroyed", chase_on=date(2026, 1, 1))


def _rights(connection: Connection) -> None:
    told = (("removal", "refused", "ap1"), ("correction", "statement", "ap2"))
    for kind, outcome, name in told:
        plant(
            connection, applications, id=name, number=name, kind=kind, outcome=outcome, ground="none_shown",
            reasons="because", identity_checked_on=TODAY, identity_check="seen", form={},
        )  # fmt: skip
        plant(connection, application_letters, id=f"le-{name}", application_id=name, lineage_id=f"le-{name}")
    plant(connection, disagreements, id="dis", application_id="ap2")
    plant(connection, application_items, application_id="ap1", item="i1", withheld=True)
    plant(connection, applications, id="ap3", number="ap3", kind="access", outcome="", received_on=TODAY, form={})


def _sharing(connection: Connection) -> None:
    shared = sharing_tables
    plant(
        connection, shared.agreements, id="ag1", searcher="demo", owner="demo", proposed_by="boss", signed_by="office",
        begins_on=date(2026, 1, 1), expires_on=date(2027, 1, 1), signed_at=ago(days=20), purposes=[], offences=[],
        data_classes=[],
    )  # fmt: skip
    plant(
        connection, shared.partner_searches, id="ps1", search_id="se1", request_id="r1", agreement_id="ag1",
        searcher="demo", owner="demo", compared=5, listed=1, searched_at=ago(days=7),
    )  # fmt: skip
    plant(
        connection,
        shared.partner_identities,
        id="pi1",
        request_id="r1",
        released=True,
        decided_by="clerk",
        owner="demo",
        pictures=[],
    )
    plant(connection, shared.partner_messages, id="pm1", due_at=ago(days=1), acknowledged_at=ago(days=2))
    plant(connection, shared.external_results, id="ex1", source="police_bookings")
    plant(
        connection,
        shared.outside_disclosures,
        id="od1",
        proposed_by="boss",
        authorised_by="office",
        basis="court_order",
    )
    plant(connection, exits.exit_proposals, id="exit", released_by_records="clerk", released_by_compliance="office")


def _office(connection: Connection) -> None:
    plant(connection, runs.report_runs, id="rr", state="draft", ended_at=ago(days=1), files={"report.html": HASH})
    plant(
        connection, releases.releases, run_id="rr", proposed_by="boss", released_by="office", released_at=ago(days=1),
        files={"report.html": HASH, "tables.json": HASH},
    )  # fmt: skip
    plant(connection, filings.filings, id="fi", body="{}")
    for job in RULES.figures.jobs:
        plant(connection, jobs.job_runs, name=job.name, ran_at=ago(hours=3))
    body = "words"
    plant(
        connection, assessments.assessment_versions, id="v1", service="demo", body=body, watched={},
        sha256=sha256_hex(body.encode()), proposed_by="office", accepted_by="boss", accepted_at=ago(days=3),
    )  # fmt: skip
    for question in RULES.assessment.questions:
        plant(
            connection,
            assessments.assessment_answers,
            id=f"q-{question}",
            service="demo",
            question=question,
            evidence=["minutes"],
        )
    plant(
        connection, amendments.assessment_amendments, id="am", service="demo", version_id="v1", described_by="office",
        accepted_by="boss", accepted_at=ago(days=2), applied_at=ago(days=1), changes=[],
    )  # fmt: skip
    plant(
        connection,
        risk_register.assessment_risks,
        id="risk",
        service="demo",
        number=1,
        writing=1,
        accepted_at=ago(days=1),
    )
    plant(connection, risk_register.engagements, id="en", service="demo")
    plant(
        connection,
        evaluations.evaluations,
        id="ev",
        body=EVALUATION,
        sha256=sha256_hex(EVALUATION.encode()),
        model_id=MODEL,
    )
    plant(connection, audit_samples.audit_samples, month="2026-10")
    plant(connection, breaches.breaches, id="br", closed_at=ago(days=1), finding_id="sf")
    for step in ("contained", "assessed"):
        plant(connection, breaches.breach_steps, id=step, breach_id="br", step=step, body={})
    plant(connection, staff.staff_findings, id="sf", proper=False)
