"""Searches since the last check are compared with consenting staff; what resembles goes to compliance alone (B-11).

A search forgets its template (A-24). So the check makes it again from the original, while the case still keeps that,
and forgets it with the check; see docs/decisions/0018. Some searches are drawn by chance besides, from a seed in the
log, so that the link of each to its case can be looked into.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from audits.event import LIST_LIMIT
from audits.events import StaffChecked
from gallery.authority import Person
from gallery.casework.probe import face_of
from gallery.ledger import Prepared
from gallery.records.further import further_of
from gallery.records.ids import new_id
from gallery.records.probes import Probe, ProbeFace, probe_of
from gallery.records.staff import (
    Check,
    Consent,
    Finding,
    Ran,
    add_check,
    checks_held,
    consents_held,
    searches_between,
)
from gallery.staff.consent import end_of_leavers
from gallery.staff.means import Staff
from kernel_lib.errors import PictureDamaged, PictureRefused, WrongState
from kernel_lib.faces.image import decode

_SEED_BITS = 64

Shown = tuple[tuple[Probe, tuple[str, ProbeFace]], ...]
"""Of each picture of one search: the probe it belongs to, its SHA-256 and the chosen face."""


@dataclass(frozen=True)
class Compared:
    """What was found: the state it started from, how many searches could be compared, and who resembles whom."""

    last: str | None
    ran: tuple[Ran, ...]
    people: int
    compared: int
    resembling: tuple[tuple[str, str], ...]


def run_due(staff: Staff) -> bool:
    """Run a check when the days of the rules are over and something was searched; say whether one was run."""
    now = staff.casework.ledger.now()
    with staff.casework.ledger.reading() as connection:
        last = next(iter(checks_held(connection, 1)), None)
        if last and now < last.until + staff.rules.every:
            return False
        if not searches_between(connection, last.until if last else None, now):
            return False
    run(staff, None)
    return True


def run(staff: Staff, person: Person | None) -> Check:
    """Compare every search since the last check, draw the sample, and lay both before compliance.

    Raises:
        WrongState: another check or a search ended meanwhile.
    """
    end_of_leavers(staff)
    casework, until = staff.casework, staff.casework.ledger.now()
    with casework.ledger.reading() as connection:
        last = next(iter(checks_held(connection, 1)), None)
        ran = searches_between(connection, last.until if last else None, until)
        consents = consents_held(connection)
        shown = {each.search_id: _shown(probe_of(connection, each.request_id), connection) for each in ran}
    found = Prepared(lambda: _compare(staff, last, ran, consents, shown))
    seed = f"{casework.chance.getrandbits(_SEED_BITS):016x}"
    with casework.ledger.act(person, StaffChecked) as act:
        compared = found.demand()
        newest = next(iter(checks_held(act.connection, 1)), None)
        if (newest.id if newest else None) != compared.last:
            raise WrongState("B-11", "Another check ended meanwhile.", "Look at what it found.")
        if searches_between(act.connection, last.until if last else None, until) != compared.ran:
            # It ended before `until` and was committed after it was read: the next check would begin behind it.
            raise WrongState("B-11", "A search ended meanwhile.", "Run the check again.")
        check = Check(
            id=new_id(),
            since=last.until if last else None,
            until=until,
            ran_by=person.account_id if person else None,
            seed=seed,
            people=compared.people,
            searches=len(ran),
            compared=compared.compared,
        )
        drawn = draw([each.search_id for each in ran], seed, staff.rules.sample)
        # By search, whether it resembles somebody or was drawn: the log names the findings, and must not tell which.
        pairs = sorted((*compared.resembling, *((search_id, None) for search_id in drawn)), key=lambda pair: pair[0])
        findings = [Finding(new_id(), check.id, search_id, account_id, act.now) for search_id, account_id in pairs]
        add_check(act.connection, check, findings)
        act.note(finding_ids=[each.id for each in findings[:LIST_LIMIT]])
        act.about(object_id=check.id)
        act.decided_by("B-11")
        act.note(searches=len(ran), compared=compared.compared, people=compared.people, seed=seed, drawn=len(drawn))
        act.note(resembling=len(compared.resembling), rule_version=staff.rules.version)
    return check


def draw(search_ids: Sequence[str], seed: str, count: int) -> tuple[str, ...]:
    """Return so many searches by chance; the same seed draws the same ones again."""
    ordered = sorted(search_ids)
    chance = Random(int(seed, 16))  # noqa: S311  # repeatable by whoever checks it; the seed itself is from the system
    return tuple(sorted(chance.sample(ordered, min(count, len(ordered)))))


# Private


def _compare(
    staff: Staff,
    last: Check | None,
    ran: tuple[Ran, ...],
    consents: tuple[Consent, ...],
    shown: Mapping[str, Shown],
) -> Compared:
    people = _people(staff, consents)
    compared, resembling = 0, list[tuple[str, str]]()
    for each in ran:
        vectors = [
            vector for probe, held in shown[each.search_id] if (vector := _vector(staff, probe, held)) is not None
        ]
        compared += bool(vectors)
        scores = {who: max((float(vector @ own) for vector in vectors), default=-1.0) for who, own in people.items()}
        resembling += [(each.search_id, who) for who, score in scores.items() if score >= staff.rules.min_score]
    last_id = last.id if last else None
    return Compared(last_id, ran, len(people), compared, tuple(resembling))


def _people(staff: Staff, consents: tuple[Consent, ...]) -> dict[str, NDArray[np.float32]]:
    """The template of each consenting member, made for this check and forgotten with it.

    Whose picture cannot be read, or shows no face to the models of now, is not compared and not counted.
    """
    faces, made = staff.casework.faces, dict[str, NDArray[np.float32]]()
    for each in consents:
        try:
            picture = decode(staff.store.get(each.lineage_id, each.sha256))
        except (PictureDamaged, PictureRefused):
            continue
        if largest := max(faces.detect(picture), key=lambda face: face.eye_distance, default=None):
            made[each.account_id] = faces.encode(picture, largest).vector
    return made


def _shown(probe: Probe | None, connection: Connection) -> Shown:
    """Every picture of a search with the face that was chosen in it: the first, and further ones (A-21)."""
    if probe is None or probe.chosen is None:
        return ()
    further = ((each.sha256, each.chosen) for each in further_of(connection, probe.id) if each.chosen)
    return tuple((probe, held) for held in ((probe.sha256, probe.chosen), *further))


def _vector(staff: Staff, probe: Probe, held: tuple[str, ProbeFace]) -> NDArray[np.float32] | None:
    """The template of a searched face, made again from its original; None when that is gone."""
    sha256, face = held
    try:
        picture = decode(staff.casework.images.get(probe.lineage_id, sha256))
    except (PictureDamaged, PictureRefused):
        return None
    return staff.casework.faces.encode(picture, face_of(face)).vector
