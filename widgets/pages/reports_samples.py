"""The monthly sample for audit: the months that were drawn, the searches of one, and what was found in each (I-06)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kernel_lib.client import Client
from kernel_lib.wire.samples import FindingOffered, FindingView, SampleAsked, SampleLine, SampleView
from widgets.pages.page import html
from widgets.pages.reports_markup import CONCLUSIONS, drawn_row, sample_facts, sample_row
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.form import Answers, Form
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element, facts, joined
from widgets.words.language import say, told

Place = Callable[..., None]


class Samples:
    """Draws months, and takes what somebody found who looked into a search. `place` shows parts of the page."""

    def __init__(self, acts: Acts, client: Callable[[], Client], place: Place) -> None:
        self._acts = acts
        self._client = client
        self._place = place
        self._lines: Mapping[str, SampleLine] = {}
        columns = (say("Month"), say("Searches"), say("Drawn"), say("Looked into"), say("Drawn at"))
        self.months = Listing(caption=say("Samples for audit"), columns=list(columns), empty=say("No month was drawn."))
        self.months.when_opened(lambda month: acts.run(partial(self.open, month)))

    def fill(self) -> None:
        """Read which months were drawn."""
        self._lines = {each.month: each for each in self._client().samples.listed().samples}
        self.months.show((month, sample_row(line)) for month, line in self._lines.items())

    def begin(self) -> None:
        """Ask which month is to be drawn."""
        month = field.text("month", say("Month"), say("Like 2026-10; it must have ended."), required=True)
        intro = say("The log's own seed chooses. A month is drawn once, by the measure that is set.")
        form = Form(self._acts, say("Draw a month"), [month], say("Draw it"), self._drawn, intro)
        form.know()
        self._place(form.box)

    def open(self, month: str) -> None:
        """Show the sample of a month."""
        line = self._lines[month]
        self._show(self._client().samples.draw(SampleAsked(month=month, share=line.share, least=line.least)))

    def _drawn(self, answers: Answers) -> None:
        self._show(self._client().samples.draw(SampleAsked(month=answers["month"])))

    def _show(self, view: SampleView) -> None:
        columns = (say("Log entry"), say("Offence"), say("Outcome"), say("Found"))
        drawn = Listing(
            caption=say("Searches of the sample"), columns=list(columns), empty=say("No search was made that month.")
        )
        drawn.show((str(each.sequence), drawn_row(view, at)) for at, each in enumerate(view.drawn))
        drawn.when_opened(lambda sequence: self._acts.run(partial(self._open_search, view, int(sequence))))
        self._place(html(sample_facts(view)), drawn)

    def _open_search(self, view: SampleView, sequence: int) -> None:
        found = [each for each in view.findings if each.sequence == sequence]
        conclusion = field.radios(
            "conclusion", say("What was found"), [(words, key) for key, words in CONCLUSIONS.items()], required=True
        )
        remark = field.text("remark", say("Remark"), say("Needed unless all is in order; it is kept."), rows=3)
        send = partial(self._conclude, view, sequence)
        form = Form(self._acts, say("Record what was found"), [conclusion, remark], say("Keep this finding"), send)
        form.know()
        back = self._acts.button(say("Back to the sample"), partial(self._show, view))
        back.add_class("lb-button--small")
        self._place(back, html(_search(view, sequence, found)), form.box)

    def _conclude(self, view: SampleView, sequence: int, answers: Mapping[str, Any]) -> None:
        offered = FindingOffered(sequence=sequence, conclusion=answers["conclusion"], remark=answers["remark"])
        kept = self._client().samples.conclude(view.month, offered)
        self._show(view.model_copy(update={"findings": (*view.findings, kept)}))


# Private


def _search(view: SampleView, sequence: int, found: list[FindingView]) -> Markup:
    drawn = next(each for each in view.drawn if each.sequence == sequence)
    rows = [
        (say("Hash of the entry"), drawn.hash),
        (say("Offence"), told(drawn.offence)),
        (say("Outcome"), told(drawn.outcome)),
        *((f"{each.made_at:%Y-%m-%d}", f"{told(CONCLUSIONS[each.conclusion])} {each.remark}") for each in found),
    ]
    return joined((element("h2", say("Log entry {number}", number=sequence), tabindex=-1), facts(rows)))
