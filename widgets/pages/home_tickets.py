"""Doubts about identities on the records clerk's home page (C-09)."""

from collections.abc import Callable
from functools import partial

import ipywidgets

from kernel_lib.wire.identities import TicketAnswer, TicketView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.markup import element, facts, joined
from widgets.parts.wording import moment
from widgets.words.language import say

_WHY = (
    "An examiner saw something that may be wrong in the records of these subjects. Correct it at its source where it "
    "is; nothing is merged here."
)


class Tickets:
    """Each open ticket with room for its answer."""

    def __init__(
        self, acts: Acts, tickets: tuple[TicketView, ...], answer: Callable[[str, TicketAnswer], None]
    ) -> None:
        self._acts = acts
        self._answer = answer
        self.answers: dict[str, field.Field] = {}
        open_tickets = [each for each in tickets if each.answered_at is None]
        heading = [element("h2", say("Identities to be looked at")), element("p", _WHY, class_="lb-hint")]
        if not open_tickets:
            heading.append(element("p", say("No doubt waits for you."), class_="lb-empty"))
        self.box = ipywidgets.VBox([html(joined(heading)), *(self._ticket(each) for each in open_tickets)])

    def _ticket(self, ticket: TicketView) -> ipywidgets.VBox:
        pairs = (
            (say("Subjects"), ", ".join(ticket.subject_numbers)),
            (say("What was seen"), ticket.note),
            (say("Since"), moment(ticket.raised_at)),
        )
        answer = field.text(f"answer_{len(self.answers) + 1}", say("What you found and did"), rows=2, required=True)
        self.answers[ticket.id] = answer
        self._acts.know(answer)
        return ipywidgets.VBox(
            [html(facts(pairs)), answer.box, self._acts.button(say("Answer"), partial(self._send, ticket))]
        )

    def _send(self, ticket: TicketView) -> None:
        answer = self.answers[ticket.id]
        if not answer.answered:
            self._acts.complain({answer.name: say("Say what you found.")})
            return
        self._answer(ticket.id, TicketAnswer(answer=answer.value))
