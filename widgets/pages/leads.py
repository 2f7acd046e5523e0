"""The leads page: the limits first, and after typed initials one candidate with what to check (E-01 to E-04)."""

from functools import partial
from typing import Any

import ipywidgets
from pydantic import ValidationError

from kernel_lib.wire.examination import LeadView
from widgets.pages.lead_markup import limits, reveal
from widgets.pages.page import Page, help_panel, html
from widgets.parts import field
from widgets.parts.listing import Listing
from widgets.parts.markup import bullets, element
from widgets.parts.wording import moment


class LeadsPage(Page):
    """The leads of one investigator, opened one at a time."""

    title = "Leads"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.listing = Listing(
            caption="Leads",
            columns=["Request", "Occurrence", "State", "Issued", "Expires"],
            empty="There is no lead. A search that ends without one is a normal result.",
        )
        self.listing.when_opened(lambda lead_id: self.acts.run(partial(self.open, lead_id)))
        self.initials = field.text("initials", "Your initials", "Two to six letters, typed by you.", required=True)
        self.accepted = field.tick("accepted", "I accept these limits", required=True)
        self.initials.box.add_class("lb-short")
        self.acts.know(self.initials, self.accepted)
        self.lead: LeadView | None = None

    def fill(self) -> None:
        """Show the list, or the lead that the address names."""
        if named := self.query.pop("lead", ""):
            self.open(named)
        else:
            self.show_list()

    def show_list(self) -> None:
        """Show this person's leads."""
        self.listing.show((lead.id, _row(lead)) for lead in self.client.leads.list())
        self.lead = None
        self.conduct.keep_address()
        self.place(html(element("h2", "Your leads")), self.listing, helping=_help())

    def open(self, lead_id: str) -> None:
        """Show one lead as far as it may be seen."""
        self.initials.value, self.accepted.value = "", False
        self.conduct.keep_address(lead=lead_id)
        self._draw(self.client.leads.get(lead_id))

    def acknowledge(self) -> None:
        """Send the typed initials; then the lead is revealed."""
        missing = [each.name for each in (self.accepted, self.initials) if not each.answered]
        if missing or self.lead is None:
            self.acts.complain(dict.fromkeys(missing, "Please answer this."))
            return
        try:
            lead = self.client.leads.acknowledge(self.lead.id, self.initials.value)
        except ValidationError:
            self.acts.complain({"initials": "Type two to six letters."})
            return
        self._draw(lead)
        self.conduct.focus(".lb-work h2")

    def _draw(self, lead: LeadView) -> None:
        self.lead = lead
        back = self.acts.button("Back to the list", self.show_list)
        back.add_class("lb-button--small")
        if lead.reveal is None:
            asked = ipywidgets.VBox([self.accepted.box, self.initials.box])
            row = ipywidgets.HBox([self.acts.button("Acknowledge the limits", self.acknowledge, primary=True)])
            row.add_class("lb-actions")
            self.place(back, html(limits(lead)), asked, row, helping=_help())
            return
        row = ipywidgets.HBox([self.acts.button("Print this lead", self.conduct.print)])
        row.add_class("lb-actions")
        self.place(back, html(reveal(lead, lead.reveal)), row, helping=_help())


def _row(lead: LeadView) -> tuple[str, ...]:
    return (
        lead.request_number,
        lead.occurrence_number,
        lead.state.value.replace("_", " "),
        moment(lead.issued_at),
        moment(lead.expires_at),
    )


def _help() -> Any:
    return help_panel(
        element("h2", "Rules in force"),
        bullets(
            (
                "E-01: a lead names one candidate for investigation, or nobody.",
                "E-04: its limits are acknowledged before it opens.",
                "E-02, E-03: it says how the search was made and what both examiners concluded.",
            )
        ),
        element("h2", "What happens next"),
        element("p", "Check what stands under 'Check first' before anything else. A lead expires."),
        element("h2", "Who will see it"),
        element("p", "You. Opening, acknowledging and printing are part of the case; the first two are recorded."),
    )
