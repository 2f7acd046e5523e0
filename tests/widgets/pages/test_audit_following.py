"""The audit dashboard refreshes by itself, and disturbs nobody by it."""

from datetime import timedelta
from typing import Any

import pytest

from kernel_lib.errors import ServiceUnreachable
from kernel_lib.vocabulary import Role
from kernel_lib.wire.gallery import ServiceStatus
from tests.widgets.dashboard_fakes import FIRST, LAST, a_kept_view, alerts_counted, figures_counted
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, a_log, a_question, an_account, an_answer, an_event
from tests.widgets.press import tell
from widgets.pages.audit import AuditPage


class _Client(FakeClient):
    def status(self) -> Any:
        """As `Client.status`."""
        return self.answer("status")


def _opened(status: Any, *, role: Role = Role.AUDITOR) -> tuple[AuditPage, _Client]:
    client = _Client(
        {
            "resolve": an_account(role),
            "status": status,
            "dashboard.alerts": [alerts_counted(), alerts_counted(fast_approvals=3)],
            "dashboard.views": (a_kept_view(),),
            "figures.of": figures_counted(),
            "audit.status": a_log(),
            "audit.questions": (a_question(),),
            "audit.recent": (an_event(),),
            "audit.ask": an_answer(),
        }
    )
    page = AuditPage(lambda: client)
    page.load()
    client.asked.clear()
    return page, client


def _later(page: AuditPage, **by: int) -> None:
    """Let so much time pass for the page, and its browser ask."""
    before = page.following._clock
    page.following._clock = lambda: before() + timedelta(**by)
    tell(page.following.line, event="due")


def _status(events: int, *, whole: bool = True) -> ServiceStatus:
    return ServiceStatus(
        service_name="Halton",
        pictures=1,
        eligible=1,
        model="m",
        log_events=events,
        log_verified_at=NOW,
        log_whole=whole,
        demonstration=True,
    )


@pytest.mark.proves("J-14")
def test_alerts_follow_the_log_and_are_spoken_of_when_one_is_raised() -> None:
    """Once there are new entries; the line says from when each part is, and how old the figures have grown."""
    page, client = _opened(_status(157))

    _later(page, minutes=1)

    assert client.names() == ["status", "dashboard.alerts"]
    assert client.last("dashboard.alerts") == (FIRST, LAST, {"following": True})
    assert "1 of 2 alerts are raised" in page.as_of.value
    assert page.following.line.spoken == "Alerts raised now: 1."
    assert "37 entries since the figures were counted." in page.following.line.told


@pytest.mark.parametrize("case", ["nothing new", "too soon", "a question is open", "paused"])
def test_nothing_is_counted_again_without_reason(case: str) -> None:
    """Only the line is brought up to date, and not even that when it is stopped."""
    page, client = _opened(_status(120 if case == "nothing new" else 157))
    if case == "a question is open":
        tell(page.listing, event="open", id="searches_by_day")
    page.following.line.paused = case == "paused"

    _later(page, seconds=5 if case == "too soon" else 90)

    assert client.names() == ([] if case == "paused" else ["status"])
    assert page.following.line.spoken == ""


@pytest.mark.proves("J-14")
def test_a_log_found_broken_meanwhile_is_told_at_once() -> None:
    """Whoever verified it."""
    page, _ = _opened(_status(120, whole=False))

    _later(page, seconds=5)

    assert "The log is not whole." in page.status.value


def test_a_refresh_that_fails_stops_and_says_so_in_its_line() -> None:
    """No banner, nothing lost, nothing asked again and again."""
    page, client = _opened(ServiceUnreachable("gone"))

    _later(page, minutes=1)
    _later(page, minutes=1)

    assert client.names() == ["status"]
    assert page.following.line.paused
    assert page.following.line.told == "The page could not be refreshed, and has stopped trying."
    assert page.banner.kind == ""


def test_an_analyst_has_no_alerts_to_follow() -> None:
    """The state of the log and the age of the figures, and nothing else."""
    page, client = _opened(_status(157), role=Role.ANALYST)

    _later(page, minutes=1)

    assert client.names() == ["status"]
