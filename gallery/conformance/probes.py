"""Part A, probes: originals, what is derived from them, and how long they are held."""

from datetime import timedelta
from typing import Any

from sqlalchemy import LargeBinary, Row, func, inspect, or_, select

from gallery.casework.kept_cases import what_keeps
from gallery.casework.retention import due_kinds
from gallery.conformance.certified import certified
from gallery.conformance.finding import Check, Finding, Seen
from gallery.conformance.intake import SUBMITTED
from gallery.conformance.tally import absent, by_rows, by_sql, count, judged
from gallery.records.case_tables import derivatives, probe_faces, probes, requests, searches
from gallery.records.chains import probe_chains, probe_fingerprints
from gallery.records.further import further_pictures
from gallery.records.held import pictures
from gallery.records.removals import clocks
from kernel_lib.errors import PictureDamaged
from kernel_lib.vocabulary import CertificateScope

_FINDINGS = 27
_REHASHED = 20
_GENERATIVE = (
    "paste",
    "inpaint",
    "synthes",
    "generate",
    "generative",
    "super_resolution",
    "upscale",
    "close_mouth",
    "open_eyes",
)
_DAY = timedelta(days=1)


def originals_as_received(seen: Seen) -> Finding:
    """The newest originals, decrypted and hashed again, are what was received (A-13)."""
    kept = clocks(seen.connection)[-_REHASHED:]
    wrong = sum(not _is_whole(seen, each.lineage_id, each.sha256) for each in kept)
    return judged("A-13", len(kept), wrong, "originals hashed again, the newest ones", "not as received")


def derived_with_parents(seen: Seen) -> Finding:
    """Each derived picture names parent, operation, software and person (A-14)."""
    told = derivatives.c
    short = (func.length(told.parent_sha256) != 64) | (func.length(told.sha256) != 64)
    wrong = short | (told.operation == "") | (told.software == "") | (told.made_by == "")
    return by_sql("A-14", seen, derivatives, wrong, "derived pictures", "without parent, operation or software")


def nothing_generated(seen: Seen) -> Finding:
    """No operation on a probe makes features that the camera did not see (A-15)."""
    made = or_(*(derivatives.c.operation.contains(each, autoescape=True) for each in _GENERATIVE))
    every = count(seen, derivatives) + count(seen, probe_chains)
    wrong = count(seen, derivatives, made)
    query = select(probe_chains.c.operations)
    for operations in seen.connection.execute(query).scalars():
        wrong += any(word in str(operations).lower() for word in _GENERATIVE)
    return judged("A-15", every, wrong, "derived pictures and chains of edits", "by a generative operation")


def edited_by_the_certified(seen: Seen) -> Finding:
    """Whoever edited a probe held a certificate of examination on that day (A-16)."""
    wrong = ~certified(probe_chains.c.made_by, probe_chains.c.made_at, CertificateScope.EXAMINATION)
    return by_sql("A-16", seen, probe_chains, wrong, "chains of edits", "by somebody without a certificate that day")


def quality_measured(seen: Seen) -> Finding:
    """Each face of a probe has its vector of quality (A-17)."""
    query = select(probe_faces.c.findings)

    def is_wrong(row: Row[Any]) -> bool:
        return len(row.findings or ()) < _FINDINGS

    return by_rows("A-17", seen, query, is_wrong, "faces of probes", f"with fewer than {_FINDINGS} measures")


def none_below_the_floor(seen: Seen) -> Finding:
    """No probe was searched whose chosen face lies below the floor (A-18)."""
    joined = searches.join(probes, probes.c.request_id == searches.c.request_id).outerjoin(
        probe_faces, (probe_faces.c.probe_id == probes.c.id) & (probe_faces.c.place == probes.c.chosen_face)
    )
    among = probes.c.replaced_at.is_(None)
    wrong = probe_faces.c.searchable.is_(None) | probe_faces.c.searchable.is_(False)
    return by_sql("A-18", seen, joined, wrong, "searches", "of a face below the floor, or of none", among)


def one_face_chosen(seen: Seen) -> Finding:
    """Where a probe shows several faces and was searched, it is told which one and why (A-20)."""
    several = select(probe_faces.c.probe_id).group_by(probe_faces.c.probe_id).having(func.count() > 1)
    searched = select(searches.c.request_id)
    among = probes.c.id.in_(several) & probes.c.request_id.in_(searched) & probes.c.replaced_at.is_(None)
    wrong = probes.c.chosen_face.is_(None) | (probes.c.chosen_why == "")
    return by_sql("A-20", seen, probes, wrong, "searched probes with several faces", "without the choice", among)


def further_pictures_kept(seen: Seen) -> Finding:
    """Each further picture with a chosen face keeps its crop and the reason (A-21)."""
    told = further_pictures.c
    wrong = told.crop_sha256.is_(None) | (told.chosen_why == "")
    among = told.chosen_face.is_not(None)
    return by_sql("A-21", seen, further_pictures, wrong, "further pictures", "without crop or reason", among)


def no_probe_enrolled(seen: Seen) -> Finding:
    """No picture of the gallery came in after the same file had been a probe (A-22)."""
    joined = pictures.join(probes, probes.c.sha256 == pictures.c.sha256)
    wrong = count(seen, joined, pictures.c.enrolled_at > probes.c.received_at)
    return absent("A-22", count(seen, pictures), wrong, "pictures of the gallery", "a probe before")


def no_template_of_a_probe(seen: Seen) -> Finding:
    """No table of probes has a place where a template could lie (A-24)."""
    held = inspect(seen.connection)
    tables = (probes.name, probe_faces.name, derivatives.name, further_pictures.name, probe_chains.name, searches.name)
    columns = [each for name in tables for each in held.get_columns(name)]
    wrong = sum(isinstance(each["type"], LargeBinary) or "template" in each["name"] for each in columns)
    return absent("A-24", len(columns), wrong, "columns of tables of probes", "able to hold a template")


def probes_removed_in_time(seen: Seen) -> Finding:
    """No probe is held a day past its clock, but where a hold or a freeze keeps it (A-24)."""
    rules, then = seen.rules.control.retention, seen.now - _DAY
    running = clocks(seen.connection)
    due = [each for each in running if due_kinds(each, rules, then)]
    wrong = sum(not what_keeps(seen.connection, each.case_id) for each in due)
    return judged("A-24", len(running), wrong, "probes that are held", "past their clock")


def likeness_told(seen: Seen) -> Finding:
    """Each probe of a submitted request has the fingerprint by which repeats are found (A-26)."""
    joined = probes.join(requests, requests.c.id == probes.c.request_id)
    joined = joined.outerjoin(probe_fingerprints, probe_fingerprints.c.probe_id == probes.c.id)
    among = SUBMITTED & probes.c.replaced_at.is_(None)
    wrong = probe_fingerprints.c.probe_id.is_(None)
    return by_sql("A-26", seen, joined, wrong, "probes of submitted requests", "without a fingerprint", among)


CHECKS: tuple[Check, ...] = (
    originals_as_received,
    derived_with_parents,
    nothing_generated,
    edited_by_the_certified,
    quality_measured,
    none_below_the_floor,
    one_face_chosen,
    further_pictures_kept,
    no_probe_enrolled,
    no_template_of_a_probe,
    probes_removed_in_time,
    likeness_told,
)


# Private


def _is_whole(seen: Seen, lineage_id: str, sha256: str) -> bool:
    try:
        seen.casework.images.get(lineage_id, sha256)
    except PictureDamaged:
        return False
    return True
