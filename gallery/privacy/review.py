"""The annual review: what was really done against what was assessed, from the log (K-10)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from audits import analytics
from audits.events import UseReviewed
from gallery.assessment.watched import PARTNERS
from gallery.authority import Person
from gallery.ledger import Prepared
from gallery.privacy.means import Privacy
from gallery.privacy.view import version_view
from gallery.records.amendments import amendments_to
from gallery.records.assessments import Version, accepted_version
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.assessment import DivergenceView, ReviewAsked, UseReview

QUESTION = "use_by_value"
Row = Sequence[Any]


def reviewed(privacy: Privacy, person: Person, asked: ReviewAsked) -> UseReview:
    """Compare the use of a period with the accepted version and its amendments.

    Raises:
        Unacceptable: the period ends before it begins.
    """
    days = {"first_day": asked.period_start.isoformat(), "last_day": asked.period_end.isoformat()}
    prepared = Prepared(lambda: analytics.ask(privacy.facts.log.fresh(), QUESTION, days))
    with privacy.ledger.act(person, UseReviewed) as act:
        if asked.period_end < asked.period_start:
            message = "Give a last day that is not before the first."
            raise Unacceptable("K-10", message, "Nothing was compared.", fields={"period_end": message})
        rows = [row for row in prepared.demand().rows if row[0] == person.service]
        version = accepted_version(act.connection, person.service)
        found = tuple(_divergences(act.connection, version, rows)) if version else ()
        act.note(version=version.number if version else None, divergences=len(found), values=len(rows))
        act.note(first_day=days["first_day"], last_day=days["last_day"])
        return UseReview(
            period_start=asked.period_start,
            period_end=asked.period_end,
            version=version_view(act.connection, version) if version else None,
            looked_at=sum(row[3] for row in rows),
            divergences=found,
        )


# Private


def _divergences(connection: Connection, version: Version, rows: Iterable[Row]) -> Iterator[DivergenceView]:
    allowed = _allowed(connection, version)
    for _, kind, used, count, first, last in rows:
        assessed = allowed.get(kind, frozenset())
        if not _is_allowed(kind, used, assessed):
            yield DivergenceView(
                kind=kind,
                used=used,
                assessed=", ".join(sorted(assessed)) or "nothing",
                count=count,
                first_sequence=first,
                last_sequence=last,
            )


def _allowed(connection: Connection, version: Version) -> dict[str, frozenset[str]]:
    """Every value that the version or an amendment that took effect allows."""
    allowed = {key: frozenset(values) for key, values in version.watched.items()}
    for amendment in amendments_to(connection, version.id):
        for change in amendment.changes if amendment.applied_at else ():
            allowed[change.key] = allowed.get(change.key, frozenset()) | frozenset(change.after)
    return allowed


def _is_allowed(kind: str, used: str, assessed: frozenset[str]) -> bool:
    if kind == PARTNERS:
        return any(f" searches {used} (" in each for each in assessed)
    if kind == "threshold.min_score":
        return any(float(used) == float(each) for each in assessed)
    return used in assessed
