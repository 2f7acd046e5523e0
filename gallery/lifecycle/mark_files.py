"""The files of pictures of marks, which go with their booking event (F-06, F-32)."""

from collections.abc import Sequence
from dataclasses import dataclass

from gallery.images.store import Images
from gallery.ledger import Ledger
from gallery.records.destructions import Line
from gallery.records.marks import mark_lineages


@dataclass(frozen=True)
class MarkFiles:
    """Pictures of marks of events that the records hold no more."""

    ledger: Ledger
    images: Images
    name: str = "pictures of marks"

    def rewrite(self) -> None:
        """Destroy every lineage without a row. The turn is taken, so that none is just coming in."""
        with self.ledger.unrecorded() as connection:
            self.images.destroy_all(self.images.lineages() - mark_lineages(connection))

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Return every lineage when a file is here that no row knows: it may be of one of their events."""
        with self.ledger.unrecorded() as connection:
            unknown = self.images.lineages() - mark_lineages(connection)
        return frozenset(line.lineage_id for line in lines) if unknown else frozenset()
