"""What a request will do, what still stands in its way, its summary, and its state afterwards."""

from kernel_lib.vocabulary import ExigentState, RequestState
from kernel_lib.wire.casework import PlanView, RequestView
from widgets.parts import address
from widgets.parts.markup import Markup, bullets, element, facts, joined, picture
from widgets.parts.wording import day, left, moment
from widgets.words.language import say, told


def plan_markup(plan: PlanView) -> Markup:
    """Return the lines that say what the search will do (A-25)."""
    rows = [joined((element("dt", told(line.heading)), element("dd", told(line.sentence)))) for line in plan.lines]
    return joined((element("h3", say("What the search will do")), element("dl", *rows, class_="lb-facts lb-plan")))


def summary(request: RequestView) -> Markup:
    """Return the request in short, with the chosen face."""
    draft = request.draft
    pairs = (
        (say("Request"), request.number),
        (say("Occurrence number"), draft.occurrence_number),
        (say("Offence"), told(request.offence_text or request.offence_title)),
        (say("Source"), ", ".join(part for part in (draft.source_holder, draft.source_place) if part)),
        (say("Obtained on"), day(draft.source_obtained_on)),
        (say("Ground"), draft.ground),
        (say("Why this face"), request.probe.chosen_why if request.probe else ""),
    )
    return element("div", _chosen(request), facts(pairs), class_="lb-taken-in")


def cautions(request: RequestView) -> Markup:
    """Return the cautions that travel with a request."""
    if not request.cautions:
        return Markup("")
    return element(
        "div",
        element("h3", say("Cautions")),
        bullets(map(told, request.cautions)),
        class_="lb-banner lb-banner--caution",
    )


def after(request: RequestView) -> Markup:
    """Return the state of a submitted request in words, and what may be done now."""
    lines = [
        element("h2", say("Request {number}", number=request.number)),
        element("p", told(request.state_words), class_="lb-state"),
    ]
    lines.append(
        facts(
            (
                (say("Submitted"), moment(request.submitted_at)),
                (say("Occurrence number"), request.draft.occurrence_number),
            )
        )
    )
    if request.offences_version:
        lines.append(
            element(
                "p",
                say(
                    "Offence as the list said, version {offences_version}: {offence_text}",
                    offences_version=request.offences_version,
                    offence_text=request.offence_text,
                ),
            )
        )
    if urgent := urgency(request):
        lines.append(urgent)
    if request.approval and request.state is RequestState.REFUSED:
        lines.append(
            facts(((say("Refused by"), request.approval.decided_by), (say("Reason"), request.approval.reason)))
        )
    if request.lead_id:
        lines.append(_link(say("Open the lead"), address.page("/leads", lead=request.lead_id)))
    return element("div", *lines, class_="lb-after", data_testid="request-state", data_state=request.state.value)


def urgency(request: RequestView) -> Markup:
    """Return how an urgent request stands to its approval, with the time that is left; empty for any other (A-12)."""
    if request.exigent is None or request.due_at is None:
        return Markup("")
    words = {
        ExigentState.WAITING: say(
            "Urgent. The approval must be there by {due_at}: {due_at2} left. Then the result is locked.",
            due_at=moment(request.due_at),
            due_at2=left(request.due_at),
        ),
        ExigentState.OVERDUE: say(
            "Urgent and overdue since {due_at}. The result is locked until a higher approver approves.",
            due_at=moment(request.due_at),
        ),
        ExigentState.APPROVED: say("Urgent, and approved afterwards."),
        ExigentState.REFUSED: say("Urgent, and refused afterwards. The result is locked."),
    }
    return element("div", element("p", words[request.exigent]), class_="lb-banner lb-banner--caution")


def _chosen(request: RequestView) -> Markup:
    probe = request.probe
    if probe is None or probe.chosen_face is None:
        return element("p", say("No face is chosen."), class_="lb-quiet")
    face = next(face for face in probe.faces if face.index == probe.chosen_face)
    return element("div", picture(face.picture, say("Probe"), "lb-crop"), class_="lb-mount lb-crop-mount")


def _link(words: str, href: str) -> Markup:
    return element("p", element("a", words, href=href, class_="lb-button lb-button--primary"))
