"""How leads ended in the field, beside what the laboratory measured; nothing is said of too few (W-13)."""

from gallery.evaluation.rates import wilson
from kernel_lib.wire.figures import FieldLoop, FigureView

_LEAD = "lead"
CORROBORATED, ELIMINATED, WRONGFUL = ("confirmed", "charge_laid"), ("eliminated",), ("wrongful",)
ENDED = (*CORROBORATED, *ELIMINATED, *WRONGFUL, "charge_withdrawn")
"""Outcomes that say something of a lead; unresolved and not followed say nothing."""


def field_loop(funnel: FigureView, fewest: int, laboratory: str) -> FieldLoop:
    """Join outcomes of leads with the laboratory's counts, from the counts that are told in the funnel alone."""
    ended, wrongful = _of(funnel, ENDED), _of(funnel, WRONGFUL)
    told = FieldLoop(
        ended=ended,
        fewest=fewest,
        corroborated=_of(funnel, CORROBORATED),
        eliminated=_of(funnel, ELIMINATED),
        wrongful=wrongful,
        laboratory=laboratory,
    )
    if ended is None or wrongful is None or ended < fewest:
        return told
    low, high = wilson(wrongful, ended)
    return told.model_copy(
        update={"established": True, "low_permille": round(low * 1000), "high_permille": round(high * 1000)}
    )


def _of(funnel: FigureView, outcomes: tuple[str, ...]) -> int | None:
    counts = [funnel.count(_LEAD, outcome) for outcome in outcomes]
    return None if None in counts else sum(count or 0 for count in counts)
