"""A photo array as its investigator sees it: fillers by number, then what the showing gave. Nobody is named."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gallery.records.arrays import ArrayStep, PhotoArray, arrays_of, steps_of
from gallery.records.who import account_by_id
from gallery.rules.follow_up import LineupRules
from kernel_lib.wire.arrays import ArrayView, FillerView, ShownPicture

Answers = tuple[tuple[datetime, str], ...]


def array_views(connection: Connection, lead_id: str, rules: LineupRules) -> tuple[ArrayView, ...]:
    """Return every array of a lead, oldest first."""
    return tuple(_view(connection, each, rules) for each in arrays_of(connection, lead_id))


def answers_at(steps: Sequence[ArrayStep], place: int) -> Answers:
    """Return what the witness said at one place, from 1, with the moments, oldest first."""
    said = (each.body for each in steps if each.body["kind"] == "answered" and each.body["place"] == place)
    return tuple((datetime.fromisoformat(body["at"]), str(body["words"])) for body in said)


def count_back(steps: Sequence[ArrayStep]) -> int:
    """Return how often the showing went back."""
    return sum(each.body["kind"] == "went_back" for each in steps)


# Private


def _view(connection: Connection, array: PhotoArray, rules: LineupRules) -> ArrayView:
    steps = steps_of(connection, array.id) if array.seal else ()
    last: Mapping[str, Any] = steps[-1].body if steps else {}
    administrator = account_by_id(connection, array.administrator_id) if array.administrator_id else None
    return ArrayView(
        id=array.id,
        state=array.state,
        person=f"arrays/{array.id}/fillers/0",
        fillers=tuple(
            FillerView(number=number, picture=f"arrays/{array.id}/fillers/{number}", source=each.source)
            for number, each in enumerate(array.fillers, start=1)
        ),
        min_fillers=rules.min_fillers,
        most_fillers=rules.most_fillers,
        upload_source=array.upload_source,
        made_at=array.made_at,
        code_until=array.code_until,
        administrator=administrator.display_name if administrator else "",
        started_at=array.started_at,
        ended_at=array.ended_at,
        went_back=count_back(steps),
        unfinished=str(last.get("reason", "")),
        recorded=bool(last.get("recorded", False)),
        shown=_shown(array, steps),
        seal=array.seal,
    )


def _shown(array: PhotoArray, steps: Sequence[ArrayStep]) -> tuple[ShownPicture, ...]:
    if not steps:
        return ()
    pictures = array.pictures
    return tuple(
        ShownPicture(place=place + 1, filler=index, sha256=pictures[index].sha256, answers=answers_at(steps, place + 1))
        for place, index in enumerate(array.order)
    )
