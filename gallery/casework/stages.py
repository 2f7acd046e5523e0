"""The state machines of casework, one table a noun: from, act, to, who may, what must hold.

The service asks `next_state` before every change, docs/states.md is made from these tables
(`python -m gallery.casework.stages > docs/states.md`), and the tests try every step that is not in them.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import ArrayState, ExaminationState, KnownTaskState, LeadState, RequestState

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True)
class Step(Generic[State]):
    """One permitted step. `who` and `holds` say in words what the act itself checks."""

    source: State
    act: str
    target: State
    who: str
    holds: str


@dataclass(frozen=True)
class Machine(Generic[State]):
    """All steps of one noun, and what is said when a step is not among them."""

    noun: str
    rule: str
    states: type[State]
    start: State
    steps: tuple[Step[State], ...]
    words: dict[State, str]

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act, in the order of the table."""
        return tuple(dict.fromkeys(step.act for step in self.steps))

    def next_state(self, state: State, act: str) -> State:
        """Return the state after an act.

        Raises:
            WrongState: the act is not possible in this state.
        """
        for step in self.steps:
            if step.source is state and step.act == act:
                return step.target
        possible = [step.act for step in self.steps if step.source is state]
        following = f"Possible now: {', '.join(possible)}." if possible else "Nothing more can be done with it."
        raise WrongState(
            self.rule,
            f"This {self.noun} cannot be changed by '{act}': {self.words[state]}.",
            following.replace("_", " "),
        )


_R = RequestState
_E = ExaminationState
_L = LeadState
_K = KnownTaskState
_A = ArrayState
_UNLOCKED = (_E.ANALYSIS, _E.COMPARISON, _E.EVALUATION)
_OPEN = (_L.ISSUED, _L.ACKNOWLEDGED, _L.RELIED_ON)
_ENDABLE = (*_OPEN, _L.EXPIRED, _L.CLOSED)
_RECALLED = (*_ENDABLE, _L.WITHDRAWN)

_UNDER_WAY = (
    _R.APPROVED, _R.ASSIGNED, _R.SEARCHED, _R.EXAMINED, _R.VERIFIED, _R.UNSUITABLE, _R.CONFLICT, _R.RESOLVED,
    _R.LEAD, _R.NO_LEAD,
)  # fmt: skip

REQUEST: Machine[RequestState] = Machine(
    noun="request",
    rule="D-01",
    states=RequestState,
    start=_R.DRAFT,
    steps=(
        Step(_R.DRAFT, "save", _R.DRAFT, "requester", "no prohibited source is chosen (A-05)"),
        Step(_R.DRAFT, "offer_probe", _R.DRAFT, "requester", "the bytes are a picture within the limits"),
        Step(_R.DRAFT, "choose_face", _R.DRAFT, "requester", "the face is above the quality floor (A-18)"),
        Step(_R.DRAFT, "add_picture", _R.DRAFT, "requester", "a face of the first picture is chosen (A-21)"),
        Step(_R.DRAFT, "submit", _R.SUBMITTED, "requester", "nothing is missing (A-01 to A-09, A-18, A-20)"),
        Step(_R.SUBMITTED, "approve", _R.APPROVED, "another approver of the service", "three answers are given (A-11)"),
        Step(_R.SUBMITTED, "refuse", _R.REFUSED, "another approver of the service", "a reason is given (A-11)"),
        Step(_R.DRAFT, "submit_urgent", _R.APPROVED, "requester", "serious harm is imminent, with its reason (A-12)"),
        *(Step(s, "approve_after", s, "another approver of the service", "it was urgent (A-12)") for s in _UNDER_WAY),
        *(Step(s, "refuse_after", s, "another approver of the service", "it was urgent (A-12)") for s in _UNDER_WAY),
        Step(_R.APPROVED, "take", _R.ASSIGNED, "certified person of the workflow profile", "not the approver (B-01)"),
        Step(_R.ASSIGNED, "search", _R.SEARCHED, "first examiner", "the analysis is locked (D-02)"),
        Step(_R.ASSIGNED, "find_unsuitable", _R.UNSUITABLE, "first examiner", "limits are recorded (A-19)"),
        Step(_R.ASSIGNED, "step_back", _R.APPROVED, "first examiner", "another is sought at once (D-15)"),
        Step(_R.SEARCHED, "step_back", _R.APPROVED, "first examiner", "another is sought and searches anew (D-15)"),
        Step(_R.SEARCHED, "conclude", _R.EXAMINED, "first examiner", "every candidate is dispositioned (C-04)"),
        Step(_R.EXAMINED, "agree", _R.VERIFIED, "second examiner", "both conclusions say the same (D-12)"),
        Step(_R.EXAMINED, "disagree", _R.CONFLICT, "second examiner", "the conclusions differ (D-13)"),
        Step(_R.VERIFIED, "issue", _R.LEAD, "service", "both support the same subject (D-12)"),
        Step(_R.VERIFIED, "close_without", _R.NO_LEAD, "service", "neither supports a subject (D-12)"),
        Step(_R.CONFLICT, "resolve", _R.RESOLVED, "third examiner", "two of three say the same, or none do (D-13)"),
        Step(_R.RESOLVED, "issue", _R.LEAD, "service", "two of three support the same subject (D-13)"),
        Step(_R.RESOLVED, "close_without", _R.NO_LEAD, "service", "no two support the same subject (D-13)"),
    ),
    words={
        _R.DRAFT: "it is a draft that its requester has not submitted",
        _R.SUBMITTED: "it waits for an approver",
        _R.APPROVED: "it waits for an examiner",
        _R.REFUSED: "it was refused by an approver",
        _R.EXPIRED: "its approval has run out",
        _R.ASSIGNED: "an examiner studies the picture",
        _R.SEARCHED: "an examiner compares candidates",
        _R.EXAMINED: "it waits for a second examiner",
        _R.VERIFIED: "two examiners agree",
        _R.UNSUITABLE: "the picture was found unsuitable",
        _R.CONFLICT: "two examiners differ and a third one looks",
        _R.RESOLVED: "a third examiner has decided",
        _R.LEAD: "a lead was issued",
        _R.NO_LEAD: "it ended without a lead",
        _R.CLOSED: "it is closed",
        _R.KNOWN_TASK: "it is a known task and no casework",
    },
)

EXAMINATION: Machine[ExaminationState] = Machine(
    noun="examination",
    rule="D-01",
    states=ExaminationState,
    start=_E.ANALYSIS,
    steps=(
        Step(_E.LOCKED, "amend", _E.LOCKED, "its examiner", "a reason is given; what was locked stays (D-17)"),
        *(Step(s, "record_context", s, "its examiner", "the kind is on the list (D-15)") for s in _UNLOCKED),
        *(Step(s, "step_back", _E.RECUSED, "its examiner", "the kind is on the list (D-15)") for s in _UNLOCKED),
        Step(_E.ANALYSIS, "save_draft", _E.ANALYSIS, "its examiner", "nothing is locked by it"),
        Step(_E.COMPARISON, "save_draft", _E.COMPARISON, "its examiner", "nothing is locked by it"),
        Step(_E.EVALUATION, "save_draft", _E.EVALUATION, "its examiner", "nothing is locked by it"),
        Step(_E.ANALYSIS, "edit_probe", _E.ANALYSIS, "its examiner", "certified for examination (A-16)"),
        Step(_E.ANALYSIS, "lock_analysis", _E.COMPARISON, "its examiner", "every component is answered (D-02)"),
        Step(_E.ANALYSIS, "find_unsuitable", _E.LOCKED, "its examiner", "limits are recorded (A-19)"),
        Step(_E.COMPARISON, "open_candidates", _E.COMPARISON, "its examiner", "they are not open yet"),
        Step(_E.COMPARISON, "dispose", _E.COMPARISON, "its examiner", "the candidates are open"),
        Step(_E.COMPARISON, "complete", _E.EVALUATION, "service", "every candidate has its disposition (C-04)"),
        Step(_E.EVALUATION, "dispose", _E.EVALUATION, "its examiner", "nothing is locked yet"),
        Step(_E.EVALUATION, "conclude", _E.LOCKED, "its examiner", "value, checklist and reasons agree (D-03 to D-06)"),
    ),
    words={
        _E.ANALYSIS: "the notes on the probe are not locked",
        _E.COMPARISON: "candidates are still to be compared",
        _E.EVALUATION: "the conclusion is still to be locked",
        _E.LOCKED: "it is locked",
        _E.RECUSED: "its examiner stepped back",
    },
)

LEAD: Machine[LeadState] = Machine(
    noun="lead",
    rule="E-04",
    states=LeadState,
    start=_L.ISSUED,
    steps=(
        Step(
            _L.ISSUED, "acknowledge", _L.ACKNOWLEDGED, "requester", "limits training in force (H-05), initials (E-04)"
        ),
        Step(_L.ACKNOWLEDGED, "record", _L.ACKNOWLEDGED, "requester", "what is recorded is of a listed kind"),
        Step(_L.RELIED_ON, "record", _L.RELIED_ON, "requester", "what is recorded is of a listed kind"),
        Step(_L.ACKNOWLEDGED, "rely", _L.RELIED_ON, "requester", "independent fact (E-05), no open stop flag (E-10)"),
        Step(_L.RELIED_ON, "take_step", _L.RELIED_ON, "requester", "no open stop flag (E-10)"),
        *(Step(s, "expire", _L.EXPIRED, "service", "its days have passed (E-11)") for s in _OPEN),
        Step(_L.EXPIRED, "review", _L.ISSUED, "another approver of the service", "a reason is given (E-11)"),
        *(Step(s, "close", _L.CLOSED, "requester or approver", "outcome of the list (E-12)") for s in _ENDABLE),
        *(Step(s, "withdraw", _L.WITHDRAWN, "requester or approver", "recipients are told (E-13)") for s in _RECALLED),
    ),
    words={
        _L.PROPOSED: "it is not issued yet",
        _L.ISSUED: "its limits are not acknowledged",
        _L.ACKNOWLEDGED: "its limits are acknowledged",
        _L.RELIED_ON: "it is relied on",
        _L.CLOSED: "it is closed",
        _L.EXPIRED: "it has expired",
        _L.WITHDRAWN: "it was withdrawn",
    },
)

KNOWN_TASK: Machine[KnownTaskState] = Machine(
    noun="known task",
    rule="D-11",
    states=KnownTaskState,
    start=_K.DRAFTED,
    steps=(
        Step(_K.DRAFTED, "offer_picture", _K.PROPOSED, "its proposer", "one face, of no casework"),
        Step(_K.PROPOSED, "register", _K.REGISTERED, "another person", "a reason; the search returns the answer"),
        Step(_K.PROPOSED, "turn_down", _K.TURNED_DOWN, "another person", "a reason is given"),
        Step(_K.REGISTERED, "retire", _K.RETIRED, "compliance", "a reason is given"),
    ),
    words={
        _K.DRAFTED: "it waits for its picture",
        _K.PROPOSED: "it waits for a second person",
        _K.REGISTERED: "it is given out",
        _K.TURNED_DOWN: "it was turned down",
        _K.RETIRED: "it is retired",
    },
)

ARRAY: Machine[ArrayState] = Machine(
    noun="photo array",
    rule="E-06",
    states=ArrayState,
    start=_A.PREPARING,
    steps=(
        Step(_A.PREPARING, "change", _A.PREPARING, "its investigator", "an independent link is recorded"),
        Step(_A.PREPARING, "measure", _A.READY, "its investigator", "enough fillers, none odd, no near-twins"),
        Step(_A.READY, "change", _A.PREPARING, "its investigator", "it is measured again"),
        Step(_A.READY, "give_code", _A.READY, "its investigator", "an independent link is recorded"),
        Step(_A.READY, "open", _A.SHOWING, "somebody without part in the case", "the code is good, fillers eligible"),
        Step(_A.SHOWING, "answer", _A.SHOWING, "who opened it", "the witness's own words"),
        Step(_A.SHOWING, "go_back", _A.SHOWING, "who opened it", "it is not the first picture"),
        Step(_A.SHOWING, "end", _A.SEALED, "who opened it", "every picture was answered, or a reason is given"),
    ),
    words={
        _A.PREPARING: "it is being prepared",
        _A.READY: "it is measured and waits for its administrator",
        _A.SHOWING: "it is being shown",
        _A.SEALED: "it is sealed",
    },
)

MACHINES: tuple[Machine[Any], ...] = (REQUEST, EXAMINATION, LEAD, KNOWN_TASK, ARRAY)


def document() -> str:
    """Return docs/states.md, made from the tables above."""
    parts = [_HEADING]
    for machine in MACHINES:
        parts += [f"\n## {machine.noun.capitalize()}\n\n", f"Starts as `{machine.start}`.\n\n", *_rows(machine.steps)]
        reached = {machine.start} | {step.target for step in machine.steps}
        reserved = [f"`{state}`" for state in machine.states if state not in reached]
        if reserved:
            parts.append(f"\nNamed in the model and not reached by any step yet: {', '.join(reserved)}.\n")
    return "".join(parts)


# Private

_HEADING = """# States

Made from `gallery/casework/stages.py` by `python -m gallery.casework.stages > docs/states.md`; a test keeps it current.
The service asks these tables before each change. A step that is not here is refused and the refusal is recorded.
"""


def _rows(steps: Iterable[Step[Any]]) -> list[str]:
    heading = "| From | Act | To | Who may | What must hold |\n|---|---|---|---|---|\n"
    rows = [f"| `{s.source}` | `{s.act}` | `{s.target}` | {s.who} | {s.holds} |\n" for s in steps]
    return [heading, *rows]


if __name__ == "__main__":
    sys.stdout.write(document())
