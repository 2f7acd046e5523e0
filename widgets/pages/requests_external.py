"""Results of systems that are not ours, recorded beside one's own request; none of them is a lead (G-08)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import ipywidgets

from kernel_lib.client import Client
from kernel_lib.wire.case import OwnRequest
from kernel_lib.wire.sharing import ExternalResultGiven, ExternalResults
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.conduct import Conduct
from widgets.parts.field import Field, as_date
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.two_step import Choice, TwoStep
from widgets.parts.wording import day, moment
from widgets.words.language import say, told


class ExternalPanel:
    """The results from outside of one request, and the form that records another."""

    def __init__(self, acts: Acts, conduct: Conduct, client: Client, own: OwnRequest) -> None:
        self._acts = acts
        self._conduct = conduct
        self._client = client
        self._own = own
        self.fields: dict[str, Field] = {}
        self.box = ipywidgets.VBox([])

    def open(self) -> None:
        """Read what is recorded and show it with the form."""
        self.show(self._client.sharing.externals(self._own.id))

    def show(self, held: ExternalResults) -> None:
        """Show what is recorded, and an empty form."""
        self._titles = {each.id: told(each.title) for each in held.sources}
        source = field.choice(
            "source", say("Where its gallery comes from"), say("A prohibited source is refused and recorded (A-05).")
        )
        field.offer(source, [(each.title, each.id) for each in held.sources])
        fields = (
            field.text("system", say("Which system"), required=True),
            field.text("agency", say("Which agency runs it"), required=True),
            source,
            field.text("authority", say("On what authority it was asked"), required=True, rows=3),
            field.day("received_on", say("Received on"), required=True),
        )
        self.fields = {each.name: each for each in fields}
        self._acts.fields.clear()
        self._acts.know(*fields)
        record = Choice(say("Look it over"), say("Record it"), self._preview, self.record)
        self.box.children = [
            html(self._recorded(held)),
            html(element("h3", say("Record a result from outside"))),
            *(each.box for each in fields),
            TwoStep(self._acts, self._conduct, record).box,
        ]

    def record(self) -> None:
        """Send the result."""
        given = {name: each.value for name, each in self.fields.items()}
        given["received_on"] = as_date(given["received_on"])
        self.show(self._client.sharing.record_external(self._own.id, ExternalResultGiven(**given)))

    # Private

    def _recorded(self, held: ExternalResults) -> Markup:
        heading = element("h2", say("Results from outside of request {number}", number=self._own.number), tabindex=-1)
        if not held.results:
            return joined((heading, element("p", say("No result from outside is recorded."), class_="lb-empty")))
        columns = ("System", "Agency", "Where its gallery comes from", "Authority", "Received on", "Recorded")
        rows = [
            (
                each.system,
                each.agency,
                self._titles.get(each.source, each.source),
                each.authority,
                day(each.received_on),
                moment(each.recorded_at),
            )
            for each in held.results
        ]
        standing = element("p", told(held.results[0].standing))
        caption = say("Results from outside")
        return joined((heading, standing, table(caption, [told(each) for each in columns], rows, headed=True)))

    def _preview(self) -> Markup | None:
        missing = [name for name, each in self.fields.items() if not each.answered]
        if missing:
            self._acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return None
        pairs = [(each.label, self._titles.get(str(each.value), _said(each.value))) for each in self.fields.values()]
        line = say("It stays beside the request for good. It is no lead and starts no search.")
        return joined((element("p", line), facts(pairs)))


def choice_of(acts: Acts, own: tuple[OwnRequest, ...], open_one: Callable[[OwnRequest], None]) -> Any:
    """Return where one of the requests is chosen for its results from outside."""
    which = field.choice("outside_of", say("Request"), say("Only your own requests are here."))
    field.offer(which, [(f"{each.number} · {each.occurrence_number or '–'}", each.id) for each in own])
    acts.know(which)

    def show() -> None:
        chosen = next((each for each in own if each.id == which.value), None)
        if chosen is None:
            acts.complain({"outside_of": say("Please answer this.")})
            return
        open_one(chosen)

    why = element("p", say("What another system told of the picture is recorded as such, beside the request (G-08)."))
    heading = html(joined((element("h2", say("Results from outside")), why)))
    return ipywidgets.VBox([heading, which.box, acts.button(say("Show the results from outside"), show)])


# Private


def _said(value: object) -> str:
    return day(value) if isinstance(value, date) else str(value)
