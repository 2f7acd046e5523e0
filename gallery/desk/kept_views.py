"""Choices of the audit dashboard that somebody keeps for later, each seen by its owner alone."""

from dataclasses import dataclass

from audits.events import DashboardViewDropped, DashboardViewKept, DashboardViewsListed
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.dashboard_views import KeptView as Kept
from gallery.records.dashboard_views import count_views, drop_view, keep_view, views_of
from gallery.records.ids import new_id
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.wire.dashboard import KeptView, KeptViews, ViewOffered
from kernel_lib.wire.model import Recorded

MOST = 40
"""Choices that one person may keep."""


@dataclass(frozen=True)
class KeptViewsDesk:
    """Keeps, lists and drops. A title given again replaces what it stood for."""

    ledger: Ledger

    def list(self, person: Person) -> KeptViews:
        """Return what the person keeps, by title."""
        with self.ledger.act(person, DashboardViewsListed) as act:
            return KeptViews(views=tuple(_view(each) for each in views_of(act.connection, person.account_id)))

    def keep(self, person: Person, offered: ViewOffered) -> KeptView:
        """Keep a choice.

        Raises:
            Unacceptable: the person keeps as many as may be kept.
        """
        with self.ledger.act(person, DashboardViewKept) as act:
            kept = Kept(
                id=new_id(),
                account_id=person.account_id,
                title=offered.title.strip() or offered.title,
                body=offered.model_dump(mode="json"),
                kept_at=act.now,
            )
            keep_view(act.connection, kept)
            if count_views(act.connection, person.account_id) > MOST:
                raise Unacceptable("I-02", f"At most {MOST} views are kept.", "Drop one that you do not need.")
            act.about(object_id=kept.id)
            return _view(kept)

    def drop(self, person: Person, view_id: str) -> Recorded:
        """Forget a choice.

        Raises:
            NotFound: the person keeps none under that id.
        """
        with self.ledger.act(person, DashboardViewDropped) as act:
            act.about(object_id=view_id)
            if not drop_view(act.connection, person.account_id, view_id):
                raise NotFound("view.unknown", "You keep no view under that id.", "Choose one from the list.")
        return Recorded(sequence=act.sequence)


def _view(kept: Kept) -> KeptView:
    return KeptView(id=kept.id, kept_at=kept.kept_at, view=ViewOffered.model_validate(kept.body))
