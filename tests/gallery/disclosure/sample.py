"""A case of three requests with drawn pictures: a lead, an empty list, and a refusal; and the real log about it."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from audits.checkpoint import open_log
from audits.events import Event, ListViewed, RequestSubmitted, SearchCompleted, SignedIn
from gallery.disclosure.contents import (
    Acting,
    ApprovalPart,
    CandidatePart,
    CandidatePicturePart,
    ExaminationPart,
    FacePart,
    LeadPart,
    PackContents,
    ProbePart,
    RequestPart,
    SearchPart,
    Subject,
    Training,
    VersionPart,
)
from gallery.disclosure.extract import extract
from kernel_lib.hashing import sha256_hex
from tests.gallery.fakes import NOON

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CASE = "0190aaaa-0000-7000-8000-000000000001"
LEAD, THIRD, YOUTH = "subject-lead", "subject-third", "subject-youth"


def drawn(shade: int, faces: int = 1) -> bytes:
    """Return a PNG with circles for faces, eighty pixels wide each."""
    picture = Image.new("RGB", (80 * faces, 100), (shade, 120, 200 - shade))
    draw = ImageDraw.Draw(picture)
    for face in range(faces):
        draw.ellipse((80 * face + 15, 20, 80 * face + 65, 85), fill=(220, 190, shade), outline="black")
        draw.ellipse((80 * face + 28, 40, 80 * face + 34, 46), fill="black")
        draw.ellipse((80 * face + 46, 40, 80 * face + 52, 46), fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def face(place: int) -> FacePart:
    """Return a face drawn at a place."""
    findings = (
        {"component": "eye_distance", "value": 18.0, "unit": "pixels", "verdict": "caution", "sentence": "Small."},
    )
    return FacePart(place, (80.0 * place + 15, 20.0, 50.0, 65.0), 0.0, 0.91, True, findings)


def probe(faces: int = 1) -> ProbePart:
    """Return a probe with so many faces, the first chosen."""
    data = drawn(40, faces)
    places = tuple(face(place) for place in range(faces))
    return ProbePart(
        sha256_hex(data), "PNG", 80 * faces, 100, "a1", NOON, None, (), 0, "At the counter.", places, (), data
    )


def candidate(place: int, subject_id: str, score: float) -> CandidatePart:
    """Return a candidate with one picture."""
    picture = CandidatePicturePart(100 + place, date(2020, 1, place), score, drawn(60 + 30 * place))
    return CandidatePart(place, subject_id, score, True, (picture,))


def search(candidates: Sequence[CandidatePart]) -> SearchPart:
    """Return a run with this list."""
    capsule = '{"settings":{"min_score":0.3}}'
    return SearchPart(
        "run", "a3", NOON, NOON + timedelta(seconds=1), 12, 10, {"not eligible": 2}, 0.3, 20, "fake@0123",
        capsule, sha256_hex(capsule.encode()), tuple(candidates),
    )  # fmt: skip


def examination(place: int, subject_id: str | None) -> ExaminationPart:
    """Return a locked examination."""
    body = '{"value":2}'
    version = VersionPart(1, "conclusion", body, sha256_hex(body.encode()), None, NOON)
    return ExaminationPart(
        f"E-{place}", place, f"a{place + 2}", "locked", NOON, NOON, NOON, NOON, 2 if subject_id else -2, subject_id,
        {"A": {"place": 1, "disposition": "not_excluded", "note": ""}}, (version,),
    )  # fmt: skip


def request(number: str, **changed: Any) -> RequestPart:
    """Return a refused request, changed where asked."""
    training = (Training("review", "School", date(2026, 1, 1), date(2027, 1, 1), True),)
    part = RequestPart(
        id=f"id-{number}",
        number=number,
        state="refused",
        requester_id="a1",
        created_at=NOON,
        submitted_at=NOON,
        offence_title="Robbery",
        answers={"ground": "The person <b>in blue</b> & another take the bag."},
        rules={"offences": "1"},
        approval=ApprovalPart(False, "a2", NOON, "", "", "", "Not necessary.", ()),
        probes=(),
        searches=(),
        examinations=(),
        disagreement="",
        lead=None,
        outcome="refused",
        withheld="",
        acting=(Acting("a1", "Investigator One", "requester", NOON, training),),
    )
    return replace(part, **changed)


def three_requests() -> tuple[RequestPart, ...]:
    """Return one that became a lead, one with an empty list, and one refused."""
    found = search([candidate(1, THIRD, 0.7), candidate(2, LEAD, 0.65), candidate(3, YOUTH, 0.4)])
    lead = LeadPart("lead", "expired", LEAD, NOON, NOON, NOON, "AB", ("blurred",), ("A lead only.",))
    examinations = (examination(1, LEAD), examination(2, LEAD))
    return (
        request(
            "R-1", outcome="lead", probes=(probe(),), searches=(found,), lead=lead, examinations=examinations
        ),
        request("R-2", state="no_lead", outcome="no lead", probes=(probe(2),), searches=(search([]),)),
        request("R-3"),
    )  # fmt: skip


def contents(folder: Path, **changed: Any) -> PackContents:
    """Write a log about the case into `folder` and return everything of the case."""
    events: list[Event] = [SignedIn(actor_id="a1")]
    for each in (RequestSubmitted, SearchCompleted, ListViewed):
        events += [each(actor_id="a1", case_id=CASE, object_id="id-R-1"), SignedIn(actor_id="a2")]
    with open_log(folder, KEY, clock=lambda: NOON) as log:
        for event in [*events, RequestSubmitted(actor_id="a1", case_id=CASE), RequestSubmitted(actor_id="a1")]:
            log.append(event)
    made = PackContents(
        pack_id="0190bbbb-0000-7000-8000-000000000002",
        case_id=CASE,
        case_number="2026-000123",
        service="demo",
        made_by="a1",
        made_at=NOON,
        leadbook_version="0.1.0",
        requests=three_requests(),
        subjects=(
            Subject(LEAD, "Leo Ledford", False, False),
            Subject(THIRD, "Theo Third", False, False),
            Subject(YOUTH, "Yara Young", True, False),
        ),
        log=extract(folder, CASE, {"id-R-1", "id-R-2", "id-R-3"}),
    )
    return replace(made, **changed)
