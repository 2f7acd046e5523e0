"""What one search runs over: the eligible references of the searcher's gallery, and of partners under agreements."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from gallery.casework.means import Casework
from gallery.casework.partners import Partners
from gallery.casework.standing import Standing
from gallery.index.allowed import Allowed
from gallery.records.cases import Request
from kernel_lib.errors import WrongState

BY_SEARCHER = "searcher_limits"
"""Class of reason for a partner's picture that the searcher's own clocks leave out."""


@dataclass(frozen=True)
class Field:
    """What a search runs over: the eligible references, the reasons of those left out, and the index's snapshot."""

    eligible: Allowed
    excluded: dict[str, int]
    snapshot_id: str
    partners: Partners | None = None

    @property
    def owners(self) -> tuple[str, ...]:
        """The services besides the searcher's own whose galleries are searched."""
        return self.partners.owners if self.partners else ()

    @property
    def pictures(self) -> int:
        """How many references there are, eligible or not."""
        return len(self.eligible) + sum(self.excluded.values())


def field_of(
    connection: Connection, casework: Casework, request: Request, today: date, partners: Partners | None = None
) -> Field:
    """Return what may be searched for a request now, under its approval (B-02, B-08).

    With partners that is the union of the galleries, each by its owner's states; see `narrowed` for the searcher's.

    Raises:
        WrongState: the index does not hold every eligible reference; a search over a part is never run (B-12).
    """
    standing = standing_of(connection, casework, request.service, today, partners)
    eligible, excluded = standing.eligible, standing.excluded
    if missing := len(eligible.without(casework.index.held)):
        raise not_complete(f"The index misses {missing} of {len(eligible)} pictures that must be searched")
    return Field(eligible, excluded, casework.index.snapshot_id, partners)


def standing_of(
    connection: Connection, casework: Casework, service: str, today: date, partners: Partners | None = None
) -> Standing:
    """Return what stands for a service on a day, and for each partner on its own day, as one."""
    model_id = casework.faces.model_id
    standing = casework.standings.of(connection, service, model_id, today)
    for owner in partners.owners if partners else ():
        day = casework.rules.who.local_day(casework.ledger.now(), owner)
        standing = standing.together(casework.standings.of(connection, owner, model_id, day))
    return standing


def told_partners(partners: Partners) -> dict[str, Any]:
    """Both services, their agreements by hash, and the limits that held for all of them (G-03)."""
    limits = partners.limits
    return {
        "searcher": partners.searcher,
        "agreements": [{"id": each.id, "owner": each.owner, "sha256": each.sha256} for each in partners.agreements],
        "limits": {
            "offences": sorted(limits.offences),
            "purposes": sorted(limits.purposes),
            "youth": limits.youth,
            "longest": limits.longest,
            "min_score": limits.min_score,
        },
    }


def not_complete(what: str) -> WrongState:
    """Return the refusal of a list that could not be proven whole (B-12)."""
    return WrongState(
        "B-12", f"{what}; nothing was searched.", "Tell your administrator to rebuild the index, then try again."
    )
