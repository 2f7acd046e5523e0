"""The page of known tasks: propose, register by a second person, retire, and see how reviewers answer (D-11)."""

from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import KnownTaskState, Role
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.known_tasks import KnownTaskDecision, KnownTaskEnd, KnownTaskProposal, KnownTaskView
from widgets.pages.known_tasks_markup import scores, task_facts, task_row
from widgets.pages.page import Page, help_panel, html
from widgets.parts import field
from widgets.parts.field import Field
from widgets.parts.intake import Intake
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say, told


class KnownTasksPage(Page):
    """For compliance every task and every score; for whoever decides what waits for them. Nothing is decided here."""

    title = "Known tasks"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        columns = [say("Proposed"), say("Source"), say("Answer"), say("State"), say("Answers")]
        self.tasks = Listing(caption=say("Known tasks"), columns=columns, empty=say("There is no known task yet."))
        self.tasks.when_opened(lambda task_id: self.acts.run(partial(self.open, task_id)))
        self.intake = Intake()
        self.intake.words = say("Drop a picture of the one person here, or")
        self.intake.when_sent(lambda: self.acts.run(self.received), self._refused)
        self.fields: dict[str, Field] = {}
        self.sources: tuple[ChoiceView, ...] = ()
        self.held: dict[str, KnownTaskView] = {}
        self._opened = ""

    def fill(self) -> None:
        """Read everything and show it."""
        self.show_all()

    def show_all(self) -> None:
        """Show the list and, for compliance, the scores."""
        parts: list[Any] = [self.tasks]
        if self._proposes:
            known = self.client.known_tasks.list()
            self.sources = known.sources
            parts += [self.acts.button(say("Propose a known task"), self.begin, primary=True), html(scores(known))]
            self._hold(known.tasks)
        else:
            self._hold(self.client.known_tasks.waiting().tasks)
        self.place(*parts, helping=_help())

    def begin(self) -> None:
        """Ask for source, authority and answer; the picture comes next."""
        source = field.choice("source", say("Where the picture comes from"), _hints(self.sources), required=True)
        field.offer(source, [(each.title, each.id) for each in self.sources])
        authority = field.text(
            "authority", say("Written authority"), say("Who allowed it, where that is kept."), required=True, rows=3
        )
        options = [("A person in the gallery", True), ("Nobody in the gallery", False)]
        same = field.radios("same", say("The picture shows"), options, required=True)
        number = field.text("subject_number", say("Subject number"), say("Only for a person in the gallery."))
        heading = element("h2", say("Propose a known task"), tabindex=-1)
        self._form(heading, (source, authority, same, number), self.acts.button(say("Go on"), self.propose))

    def propose(self) -> None:
        """Send the proposal, then ask for its picture."""
        if not self._complete():
            return
        given = {name: each.value for name, each in self.fields.items()}
        task = self.client.known_tasks.propose(KnownTaskProposal(**given))
        self.held[task.id] = task
        self.open(task.id)

    def received(self) -> None:
        """Show the task with the picture that was taken in."""
        self.show_all()
        self.open(self._opened)
        self.banner.note(say("The picture is taken in."), say("Another person decides; nothing is searched before."))

    def open(self, task_id: str) -> None:
        """Show one task, and what may be done with it now."""
        task, self._opened = self.held[task_id], task_id
        heading = joined((element("h2", say("Known task"), tabindex=-1), task_facts(task)))
        if task.state is KnownTaskState.DRAFTED and task.own:
            self.intake.address = f"/leadbook/known-tasks/{task.id}/picture"
            self._form(heading, (), self.intake)
        elif task.state is KnownTaskState.PROPOSED and not task.own:
            yes = Choice(say("Register"), say("Register this task"), self._preview, partial(self.decide, True))
            no = Choice(say("Turn down"), say("Turn this task down"), self._preview, partial(self.decide, False))
            self._form(heading, (_reason(),), TwoStep(self.acts, self.conduct, yes, no).box)
        elif task.state is KnownTaskState.REGISTERED and self._proposes:
            end = Choice(say("Retire"), say("Retire this task"), self._preview, self.retire)
            self._form(heading, (_reason(),), TwoStep(self.acts, self.conduct, end).box)
        else:
            self._form(heading, ())

    def decide(self, approved: bool) -> None:
        """Send the decision on a proposal."""
        decision = KnownTaskDecision(approved=approved, reason=self.fields["reason"].value)
        self.client.known_tasks.decide(self._opened, decision)
        self._done(say("Registered. It goes out from now on.") if approved else say("Turned down."))

    def retire(self) -> None:
        """Let the opened task be given out no more."""
        self.client.known_tasks.retire(self._opened, KnownTaskEnd(reason=self.fields["reason"].value))
        self._done(say("Retired. Answers that were locked stay counted."))

    @property
    def _proposes(self) -> bool:
        return Role.COMPLIANCE in self.account.roles

    def _hold(self, tasks: tuple[KnownTaskView, ...]) -> None:
        self.held = {each.id: each for each in tasks}
        self.tasks.show((each.id, task_row(each)) for each in tasks)

    def _form(self, heading: Markup, fields: tuple[Field, ...], *acts: Any) -> None:
        self.fields = {each.name: each for each in fields}
        self.acts.fields.clear()
        self.acts.know(*fields)
        back = self.acts.button(say("Back to the known tasks"), self.show_all)
        back.add_class("lb-button--small")
        self.place(back, html(heading), ipywidgets.VBox([each.box for each in fields]), *acts, helping=_help())

    def _done(self, words: str) -> None:
        self.show_all()
        self.banner.note(words, "")

    def _complete(self) -> bool:
        missing = [name for name, each in self.fields.items() if name != "subject_number" and not each.answered]
        if self.fields["same"].value and not self.fields["subject_number"].answered:
            missing.append("subject_number")
        if missing:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
        return not missing

    def _preview(self) -> Markup | None:
        reason = self.fields["reason"]
        if not reason.answered:
            self.acts.complain({"reason": say("Please answer this.")})
            return None
        line = say("Your decision and its reason are kept. Registering searches the picture once.")
        return joined((element("p", line), facts([(reason.label, str(reason.value))])))

    def _refused(self, error: Exception) -> None:
        def again() -> None:
            raise error

        self.acts.run(again)


def _reason() -> Field:
    return field.text("reason", say("Reason"), say("It is kept in the record."), required=True, rows=3)


def _hints(sources: tuple[ChoiceView, ...]) -> str:
    return " ".join(told(each.note) for each in sources)


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("D-11: tasks with known answers measure how often reviewers err."),
                say("A picture of casework is never taken; the service compares and refuses it."),
                say("One person proposes with a written authority, another one registers it."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("A registered task goes out among blind examinations; nobody can tell it before the lock.")),
        element("h2", say("Who will see it")),
        element("p", say("Reviewers see their own results only; there is no ranking (H-09).")),
    )
