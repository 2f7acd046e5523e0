"""Items 18 to 21 and 23 of the auditors' list: each question returns exactly the planted cases."""

import pytest

from tests.audits.questions.conftest import Asked

pytestmark = pytest.mark.proves("I-05")


@pytest.mark.proves("B-08")
def test_item_18_state_of_the_gallery(asked: Asked) -> None:
    """Every count that is not nought, and those that must be; a day on which all is in order is no row."""
    found = asked("gallery_state", "what", "pictures", "must_be_zero")
    faults = asked("gallery_state", "what", must_be_zero="yes")

    assert found == [
        ("ineligible but indexed", 1, True),
        ("over the clock", 2, False),
        ("restored after destruction", 3, True),
        ("without a disposition", 7, False),
    ]
    assert faults == [("ineligible but indexed",), ("restored after destruction",)]


@pytest.mark.proves("F-33")
def test_item_19_runs_of_destruction(asked: Asked) -> None:
    """Thirty days are in time, the next is late; what was refused is no run; what came back was destroyed again."""
    found = asked("destruction_runs", "run_id", "planned", "destroyed", "held", "certificates", "state")

    assert found == [
        ("run-done", 5, 4, 1, 4, "done"),
        ("run-late", 5, 4, 1, 4, "done late"),
        ("run-stopped", 5, 0, 0, 0, "stopped"),
        ("run-waiting", 5, 0, 0, 0, "late"),
        ("run-fresh", 5, 0, 0, 0, "under way"),
        (None, 2, 2, 0, 0, "after a restore"),
    ]


@pytest.mark.proves("F-42")
def test_item_20_young_people_returned(asked: Asked) -> None:
    """The one list, with basis and day, and nobody's name."""
    found = asked("youth_returned", "request_id", "youth_returned", "basis", "until")

    assert found == [("request-20-listed", 2, "F-42.119(2)(g), F-42.119(2)(h)", "2026-12-01")]


@pytest.mark.proves("G-02", "G-06", "G-07")
def test_item_21_searches_over_other_galleries(asked: Asked) -> None:
    """First and last day are within the agreement; before the signature, after the end or without one is a courtesy."""
    found = asked("shared_searches", "kind", "thing")
    faults = asked("shared_searches", "kind", "thing", faults="yes")
    a_day_less = asked("shared_searches", "thing", faults="yes", days=6)

    expected = {("courtesy search", each) for each in ("day-after", "unsigned", "ended", "courtesy")}
    expected |= {("not acknowledged", "m-2")}
    assert set(faults) == expected
    assert set(found) == expected | {("under an agreement", each) for each in ("first-day", "last-day", "signed")}
    assert set(a_day_less) - {each[1:] for each in faults} == {("m-3",)}


@pytest.mark.proves("F-67")
def test_item_23_applications(asked: Asked) -> None:
    """Outcome, days taken or waited, and the statement; thirty days are not over thirty."""
    found = asked("applications", "application_id", "kind", "outcome", "days_taken", "statement_attached")
    late = asked("applications", "application_id", late="yes")

    assert found == [
        ("application-in-time", "access", "released", 30, False),
        ("application-late", "removal", "refused", 31, False),
        ("application-statement", "correction", "statement", 3, True),
        ("application-waiting", "access", "waiting", 31, False),
        ("application-fresh", "access", "waiting", 30, False),
    ]
    assert late == [("application-late",), ("application-waiting",)]
