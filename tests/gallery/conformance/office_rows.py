"""Rows of a small gallery and of what an office keeps: destruction, applications, partners, reports, breaches."""

import json
from datetime import date

from sqlalchemy import Connection

from gallery.lifecycle.reckoning import reckon
from gallery.records import (
    amendments,
    assessments,
    audit_samples,
    breaches,
    evaluations,
    exits,
    feeds,
    filings,
    held,
    jobs,
    keeper_requests,
    marks,
    releases,
    risk_register,
    runs,
    sharing_tables,
    staff,
    standing_tables,
)
from gallery.records.application_tables import application_items, application_letters, applications, disagreements
from gallery.records.destruction_tables import destruction_runs, destructions
from kernel_lib.hashing import sha256_hex
from tests.gallery.conformance.planting import HASH, MODEL, NOW, RULES, TODAY, ago, plant

EVALUATION = json.dumps(
    {
        "by_length": [{"length": n, "identification": {}, "investigation": {}} for n in range(2, 21)],
        "statements": ["With no threshold (T = 0) every search returns candidates."],
        "no_template": 0,
        "gallery_people": 40,
        "operating": {"threshold": RULES.casework.search.min_score},
    }
)


def gallery_rows(connection: Connection) -> None:
    """Add nine people, each with one picture in a state of its own."""
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


def destruction_rows(connection: Connection) -> None:
    """Add a run of destruction that is done."""
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


def rights_rows(connection: Connection) -> None:
    """Add an application that was refused, a correction and one that waits."""
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


def sharing_rows(connection: Connection) -> None:
    """Add an agreement and what was done under it."""
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


def office_rows(connection: Connection) -> None:
    """Add reports, filings, the assessment, an evaluation and a breach."""
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


# Private


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
