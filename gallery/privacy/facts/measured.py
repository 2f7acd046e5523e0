"""Facts that evaluations give: error rates, for everybody and by group, as the evaluation on file has them."""

from collections.abc import Iterator
from typing import Any

from gallery.evaluation.standing import Standing
from gallery.privacy.facts.line import NOT_RECORDED
from kernel_lib.wire.gallery import Fact

_NONE = "no evaluation has been filed"


def accuracy(standing: Standing) -> Iterator[Fact]:
    """How often the system erred, in counts of the set that was searched (L-01, L-02)."""
    if standing.evaluation is None:
        name = "Error rates on this service's own pictures"
        yield Fact(heading="accuracy", name=name, value=NOT_RECORDED, source=_NONE)
        return
    body, source = standing.body, f"evaluation {standing.evaluation.sha256}"
    yield Fact(
        heading="accuracy",
        name="Error rates on this service's own pictures",
        value=standing.error_rates(),
        source=source,
    )
    value = f"{body['first_place']['count']} of {body['first_place']['of']} searches, without a threshold"
    name = "Searches for people who were there that had somebody else in the first place"
    yield Fact(heading="accuracy", name=name, value=value, source=source)
    yield Fact(
        heading="accuracy", name="What these figures do not say", value=" ".join(body["statements"]), source=source
    )


def equity(standing: Standing) -> Iterator[Fact]:
    """The same by group; a group with too few searches is named as such and no difference is made up (L-07)."""
    if standing.evaluation is None or not standing.body["groups"]:
        source = _NONE if standing.evaluation is None else f"evaluation {standing.evaluation.sha256}"
        yield Fact(heading="equity", name="Error rates by group", value=NOT_RECORDED, source=source)
        return
    source = f"evaluation {standing.evaluation.sha256}"
    for group, told in standing.body["groups"].items():
        yield Fact(heading="equity", name=f"Error rates by group: {group}", value=_in_words(told), source=source)


# Private


def _in_words(told: dict[str, Any]) -> str:
    if not told["established"]:
        return f"not established: {told['mated']} and {told['non_mated']} searches are too few"
    return (
        f"missed {told['fnir']['count']} of {told['fnir']['of']}; listed somebody in {told['fpir']['count']} of "
        f"{told['fpir']['of']} searches for people who were not there"
    )
