"""The six steps of a request: titles, which questions stand where, their states in words, and the help beside each."""

from typing import Any, Protocol

from kernel_lib.wire.casework import PlanView, RequestView
from widgets.pages.page import help_panel
from widgets.pages.search_answers import CASE, SOURCE, Answers
from widgets.parts.markup import bullets, element
from widgets.parts.steps import Step
from widgets.parts.wording import counted
from widgets.words.language import say, told

TITLES = {
    "case": "Case",
    "source": "Source and ground",
    "picture": "Picture",
    "face": "Face",
    "check": "Check",
    "submit": "Submit",
}
ORDER = tuple(TITLES)
GROUPS = {"case": CASE, "source": SOURCE}
WHERE = {
    **dict.fromkeys(CASE, "case"),
    **dict.fromkeys(SOURCE, "source"),
    **dict.fromkeys(("picture", "probe"), "picture"),
    **dict.fromkeys(("face", "why", "chosen_face", "further", "further_face", "further_why"), "face"),
}
FACE_REASON = 5
"""Characters that the reason for a chosen face needs at least (`kernel_lib.wire.casework.FaceChoice`)."""


class Stand(Protocol):
    """What the rail needs to know of a request in the making."""

    step: str
    request: RequestView | None
    plan: PlanView | None
    answers: Answers

    @property
    def frozen(self) -> bool:
        """Whether the request is submitted."""
        ...


def rail_steps(stand: Stand) -> tuple[Step, ...]:
    """Return the six steps with their states as they stand."""
    if stand.frozen:
        return tuple(Step(step, title, "locked", "done") for step, title in TITLES.items())
    stands = _told(stand)
    return tuple(Step(step, title, *_state(stand, step, stands[step])) for step, title in TITLES.items())


def _state(stand: Stand, step: str, standing: tuple[str, str]) -> tuple[str, str]:
    state, words = standing
    if step == stand.step:
        return "here", "here" if state != "done" else say("here, done")
    return state, words


def _told(stand: Stand) -> dict[str, tuple[str, str]]:
    probe = stand.request.probe if stand.request else None
    stands = {step: _answered(stand.answers.missing(names)) for step, names in GROUPS.items()}
    stands["picture"] = _gate(opened=stand.request is not None, done=probe is not None)
    stands["face"] = _gate(opened=bool(probe and probe.faces), done=probe is not None and probe.chosen_face is not None)
    clear = stand.plan is not None and not stand.plan.open_points
    stands["check"] = _gate(opened=stand.request is not None, done=clear)
    stands["submit"] = _gate(opened=clear, done=False)
    return stands


def _answered(missing: list[str]) -> tuple[str, str]:
    return ("open", say("{count} missing", count=counted(len(missing), "answer"))) if missing else ("done", "done")


def _gate(*, opened: bool, done: bool) -> tuple[str, str]:
    if done:
        return "done", "done"
    return ("open", "open") if opened else ("locked", "locked")


_HELP: dict[str, tuple[tuple[str, ...], str, str]] = {
    "case": (
        (
            "A-01: every search belongs to an occurrence.",
            "A-02, A-03: only offences of the dated list.",
            "A-07: whom the picture shows decides which rules hold.",
            "A-09: protected activity needs a higher approver.",
            "A-10: some purposes are refused.",
            "A-12: an urgent search is approved afterwards, or its result is locked.",
        ),
        "You say where the picture comes from and why it may be searched.",
        "You and the approver. The answers are kept with the request.",
    ),
    "source": (
        (
            "A-04: a lawful source is declared by you.",
            "A-05: live pictures, social media, drawings and identity documents are refused.",
            "A-08: the ground is written in your own words.",
            "B-11: you undertake whom the picture does not show.",
        ),
        "You send the picture.",
        "You, the approver, and whoever reads the case file under law.",
    ),
    "picture": (
        (
            "A-13: the original is kept unchanged with its hash.",
            "A-17: quality is measured and told in words.",
            "A picture is a still, or a frame that you choose from a video of up to a minute; either of up to 50 MiB.",
        ),
        "Every face in the picture is found and framed. You choose one.",
        "You, the approver and two examiners. A new picture replaces this one while the request is a draft.",
    ),
    "face": (
        (
            "A-20: one face is chosen by a person, with a reason; the others are masked.",
            "A-18: below the floor a face cannot be searched; between floor and caution it carries a mark for good.",
        ),
        "You read what the search will do before you submit it.",
        "Examiners see this face only. Choose by click, arrow keys or number.",
    ),
    "check": (
        ("A-25: what the search will do is shown before it is asked for.",),
        "When nothing is open, you submit.",
        "The lines at the left name everybody who will see something.",
    ),
    "submit": (
        ("A-11: somebody else approves.", "A-26: earlier searches of the same picture are shown to the approver."),
        "The request leaves your hands and cannot be changed.",
        "The approver first, then two examiners who work apart.",
    ),
    "after": (
        (
            "A-11: nothing is searched before the approval.",
            "D-09: the second examiner does not see the first one's work.",
        ),
        "Your home page tells you when something waits for you.",
        "The approver and, once approved, the examiners.",
    ),
}


def step_help(step: str) -> Any:
    """Return the panel beside a step: rules in force, what happens next, who will see it."""
    rules, following, seen = _HELP[step]
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(map(told, rules)),
        element("h2", say("What happens next")),
        element("p", told(following)),
        element("h2", say("Who will see it")),
        element("p", told(seen)),
    )
