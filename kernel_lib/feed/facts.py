"""The second file of a feed: what became of charges and people, by number, event and offence and never by name (F-09).

FEED/outcomes.jsonl   one JSON object a line, or FEED/outcomes.csv with a header; `kind` says what a line is:
  outcome             subject_number, booking_event, offence_id, disposition, happened, and days that clocks run from
  election, age       subject_number, booking_event, offence_id, and `election` or `age`
  death               subject_number, died_on
  subject_renumbered  subject_number, new_number
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kernel_lib.errors import Unacceptable
from kernel_lib.feed.lines import FEED_BYTES_LIMIT, RefusedLine, rows_of
from kernel_lib.wire.lifecycle import (
    AgeAsked,
    ChargeNamed,
    DeathAsked,
    ElectionAsked,
    OutcomeAsked,
    OutcomeTold,
    RenumberAsked,
)

Fact = OutcomeAsked | ElectionAsked | AgeAsked | DeathAsked | RenumberAsked

_NAMES = ("outcomes.jsonl", "outcomes.csv")
_CHARGE = frozenset(ChargeNamed.model_fields)
_MORE: Mapping[str, frozenset[str]] = {
    "outcome": _CHARGE | frozenset(OutcomeTold.model_fields),
    "election": _CHARGE | {"election"},
    "age": _CHARGE | {"age"},
    "death": frozenset(DeathAsked.model_fields),
    "subject_renumbered": frozenset(RenumberAsked.model_fields),
}
_COLUMNS = frozenset({"kind"}).union(*_MORE.values())
_FIX = "Correct this line at its source and offer the feed again."


@dataclass(frozen=True)
class FactLine:
    """A fact that can be recorded, and the number of its line."""

    number: int
    kind: str
    fact: Fact


def read_facts(folder: Path) -> tuple[FactLine | RefusedLine, ...]:
    """Read the facts of a feed folder in their order; none when it holds no such file.

    Raises:
        Unacceptable: there are two files, or one is too large, not UTF-8, or has a wrong header.
    """
    found = [path for name in _NAMES if (path := folder / name).is_file()]
    if not found:
        return ()
    if len(found) > 1 or found[0].is_symlink() or found[0].stat().st_size > FEED_BYTES_LIMIT:
        reason = "A feed holds one plain file of outcomes of at most 24 MiB."
        raise Unacceptable("feed.file", reason, "Give the folder that the records system exported.")
    return tuple(_lines(found[0].name, found[0].read_bytes()))


# Private


def _lines(name: str, data: bytes) -> Iterator[FactLine | RefusedLine]:
    for number, fields in rows_of(name, data, _COLUMNS, "kind"):
        kind = fields.get("kind") if isinstance(fields, dict) else None
        if not isinstance(kind, str) or kind not in _MORE:
            yield RefusedLine(number, "", "feed.line", f"Not one object with a kind of: {', '.join(_MORE)}. {_FIX}")
            continue
        given = {key: value for key, value in fields.items() if key != "kind"}
        if set(given) - _MORE[kind]:
            reason = f"Some of its fields do not belong to this kind. {_FIX}"
            yield RefusedLine(number, "", "feed.fields", reason)
            continue
        try:
            yield FactLine(number, kind, _fact(kind, given))
        except ValidationError as error:
            wrong = ", ".join(sorted({str(problem["loc"][-1]) for problem in error.errors()}))
            yield RefusedLine(number, "", "feed.values", f"Not of the form they must have: {wrong}. {_FIX}")


def _fact(kind: str, given: Mapping[str, Any]) -> Fact:
    if kind == "death":
        return DeathAsked.model_validate(given)
    if kind == "subject_renumbered":
        return RenumberAsked.model_validate(given)
    charge = ChargeNamed.model_validate({key: value for key, value in given.items() if key in _CHARGE})
    rest = {key: value for key, value in given.items() if key not in _CHARGE}
    if kind == "outcome":
        return OutcomeAsked(charge=charge, outcome=OutcomeTold.model_validate(rest))
    return ElectionAsked(charge=charge, **rest) if kind == "election" else AgeAsked(charge=charge, **rest)
