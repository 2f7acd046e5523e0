"""Fillers that the service proposes: eligible booking pictures of one's own service, by rule and chance, no names.

Nobody of the search's own list is proposed: they were found because of the probe. Chance, and not the nearest, chooses
among those within the bounds, so that the array is not made of the pictures most like the person (E-07).
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from gallery.casework.means import Casework
from gallery.followup.array_measure import Vector, vector_of
from gallery.index.allowed import Allowed
from gallery.index.exact import IndexRefused
from gallery.index.found import Found
from gallery.records.arrays import ArrayPicture, PhotoArray
from gallery.records.cases import request_by_id
from gallery.records.gallery import Reference, references_numbered
from gallery.records.leads import lead_by_id
from gallery.records.searches import candidates_of
from gallery.rules.follow_up import LineupRules
from kernel_lib.errors import Unacceptable, WrongState

_LOOKED_AT = 2_000
"""Eligible pictures that one proposal compares at most, drawn by chance."""


def demand_more(array: PhotoArray, rules: LineupRules) -> None:
    """Do nothing while pictures may be proposed. Raises Unacceptable when there are enough, or enough were offered."""
    if len(array.fillers) >= rules.min_fillers:
        message = f"There are {len(array.fillers)} fillers; the service proposes up to {rules.min_fillers}."
    elif len(array.proposed) >= rules.most_proposed:
        message = f"The service offered {len(array.proposed)} pictures for this array, which is the limit."
    else:
        return
    raise Unacceptable("E-07", message, "Send further fillers with their lawful source.", fields={"fillers": message})


def proposal(casework: Casework, array: PhotoArray) -> tuple[ArrayPicture, ...]:
    """Return pictures that with the person and the fillers there are keep within the bounds; at most as many as lack.

    Raises:
        Unacceptable: there is none.
        WrongState: the index cannot compare now.
        PictureDamaged: a stored picture is missing or changed.
    """
    rules = casework.rules.follow_up.lineup
    person = vector_of(casework, _bytes(casework, array.person))
    beside = [vector_of(casework, _bytes(casework, each)) for each in array.fillers]
    room = min(rules.min_fillers - len(array.fillers), rules.most_proposed - len(array.proposed))
    found: list[ArrayPicture] = []
    for each in _within_bounds(casework, array, person):
        if len(found) >= room:
            break
        vector = vector_of(casework, _bytes(casework, each))
        similar = float(vector @ person)
        if rules.odd_below <= similar < rules.twin_from and all(
            float(vector @ one) < rules.twin_from for one in beside
        ):
            found.append(each)
            beside.append(vector)
    if not found:
        message = "No further booking picture of the owning service lies within the bounds."
        raise Unacceptable("E-07", message, "Send fillers with their lawful source.", fields={"fillers": message})
    return tuple(found)


# Private


def _within_bounds(casework: Casework, array: PhotoArray, person: Vector) -> Iterator[ArrayPicture]:
    """Eligible pictures within the bounds by their stored templates, one a subject, in an order that chance gives."""
    rules = casework.rules.follow_up.lineup
    with casework.ledger.reading() as connection:
        numbers = _eligible(connection, casework, array)
        drawn = casework.chance.sample(numbers, min(_LOOKED_AT, len(numbers)))
        scored = _scored(casework, person, drawn)
        near = [number for number, score in scored if rules.odd_below <= score < rules.twin_from]
        facts = references_numbered(connection, near)
        taken = {*_on_the_list(connection, array), *(each.subject_id for each in array.pictures)}
    casework.chance.shuffle(near)
    for number in near:
        held: Reference = facts[number]
        if held.subject_id not in taken and held.picture_id not in array.proposed:
            taken.add(held.subject_id)
            yield ArrayPicture(held.lineage_id, held.picture_sha256, held.picture_id, held.subject_id)


def _scored(casework: Casework, person: Vector, drawn: list[int]) -> Found:
    try:
        return casework.index.nearest(person, max(1, len(drawn)), Allowed.of(drawn), casework.faces.model_id)
    except IndexRefused as refused:
        reason = "The index cannot compare now; no filler is proposed."
        raise WrongState("B-12", reason, "Try again later, or send fillers with their lawful source.") from refused


def _eligible(connection: Connection, casework: Casework, array: PhotoArray) -> list[int]:
    """References of the gallery of whoever asked: a partner's is searched for requests only (G-07)."""
    lead = lead_by_id(connection, array.lead_id)
    request = request_by_id(connection, lead.request_id) if lead else None
    if request is None:
        return []
    today = casework.rules.who.local_day(casework.ledger.now(), request.service)
    standing = casework.standings.of(connection, request.service, casework.faces.model_id, today)
    return [int(number) for number in standing.eligible.both(casework.index.held)]


def _on_the_list(connection: Connection, array: PhotoArray) -> frozenset[str]:
    lead = lead_by_id(connection, array.lead_id)
    return frozenset(each.subject_id for each in candidates_of(connection, lead.search_id)) if lead else frozenset()


def _bytes(casework: Casework, picture: ArrayPicture) -> bytes:
    return casework.images.get(picture.lineage_id, picture.sha256)
