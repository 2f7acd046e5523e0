"""The page of destruction: what must go in numbers, runs released by two people, proof, lateness, the record keeper."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Role, RunState
from kernel_lib.wire.destruction import DuePreview, KeeperReply, LateExplanation, RunView
from widgets.pages.destruction_markup import (
    REPLIES,
    due_row,
    keeper_row,
    nothing_due,
    progress,
    report_table,
    run_facts,
    run_row,
    sample_table,
)
from widgets.pages.page import Page, help_panel, html
from widgets.parts import field
from widgets.parts.field import Field, as_date
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say, told

_ALL = "all"


class DestructionPage(Page):
    """Lists of what is due, of runs and of requests; each opens into its own act. Nothing is decided here."""

    title = "Destruction runs"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.due = Listing(
            caption=say("Due to be destroyed today"),
            columns=[say("Why"), say("Due"), say("Held by a case"), say("Oldest"), say("Days")],
            empty=say("Nothing is due."),
        )
        self.runs = Listing(
            caption=say("Runs of destruction"),
            columns=[say("Proposed"), say("Pictures in it"), say("State"), say("With certificate")],
            empty=say("There was no run yet."),
        )
        self.runs.when_opened(lambda run_id: self.acts.run(partial(self.open_run, run_id)))
        self.keeper = Listing(
            caption=say("Requests to the RCMP record keeper"),
            columns=[say("Asked"), say("FPS number"), say("Asked again"), say("Ask again on"), say("State")],
            empty=say("Nothing was asked yet."),
        )
        self.keeper.when_opened(lambda request_id: self.acts.run(partial(self.open_request, request_id)))
        self.fields: dict[str, Field] = {}

    def fill(self) -> None:
        """Show the run that the address names, or everything."""
        named = self.query.pop("run", "")
        if named:
            self.open_run(named)
        else:
            self.show_all()

    def show_all(self) -> None:
        """Show what is due, the runs, how the days are kept, and the requests."""
        desk = self.client.destructions
        self.preview, self.report = desk.due(), desk.report()
        self.due.empty = nothing_due(self.preview)
        self.due.show((line.rule, due_row(line)) for line in self.preview.lines)
        self.runs.show((run.id, run_row(run)) for run in desk.runs().runs)
        self.requests = {each.id: each for each in desk.keeper_requests().requests}
        self.keeper.show((each.id, keeper_row(each)) for each in self.requests.values())
        self.place(
            html(element("h2", say("What must go (F-33)"))),
            self.due,
            *self._proposing(self.preview),
            html(element("h2", say("Runs"))),
            self.runs,
            html(element("h2", say("How the days are kept (F-34)"))),
            html(report_table(self.report)),
            *self._explaining(),
            html(element("h2", say("RCMP record keeper (F-36)"))),
            self.keeper,
            helping=_help(),
        )

    def begin_run(self) -> None:
        """Ask what a run is to take."""
        rule = field.choice("rule", say("Take what is due under"), required=True)
        options = [(told(line.sentence), line.rule) for line in self.preview.lines if line.due]
        field.offer(rule, [(say("all rules"), _ALL), *options])
        propose = Choice(say("Propose"), say("Propose this run"), self._preview_run, self.propose)
        self._form(element("h2", say("Propose a run")), (rule,), propose)

    def propose(self) -> None:
        """Send the proposal."""
        rule = str(self.fields["rule"].value)
        run = self.client.destructions.propose("" if rule == _ALL else rule)
        self._done(say("Proposed."), say("{count} pictures wait for two releases.", count=run.planned))

    def open_run(self, run_id: str) -> None:
        """Show one run with its sample, and what may be done with it now."""
        desk = self.client.destructions
        run, sample = desk.run(run_id), desk.sample(run_id)
        title = element("h2", say("Run of destruction"), tabindex=-1)
        fields, choices = self._choices(run)
        shown = joined((title, progress(run), run_facts(run), sample_table(sample)))
        again = [self.acts.button(say("Look again"), partial(self.open_run, run_id))]
        self._form(shown, fields, *choices, above=again if run.state is RunState.RELEASED else [])

    def release(self, run: RunView) -> None:
        """Give one of the two releases."""
        after = self.client.destructions.release(run.id)
        begun = after.state is not RunState.PROPOSED and after.state is not RunState.STOPPED
        self._done(
            say("Released."), say("The work has begun.") if begun else say("The other desk must release it too.")
        )

    def stop(self, run: RunView) -> None:
        """Stop a run, or give it up."""
        reason, desk = self.fields["reason"].value, self.client.destructions
        (desk.stop if run.state is RunState.RELEASED else desk.give_up)(run.id, reason)
        self._done(say("Stopped."), "")

    def explain(self) -> None:
        """Send why something is late."""
        until = as_date(self.fields["until"].value) or date.min
        asked = LateExplanation(rule=self.fields["rule"].value, until=until, reason=self.fields["reason"].value)
        self.client.destructions.explain(asked)
        self._done(say("The explanation is kept."), "")

    def begin_explanation(self) -> None:
        """Ask which lateness is explained, and until when."""
        rule = field.choice("rule", say("What is late"), required=True)
        field.offer(rule, [(told(line.sentence), line.rule) for line in self.report.lines if line.late])
        fields = (rule, field.day("until", say("Stands until"), required=True), _reason(say("Why it is late")))
        keep = Choice(say("Explain"), say("Keep this explanation"), self._preview, self.explain)
        self._form(element("h2", say("Explain what is late")), fields, keep)

    def open_request(self, request_id: str) -> None:
        """Show a request, and take its reply."""
        request = self.requests[request_id]
        pairs = [(say("Lineage"), request.lineage_id), (say("FPS number"), request.fps_number)]
        heading = joined((element("h2", say("Request to the record keeper"), tabindex=-1), facts(pairs)))
        if request.reply or Role.RECORDS_CLERK not in self.account.roles:
            self._form(heading, ())
            return
        reply = field.choice("reply", say("Reply"), required=True)
        field.offer(reply, [(say(words), key) for key, words in REPLIES.items() if key])
        fields = (reply, field.day("replied_on", say("Replied on"), required=True))
        keep = Choice(say("Record the reply"), say("Keep this reply"), self._preview, partial(self.answer, request_id))
        again = Choice(
            say("Asked again"), say("Record that it was asked again"), _asked_again, partial(self.chase, request_id)
        )
        self._form(heading, fields, keep, again)

    def answer(self, request_id: str) -> None:
        """Record the keeper's reply."""
        replied = as_date(self.fields["replied_on"].value) or date.max
        told_by = KeeperReply(reply=self.fields["reply"].value, replied_on=replied)
        self.client.destructions.answer(request_id, told_by)
        self._done(say("The reply is kept."), "")

    def chase(self, request_id: str) -> None:
        """Record that the keeper was asked again."""
        self.client.destructions.chase(request_id)
        self._done(say("Recorded."), "")

    # Private

    def _proposing(self, preview: DuePreview) -> list[Any]:
        if not preview.due or not self._may_act:
            return []
        return [self.acts.button(say("Propose a run"), self.begin_run, primary=True)]

    def _explaining(self) -> list[Any]:
        if not self.report.unexplained or Role.COMPLIANCE not in self.account.roles:
            return []
        return [self.acts.button(say("Explain what is late"), self.begin_explanation)]

    @property
    def _may_act(self) -> bool:
        return bool({Role.RECORDS_CLERK, Role.COMPLIANCE} & set(self.account.roles))

    def _choices(self, run: RunView) -> tuple[tuple[Field, ...], tuple[Choice, ...]]:
        waits = run.state in (RunState.PROPOSED, RunState.STOPPED)
        if not self._may_act or not (waits or run.state is RunState.RELEASED):
            return (), ()
        reason = field.text("reason", say("Reason of the stop"), say("It is kept in the record."), rows=3)
        if not waits:
            return (reason,), (
                Choice(say("Stop"), say("Stop this run now"), self._preview_stop, partial(self.stop, run)),
            )
        line = say(
            "{count} pictures are destroyed for good, in every store. Nothing brings them back.", count=run.planned
        )
        release = Choice(
            say("Release"), say("Release their destruction"), lambda: element("p", line), partial(self.release, run)
        )
        give_up = Choice(say("Give up"), say("Give this run up"), self._preview_stop, partial(self.stop, run))
        return (reason,), (release, give_up)

    def _form(self, heading: Markup, fields: tuple[Field, ...], *choices: Choice, above: Sequence[Any] = ()) -> None:
        self.fields = {each.name: each for each in fields}
        self.acts.fields.clear()
        self.acts.know(*fields)
        back = self.acts.button(say("Back to all runs"), self.show_all)
        back.add_class("lb-button--small")
        parts: list[Any] = [back, *above, html(heading), ipywidgets.VBox([each.box for each in fields])]
        if choices:
            parts.append(TwoStep(self.acts, self.conduct, *choices).box)
        self.place(*parts, helping=_help())

    def _done(self, heading: str, reason: str) -> None:
        self.show_all()
        self.banner.note(heading, reason)

    def _preview(self) -> Markup | None:
        missing = [name for name, each in self.fields.items() if not each.answered]
        if missing:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return None
        return facts([(each.label, str(each.value)) for each in self.fields.values()])

    def _preview_stop(self) -> Markup | None:
        if not str(self.fields["reason"].value or "").strip():
            self.acts.complain({"reason": say("Please answer this.")})
            return None
        return element("p", say("What was removed stays removed. To go on, both desks release the run again."))

    def _preview_run(self) -> Markup | None:
        if self._preview() is None:
            return None
        rule = self.fields["rule"].value
        count = sum(line.due for line in self.preview.lines if rule in (_ALL, line.rule))
        return element("p", say("{count} pictures. Nothing is destroyed before two people release it.", count=count))


def _reason(label: str) -> Field:
    return field.text("reason", label, say("It is kept in the record."), required=True, rows=3)


def _asked_again() -> Markup:
    return element("p", say("The day for asking again moves on."))


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("F-33: a run names what was previewed; records and compliance release it, each after a look."),
                say("F-32: a certificate is made only when every store was looked at again and holds nothing."),
                say("F-35: what is held waits; what the law itself orders does not."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("Files, templates, index entries and rows go. The lineage and its certificate stay.")),
    )
