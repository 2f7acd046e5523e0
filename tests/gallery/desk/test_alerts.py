"""Alerts count the rows of named questions over dated thresholds, and each person keeps views of their own."""

import pytest

from audits.analytics import question
from audits.events import RequestApproved, RequestSubmitted, SearchCompleted
from gallery.rules.alerts import AlertRules, build
from gallery.rules.reading import parse
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Role
from kernel_lib.wire.dashboard import AlertView
from tests.gallery.house import House
from tests.gallery.new_entries import NewEntries

AUDITOR = Role.AUDITOR.value
HEADER = b'version = "1"\neffective_from = 2026-11-01\napproved_by = "a"\nsource = "b"\n'


@pytest.fixture(autouse=True)
def auditor(house: House) -> str:
    """An auditor who is signed in."""
    return house.somebody(Role.AUDITOR)


@pytest.mark.proves("J-14")
def test_a_quiet_period_raises_no_alert_of_casework(house: House) -> None:
    """Every alert is listed with nothing, with the question and the limit that it stands for."""
    alerts = _alerts(house)

    assert set(alerts) == {each.id for each in AlertRules.load().alerts}
    assert not [each.id for each in alerts.values() if each.raised]
    assert all(each.least >= 1 and len(each.sql_sha256) == 64 for each in alerts.values())


@pytest.mark.proves("J-14")
def test_an_alert_counts_what_its_question_lists(house: House) -> None:
    """The count on the dashboard and the rows behind it are the same, and the limit decides from when it is raised."""
    for number, seconds in enumerate((10, 59, 60)):
        _approved_after(house, f"request-{number}", seconds)

    alert = _alerts(house)["fast_approvals"]
    asked = {"parameters": alert.parameters}
    rows = house.ask("POST", f"/questions/{alert.question}", AUDITOR, json=asked).json()["rows"]

    assert alert.count == len(rows) == 2
    assert alert.raised


@pytest.mark.proves("J-14", "I-02")
def test_a_page_that_follows_the_log_is_recorded_once_a_sitting(house: House) -> None:
    """Its entry says that it follows; newer counts come without more entries, other days and sittings with theirs."""
    log = NewEntries(house.settings.audit_dir)
    log.told()
    follow = {"first_day": "2026-11-01", "last_day": "2026-11-30", "following": "true"}

    for number, seconds in enumerate((10, 20, 30)):
        _approved_after(house, f"followed-{number}", seconds)
        shown = house.ask("GET", "/alerts", AUDITOR, params=follow).json()
    other = house.ask("GET", "/alerts", AUDITOR, params={**follow, "first_day": "2026-11-02"})

    viewed = [entry.event for entry in log.entries() if entry.event.act == "alerts_viewed"]
    assert other.is_success
    assert next(each["count"] for each in shown["alerts"] if each["id"] == "fast_approvals") == 3
    assert [each.details["first_day"] for each in viewed] == ["2026-11-01", "2026-11-02"]
    assert all(each.details["following"] is True for each in viewed)


@pytest.mark.proves("J-14")
def test_a_burst_of_searches_is_raised_at_its_limit(house: House) -> None:
    """Ten within an hour, by one person; nine are none."""
    for number in range(9):
        _searched(house, number)
    before = _alerts(house)["bursts_of_searches"].count

    _searched(house, 9)

    assert before == 0
    assert _alerts(house)["bursts_of_searches"].count == 1


def test_days_in_no_order_are_refused(house: House) -> None:
    """And more than two years are, so that nobody asks for an endless reckoning."""
    swapped = house.ask("GET", "/alerts?first_day=2026-02-01&last_day=2026-01-01", AUDITOR)
    endless = house.ask("GET", "/alerts?first_day=2020-01-01&last_day=2026-01-01", AUDITOR)

    assert swapped.status_code == endless.status_code == 422


def test_an_analyst_sees_no_alert(house: House) -> None:
    """An alert is about people."""
    analyst = house.somebody(Role.ANALYST)

    assert house.ask("GET", "/alerts?first_day=2026-01-01&last_day=2026-01-31", analyst).status_code == 403


def test_every_alert_asks_a_question_that_takes_its_values() -> None:
    """A rule file that names a question or a parameter that is gone would fail only when somebody looks."""
    for alert in AlertRules.load().alerts:
        known = {each.name for each in question(alert.question).parameters}

        assert set(alert.parameters) <= known, alert.id


def test_a_rule_without_a_limit_is_refused_at_the_start() -> None:
    """With the file and what it lacks."""
    with pytest.raises(SettingsError, match=r"rules alerts\.toml"):
        build(parse("alerts", HEADER + b'[[alert]]\nid = "a"\ntitle = "A"\nquestion = "approvals_quick"\n'))


def test_a_view_is_kept_replaced_and_dropped_by_its_owner_alone(house: House) -> None:
    """A title given again replaces what it stood for; nobody else sees or drops it."""
    compliance = house.somebody(Role.COMPLIANCE)
    offered = {"title": "Last month", "days_back": 30, "question": "approvals_quick", "parameters": {"seconds": 30}}

    house.ask("POST", "/dashboard-views", AUDITOR, json={**offered, "days_back": 7})
    kept = house.ask("POST", "/dashboard-views", AUDITOR, json=offered).json()
    mine = house.ask("GET", "/dashboard-views", AUDITOR).json()["views"]
    others = house.ask("GET", "/dashboard-views", compliance).json()["views"]
    stolen = house.ask("DELETE", f"/dashboard-views/{kept['id']}", compliance)
    dropped = house.ask("DELETE", f"/dashboard-views/{kept['id']}", AUDITOR)

    assert [(each["view"]["title"], each["view"]["days_back"]) for each in mine] == [("Last month", 30)]
    assert others == []
    assert (stolen.status_code, dropped.status_code) == (404, 200)
    assert house.ask("GET", "/dashboard-views", AUDITOR).json()["views"] == []


def test_a_person_keeps_no_more_than_forty_views(house: House) -> None:
    """What is kept is small, and a page of it stays readable."""
    answers = [
        house.ask("POST", "/dashboard-views", AUDITOR, json={"title": f"View {number}"}).status_code
        for number in range(41)
    ]

    assert answers == [200] * 40 + [422]
    assert len(house.ask("GET", "/dashboard-views", AUDITOR).json()["views"]) == 40


def _alerts(house: House) -> dict[str, AlertView]:
    house.sign_in(AUDITOR)
    today = house.clock().date()
    answer = house.ask("GET", f"/alerts?first_day={today}&last_day={today}", AUDITOR).json()
    return {each["id"]: AlertView.model_validate(each) for each in answer["alerts"]}


def _approved_after(house: House, request_id: str, seconds: int) -> None:
    about = {"service": "demo", "case_id": f"case-{request_id}", "object_id": request_id}
    house.parts.ledger.record(RequestSubmitted(actor_id="a-1", **about))
    house.clock.forward(seconds=seconds)
    details = {"requester_id": "a-1", "decided_after_seconds": seconds}
    house.parts.ledger.record(RequestApproved(actor_id="a-2", details=details, **about))


def _searched(house: House, number: int) -> None:
    details = {"request_id": f"request-{number}", "returned": 3}
    house.parts.ledger.record(
        SearchCompleted(
            actor_id="a-1", service="demo", case_id=f"case-{number}", object_id=f"s-{number}", details=details
        )
    )
    house.clock.forward(minutes=6)
