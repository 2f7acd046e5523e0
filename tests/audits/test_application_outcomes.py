"""The outcomes of applications that are published are those of the log (F-67)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audits import events as acts
from audits.analytics import ask, build
from audits.checkpoint import SignedLog

Opened = Callable[[], SignedLog]


@pytest.mark.proves("F-67")
def test_outcomes_are_counted_by_kind_and_ground_with_median_days(opened: Opened, folder: Path, tmp_path: Path) -> None:
    """Received, granted, refused by ground, corrected and released; an answer that was refused itself is none."""
    log = opened()
    for kind in ("removal", "removal", "removal", "removal", "correction", "access"):
        log.append(acts.ApplicationReceived(details={"kind": kind}))
    for outcome, ground, days in (
        ("granted", None, 10),
        ("granted", None, 20),
        ("refused", "hold", 5),
        ("refused", "open_charge", 9),
    ):
        told = {"kind": "removal", "outcome": outcome, "ground_id": ground, "days": days}
        log.append(acts.ApplicationDecided(details=told))
    log.append(acts.ApplicationDecided(result="refused", rule="F-64", reason="By the rules it stays."))
    log.append(acts.CorrectionDecided(details={"kind": "correction", "outcome": "statement", "days": 3}))
    log.append(acts.ApplicationReleased(details={"kind": "access", "outcome": "released", "days": 29}))
    log.close()
    build(folder, tmp_path / "audit.duckdb")

    answer = ask(tmp_path / "audit.duckdb", "application_outcomes", {})

    assert answer.rows == (
        ("access", "received", "–", 1, None),
        ("access", "released", "–", 1, 29.0),
        ("correction", "received", "–", 1, None),
        ("correction", "statement", "–", 1, 3.0),
        ("removal", "granted", "–", 2, 15.0),
        ("removal", "received", "–", 4, None),
        ("removal", "refused", "hold", 1, 5.0),
        ("removal", "refused", "open_charge", 1, 9.0),
    )
