"""The story of one probe, from the request to the lead, told through the client as four people would."""

from dataclasses import dataclass
from datetime import date

from gallery.demonstration.probes import DemonstrationProbe
from kernel_lib.client import Client
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Disposition, Observation, RequestState
from kernel_lib.wire.casework import ApprovalDecision, RequestDraft
from kernel_lib.wire.examination import (
    AnalysisNotes,
    ComponentObservation,
    ConclusionOffered,
    DispositionGiven,
    ExaminationView,
    LeadView,
)

OFFENCE = "demonstration"
GROUND = "Demonstration: the depicted person is seen taking part in the recorded event at the stated place and time."


@dataclass(frozen=True)
class Cast:
    """The people of one story, each behind their own client."""

    investigator: Client
    approver: Client
    examiners: tuple[Client, ...]


@dataclass(frozen=True)
class Outcome:
    """How a story ended: the request's state, the mate's rank (None: not on the list), the lead, if any."""

    probe: str
    mated: bool
    state: RequestState
    mate_rank: int | None
    lead: LeadView | None


class Story:
    """Plays a probe through every stage.

    The examiners of a demonstration need to know which pictures show whom; `subject_of` maps the SHA-256 of a
    reference picture to its subject number and stands in for their eyes. Nothing of it is told to the service.
    """

    def __init__(self, cast: Cast, subject_of: dict[str, str], today: date) -> None:
        self._cast = cast
        self._subject_of = subject_of
        self._today = today
        self._told = 0

    def play(self, probe: DemonstrationProbe) -> Outcome:
        """Request, approve, examine twice, and read the lead."""
        request_id = self.request(probe)
        self.approve(request_id)
        rank = self.examine_first(request_id, probe.mate)
        self.examine_next(probe.mate)
        return self._outcome(probe, request_id, rank)

    def request(self, probe: DemonstrationProbe) -> str:
        """As the investigator: open a request, offer the picture, choose the face, submit."""
        requests = self._cast.investigator.requests
        form = requests.form()
        draft = RequestDraft(
            occurrence_number=self._occurrence(form.occurrence_example),
            offence_id=OFFENCE,
            depicted_role=next(role.id for role in form.depicted_roles if role.open),
            ground=GROUND,
            protected_activity=False,
            source_type=next(source.id for source in form.source_types if source.open),
            source_holder="Demonstration holder",
            source_obtained_on=self._today,
            source_place="Demonstration place",
            source_authority=next(authority.id for authority in form.authorities if authority.open),
            source_declared=True,
            purpose=next(purpose.id for purpose in form.purposes if purpose.open),
            undertaking=True,
        )
        opened = requests.open(draft)
        offered = requests.offer_probe(opened.id, probe.file.name, probe.file.read_bytes())
        face = min(offered.faces, key=lambda face: _distance(face.box, probe.centre))
        requests.choose_face(opened.id, face.index, "Demonstration: the person named by the ground.")
        requests.plan(opened.id)
        return requests.submit(opened.id).id

    def approve(self, request_id: str) -> None:
        """As the approver: answer the three questions and approve."""
        answer = "Demonstration: asked, weighed and recorded for the purpose of showing the step."
        decision = ApprovalDecision(approved=True, necessity=answer, proportionality=answer, other_means=answer)
        self._cast.approver.requests.decide(request_id, decision)

    def examine_first(self, request_id: str, mate: str | None) -> int | None:
        """As an examiner, another one each time: take the examination, see it through, return the mate's rank."""
        examiner = self._cast.examiners[self._told % len(self._cast.examiners)]
        examination = examiner.requests.examine(request_id)
        return self._see_through(examiner, examination.id, mate)

    def examine_next(self, mate: str | None) -> int:
        """As whoever the service chose: see every waiting examination through, and return how many there were.

        More may wait than the one of this story: an examiner cannot tell a known task from casework.
        """
        waiting = [
            (examiner, item.object_id)
            for examiner in self._cast.examiners
            for item in examiner.work().mine
            if item.page.startswith("/review?examination=")
        ]
        for examiner, examination_id in waiting:
            self._see_through(examiner, examination_id, mate)
        return len(waiting)

    def play_conflict(self, probe: DemonstrationProbe) -> Outcome:
        """The second examiner finds support for different people, and a third one settles it."""
        request_id = self.request(probe)
        self.approve(request_id)
        rank = self.examine_first(request_id, probe.mate)
        self.examine_next(None)
        state = self._cast.investigator.requests.get(request_id).state
        if state is not RequestState.CONFLICT:
            return Outcome(probe.file.name, probe.mate is not None, state, rank, None)
        self.examine_next(probe.mate)
        return self._outcome(probe, request_id, rank)

    def read_lead(self, lead_id: str) -> LeadView:
        """As the investigator: acknowledge the limits, then read."""
        leads = self._cast.investigator.leads
        leads.get(lead_id)
        return leads.acknowledge(lead_id, "DI")

    def _outcome(self, probe: DemonstrationProbe, request_id: str, rank: int | None) -> Outcome:
        request = self._cast.investigator.requests.get(request_id)
        lead = self.read_lead(request.lead_id) if request.lead_id else None
        return Outcome(probe.file.name, probe.mate is not None, request.state, rank, lead)

    def _occurrence(self, example: str) -> str:
        self._told += 1
        digits = len(example) - len(example.rstrip("0123456789"))
        return example[: len(example) - digits] + str(self._told).zfill(digits)

    def _see_through(self, examiner: Client, examination_id: str, mate: str | None) -> int | None:
        view = examiner.examinations.get(examination_id)
        notes = AnalysisNotes(
            visible={row.id: True for row in view.components}, suitable=True, limits="", quality_reason=_WHY
        )
        examiner.examinations.lock_analysis(examination_id, notes)
        view = examiner.examinations.open_candidates(examination_id)
        letter = self._letter_of(examiner, view, mate)
        for candidate in view.letters:
            chosen = candidate.letter == letter
            given = Disposition.NOT_EXCLUDED if chosen else Disposition.EXCLUDED
            examiner.examinations.dispose(examination_id, candidate.letter, DispositionGiven(disposition=given))
        locked = examiner.examinations.conclude(examination_id, _conclusion(view, letter))
        return next((row.rank for row in locked.revealed if row.letter == letter), None)

    def _letter_of(self, examiner: Client, view: ExaminationView, mate: str | None) -> str | None:
        for candidate in view.letters:
            for shown in candidate.pictures:
                picture, _ = examiner.picture(shown.picture)
                if mate is not None and self._subject_of.get(sha256_hex(picture)) == mate:
                    return candidate.letter
        return None


_WHY = "Demonstration: the picture is searched to show what low quality does to a search."
"""Given with each analysis: where the probe carries no low-quality mark it is kept and asks for nothing."""


def _conclusion(view: ExaminationView, letter: str | None) -> ConclusionOffered:
    values = sorted(row.value for row in view.scale)
    similar = tuple(ComponentObservation(component=row.id, observation=Observation.SIMILAR) for row in view.components)
    return ConclusionOffered(
        letter=letter,
        value=values[-1] if letter else values[0],
        components=similar if letter else (),
        reasons="Demonstration: concluded from the key of the demonstration photographs.",
    )


def _distance(box: tuple[float, float, float, float], centre: tuple[float, float]) -> float:
    left, top, width, height = box
    return abs(left + width / 2 - centre[0]) + abs(top + height / 2 - centre[1])
