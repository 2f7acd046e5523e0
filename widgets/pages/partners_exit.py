"""The exit of one's service that waits for releases, as it was proposed; releasing is done at the command line (G-10).

A page's token may not release what leaves in clear, so the page says how it is done and offers no button.
"""

from kernel_lib.wire.leaving import ExitView
from widgets.parts.markup import Markup, element, facts
from widgets.parts.wording import moment
from widgets.words.language import number, say


def exit_section(view: ExitView) -> Markup:
    """Return what would go out, to where, who released it so far, until when it stands, and the command."""
    yes, no = say("given"), say("not yet")
    pairs = (
        (say("Goes to"), view.destination),
        (say("Originals in clear"), number(view.originals)),
        (say("Lineages"), number(view.lineages)),
        (say("Names exactly"), view.lineages_sha256),
        (say("Proposed"), moment(view.proposed_at)),
        (say("Stands until"), moment(view.stands_until)),
        (say("Release by records"), yes if view.released_by_records else no),
        (say("Release by compliance"), yes if view.released_by_compliance else no),
    )
    how = element("p", say("Somebody who signs in at the command line releases it:"))
    command = element("pre", element("code", f"leadbook export --service {view.service} --release"))
    heading = element("h2", say("Exit of your service"), tabindex=-1)
    return element("section", heading, facts(pairs), how, command, class_="lb-kept")
