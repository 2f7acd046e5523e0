"""The page of partners: agreements, the owner's window, whom to release, what to acknowledge (G-02 to G-06, W-24)."""

from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Role
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.sharing import AgreementOffered, IdentityDecision, SharingView
from widgets.pages import partners_markup as markup
from widgets.pages.page import Page, help_panel, html
from widgets.pages.partners_exit import exit_section
from widgets.pages.partners_outside import OutsidePanel
from widgets.parts import field
from widgets.parts.field import Field
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.parts.wording import day
from widgets.words.language import say, told


class PartnersPage(Page):
    """Compliance agrees and ends, records clerks release and acknowledge, auditors read. Nothing is decided here."""

    title = "Partners"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        columns = [say("Searches"), say("Owns the gallery"), say("State"), say("Expires on")]
        self.agreements = Listing(caption=say("Agreements"), columns=columns, empty=say("There is no agreement."))
        self.agreements.when_opened(lambda key: self.acts.run(partial(self.open_agreement, key)))
        people = [say("Pseudonym"), say("Searches"), say("Owns the gallery"), say("Decision")]
        nobody = say("Nobody of another service stands in a lead.")
        self.identities = Listing(caption=say("People in leads of partners"), columns=people, empty=nobody)
        self.identities.when_opened(lambda key: self.acts.run(partial(self.open_identity, key)))
        self.outside = OutsidePanel(self)
        self.fields: dict[str, Field] = {}
        self.view: SharingView | None = None

    def fill(self) -> None:
        """Read everything and show it."""
        leaving = [exit_section(self.client.exits.current())] if self.query.pop("exit", "") else []
        self.show_all(self.client.sharing.view(), *leaving)

    def show_all(self, view: SharingView, *above: Markup) -> None:
        """Show every list, and what may be done; markup `above` stands before them."""
        self.view = view
        self.agreements.show(
            (
                each.id,
                (
                    markup.service(view, each.searcher),
                    markup.service(view, each.owner),
                    told(markup.STATES[each.state]),
                    day(each.expires_on),
                ),
            )
            for each in view.agreements
        )
        self.identities.show(
            (
                each.id,
                (
                    each.pseudonym,
                    markup.service(view, each.searcher),
                    markup.service(view, each.owner),
                    markup.decided(each),
                ),
            )
            for each in view.identities
        )
        here, there = say("Searches of our gallery by partners"), say("Our searches of partners' galleries")
        propose = [self.acts.button(say("Propose an agreement"), self.begin, primary=True)] if self._agrees else []
        self.place(
            *map(html, above),
            html(element("h2", say("Agreements"))),
            self.agreements,
            *propose,
            html(markup.searches(view, here, say("No partner searched our gallery."), view.searched_here)),
            html(markup.searches(view, there, say("We searched no partner's gallery."), view.searched_there)),
            html(element("h2", say("People in leads of partners"))),
            self.identities,
            *self._inbox(view),
            html(markup.outbox(view, view.outbox)),
            *self.outside.parts(view),
            helping=_help(),
        )

    def begin(self) -> None:
        """Ask for the elements of an agreement."""
        view = self._view
        others = [(each.title, each.id) for each in view.services if each.id != view.service]
        partner = field.choice("partner", say("Partner"), required=True)
        field.offer(partner, others)
        ours = [("We search the partner's gallery", True), ("The partner searches ours", False)]
        lists = (
            ("purposes", say("Purposes"), view.purposes),
            ("offences", say("Offences"), view.offences),
            ("data_classes", say("What may be shared"), view.data_classes),
        )
        asked = (
            partner,
            field.radios("ours", say("Who searches"), ours, required=True),
            *(_several(name, label, choices) for name, label, choices in lists),
            field.day("begins_on", say("First day"), required=True),
            field.day("expires_on", say("Expires on"), required=True),
            field.text("retention", say("Retention"), required=True, rows=2),
            field.text("audit", say("Audit"), required=True, rows=2),
            field.text("breach", say("Breach"), required=True, rows=2),
            field.text("exit", say("Exit"), required=True, rows=2),
        )
        send = Choice(say("Propose and sign"), say("Propose and sign for our side"), self._offered, self.propose)
        self.form(element("h2", say("Propose an agreement"), tabindex=-1), asked, send)

    def propose(self) -> None:
        """Send the agreement; sending signs for one's own side."""
        given = {name: each.value for name, each in self.fields.items() if name not in ("partner", "ours")}
        pair = (self._view.service, self.fields["partner"].value)
        searcher, owner = pair if self.fields["ours"].value else pair[::-1]
        self.done(
            self.client.sharing.propose(AgreementOffered(searcher=searcher, owner=owner, **given)),
            say("Proposed and signed for our side. The partner signs next."),
        )

    def open_agreement(self, agreement_id: str) -> None:
        """Show one agreement, and signing or ending it for whoever may."""
        agreement = next(each for each in self._view.agreements if each.id == agreement_id)
        shown = markup.agreement_facts(self._view, agreement)
        choices = []
        if agreement.may_sign and self._agrees:
            sign = partial(self._sign, agreement_id)
            choices.append(Choice(say("Sign"), say("Sign for our side"), lambda: shown, sign))
        if agreement.ended_at is None and self._agrees:
            end = partial(self._end, agreement_id)
            choices.append(Choice(say("End the agreement"), say("End it now"), lambda: shown, end))
        self.form(joined((element("h2", say("Agreement"), tabindex=-1), shown)), (), *choices)

    def open_identity(self, identity_id: str) -> None:
        """Show somebody of a lead, and the decision for the owner's clerk."""
        identity = next(each for each in self._view.identities if each.id == identity_id)
        heading = element("h2", say("Person in a lead of a partner"), tabindex=-1)
        shown = joined((heading, markup.identity_facts(self._view, identity)))
        decides = identity.owner == self._view.service and identity.released is None
        if not decides or Role.RECORDS_CLERK not in self.account.roles:
            self.form(shown, ())
            return
        hint = say("How currency and eligibility were checked; it is kept in the record.")
        reason = field.text("reason", say("Reason"), hint, required=True, rows=3)
        yes = Choice(say("Release"), say("Release the number"), self._why, partial(self._decide, identity_id, True))
        no = Choice(say("Withhold"), say("Withhold the number"), self._why, partial(self._decide, identity_id, False))
        self.form(shown, (reason,), yes, no)

    def form(self, heading: Markup, asked: tuple[Field, ...], *choices: Choice) -> None:
        """Show a form with the way back to the page."""
        self.fields = {each.name: each for each in asked}
        self.acts.fields.clear()
        self.acts.know(*asked)
        back = self.acts.button(say("Back to the partners"), self.fill)
        back.add_class("lb-button--small")
        acts = [TwoStep(self.acts, self.conduct, *choices).box] if choices else []
        self.place(back, html(heading), ipywidgets.VBox([each.box for each in asked]), *acts, helping=_help())

    def done(self, view: SharingView, words: str) -> None:
        """Show the page anew and say what came of it."""
        self.show_all(view)
        self.banner.note(words, "")

    # Private

    @property
    def _view(self) -> SharingView:
        assert self.view is not None  # noqa: S101  # the lists were shown
        return self.view

    @property
    def _agrees(self) -> bool:
        return Role.COMPLIANCE in self.account.roles

    def _inbox(self, view: SharingView) -> list[Any]:
        heading = html(element("h2", say("Messages of owners to us")))
        if not view.inbox:
            return [heading, html(element("p", say("There is no message."), class_="lb-empty"))]
        parts: list[Any] = [heading]
        for each in view.inbox:
            parts.append(html(markup.message(view, each)))
            if each.acknowledged_at is None and {Role.COMPLIANCE, Role.RECORDS_CLERK} & set(self.account.roles):
                words = say("Acknowledge: {pseudonym}", pseudonym=each.pseudonym)
                parts.append(self.acts.button(words, partial(self._acknowledge, each.id)))
        return parts

    def _acknowledge(self, message_id: str) -> None:
        self.done(self.client.sharing.acknowledge(message_id), say("Acknowledged. The owner sees it."))

    def _sign(self, agreement_id: str) -> None:
        self.done(self.client.sharing.sign(agreement_id), say("Signed. Its days decide when it holds."))

    def _end(self, agreement_id: str) -> None:
        self.done(self.client.sharing.end(agreement_id), say("Ended. The gallery can no longer be chosen."))

    def _decide(self, identity_id: str, released: bool) -> None:
        given = IdentityDecision(released=released, reason=self.fields["reason"].value)
        words = say("Released. The partner sees the number.") if released else say("Withheld. The pseudonym stays.")
        self.done(self.client.sharing.decide_identity(identity_id, given), words)

    def _offered(self) -> Markup | None:
        missing = [name for name, each in self.fields.items() if name != "ours" and not each.answered]
        missing += ["ours"] if self.fields["ours"].value is None else []
        if missing:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return None
        dates = [(each.label, day(each.value)) for name, each in self.fields.items() if name.endswith("_on")]
        return joined((element("p", say("Your signature is kept. The other side signs for itself.")), facts(dates)))

    def _why(self) -> Markup | None:
        reason = self.fields["reason"]
        if not reason.answered:
            self.acts.complain({"reason": say("Please answer this.")})
            return None
        line = say("Your decision and its reason are kept. It cannot be taken back.")
        return joined((element("p", line), facts([(reason.label, str(reason.value))])))


def _several(name: str, label: str, choices: tuple[ChoiceView, ...]) -> Field:
    made = field.several(name, label, say("Hold Ctrl to choose several."), required=True)
    field.offer(made, [(each.title, each.id) for each in choices])
    return made


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("G-02: a partner's gallery is searched only under an agreement that both sides signed."),
                say("G-03: in each such search the stricter rule of both services holds."),
                say("G-04: only the owner releases who a person is, after its own check."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("On the day of expiry the gallery leaves the choice by itself.")),
        element("h2", say("Who will see it")),
        element("p", say("Both services see the same list of searches; no narrative of a case is in it.")),
    )
