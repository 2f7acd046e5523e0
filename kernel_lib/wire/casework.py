"""From the lawful request to its approval."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.vocabulary import ExigentState, RequestState, Verdict, WorkKind
from kernel_lib.wire.model import Message
from kernel_lib.wire.recording import RecordingView


class OffenceView(Message):
    """An offence of the dated list; a closed one is shown with the reason it cannot be chosen (A-02, A-03)."""

    id: str
    title: str
    statute: str
    open: bool
    note: str = ""


class ChoiceView(Message):
    """One choice of a list that rules give (source types, depicted roles), with the rule that closes it, if any."""

    id: str
    title: str
    open: bool = True
    rule: str = ""
    note: str = ""


class RoleView(ChoiceView):
    """A role of the depicted person with its own rules (A-07): what it asks for, and whether more must decide."""

    higher: bool = False
    offence_needed: bool = True
    purposes: tuple[str, ...] = ()
    asks: str = ""


class GroupView(Message):
    """A question for statistics alone: the field of the draft that holds its answer, and the choices (J-04, J-05)."""

    field: str
    title: str
    choices: tuple[ChoiceView, ...]


class IntakeForm(Message):
    """What a request may be made of today: lists with their version, the number's format and its example."""

    offences: tuple[OffenceView, ...]
    offences_version: str
    source_types: tuple[ChoiceView, ...]
    authorities: tuple[ChoiceView, ...]
    depicted_roles: tuple[RoleView, ...]
    occurrence_format: str
    occurrence_example: str
    ground_min_length: int
    purposes: tuple[ChoiceView, ...] = ()
    exigent_hours: int = 0
    partners: tuple[ChoiceView, ...] = ()
    groups: tuple[GroupView, ...] = ()


STATISTICS_ONLY = ("depicted_sex", "depicted_age_band", "depicted_race")
"""Fields of a draft that nobody gets to see but who gave them (J-04)."""


class RequestDraft(Message):
    """The answers given so far. Everything may be empty until submission (A-01, A-04, A-07 to A-10, B-11).

    `partner_galleries` are services whose galleries are to be searched besides one's own (G-02). `depicted_sex`,
    `depicted_age_band` and `depicted_race` are what the requester perceives, for statistics; only the requester gets
    them back (J-04, J-05).
    """

    occurrence_number: str = Field(default="", max_length=40)
    offence_id: str = Field(default="", max_length=64)
    depicted_role: str = Field(default="", max_length=64)
    ground: str = Field(default="", max_length=4000)
    protected_activity: bool | None = None
    source_type: str = Field(default="", max_length=64)
    source_holder: str = Field(default="", max_length=200)
    source_obtained_on: date | None = None
    source_place: str = Field(default="", max_length=200)
    source_authority: str = Field(default="", max_length=64)
    source_declared: bool = False
    purpose: str = Field(default="", max_length=64)
    role_statement: str = Field(default="", max_length=2000)
    exigent: bool = False
    exigent_reason: str = Field(default="", max_length=2000)
    person_described: str = Field(default="", max_length=2000)
    undertaking: bool = False
    partner_galleries: tuple[str, ...] = Field(default=(), max_length=20)
    depicted_sex: str = Field(default="", max_length=40)
    depicted_age_band: str = Field(default="", max_length=40)
    depicted_race: str = Field(default="", max_length=40)


class FindingView(Message):
    """One component of a quality vector, in plain words (A-17).

    `value` is the raw measure in `unit`, `quality` 0 to 100; both are None where it was not assessed, and `sentence`
    says why. `help` says what would help. `mark` tells that it leaves the permanent low-quality mark (A-18). The first
    one, the unified quality, names in `basis` the methods and the hash of the limits that the vector was made with.
    """

    component: str
    value: float | None
    unit: str
    limit: float | None
    verdict: Verdict
    sentence: str
    title: str = ""
    quality: int | None = None
    help: str = ""
    mark: bool = False
    basis: str = ""


class FaceView(Message):
    """One found face: box in pixels of the upright picture (left, top, width, height), and its findings."""

    index: int
    box: tuple[float, float, float, float]
    findings: tuple[FindingView, ...]
    searchable: bool
    picture: str


class ProbeView(Message):
    """A received probe. `picture` and each face's `picture` are paths for `Client.picture` and the dashboards."""

    id: str
    filename: str
    sha256: str
    bytes: int
    format: str
    width: int
    height: int
    notes: tuple[str, ...]
    faces: tuple[FaceView, ...]
    chosen_face: int | None
    chosen_why: str
    picture: str


class FurtherView(Message):
    """A further picture of the same person. `warning` asks whether it is one person; each face's picture is a path."""

    id: str
    filename: str
    sha256: str
    notes: tuple[str, ...]
    faces: tuple[FaceView, ...]
    chosen_face: int | None
    chosen_why: str
    warning: str = ""


class FaceChoice(Message):
    """The one face to be searched, and why that one (A-20)."""

    face: int = Field(ge=0)
    why: str = Field(min_length=5, max_length=500)


class PlanLine(Message):
    """One line of what the search will do: a heading and a plain sentence (A-25)."""

    heading: str
    sentence: str


class PlanView(Message):
    """What the search will do, shown before submission, and what still stands in its way."""

    lines: tuple[PlanLine, ...]
    open_points: dict[str, str]


class EarlierSearch(Message):
    """An earlier request with the same or a similar picture, as `likeness` says, shown to the approver (A-26)."""

    request_id: str
    occurrence_number: str
    state: RequestState
    submitted_at: datetime | None
    likeness: str = "same picture"


class ApprovalView(Message):
    """A decision on a request, by somebody else than its requester (A-11)."""

    approved: bool
    decided_by: str
    decided_at: datetime
    necessity: str
    proportionality: str
    other_means: str
    reason: str


class RequestView(Message):
    """A request as its page shows it.

    `recording` is the video that the probe is a frame of, or from which a frame is still to be chosen (W-20);
    `offence_text` is the offence as the list of `offences_version` said at submission (A-03); `higher_for` names the
    rules for which a higher approver decides (A-07, A-09); `exigent` and `due_at` are set on the urgent path (A-12);
    at most `most_further` pictures of the same person may be added to the probe (A-21).
    """

    id: str
    number: str
    state: RequestState
    state_words: str
    requester: str
    created_at: datetime
    submitted_at: datetime | None
    draft: RequestDraft
    offence_title: str
    probe: ProbeView | None
    approval: ApprovalView | None
    earlier: tuple[EarlierSearch, ...] = ()
    lead_id: str | None = None
    cautions: tuple[str, ...] = ()
    offences_version: str = ""
    offence_text: str = ""
    higher_for: tuple[str, ...] = ()
    exigent: ExigentState | None = None
    due_at: datetime | None = None
    recording: RecordingView | None = None
    further: tuple[FurtherView, ...] = ()
    most_further: int = 0


class ApprovalDecision(Message):
    """The approver's answers. A yes needs the first three, a no needs the reason."""

    approved: bool
    necessity: str = Field(default="", max_length=2000)
    proportionality: str = Field(default="", max_length=2000)
    other_means: str = Field(default="", max_length=2000)
    reason: str = Field(default="", max_length=2000)


class WorkItem(Message):
    """One line of the work list: what, of which thing, on which page, since when, by when."""

    kind: WorkKind
    title: str
    detail: str
    page: str
    object_id: str
    since: datetime
    due: datetime | None = None


class Work(Message):
    """The home page: what waits for this person, what they wait for, and what is done."""

    mine: tuple[WorkItem, ...]
    others: tuple[WorkItem, ...]
    recent: tuple[WorkItem, ...]
