"""The page of reports: run one, look at its runs, propose and release them; what runs by itself; samples for audit."""

from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Role
from kernel_lib.wire.reports import BlockView, ReportAbout, ReportDeskView, ReportJobView, ReportOrder, ReportRunView
from widgets.pages.page import Page, html
from widgets.pages.reports_markup import (
    about_report,
    block_list,
    help_for_reports,
    period,
    run_about,
    run_facts,
    run_row,
    schedule_table,
)
from widgets.pages.reports_running import Ordering, Watched
from widgets.pages.reports_samples import Samples
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say, told

_SEES_SCHEDULE = frozenset({Role.COMPLIANCE, Role.AUDITOR})
_PROPOSES = frozenset({Role.COMPLIANCE})
_RELEASES = frozenset({Role.COMPLIANCE, Role.HIGHER_APPROVER})


class ReportsPage(Page):
    """Lists of reports, of runs and of samples; each opens into its own act. Nothing is decided here."""

    title = "Reports"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.reports = Listing(caption=say("Reports"), columns=[say("Report"), say("For")])
        self.reports.empty = say("None of your roles runs a report.")
        self.reports.when_opened(lambda name: self.acts.run(partial(self.open_report, name)))
        columns = (say("Report"), say("Period"), say("Data up to"), say("Checks"), say("State"), say("Begun"))
        self.runs = Listing(caption=say("Runs of reports"), columns=list(columns))
        self.runs.empty = say("No report was run yet.")
        self.runs.when_opened(lambda run_id: self.acts.run(partial(self.open_run, run_id)))
        self.watched = Watched(self.acts, lambda: self.client, self.ended)
        self.samples = Samples(self.acts, lambda: self.client, self._with_back)
        self.desk = ReportDeskView(reports=(), runs=(), jobs=())

    def fill(self) -> None:
        """Show the run that the address names, or everything."""
        named = self.query.pop("run", "")
        self._read()
        if named in {each.run_id for each in self.desk.runs}:
            self._show_run(named)
        else:
            self._place_all()

    def show_all(self) -> None:
        """Read everything anew and show it."""
        self._read()
        self._place_all()

    def open_report(self, name: str) -> None:
        """Show what one report is for, and ask what it must be told."""
        about = self._about(name)
        ordering = Ordering(self.acts, about, self.account, self.order)
        self.acts.fields.clear()
        ordering.form.know()
        self._with_back(html(about_report(about)), ordering.form.box)

    def order(self, order: ReportOrder) -> None:
        """Have the service run a report, and show how far it is."""
        self._watch(self.client.reports.order(order))

    def ended(self, job: ReportJobView) -> None:
        """Show what a report has come to."""
        if job.run_id:
            self.open_run(job.run_id)
        else:
            self.show_all()
        told_now = {"done": say("The report is ready."), "stopped": say("The report was stopped.")}
        heading = told_now.get(job.state, say("The report failed."))
        self.banner.note(heading, say("It is a draft.") if job.state == "done" else told(job.message))

    def open_run(self, run_id: str) -> None:
        """Show one run with its files, and what may be done with it now."""
        self._read()
        self._show_run(run_id)

    def propose(self, run: ReportRunView) -> None:
        """Propose that a draft go out."""
        self.client.figures.propose(run.run_id)
        self._done(say("Proposed."), say("A second person, who neither ran nor proposed it, releases it."), run)

    def release(self, run: ReportRunView) -> None:
        """Release what somebody else ran and proposed."""
        self.client.figures.release(run.run_id)
        self._done(say("Released."), say("From now on nobody can change it."), run)

    # Private

    def _read(self) -> None:
        self.desk = self.client.reports.desk()

    def _about(self, name: str) -> ReportAbout:
        return next(each for each in self.desk.reports if each.name == name)

    def _holds(self, roles: frozenset[Role]) -> bool:
        return bool(roles & set(self.account.roles))

    def _place_all(self) -> None:
        self.conduct.keep_address()
        runnable = [each for each in self.desk.reports if each.runnable]
        purposes = {each.name: str(told(each.purpose)) for each in runnable}
        self.reports.show(((each.name, [told(each.title), told(each.audience)]) for each in runnable), purposes)
        self.runs.show(
            ((each.run_id, run_row(each)) for each in self.desk.runs),
            {each.run_id: run_about(each) for each in self.desk.runs},
        )
        self.runs.filter = say("Filter runs") if self.desk.runs else ""
        running: list[Any] = []
        for job in self.desk.jobs[:1]:
            words = say("{title} runs now: look", title=told(self._about(job.report).title))
            running.append(self.acts.button(words, partial(self._watch, job), primary=True))
        parts = [html(element("h2", say("Runs of reports"))), self.runs]
        if runnable:
            parts = [html(element("h2", say("Run a report"))), self.reports, *parts]
        self.place(*running, *parts, *self._overseeing(), helping=help_for_reports())

    def _overseeing(self) -> list[Any]:
        if not self._holds(_SEES_SCHEDULE):
            return []
        self.samples.fill()
        schedule = joined((element("h2", say("What runs by itself")), schedule_table(self.client.figures.schedule())))
        draw = self.acts.button(say("Draw a month"), self.samples.begin)
        return [html(schedule), html(element("h2", say("Samples for audit"))), self.samples.months, draw]

    def _watch(self, job: ReportJobView) -> None:
        title = told(self._about(job.report).title)
        self._with_back(html(element("h2", say("{title} is being run", title=title), tabindex=-1)), self.watched.box)
        self.watched.follow(job)

    def _show_run(self, run_id: str) -> None:
        run = next(each for each in self.desk.runs if each.run_id == run_id)
        self.conduct.keep_address(run=run_id)
        waits = run.state in ("draft", "proposed")
        blocks = self._about(run.report).blocks if waits else ()
        choices = self._choices(run, blocks)
        parts: list[Any] = [html(run_facts(run, blocks))]
        if choices:
            parts.append(TwoStep(self.acts, self.conduct, *choices).box)
        self._with_back(*parts)

    def _choices(self, run: ReportRunView, blocks: tuple[BlockView, ...]) -> list[Choice]:
        preview = partial(_preview, run, blocks)
        if run.state == "draft" and self._holds(_PROPOSES):
            words = say("Propose for release"), say("Propose this report")
            return [Choice(*words, preview, partial(self.propose, run))]
        if run.state == "proposed" and self._holds(_RELEASES):
            words = say("Release"), say("Release this report")
            return [Choice(*words, preview, partial(self.release, run))]
        return []

    def _with_back(self, *parts: Any) -> None:
        self.watched.leave()
        back = self.acts.button(say("Back to all reports"), self.show_all)
        back.add_class("lb-button--small")
        self.place(back, ipywidgets.VBox(list(parts)), helping=help_for_reports())

    def _done(self, heading: str, reason: str, run: ReportRunView) -> None:
        self.open_run(run.run_id)
        self.banner.note(heading, reason)


def _preview(run: ReportRunView, blocks: tuple[BlockView, ...]) -> Markup:
    rows = [
        (say("Report"), told(run.title)),
        (say("Period"), period(run.parameters)),
        (say("Checks that it passed"), str(len(run.checks))),
        (say("Files"), ", ".join(run.files)),
    ]
    stands = [say("Something keeps it from going out, so this will be refused:")] if blocks else []
    proposed = say("The files are taken in by their hashes. Another person looks at them and releases them.")
    released = say("From now on nobody can change it, and it may leave the service.")
    own = say("You ran or proposed it: somebody else must release it.") if run.state == "proposed" and run.own else ""
    return joined(
        (
            element("p", proposed if run.state == "draft" else released),
            facts(rows),
            *(element("p", each) for each in (*stands, own) if each),
            block_list(blocks) if blocks else "",
        )
    )
