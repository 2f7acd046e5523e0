"""The approvals page: requests of others that wait, and the decision on one of them (A-11, A-26)."""

from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import ExigentState, RequestState
from kernel_lib.wire.casework import ApprovalDecision, EarlierSearch, RequestView
from kernel_lib.wire.descriptions import ContradictionDecided
from widgets.pages.approvals_contradiction import Contradiction, contradictions
from widgets.pages.page import Page, help_panel, html
from widgets.pages.search_check import after, cautions, urgency
from widgets.parts import field
from widgets.parts.faces import FacePicker
from widgets.parts.further import further_pictures
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.parts.quality import quality
from widgets.parts.two_step import Choice, TwoStep
from widgets.parts.wording import age, day, left, moment
from widgets.words.language import say, told

_QUESTIONS = ("necessity", "proportionality", "other_means")


class ApprovalsPage(Page):
    """A list with ages, and beside it nothing: one request is decided at a time."""

    title = "Approvals"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.listing = Listing(
            caption=say("Requests that wait for a decision"),
            columns=[say("Request"), say("Occurrence"), say("Offence"), say("Requested by"), say("Waiting for")],
            empty=say("No request waits for a decision."),
        )
        self.listing.when_opened(lambda request_id: self.acts.run(partial(self.open, request_id)))
        self.picker = FacePicker(locked=True)
        self.questions = {made.name: made for made in _questions()}
        self.acts.know(*self.questions.values())
        self.decision = TwoStep(
            self.acts,
            self.conduct,
            Choice(
                say("Approve"), say("Approve this request"), partial(self._preview, True), partial(self.decide, True)
            ),
            Choice(
                say("Refuse"), say("Refuse this request"), partial(self._preview, False), partial(self.decide, False)
            ),
        )
        self.request: RequestView | None = None
        self.contradictions: list[Contradiction] = []

    def fill(self) -> None:
        """Show the list, or the request that the address names."""
        if named := self.query.pop("request", ""):
            self.open(named)
        else:
            self.show_list()

    def show_list(self) -> None:
        """Show the requests that wait."""
        waiting = [each for each in self.client.requests.list() if _undecided(each)]
        self.listing.show((each.id, _row(each)) for each in waiting)
        self.request = None
        self.conduct.keep_address()
        self.contradictions, held = contradictions(
            self.acts, self.conduct, self.client.descriptions.waiting(), self.decide_contradiction
        )
        self.place(html(element("h2", say("Waiting for a decision"))), self.listing, *held, helping=_help())

    def decide_contradiction(self, request_id: str, decision: ContradictionDecided) -> None:
        """Let a lead go out in spite of a contradiction, or end its request without one (D-07)."""
        self.client.descriptions.decide(request_id, decision)
        self.show_list()

    def open(self, request_id: str) -> None:
        """Show one request with everything the decision needs."""
        self.request = self.client.requests.get(request_id)
        for question in self.questions.values():
            question.value = ""
        self.decision.reset()
        self.conduct.keep_address(request=request_id)
        self._draw(self.request)

    def decide(self, approved: bool) -> None:
        """Send the decision; a yes carries the three answers, a no its reason."""
        if self.request is None:
            return
        answers = {name: question.value for name, question in self.questions.items()}
        self.request = self.client.requests.decide(self.request.id, ApprovalDecision(approved=approved, **answers))
        self._draw(self.request)
        self.banner.note(say("Approved.") if approved else say("Refused."), self.request.state_words)

    def _draw(self, request: RequestView) -> None:
        back = self.acts.button(say("Back to the list"), self.show_list)
        back.add_class("lb-button--small")
        if not _undecided(request):
            self.place(back, html(after(request)), helping=_help())
            return
        parts: list[Any] = [back, html(_heading(request)), html(urgency(request)), html(_higher(request))]
        parts.append(html(cautions(request)))
        if request.probe:
            self.picker.show(request.probe, only_chosen=True)
            parts.append(self.picker)
        parts += [html(_answers(request)), html(_earlier(request.earlier)), *self._asked()]
        self.place(*parts, helping=_help())

    def _asked(self) -> list[Any]:
        boxes = [question.box for question in self.questions.values()]
        return [html(element("h3", say("Your decision"))), ipywidgets.VBox(boxes), self.decision.box]

    def _preview(self, approved: bool) -> Markup | None:
        needed = _QUESTIONS if approved else ("reason",)
        missing = [name for name in needed if not self.questions[name].answered]
        if missing or self.request is None:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return None
        following = (
            say("An examiner may then take it, and one search runs.") if approved else say("Nothing is searched.")
        )
        if self.request.exigent:
            following = say("The result stays open.") if approved else say("The result is locked.")
        lines = [
            element(
                "p",
                say("{following} Your decision and your answers are kept, and cannot be changed.", following=following),
            )
        ]
        answers = [(self.questions[name].label, self.questions[name].value) for name in needed]
        return joined((element("h3", say("Request {number}", number=self.request.number)), *lines, facts(answers)))


def _questions() -> tuple[field.Field, ...]:
    return (
        field.text("necessity", say("Why is a face search necessary here?"), say("For a yes."), rows=3),
        field.text("proportionality", say("Why is it proportionate to the offence?"), say("For a yes."), rows=3),
        field.text(
            "other_means", say("Which other means were tried, or why would they fail?"), say("For a yes."), rows=3
        ),
        field.text(
            "reason", say("Reason"), say("For a no; and for a yes where the kind of source asks for it (A-06)."), rows=3
        ),
    )


def _undecided(request: RequestView) -> bool:
    """Whether a decision is still to be made: before the search, or after an urgent one (A-12)."""
    return request.state is RequestState.SUBMITTED or request.exigent in (ExigentState.WAITING, ExigentState.OVERDUE)


def _higher(request: RequestView) -> Markup:
    if not request.higher_for:
        return Markup("")
    rules = say(" and ").join(told(_WHY_HIGHER[rule]) for rule in request.higher_for)
    return element(
        "div", element("p", say("Only a higher approver may approve this: {rules}.", rules=rules)), class_="lb-banner"
    )


_WHY_HIGHER = {"A-07": "the depicted person's role asks for it (A-07)", "A-09": "it shows a protected activity (A-09)"}


def _row(request: RequestView) -> tuple[str, ...]:
    since = request.submitted_at or request.created_at
    waits = age(since) if request.due_at is None else say("urgent: {due_at} left", due_at=left(request.due_at))
    return (request.number, request.draft.occurrence_number, request.offence_title, request.requester, waits)


def _heading(request: RequestView) -> Markup:
    waiting = age(request.submitted_at or request.created_at)
    state = say(
        "{state_words} Submitted {submitted_at}, waiting for {waiting}.",
        state_words=told(request.state_words),
        submitted_at=moment(request.submitted_at),
        waiting=waiting,
    )
    return joined((element("h2", say("Request {number}", number=request.number), tabindex=-1), element("p", state)))


def _answers(request: RequestView) -> Markup:
    draft = request.draft
    protected = {True: say("yes"), False: say("no"), None: ""}[draft.protected_activity]
    pairs = (
        (say("Requested by"), request.requester),
        (say("Occurrence number"), draft.occurrence_number),
        (say("Offence"), told(request.offence_text or request.offence_title)),
        (
            say("List of offences"),
            say("version {offences_version}", offences_version=request.offences_version)
            if request.offences_version
            else "",
        ),
        (say("Purpose"), told(draft.purpose.replace("_", " "))),
        (say("Depicted person"), told(draft.depicted_role.replace("_", " "))),
        *(((say("Stated for this role"), draft.role_statement),) if draft.role_statement else ()),
        (say("Protected activity"), protected),
        *(((say("Imminent harm"), draft.exigent_reason),) if draft.exigent else ()),
        *(((say("Description of the person"), draft.person_described),) if draft.person_described else ()),
        (say("Ground"), draft.ground),
        (say("Kind of source"), told(draft.source_type.replace("_", " "))),
        (say("Given by"), draft.source_holder),
        (say("Obtained on"), day(draft.source_obtained_on)),
        (say("Place"), draft.source_place),
        (say("Authority"), told(draft.source_authority.replace("_", " "))),
        (say("Why this face"), request.probe.chosen_why if request.probe else ""),
    )
    chosen = (
        next((face for face in request.probe.faces if face.index == request.probe.chosen_face), None)
        if request.probe
        else None
    )
    measured = joined((element("h3", say("Quality of the chosen face")), quality(chosen.findings))) if chosen else ""
    return element(
        "div",
        element("div", element("h3", say("Answers")), facts(pairs)),
        element("div", measured, further_pictures(request.further)),
        class_="lb-pair",
    )


def _earlier(earlier: tuple[EarlierSearch, ...]) -> Markup:
    heading = element("h3", say("Earlier searches of the same or a similar picture (A-26)"))
    if not earlier:
        return joined((heading, element("p", say("None."), class_="lb-quiet")))
    columns = (say("Occurrence"), say("Picture"), say("State"), say("Submitted"))
    rows = [_earlier_row(each) for each in earlier]
    return joined((heading, table(say("Earlier searches"), columns, rows, headed=True)))


def _earlier_row(each: EarlierSearch) -> tuple[str, ...]:
    state = each.state.value.replace("_", " ")
    return (each.occurrence_number, each.likeness, state, moment(each.submitted_at))


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("A-11: nobody approves a request of their own; the three answers are recorded."),
                say("A-26: repeated searches of one picture are shown before the decision."),
                say("A-06: a picture supplied by a victim or witness needs a written reason."),
                say("A-07, A-09: victims, witnesses and protected activities need a higher approver."),
                say("A-12: an urgent request is decided after its search; when it is late, by a higher approver."),
            )
        ),
        element("h2", say("What happens next")),
        element(
            "p",
            say(
                "After a yes an examiner takes the request. After a no it is closed, and the requester reads "
                "your reason."
            ),
        ),
        element("h2", say("Who will see it")),
        element("p", say("The requester, auditors, and whoever reads the case file under law.")),
    )
