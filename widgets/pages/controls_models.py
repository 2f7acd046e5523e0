"""The face model on the page of controls: what a change would do to past lists, told before it is made (F-11, W-19)."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.client import Client
from kernel_lib.vocabulary import Role
from kernel_lib.wire.audit import AnswerView
from kernel_lib.wire.models import ImpactAsked, ImpactView, ListChanges, ModelsView, ModelView, SideAccuracy
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.bars import bars
from widgets.parts.conduct import Conduct
from widgets.parts.form import Answers, Form
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.parts.two_step import Choice, TwoStep
from widgets.parts.wording import moment
from widgets.words.language import number, say, told

MOVES = {
    "same": "At the same place",
    "nearer": "Further up the list",
    "further": "Further down the list",
    "off_list": "No longer on the list",
    "onto_list": "Only now on the list",
    "on_neither": "On neither list",
    "not_held": "Not in the gallery of today",
}
ENTRIES = {"stay": "Entries that stay", "enter": "Entries that enter", "leave": "Entries that leave"}


class ModelsPanel:
    """Registered models and reports; compliance files a report, an administrator makes the change."""

    def __init__(self, acts: Acts, conduct: Conduct, client: Client, roles: frozenset[Role]) -> None:
        self._acts, self._conduct, self._client, self._roles = acts, conduct, client, roles
        self.view: ModelsView = client.models.held()
        self.reports = Listing(
            caption=say("Reports on a change of the model"),
            columns=[say("Number"), say("Filed"), say("Other model"), say("Searches"), say("Lists that change")],
            empty=say("No report was filed yet."),
        )
        self.reports.when_opened(lambda sha256: acts.run(partial(self.open, sha256)))
        self.opened = html("")
        self.box = ipywidgets.VBox([])
        self._draw()

    def open(self, sha256: str) -> None:
        """Show one report."""
        report = next(each for each in self.view.reports if each.sha256 == sha256)
        self.opened.value = report_section(report)

    def report(self, given: Answers) -> None:
        """Have a report made and filed, and show it."""
        filed = self._client.models.report(ImpactAsked(model=given["model"], evaluation_set=given["evaluation_set"]))
        self.view = self._client.models.held()
        self._draw()
        self.open(filed.sha256)

    def switch(self, model: ModelView) -> None:
        """Take a model into use at the next start."""
        self.view = self._client.models.switch(model.name)
        self._draw()

    # Private

    def _draw(self) -> None:
        self.reports.show((each.sha256, _row(each)) for each in self.view.reports)
        self._acts.fields.clear()
        parts: list[Any] = [html(_heading(self.view)), self.reports, self.opened]
        others = [each for each in self.view.models if not each.next_start]
        if Role.COMPLIANCE in self._roles and (weighed := [each for each in self.view.models if not each.in_use]):
            parts.append(self._form(weighed))
        if Role.ADMINISTRATOR in self._roles and others:
            parts.append(TwoStep(self._acts, self._conduct, *map(self._choice, others)).box)
        self.box.children = parts

    def _form(self, models: list[ModelView]) -> Any:
        chosen = field.choice("model", say("Which model"), say("Its templates are made beside first."), required=True)
        field.offer(chosen, [(each.name, each.name) for each in models])
        labelled = field.text("evaluation_set", say("Labelled set"), say("Searched by both models; may stay empty."))
        form = Form(self._acts, say("File a report"), (chosen, labelled), say("Reckon and file"), self.report)
        self.form = form
        form.know()
        return form.box

    def _choice(self, model: ModelView) -> Choice:
        words = say("Use {model} from the next start on", model=model.name)
        return Choice(words, say("Use it from the next start on"), _preview(model), partial(self.switch, model))


def report_section(report: ImpactView) -> Markup:
    """Return one report: what was searched, which lists and leads move, the scales, and accuracy beside it."""
    heading = element("h3", say("Report {number}: {model}", number=report.number, model=report.new.model_id))
    pairs = [
        (say("Filed"), moment(report.filed_at)),
        (say("Model in use then"), report.old.model_id),
        (say("Pictures and people, in use"), _size(report.old.pictures, report.old.people)),
        (say("Pictures and people, other"), _size(report.new.pictures, report.new.people)),
        (say("Pictures without a template of the other"), number(report.without)),
        (say("Searches run again"), number(report.replayed)),
        (say("Searches left out, their picture is gone"), number(report.left_out)),
    ]
    few = say("Counts from 1 to {most} are not told.", most=report.smallest_cell - 1)
    parts = [
        heading,
        facts(pairs),
        _lists(report),
        element("p", few, class_="lb-quiet"),
        _leads(report),
        _scale(report),
    ]
    if report.accuracy:
        parts.append(_accuracy(report))
    return joined((*parts, bullets(tuple(told(each) for each in report.statements))))


# Private


def _heading(view: ModelsView) -> Markup:
    rows = [
        (each.name, told(_state(each)), say("yes") if each.casework else say("no"), _of(each)) for each in view.models
    ]
    columns = (say("Model"), say("State"), say("For casework"), say("Eligible pictures with a template"))
    why = say("No service that has searched before changes its model without a report on file.")
    past = say("Past searches of your service: {count}.", count=number(view.past_searches))
    return joined(
        (
            element("h2", say("Change of the face model (F-11)"), tabindex=-1),
            element("p", why),
            table(say("Registered models"), columns, rows, frozenset({3})),
            element("h3", say("Reports")),
            element("p", past),
        )
    )


def _state(model: ModelView) -> str:
    if model.in_use:
        return "in use" if model.next_start else "in use until the next start"
    return "from the next start on" if model.next_start else "registered"


def _of(model: ModelView) -> str:
    return say("{count} of {all}", count=number(model.templates), all=number(model.eligible))


def _size(pictures: int, people: int) -> str:
    return say("{pictures} pictures, {people} people", pictures=number(pictures), people=number(people))


def _row(report: ImpactView) -> tuple[str, ...]:
    changed = _count(report.in_force.lists["changed"])
    return (str(report.number), moment(report.filed_at), report.new.model_id, number(report.replayed), changed)


def _count(count: int | None) -> str:
    return say("few") if count is None else number(count)


def _lists(report: ImpactView) -> Markup:
    bounds = say(
        "Similarity from {threshold}, at most {length}", threshold=number(report.threshold, 2), length=report.length
    )
    sides = (
        (bounds, report.in_force),
        (say("By place alone, the first {length}", length=report.length), report.by_place),
    )
    columns = (say("Lists"), say("Differ"), say("Stay the same"), *(told(each) for each in ENTRIES.values()))
    rows = [(words, *_cells(each)) for words, each in sides]
    return table(say("Lists that another model would change"), columns, rows, frozenset(range(1, 6)))


def _cells(told_of: ListChanges) -> Iterator[str]:
    yield from (_count(told_of.lists[key]) for key in ("changed", "same"))
    yield from (_count(told_of.entries[key]) for key in ENTRIES)


def _leads(report: ImpactView) -> Markup:
    heading = element("h4", say("Candidates that became leads"))
    rows = [(told(words), _count(report.leads[key])) for key, words in MOVES.items()]
    listed = table(say("Leads by how they move"), (say("Place"), say("Leads")), rows, frozenset({1}), headed=True)
    known = tuple((told(words), report.leads[key] or 0) for key, words in MOVES.items() if report.leads[key])
    answer = AnswerView(name="leads", columns=("Place", "Leads"), rows=known, sql_sha256="", events=0)
    return joined((heading, listed, bars(answer)))


def _scale(report: ImpactView) -> Markup:
    heading = element("h4", say("Scale of similarities"))
    if report.scale_old is None or report.scale_new is None:
        return joined((heading, element("p", say("Too few searches to tell it."), class_="lb-empty")))
    rows = [
        (words, *(number(each, 3) for each in side))
        for words, side in ((say("In use"), report.scale_old), (say("Other"), report.scale_new))
    ]
    columns = (say("Model"), say("Lower quarter"), say("Middle"), say("Upper quarter"))
    return joined(
        (heading, table(say("Best similarity of each search"), columns, rows, frozenset({1, 2, 3}), headed=True))
    )


def _accuracy(report: ImpactView) -> Markup:
    rows = [row for each in report.accuracy for row in (_side(each), *_groups(each))]
    columns = (
        say("Model"),
        say("Misses at the first place"),
        say("Misses under the bounds"),
        say("Lists of strangers"),
    )
    caption = say("Both models on the labelled set {name}", name=report.evaluation_set)
    return table(caption, columns, rows, frozenset({1, 2, 3}))


def _side(side: SideAccuracy) -> tuple[str, ...]:
    rates = (side.first_place, side.operating.fnir, side.operating.fpir)
    return (side.model_id, *(say("{count} of {all}", count=number(each.count), all=number(each.of)) for each in rates))


def _groups(side: SideAccuracy) -> Iterator[tuple[str, ...]]:
    for each in side.groups:
        words = say("{model}, group {group}", model=side.model_id, group=each.group)
        if each.operating is None:
            yield (words, "", *(say("not established"),) * 2)
            continue
        rates = (each.operating.fnir, each.operating.fpir)
        yield (words, "", *(say("{count} of {all}", count=number(one.count), all=number(one.of)) for one in rates))


def _preview(model: ModelView) -> Callable[[], Markup]:
    def preview() -> Markup:
        lines = (
            say("{model} is opened when the service is started again. Nothing changes before.", model=model.name),
            say("Thresholds were set for the model in use: have them set anew (B-13)."),
            say(
                "Eligible pictures without a template of it leave search: {count}.",
                count=model.eligible - model.templates,
            ),
        )
        return bullets(lines)

    return preview
