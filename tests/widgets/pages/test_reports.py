"""The page of reports, over a client that answers from memory."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import Role
from kernel_lib.wire.figures import JobView, ScheduleView
from kernel_lib.wire.reports import (
    BlockView,
    ParameterAsked,
    ReportAbout,
    ReportDeskView,
    ReportJobView,
    ReportRunView,
    RunFailure,
)
from kernel_lib.wire.samples import FindingView, SampledSearch, SampleLine, SamplesView, SampleView
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import an_account
from tests.widgets.press import button, press, tell, words_in
from widgets.pages.reports import ReportsPage

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
DAYS = {"period_start": "2026-10-01", "period_end": "2026-10-31"}
BLOCK = BlockView(rule="K-03", reason="What is in force was not assessed: an amendment waits for two people.")
JOB = ReportJobView(id="j1", report="board_monthly", state="running", started_at=NOW, done=2, total=9, part="Use")


def a_run(state: str = "draft", **changes: Any) -> ReportRunView:
    """A run of the board's report."""
    fields: dict[str, Any] = {
        "run_id": "r1",
        "report": "board_monthly",
        "title": "Monthly report to the board",
        "parameters": DAYS,
        "language": "en",
        "state": state,
        "started_by": "Person One",
        "started_at": NOW,
        "ended_at": NOW,
        "events": 1200,
        "verified_at": NOW,
        "whole": True,
        "checks": ("One is one",),
        "files": ("report.html", "report.pdf"),
    }
    return ReportRunView(**{**fields, **changes})


def a_desk(*runs: ReportRunView, jobs: tuple[ReportJobView, ...] = (), runnable: bool = True) -> ReportDeskView:
    """One report with its runs."""
    asked = tuple(ParameterAsked(name=name, kind="date", hint="a day") for name in DAYS)
    about = ReportAbout(
        name="board_monthly",
        title="Monthly report to the board",
        purpose="Tells the board.",
        audience="The board",
        parameters=asked,
        runnable=runnable,
        blocks=(BLOCK,),
    )
    return ReportDeskView(reports=(about,), runs=runs, jobs=jobs)


SAMPLE = SampleView(
    month="2026-10",
    seed="ab" * 32,
    seed_size=900,
    share=0.05,
    least=10,
    searches=40,
    drawn=(SampledSearch(sequence=77, hash="cd" * 32, user="a1", offence="robbery", outcome="no_lead"),),
)


def opened(*roles: Role, desk: ReportDeskView | None = None, **answers: Any) -> tuple[ReportsPage, FakeClient]:
    """Return the page as a role sees it."""
    jobs = (JobView(name="board_monthly", every="month", next_at=NOW, last_at=None, last_result=""),)
    line = SampleLine(month="2026-10", share=0.05, least=10, searches=40, drawn=1, looked_into=0, drawn_at=NOW)
    told = {
        "reports.desk": desk or a_desk(a_run()),
        "figures.schedule": ScheduleView(account="reports", jobs=jobs),
        "samples.listed": SamplesView(samples=(line,)),
        "samples.draw": SAMPLE,
    }
    client = FakeClient({"resolve": an_account(*(roles or (Role.COMPLIANCE,))), **told, **answers})
    page = ReportsPage(lambda: client)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


@pytest.mark.proves("W-24")
def test_a_report_is_ordered_with_its_days_and_followed_until_it_is_ready() -> None:
    """The month before is offered; progress is told in words; at the end its run is open."""
    done = JOB.model_copy(update={"state": "done", "run_id": "r1", "done": 9})
    page, client = opened(**{"reports.order": JOB, "reports.job": [JOB, done]})
    tell(page.reports, event="open", id="board_monthly")
    page.acts.fields["period_start"].value = datetime(2026, 10, 1, tzinfo=UTC).date()
    page.acts.fields["period_end"].value = datetime(2026, 10, 31, tzinfo=UTC).date()

    press(page.body, "Run this report")
    assert "Step 2 of 9: Use" in words_in(page.body)
    page.watched.look()
    page.watched.look()

    (order,) = client.last("reports.order")
    assert (order.report, order.parameters, order.language) == ("board_monthly", DAYS, "en")
    assert page.banner.heading == "The report is ready."
    assert "/leadbook/reports/r1/html" in words_in(page.body)


@pytest.mark.proves("W-24")
def test_a_report_that_failed_or_was_stopped_says_so_and_offers_no_file() -> None:
    """The part that failed and its own words; a report under way can be stopped from here."""
    failure = RunFailure(part="Checks", cell=8, cells=9, kind="ReportError", message="self-check: Two is two")
    failed = JOB.model_copy(update={"state": "failed", "run_id": "r1", "message": "self-check: Two is two"})
    desk = a_desk(a_run("failed", files=(), failure=failure), jobs=(JOB,))
    page, client = opened(desk=desk, **{"reports.job": failed, "reports.stop": JOB})

    press(page.body, "Monthly report to the board runs now: look")
    press(page.body, "Stop this report")
    page.watched.look()

    assert client.last("reports.stop") == ("j1",)
    assert (page.banner.heading, page.banner.reason) == ("The report failed.", "self-check: Two is two")
    assert "It failed in part Checks (step 8 of 9)." in words_in(page.body)
    assert "/leadbook/reports/" not in words_in(page.body)


@pytest.mark.proves("J-01", "K-03")
def test_a_draft_is_proposed_after_a_look_at_what_stands_against_it() -> None:
    """The preview names the rule that keeps it back; the service decides."""
    page, client = opened(**{"figures.propose": None})
    tell(page.runs, event="open", id="r1")
    assert "K-03" in words_in(page.body)

    press(page.body, "Propose for release")
    assert "this will be refused" in words_in(page.body)
    press(page.body, "Propose this report")

    assert client.last("figures.propose") == ("r1",)
    assert page.banner.heading == "Proposed."


@pytest.mark.proves("H-02")
def test_who_ran_a_report_sees_the_refusal_of_their_own_release() -> None:
    """The preview says it before, the banner with its rule after."""
    refused = NotAllowed("H-02", "Two people release a report.", "Ask somebody who neither ran nor proposed it.")
    page, _ = opened(Role.HIGHER_APPROVER, desk=a_desk(a_run("proposed", own=True)), **{"figures.release": refused})
    tell(page.runs, event="open", id="r1")

    press(page.body, "Release")
    assert "somebody else must release it" in words_in(page.body)
    press(page.body, "Release this report")

    assert (page.banner.kind, page.banner.rule) == ("refusal", "H-02")


def test_an_analyst_reads_what_is_released_and_runs_nothing() -> None:
    """Neither reports to run, nor a schedule, nor samples, nor an act on a run."""
    page, client = opened(Role.ANALYST, desk=a_desk(a_run("released"), runnable=False))

    assert client.names() == ["reports.desk", "resolve"]
    tell(page.runs, event="open", id="r1")
    assert "/leadbook/extracts/2026-10-01/2026-10-31" in words_in(page.body)
    assert [page.runs.rows[0]["cells"][4], page.runs.rows[0]["cells"][1]] == ["released", "2026-10-01 – 2026-10-31"]


@pytest.mark.proves("I-06")
def test_a_search_of_the_sample_is_looked_into_and_the_finding_kept() -> None:
    """The month opens by the measure it was drawn by; a finding needs a conclusion."""
    kept = FindingView(sequence=77, conclusion="remark", remark="No reason given.", account_id="a1", made_at=NOW)
    page, client = opened(Role.AUDITOR, **{"samples.conclude": kept})
    tell(page.samples.months, event="open", id="2026-10")
    assert SAMPLE.seed in words_in(page.body)
    (listed,) = [each for each in page.body.children[0].children[0].children[1].children if hasattr(each, "rows")]
    tell(listed, event="open", id="77")

    press(page.body, "Keep this finding")
    assert [name for name, _ in page.banner.fields] == ["conclusion"]
    page.acts.fields["conclusion"].value = "remark"
    page.acts.fields["remark"].value = "No reason given."
    press(page.body, "Keep this finding")

    month, offered = client.last("samples.conclude")
    assert (month, offered.sequence, offered.conclusion) == ("2026-10", 77, "remark")
    assert button(page.body, "Back to all reports")


@pytest.mark.proves("I-06")
def test_a_month_is_drawn_from_its_form() -> None:
    """The month is asked for, and its sample shown."""
    page, client = opened()
    press(page.body, "Draw a month")
    page.acts.fields["month"].value = "2026-10"

    press(page.body, "Draw it")

    assert client.last("samples.draw")[0].month == "2026-10"
    assert "Sample of 2026-10" in words_in(page.body)
