"""Collect from the records what was seen, described and followed in a case, and the accuracy on file (E-14)."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from gallery.casework.accuracy import accuracy
from gallery.casework.means import Casework
from gallery.disclosure.aftermath import (
    AccuracyPart,
    CaseFilePart,
    ContextPart,
    CopyPart,
    DescriptionPart,
    DisclosurePart,
    EvaluationPart,
    FactPart,
    FollowUpPart,
    FurtherPart,
    HoldPart,
    IncidentPart,
    NoticePart,
)
from gallery.records.case_file import disclosures_of, freeze_of, incidents_of
from gallery.records.contexts import contexts_of
from gallery.records.descriptions import description_of
from gallery.records.evaluations import Evaluation, evaluation_hashed
from gallery.records.follow_up import copies_of, facts_of, notices_of
from gallery.records.further import further_of
from gallery.records.probes import Probe
from gallery.records.search_pictures import holds_of


def contexts(connection: Connection, examination_id: str) -> tuple[ContextPart, ...]:
    """Return what an examiner recorded beside the pictures."""
    held = contexts_of(connection, examination_id)
    return tuple(ContextPart(each.kinds, each.note, each.stepped_back, each.recorded_at) for each in held)


def description(connection: Connection, request_id: str) -> DescriptionPart | None:
    """Return the comparison of descriptions of a request, or None."""
    held = description_of(connection, request_id)
    return DescriptionPart(**{key: value for key, value in vars(held).items() if key != "request_id"}) if held else None


def further_pictures(
    connection: Connection, casework: Casework, probe: Probe, *, kept: bool
) -> tuple[FurtherPart, ...]:
    """Return the further pictures of a probe; `kept` says whether derived pictures of it are still held (A-24)."""
    left = ("id", "probe_id", "filename", "bytes", "faces")
    found = further_of(connection, probe.id)
    return tuple(
        FurtherPart(
            **{key: value for key, value in vars(each).items() if key not in left},
            picture=casework.images.get(probe.lineage_id, each.crop_sha256) if kept and each.crop_sha256 else None,
        )
        for each in found
    )


def follow_up(connection: Connection, lead_id: str) -> FollowUpPart:
    """Return everything that followed a lead."""
    return FollowUpPart(
        facts=tuple(
            FactPart(each.kind, each.body, each.recorded_by, each.recorded_at) for each in facts_of(connection, lead_id)
        ),
        copies=tuple(
            CopyPart(each.account_id, each.kind, each.mark, each.made_at, each.withdrawn_at)
            for each in copies_of(connection, lead_id)
        ),
        notices=tuple(
            NoticePart(each.account_id, each.sent_at, each.read_at) for each in notices_of(connection, lead_id)
        ),
    )


def case_file(connection: Connection, case_id: str) -> CaseFilePart:
    """Return what is recorded of the case as a whole."""
    frozen = freeze_of(connection, case_id)
    return CaseFilePart(
        disclosures=tuple(
            DisclosurePart(**{key: value for key, value in vars(each).items() if key not in ("id", "case_id")})
            for each in disclosures_of(connection, case_id)
        ),
        holds=tuple(
            HoldPart(each.ground, each.note, each.placed_by, each.placed_at, each.lifted_by, each.lifted_at)
            for each in reversed(holds_of(connection, case_id))
        ),
        frozen_since=frozen.placed_at if frozen else None,
        incidents=tuple(IncidentPart(each.opened_at, each.due_at) for each in incidents_of(connection, case_id)),
    )


def accuracy_of(connection: Connection, casework: Casework, capsules: Iterable[str]) -> AccuracyPart:
    """Return the evaluations that searches of the case name, and the one on file now."""
    now = accuracy(connection, casework)
    named = [str((json.loads(capsule).get("evaluation") or {}).get("sha256", "")) for capsule in capsules]
    held: list[Evaluation | None] = [evaluation_hashed(connection, each) for each in dict.fromkeys(named)]
    found = {each.sha256: each.body for each in (*held, now.evaluation) if each is not None}
    return AccuracyPart(now.state(), tuple(EvaluationPart(sha256, body) for sha256, body in sorted(found.items())))
