"""Equity as figures: error rates by group, and how over-represented a group is in the gallery (K-05, L-19)."""

import json

from sqlalchemy import Connection

from gallery.casework.accuracy import accuracy
from gallery.desk.evaluations import group_view
from gallery.privacy.means import Privacy
from gallery.records.assessments import Answer
from kernel_lib.wire.assessment import EquityView, RepresentationGiven, RepresentationRow, RepresentationView
from kernel_lib.wire.evaluation import GroupView

REPRESENTATION = "equity_representation"
"""Under which name the table of over-representation stands among the answers."""


def equity(connection: Connection, privacy: Privacy, answers: dict[str, Answer]) -> EquityView:
    """Return both tables, and which is absent."""
    standing = accuracy(connection, privacy.casework)
    told = standing.body["groups"] if standing.evaluation else {}
    groups = tuple(group_view(name, each) for name, each in told.items())
    held = answers.get(REPRESENTATION)
    rows = RepresentationGiven.model_validate(json.loads(held.text)).rows if held else ()
    lacking = []
    if not any(each.operating for each in groups):
        lacking.append("the table of error rates by group: no evaluation on file establishes one")
    if not rows:
        lacking.append("the table of who is over-represented in the gallery")
    return EquityView(
        evaluation=standing.state(),
        groups=groups,
        representation=tuple(_exposed(each, groups) for each in rows),
        lacking=tuple(lacking),
    )


# Private


def _exposed(row: RepresentationRow, groups: tuple[GroupView, ...]) -> RepresentationView:
    """Exposure is share of the gallery over share of the population; see requirement L-19."""
    found = next((each.operating for each in groups if each.group == row.group and each.operating), None)
    rate = found.fpir.rate if found else None
    return RepresentationView(
        **row.model_dump(),
        exposure=round(row.people / row.of / row.population_share, 4),
        false_candidates=None if rate is None else round(1000 * rate, 1),
    )
