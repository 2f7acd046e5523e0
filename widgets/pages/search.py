"""The search page: a request in six steps, from the case to its submission."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.casework import PlanView, RequestDraft, RequestView
from widgets.pages.page import Connect, Page, html
from widgets.pages.search_answers import Answers
from widgets.pages.search_check import after, cautions, plan_markup, summary
from widgets.pages.search_frames import FrameStep
from widgets.pages.search_further import FurtherStep
from widgets.pages.search_picture import FaceStep, PictureStep
from widgets.pages.search_steps import FACE_REASON, GROUPS, ORDER, TITLES, WHERE, rail_steps, step_help
from widgets.parts.markup import element
from widgets.parts.steps import StepRail
from widgets.parts.wording import counted
from widgets.words.language import say, told


class SearchPage(Page):
    """One request. Each step saves the draft before it is left, so a reload comes back to the same place."""

    title = "Search request"

    def __init__(self, connect: Connect, query: Mapping[str, str] | None = None) -> None:
        super().__init__(connect, query)
        self.answers = Answers()
        self.picture = PictureStep()
        self.frames = FrameStep(self.acts.button(say("Use this frame"), self.use_frame, primary=True))
        self.face = FaceStep()
        self.further = FurtherStep(self.acts, self.choose_too, self.take_out, self.add_frame)
        self.further.intake.when_sent(lambda: self.acts.run(self.received_too), self._refused)
        self.rail = StepRail()
        self.step = "case"
        self.request: RequestView | None = None
        self.plan: PlanView | None = None
        self._saved: RequestDraft | None = None
        self.acts.know(*self.answers.fields.values(), self.face.why)
        for answer in self.acts.fields.values():
            answer.control.observe(lambda _: self._typed(), "value")
        self.rail.when_asked(lambda step: self.acts.run(partial(self.leave_for, step)))
        self.picture.intake.when_sent(lambda: self.acts.run(self.received), self._refused)

    def fill(self) -> None:
        """Read what a request may be made of, and the request that the address names."""
        self.answers.offer(self.client.requests.form())
        if named := self.query.get("request"):
            self._take(self.client.requests.get(named))
            self.answers.show(self._request.draft)
            self.step = self._resume()
        self.conduct.unsaved = False
        self.draw()

    def leave_for(self, step: str) -> None:
        """Save what this step holds, then go to another."""
        if not self.frozen:
            self.keep()
        self.step = step
        if step in ("check", "submit") and self.request is not None and not self.frozen:
            self.plan = self.client.requests.plan(self.request.id)
        self.draw()
        self.conduct.focus(".lb-work h2")

    def keep(self) -> None:
        """Save the draft, opening the request at its first answers, and the chosen face with its reason."""
        draft = self.answers.draft()
        if self.request is None:
            self._take(self.client.requests.open(draft))
        elif draft not in (self.request.draft, self._saved):
            self._take(self.client.requests.save(self.request.id, draft))
        self._saved = draft
        if self.step == "face":
            self._keep_face()
        self.conduct.unsaved = False

    def received(self) -> None:
        """A file was taken in: read the request again, and go on to the face, or to the frames of a video."""
        self._take(self.client.requests.get(self._request.id))
        self._go_to_face()
        if (recording := self._request.recording) and self._request.probe is None:
            followed = counted(len(recording.faces), "face")
            self.conduct.focus(".lb-frames h3")
            self.conduct.said = say("The video is taken in. {followed} followed. Choose a frame.", followed=followed)
            return
        found = len(self._request.probe.faces) if self._request.probe else 0
        self.conduct.said = say("The picture is taken in. {found} found.", found=counted(found, "face"))

    def use_frame(self) -> None:
        """Make the chosen frame the probe, and go on to the face."""
        frame = self.frames.demand()
        self._take(self.client.requests.choose_frame(self._request.id, frame.number))
        self._go_to_face()
        self.conduct.said = say("The frame at {moment} is the picture of this request.", moment=frame.moment)

    def received_too(self) -> None:
        """A further picture was taken in: read the request again."""
        self._take(self.client.requests.get(self._request.id))

    def add_frame(self) -> None:
        """Add the frame that is chosen in the strip as a further picture."""
        self._take(self.client.requests.add_frame(self._request.id, self.frames.demand().number))

    def choose_too(self, further_id: str, face: int, why: str) -> None:
        """Choose the face in a further picture."""
        self._take(self.client.requests.choose_in_further(self._request.id, further_id, face, why))

    def take_out(self, further_id: str) -> None:
        """Take a further picture out of the draft."""
        self._take(self.client.requests.drop_further(self._request.id, further_id))

    def submit(self) -> None:
        """Submit the request for approval."""
        self._take(self.client.requests.submit(self._request.id))
        self.draw()
        self.conduct.focus(".lb-work h2")

    def draw(self) -> None:
        """Place the step and the rail as they stand."""
        self.rail.show(rail_steps(self))
        if self.frozen:
            shown = (after(self._request), cautions(self._request), summary(self._request))
            self.place(*map(html, shown), steps=self.rail, helping=step_help("after"))
            return
        heading = html(element("h2", f"{ORDER.index(self.step) + 1} {told(TITLES[self.step])}", tabindex=-1))
        self.place(heading, *self._work(), self._buttons(), steps=self.rail, helping=step_help(self.step))

    @property
    def frozen(self) -> bool:
        """Whether the request has left its requester's hands."""
        return self.request is not None and self.request.state is not RequestState.DRAFT

    @property
    def _request(self) -> RequestView:
        if self.request is None:
            raise Unacceptable("request.none", say("There is no request yet."), say("Answer the first step and go on."))
        return self.request

    def _take(self, request: RequestView) -> None:
        changed = self.request is None or self.request.id != request.id
        if self.request is not None and request != self.request:
            self.plan = None
        self.request = request
        self.picture.show(request.id, request.probe)
        self.frames.show(request.recording)
        self.further.show(request)
        if request.probe:
            self.face.show(request.probe)
        if changed:
            self.conduct.keep_address(request=request.id)

    def _typed(self) -> None:
        self.conduct.unsaved = not self.frozen

    def _go_to_face(self) -> None:
        self.step = "face" if self._request.probe and self._request.probe.faces else "picture"
        self.draw()
        self.conduct.focus(".lb-work h2")

    def _keep_face(self) -> None:
        chosen, why = self.face.picker.chosen, self.face.why.value
        probe = self._request.probe
        if probe is None or chosen < 0 or (chosen == probe.chosen_face and why == probe.chosen_why):
            return
        if len(why) < FACE_REASON:
            raise Unacceptable(
                "A-20",
                say("A face is chosen without a reason."),
                say("Say in a few words why this face."),
                fields={"why": say("Give a reason of at least {face_reason} characters.", face_reason=FACE_REASON)},
            )
        self._take(self.client.requests.choose_face(self._request.id, chosen, why))

    def _resume(self) -> str:
        for step in ORDER[:2]:
            if self.answers.missing(GROUPS[step]):
                return step
        probe = self._request.probe
        if probe is None or not probe.faces:
            return "picture"
        return "face" if probe.chosen_face is None else "case"

    def _refused(self, error: Exception) -> None:
        def again() -> None:
            raise error

        self.acts.run(again)

    def _work(self) -> list[Any]:
        shown: dict[str, Callable[[], list[Any]]] = {
            "case": lambda: [self.answers.case_box],
            "source": lambda: [self.answers.source_box],
            "picture": lambda: [self.picture.box, self.frames.box] if self._request.recording else [self.picture.box],
            "face": lambda: [self.face.box, self.further.box],
            "check": self._check,
            "submit": lambda: [html(summary(self._request)), html(element("p", told(_SUBMITTING)))],
        }
        return shown[self.step]()

    def _check(self) -> list[Any]:
        if self.plan is None:
            return [html(element("p", say("The plan could not be read. Go back and come again."), class_="lb-empty"))]
        parts = [html(plan_markup(self.plan)), html(cautions(self._request))]
        if not self.plan.open_points:
            return [*parts, html(element("p", say("Nothing stands in the way of submitting."), class_="lb-banner"))]
        links = [self._open_point(name, message) for name, message in self.plan.open_points.items()]
        return [html(element("h3", say("Still to be done before submitting"))), *links, *parts]

    def _open_point(self, name: str, message: str) -> Any:
        step = WHERE.get(name, "case")

        def go() -> None:
            self.leave_for(step)
            if name in self.acts.fields:
                self.acts.fields[name].error = message
            self.conduct.focus(f".lb-at-{name}")

        button = self.acts.button(f"{told(TITLES[step])}: {told(message)}", go)
        button.add_class("lb-open-point")
        return button

    def _buttons(self) -> Any:
        at = ORDER.index(self.step)
        buttons = []
        if at > 0:
            buttons.append(self.acts.button(say("Back"), partial(self.leave_for, ORDER[at - 1])))
        if self.step == "submit":
            buttons.append(self.acts.button(say("Submit for approval"), self.submit, primary=True))
        else:
            buttons.append(self.acts.button(say("Save and go on"), self._go_on, primary=True))
        row = ipywidgets.HBox(buttons)
        row.add_class("lb-actions")
        return row

    def _go_on(self) -> None:
        at = ORDER.index(self.step)
        if self.step in GROUPS and (missing := self.answers.missing(GROUPS[self.step])):
            self.keep()
            self.rail.show(rail_steps(self))
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return
        self.leave_for(self._next_open(at))

    def _next_open(self, at: int) -> str:
        self.keep()
        states = {step.id: step.state for step in rail_steps(self)}
        following = ORDER[at + 1]
        if following == "submit" and self.plan and self.plan.open_points:
            raise Unacceptable(
                "A-25",
                say("Something is still open."),
                say("Finish the points on this page first."),
                fields=self.plan.open_points,
            )
        if states[following] == "locked":
            raise Unacceptable("A-20", *_LOCKED[following])
        return following


_LOCKED = {
    "face": ("No picture with a face is taken in yet.", "Send the picture first, or choose a frame of the video."),
    "check": ("No face is chosen yet.", "Choose the face to be searched and say why."),
    "submit": ("Something is still open.", "Finish the points on this page first."),
}
_SUBMITTING = (
    "After you submit, the request cannot be changed. Somebody else decides on it; nothing is searched before."
)
