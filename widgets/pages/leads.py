"""The leads page: the limits, after typed initials one candidate, and then its follow-up (E-01 to E-13, C-11)."""

from functools import partial
from typing import Any

import ipywidgets
from pydantic import ValidationError

from kernel_lib.vocabulary import CopyKind, LeadState
from kernel_lib.wire.examination import LeadView
from widgets.pages.lead_follow_up import FollowUpPanel
from widgets.pages.lead_markup import limits, reveal, stamped
from widgets.pages.page import Page, help_panel, html
from widgets.parts import field
from widgets.parts.listing import Listing
from widgets.parts.markup import bullets, element
from widgets.parts.wording import moment
from widgets.words.language import say


class LeadsPage(Page):
    """The leads of one investigator, opened one at a time."""

    title = "Leads"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.listing = Listing(
            caption=say("Leads"),
            columns=[say("Request"), say("Occurrence"), say("State"), say("Issued"), say("Expires")],
            empty=say("There is no lead. A search that ends without one is a normal result."),
        )
        self.listing.when_opened(lambda lead_id: self.acts.run(partial(self.open, lead_id)))
        self.initials = field.text(
            "initials", say("Your initials"), say("Two to six letters, typed by you."), required=True
        )
        self.accepted = field.tick("accepted", say("I accept these limits"), required=True)
        self.initials.box.add_class("lb-short")
        self.acts.know(self.initials, self.accepted)
        self.lead: LeadView | None = None
        self.follow_up: FollowUpPanel | None = None
        self._shown = html("")

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
        self.place(html(element("h2", say("Your leads"))), self.listing, helping=_help())

    def open(self, lead_id: str) -> None:
        """Show one lead as far as it may be seen."""
        self.initials.value, self.accepted.value = "", False
        self.conduct.keep_address(lead=lead_id)
        self._draw(self.client.leads.get(lead_id))

    def acknowledge(self) -> None:
        """Send the typed initials; then the lead is revealed."""
        missing = [each.name for each in (self.accepted, self.initials) if not each.answered]
        if missing or self.lead is None:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return
        try:
            lead = self.client.leads.acknowledge(self.lead.id, self.initials.value)
        except ValidationError:
            self.acts.complain({"initials": say("Type two to six letters.")})
            return
        self._draw(lead)
        self.conduct.focus(".lb-work h2")

    def print(self) -> None:
        """Record the print, mark the lead, and only then open the browser's dialogue (C-11)."""
        if self.lead is None or self.lead.reveal is None:
            return
        made = self.client.follow_up.copy(self.lead.id, CopyKind.PRINT)
        self._shown.value = reveal(self.lead, self.lead.reveal, made.mark)
        self._follow(self.lead.id)
        self.conduct.print()

    def save(self) -> None:
        """Record the file, then hand it to the browser with its mark inside (C-11, E-02)."""
        if self.lead is None:
            return
        made = self.client.follow_up.copy(self.lead.id, CopyKind.FILE)
        if made.document is not None:
            name = f"investigative-lead-only-{self.lead.request_number}.json"
            self.conduct.save(name, made.document.model_dump_json(indent=2), "application/json")
        self._follow(self.lead.id)

    def _draw(self, lead: LeadView) -> None:
        self.lead, self.follow_up = lead, None
        back = self.acts.button(say("Back to the list"), self.show_list)
        back.add_class("lb-button--small")
        if lead.reveal is None and lead.state is not LeadState.ISSUED:
            self.place(back, html(stamped(lead)), helping=_help())
            return
        if lead.reveal is None:
            asked = ipywidgets.VBox([self.accepted.box, self.initials.box])
            row = ipywidgets.HBox([self.acts.button(say("Acknowledge the limits"), self.acknowledge, primary=True)])
            row.add_class("lb-actions")
            self.place(back, html(limits(lead)), asked, row, helping=_help())
            return
        row = ipywidgets.HBox(
            [self.acts.button(say("Print this lead"), self.print), self.acts.button(say("Save as a file"), self.save)]
        )
        row.add_class("lb-actions")
        self._shown.value = reveal(lead, lead.reveal)
        self._follow(lead.id)
        self.place(back, self._shown, row, self.follow_up.box if self.follow_up else html(""), helping=_help())

    def _follow(self, lead_id: str) -> None:
        """Show the follow-up below the lead, as it stands now."""
        if self.follow_up is None:
            self.follow_up = FollowUpPanel(self.acts, self.conduct, self.client, lead_id)
        self.follow_up.load()


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
        element("h2", say("Rules in force")),
        bullets(
            (
                say("E-01: a lead names one candidate for investigation, or nobody."),
                say("E-04: its limits are acknowledged before it opens."),
                say("E-02, E-03: it says how the search was made and what both examiners concluded."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("Check what stands under 'Check first' before anything else. A lead expires.")),
        bullets(
            (
                say("E-05: nothing rests on it without a fact gathered without the search."),
                say("E-06: no lineup without an independent link."),
                say("E-09, E-10: what speaks against it is looked for, and a contradiction stops it."),
                say("E-12: it ends with an outcome; when that speaks against it, everybody who had it is told (E-13)."),
            )
        ),
        element("h2", say("Who will see it")),
        element("p", say("You. Opening, acknowledging, following up, printing and saving are recorded.")),
    )
