"""How long requests wait at each stage (J-07)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audits import events as acts
from audits.analytics import ask, build
from audits.checkpoint import SignedLog
from audits.event import Event

STAGES: tuple[tuple[type[Event], str, int], ...] = (
    (acts.RequestSubmitted, "", 0),
    (acts.RequestApproved, "to approve", 100),
    (acts.SearchCompleted, "to search", 10),
    (acts.ExaminationLocked, "to examine", 1000),
    (acts.VerificationLocked, "to verify", 2000),
    (acts.LeadIssued, "", 5),
    (acts.LeadAcknowledged, "to acknowledge", 300),
)
"""Act, the stage that ends with it, and seconds that it takes the first request; the tenth takes ten times as long."""


@pytest.mark.proves("J-07")
def test_median_and_nine_of_ten_of_every_stage_are_those_worked_out_by_hand(
    opened: Callable[[], SignedLog], folder: Path, tmp_path: Path, clock: Any
) -> None:
    """Of ten requests that take 1, 2 … 10 times as long: the median is 5.5 times, nine of ten within 9.1 (J-07)."""
    log = opened()
    for times in range(1, 11):
        request = f"request-{times}"
        for act, _, seconds in STAGES:
            clock.move(seconds * times)
            log.append(act(actor_id="a", object_id=request, details={"request_id": request}))
    log.close()
    build(folder, tmp_path / "audit.duckdb")

    answer = ask(tmp_path / "audit.duckdb", "time_per_stage")

    rows = {row[0]: row[1:] for row in answer.rows}
    expected = {stage: (10, 9.1 * seconds, 5.5 * seconds) for _, stage, seconds in STAGES if stage}
    in_all = sum(seconds for _, _, seconds in STAGES) - 300
    expected["in all, to a lead or none"] = (10, 9.1 * in_all, 5.5 * in_all)
    assert answer.columns == ("stage", "requests", "seconds_for_nine_of_ten", "median_seconds")
    assert rows == {stage: pytest.approx(values, abs=0.1) for stage, values in expected.items()}
