"""The records system's export: which occurrence numbers exist and which are open (A-01).

Where a service exports them, `records/occurrences.csv` of the data folder holds the columns service,
occurrence_number and state (open or closed). Without the file only the form of a number is checked.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kernel_lib.errors import WrongState

COLUMNS = ("service", "occurrence_number", "state")


class OccurrenceState(StrEnum):
    """How a number stands in the export."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class RecordsExport:
    """The export, read anew at each question, so that a fresh one holds at once. No path: none is configured."""

    path: Path | None = None

    def state_of(self, service: str, number: str) -> OccurrenceState | None:
        """Return how a service's number stands, or None where no export is configured.

        Raises:
            WrongState: the file is there and cannot be read as an export; nothing is submitted until it can.
        """
        if self.path is None or not self.path.exists():
            return None
        try:
            with self.path.open(newline="", encoding="utf-8") as file:
                rows = csv.DictReader(file, strict=True)
                if tuple(rows.fieldnames or ()) != COLUMNS:
                    raise _unreadable()
                held = {row["occurrence_number"]: row["state"] for row in rows if row["service"] == service}
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise _unreadable() from error
        if number not in held:
            return OccurrenceState.UNKNOWN
        return OccurrenceState.OPEN if held[number] == OccurrenceState.OPEN else OccurrenceState.CLOSED


def _unreadable() -> WrongState:
    reason = "The export of the records system cannot be read, so no occurrence number can be checked."
    return WrongState("A-01", reason, "Your draft is kept. Tell your administrator that the export is damaged.")
