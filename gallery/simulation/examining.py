"""Examinations as examiners do them; who is drawn in a picture they read off the drawing, as eyes would a face."""

from dataclasses import dataclass

from gallery.records.cases import request_by_id
from gallery.records.examinations import examinations_by, examinations_of
from gallery.records.who import account_by_id, certificates_of
from gallery.simulated.drawing import Drawn, read_tile
from gallery.simulation.site import Site
from kernel_lib.client import Client
from kernel_lib.errors import Refused
from kernel_lib.faces.image import decode
from kernel_lib.vocabulary import Disposition, Observation, RequestState
from kernel_lib.wire.examination import (
    AnalysisNotes,
    ComponentObservation,
    ConclusionOffered,
    DispositionGiven,
    ExaminationView,
    LetterView,
)

_REASONS = "Simulated: compared component by component from top to bottom, each difference explained or noted."
_QUALITY = "The picture is coarse, but outline, brows and mouth can be compared."


@dataclass(frozen=True)
class Eyes:
    """How an examiner sees: whose number they support with which value, and how fast they work.

    `seen` None supports nobody. `brisk` locks each stage within seconds.
    """

    seen: int | None
    value: int = 2
    brisk: bool = False
    suitable: bool = True


def take(site: Site, examiner: str, request_id: str) -> str:
    """Take the first examination of a request; return its id. Raises Refused where that is not allowed."""
    return site.client(examiner).requests.examine(request_id).id


def open_list(site: Site, examiner: str, examination_id: str, eyes: Eyes) -> ExaminationView | None:
    """Look at the probe, lock the notes and open the candidates; None where the probe was found unsuitable."""
    view = site.client(examiner).examinations.get(examination_id)
    _work(site, eyes, 150, 420)
    visible = {row.id: eyes.suitable or place % 3 > 0 for place, row in enumerate(view.components)}
    limits = "" if eyes.suitable else "Too coarse: brows, eyes and mouth cannot be told apart."
    notes = AnalysisNotes(visible=visible, suitable=eyes.suitable, limits=limits, quality_reason=limits or _QUALITY)
    work = site.client(examiner).examinations
    work.lock_analysis(examination_id, notes)
    return work.open_candidates(examination_id) if eyes.suitable else None


def see_through(site: Site, examiner: str, examination_id: str, eyes: Eyes) -> int | None:
    """See an examination through; return the number supported, None where it is nobody."""
    view = open_list(site, examiner, examination_id, eyes)
    if view is None:
        return None
    client = site.client(examiner)
    letter = _letter_of(client, view, eyes.seen)
    for candidate in view.letters:
        given = Disposition.NOT_EXCLUDED if candidate.letter == letter else Disposition.EXCLUDED
        client.examinations.dispose(examination_id, candidate.letter, DispositionGiven(disposition=given))
    _work(site, eyes, 240, 780)
    site.client(examiner).examinations.conclude(examination_id, _conclusion(view, letter, eyes.value))
    return eyes.seen if letter else None


def next_examiner(site: Site, request_id: str) -> tuple[str, str] | None:
    """Return who has the newest unlocked examination of a request, and its id; None where nobody has one."""
    with site.parts.ledger.reading() as connection:
        waiting = [each for each in examinations_of(connection, request_id) if each.locked_at is None]
        account = account_by_id(connection, waiting[-1].examiner_id) if waiting else None
    return (account.username, waiting[-1].id) if account else None


def is_certified(site: Site, examiner: str) -> bool:
    """Say whether an examiner's training is in force; after a wrongful identification it is suspended."""
    with site.parts.ledger.reading() as connection:
        held = certificates_of(connection, site.accounts[examiner])
    return any(site.parts.authority.in_force(each, site.clock.today) for each in held)


def known_tasks_of(site: Site, examiner: str) -> tuple[str, ...]:
    """Return the known tasks that wait for an examiner, who cannot tell them from casework."""
    with site.parts.ledger.reading() as connection:
        waiting = [each for each in examinations_by(connection, site.accounts[examiner]) if each.locked_at is None]
        requests = [request_by_id(connection, each.request_id) for each in waiting]
    pairs = zip(waiting, requests, strict=True)
    return tuple(each.id for each, request in pairs if request and request.state is RequestState.KNOWN_TASK)


# Private


def _work(site: Site, eyes: Eyes, least: float, most: float) -> None:
    site.clock.wait(site.chance.uniform(4, 9) if eyes.brisk else site.chance.uniform(least, most))


def _letter_of(client: Client, view: ExaminationView, number: int | None) -> str | None:
    found = None
    for candidate in view.letters:
        drawn = _seen(client, candidate)
        if number is not None and drawn is not None and drawn.person == number:
            found = candidate.letter
    return found


def _seen(client: Client, candidate: LetterView) -> Drawn | None:
    """Whom a candidate's picture shows; None where it was destroyed meanwhile."""
    try:
        data, _ = client.picture(candidate.pictures[0].picture)
    except Refused:
        return None
    return read_tile(decode(data).pixels)


def _conclusion(view: ExaminationView, letter: str | None, value: int) -> ConclusionOffered:
    similar = tuple(ComponentObservation(component=row.id, observation=Observation.SIMILAR) for row in view.components)
    return ConclusionOffered(
        letter=letter, value=value if letter else -2, components=similar if letter else (), reasons=_REASONS
    )
