"""The days that the audit dashboard speaks of, and what somebody keeps of it for later."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ipywidgets

from kernel_lib.wire.audit import Scalar
from kernel_lib.wire.dashboard import KeptView, ViewOffered
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.words.language import say

DAYS_BACK = 30


class Period:
    """First and last day, and the choices kept. `changed` is called when the days are to be counted anew."""

    def __init__(self, acts: Acts, client: Callable[[], Any], changed: Callable[[], None]) -> None:
        self._acts = acts
        self._client = client
        self._changed = changed
        self.opened: Callable[[str, dict[str, Scalar]], None] = lambda _name, _values: None
        self.question: Callable[[], tuple[str, dict[str, Scalar]]] = lambda: ("", {})
        self.kept: dict[str, KeptView] = {}
        today = datetime.now(UTC).date()
        self.first = field.day("first_day", say("First day"), say("Days are those of UTC."), required=True)
        self.last = field.day("last_day", say("Last day"), required=True)
        self.first.value, self.last.value = today - timedelta(days=DAYS_BACK), today
        self.view = field.choice("kept_view", say("Kept view"))
        self.title = field.text("view_title", say("Title of the view"), say("Only you see what you keep."))
        self.moving = field.tick("moving", say("Days move along with today"))
        acts.know(self.first, self.last, self.view, self.title)
        self.box = ipywidgets.VBox([self._row(self.first.box, self.last.box, buttons=[self._count()]), self._keeping()])

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, as they stand; the usual ones where a field was emptied."""
        last = field.as_date(self.last.value) or datetime.now(UTC).date()
        return field.as_date(self.first.value) or last - timedelta(days=DAYS_BACK), last

    def last_closed_year(self) -> None:
        """Take the days of the last calendar year that has ended."""
        year = datetime.now(UTC).year - 1
        self.first.value, self.last.value = date(year, 1, 1), date(year, 12, 31)

    def fill(self) -> None:
        """Offer what the person keeps."""
        self.kept = {each.id: each for each in self._client().dashboard.views()}
        field.offer(self.view, [(each.view.title, each.id) for each in self.kept.values()])

    def keep(self) -> None:
        """Keep the days and the open question under the title."""
        if not self.title.value:
            self._acts.complain({"view_title": say("Give a title.")})
            return
        first, last = self.days
        name, values = self.question()
        days = (
            {"days_back": max(1, (last - first).days)} if self.moving.value else {"first_day": first, "last_day": last}
        )
        offered = ViewOffered(title=self.title.value, question=name, parameters=values, **days)
        kept = self._client().dashboard.keep(offered)
        self.fill()
        self.view.value, self.title.value = kept.id, ""

    def open(self) -> None:
        """Take the days and the question of the kept view."""
        kept = self.kept.get(self.view.value)
        if kept is None:
            self._acts.complain({"kept_view": say("Choose a view.")})
            return
        today = datetime.now(UTC).date()
        back = kept.view.days_back
        self.first.value = today - timedelta(days=back) if back else kept.view.first_day
        self.last.value = today if back else kept.view.last_day
        self._changed()
        if kept.view.question:
            self.opened(kept.view.question, dict(kept.view.parameters))

    def drop(self) -> None:
        """Forget the kept view."""
        if self.view.value in self.kept:
            self._client().dashboard.drop(self.view.value)
            self.fill()

    # Private

    def _count(self) -> Any:
        return self._acts.button(say("Count again"), self._changed, primary=True)

    def _keeping(self) -> Any:
        of_view = [self._acts.button(say("Open view"), self.open), self._acts.button(say("Drop view"), self.drop)]
        of_title = [self._acts.button(say("Keep view"), self.keep)]
        rows = [
            self._row(self.view.box, buttons=of_view),
            self._row(self.title.box, self.moving.box, buttons=of_title),
        ]
        box = ipywidgets.VBox(rows)
        box.add_class("lb-kept-views")
        return box

    @staticmethod
    def _row(*fields: Any, buttons: list[Any]) -> Any:
        row = ipywidgets.HBox([*fields, *buttons])
        row.add_class("lb-period")
        return row
