"""Earlier requests with the same or a similar picture, for whoever decides (A-26)."""

from sqlalchemy import Connection

from gallery.records.cases import Request, request_by_id, requests_with_picture
from gallery.records.chains import fingerprint_of, fingerprints_of_others
from gallery.records.probes import Probe
from kernel_lib.faces.similar import Fingerprint, SimilarRules, similar_to
from kernel_lib.wire.casework import EarlierSearch

SAME, SIMILAR = "same picture", "similar picture"


def earlier_searches(
    connection: Connection, request: Request, probe: Probe, *, similar: bool = True
) -> tuple[EarlierSearch, ...]:
    """Return other requests of the service: the same bytes first, newest first, then similar ones, nearest first.

    A similar picture is a hint: it may be another picture of the same camera (docs/probe-editing.md).
    """
    same = requests_with_picture(connection, request.service, probe.sha256, request.id)
    known = {each.id for each in same}
    alike = [each for each in (_similar(connection, request, probe) if similar else ()) if each.id not in known]
    return tuple([_line(each, SAME) for each in same] + [_line(each, SIMILAR) for each in alike])


# Private


def _similar(connection: Connection, request: Request, probe: Probe) -> list[Request]:
    own = fingerprint_of(connection, probe.id)
    if own is None:
        return []
    others = fingerprints_of_others(connection, request.service, request.id)
    places = similar_to(Fingerprint.read(own), [Fingerprint.read(text) for _, text in others], SimilarRules.read())
    found = (request_by_id(connection, others[place][0]) for place in places)
    return [each for each in found if each is not None]


def _line(request: Request, likeness: str) -> EarlierSearch:
    return EarlierSearch(
        request_id=request.id,
        occurrence_number=str(request.draft.get("occurrence_number", "")),
        state=request.state,
        submitted_at=request.submitted_at,
        likeness=likeness,
    )
