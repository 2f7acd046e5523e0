"""The page of partners is opened: what is new is told first, so that both sides read the same (G-05, G-06)."""

from audits.events import SharingViewed
from gallery.authority import Person
from gallery.sharing.means import Sharing
from gallery.sharing.messages import tell
from gallery.sharing.window import sharing_view
from kernel_lib.wire.sharing import SharingView


def view(sharing: Sharing, person: Person) -> SharingView:
    """Return everything that passes between this person's service and others. Raises NotAllowed without the role."""
    with sharing.casework.ledger.act(person, SharingViewed) as act:
        sharing.casework.authority.demand(person, "sharing_viewed")
        tell(act, sharing)
        shown = sharing_view(act, sharing, person)
        act.decided_by("G-05")
        act.note(agreements=len(shown.agreements), searches=len(shown.searched_here), inbox=len(shown.inbox))
        act.note(overdue=sum(each.overdue for each in (*shown.inbox, *shown.outbox)))
        return shown
