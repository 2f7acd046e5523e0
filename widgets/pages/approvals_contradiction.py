"""Contradictions of descriptions that hold a lead back, on the approvals page (D-07)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.wire.descriptions import ContradictionDecided, DescriptionView
from widgets.pages.page import html
from widgets.pages.review_description import compared
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.conduct import Conduct
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say

Decide = Callable[[str, ContradictionDecided], None]


class Contradiction:
    """One comparison, the reason, and two decisions of equal weight."""

    def __init__(self, acts: Acts, conduct: Conduct, view: DescriptionView, decide: Decide) -> None:
        self._acts = acts
        self._view = view
        self._decide = decide
        self.reason = field.text(
            "reason", say("Reason"), say("Why the lead may go out, or not."), required=True, rows=3
        )
        acts.know(self.reason)
        choices = (
            Choice(
                say("Let the lead go out"),
                say("Let this lead go out"),
                partial(self._preview, True),
                partial(self._send, True),
            ),
            Choice(
                say("End without a lead"),
                say("End this request without a lead"),
                partial(self._preview, False),
                partial(self._send, False),
            ),
        )
        heading = element("h3", say("Request {request_number}", request_number=view.request_number))
        self.act = TwoStep(acts, conduct, *choices)
        self.box = ipywidgets.VBox([html(joined((heading, compared(view)))), self.reason.box, self.act.box])

    def _send(self, release: bool) -> None:
        self._decide(self._view.request_id, ContradictionDecided(release=release, reason=self.reason.value))

    def _preview(self, release: bool) -> Markup | None:
        if not self.reason.answered:
            self._acts.complain({"reason": say("Write the reason.")})
            return None
        following = (
            say("The lead goes to its investigator with a caution that a contradiction was accepted.")
            if release
            else say("The request ends without a lead, although the examiners agree.")
        )
        told = facts(((say("Request"), self._view.request_number), (say("Reason"), self.reason.value)))
        return joined((element("h3", say("Decide on the contradiction?")), element("p", following), told))


def contradictions(
    acts: Acts, conduct: Conduct, held: tuple[DescriptionView, ...], decide: Decide
) -> tuple[list[Contradiction], list[Any]]:
    """Return a part for each comparison that holds a lead back, and the widgets to place; none when there is none."""
    made = [Contradiction(acts, conduct, each, decide) for each in held]
    heading = [html(element("h2", say("Leads held back by a contradiction")))] if made else []
    return made, [*heading, *(each.box for each in made)]
