"""The views that an examiner used stand in the log (D-18)."""

from typing import Any

import pytest

from gallery.casework import views
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.vocabulary import ViewKind
from kernel_lib.wire.views import DisplayUsed, ViewsUsed, ViewUsed
from tests.gallery.casework.bench import Bench

PLAIN = DisplayUsed(scale=0.5, turn=0, gamma=1.0, contrast=1.0, inverted=False)
TURNED = DisplayUsed(scale=2.0, turn=-15, gamma=1.4, contrast=1.2, inverted=True)


def used(**changes: Any) -> ViewsUsed:
    """One view of candidate A beside the probe."""
    fields: dict[str, Any] = {
        "view": ViewKind.SIDE_BY_SIDE,
        "letter": "A",
        "number": 1,
        "probe": PLAIN,
        "candidate": TURNED,
        "grid": False,
        "together": True,
        "adjunct": False,
        "milliseconds": 4200,
    }
    return ViewsUsed(views=(ViewUsed(**{**fields, **changes}),))


@pytest.mark.proves("D-18")
def test_a_view_is_recorded_with_its_settings_and_time(bench: Bench) -> None:
    """One entry says which view, of which letter, how each picture was displayed, for how long."""
    examination = bench.opened()

    views.record(bench.casework, bench["examiner1"], examination.id, used(view=ViewKind.WIPE, adjunct=True))

    entry = bench.log.entries[-1].event
    expected = "wipe A/1 4.2 s probe [0.50x 0deg gamma 1.0 contrast 1.0] "
    expected += "candidate [2.00x -15deg gamma 1.4 contrast 1.2 inverted]"
    assert entry.act == "view_adjusted"
    assert entry.object_id == examination.id
    assert entry.details["views"] == (expected,)
    assert entry.details["adjunct"] is True


def test_a_candidate_that_is_not_shown_was_not_viewed(bench: Bench) -> None:
    """A made-up letter is refused and recorded as refused."""
    examination = bench.opened()

    with pytest.raises(Unacceptable):
        views.record(bench.casework, bench["examiner1"], examination.id, used(letter="ZZ"))

    assert bench.log.entries[-1].event.result == "refused"


def test_somebody_elses_examination_cannot_be_viewed(bench: Bench) -> None:
    """Nothing is told of it (D-09)."""
    examination = bench.opened()

    with pytest.raises(NotFound):
        views.record(bench.casework, bench["examiner2"], examination.id, used())


@pytest.mark.parametrize(
    "changes", [{"view": "probe_alone"}, {"letter": ""}, {"candidate": None}, {"view": "blink"}, {"view": "ruler"}]
)
def test_a_view_that_does_not_agree_with_itself_is_refused(changes: dict[str, Any]) -> None:
    """A candidate is beside the probe, an adjunct view has its switch on, and there is no other view (D-04)."""
    with pytest.raises(ValueError, match="view"):
        used(**changes)
