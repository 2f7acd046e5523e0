"""The home page says what waits for whom."""

from pathlib import Path

import pytest

from gallery.casework import examination, intake, lead
from gallery.desk.work import listed
from kernel_lib.wire.casework import RequestDraft, WorkItem
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench; nothing here needs more than two subjects."""
    made = Bench(tmp_path)
    made.enrol(2)
    return made


def _mine(bench: Bench, name: str) -> list[tuple[str, str]]:
    return [(item.kind, item.page) for item in listed(bench.casework, bench[name]).mine]


def _first(bench: Bench, name: str) -> WorkItem:
    return listed(bench.casework, bench[name]).mine[0]


def test_nothing_waits_at_first(bench: Bench) -> None:
    """Three empty lists, and an entry that they were shown."""
    work = listed(bench.casework, bench["investigator"])

    assert (work.mine, work.others, work.recent) == ((), (), ())
    assert bench.log.told()[-1] == ("work_listed", "done")


def test_a_draft_waits_for_its_requester_only(bench: Bench) -> None:
    """It is finished on the search page."""
    opened = intake.open_request(bench.casework, bench["investigator"], RequestDraft())

    assert _mine(bench, "investigator") == [("finish_request", f"/search?request={opened.id}")]
    assert _mine(bench, "approver") == []


def test_a_submitted_request_waits_for_other_approvers(bench: Bench) -> None:
    """Not for the requester, even with both roles, and not for another service (A-11, G-01)."""
    request_id = bench.submitted("asks_and_approves")

    assert _mine(bench, "approver") == [("approve", f"/approvals?request={request_id}")]
    assert _mine(bench, "asks_and_approves") == []
    assert _mine(bench, "stranger") == []
    waiting = listed(bench.casework, bench["asks_and_approves"]).others
    assert [item.detail for item in waiting] == ["It waits for an approver."]


def test_an_approved_request_waits_for_whoever_may_take_it(bench: Bench) -> None:
    """For examiners and the certified requester, until one has taken it (B-01)."""
    request_id = bench.approved()
    page = [("examine", f"/review?examination={request_id}")]

    assert [_mine(bench, name) for name in ("examiner1", "examiner2", "investigator")] == [page, page, page]
    assert _mine(bench, "approver") == []
    examination.take(bench.casework, bench["examiner1"], request_id)
    assert _mine(bench, "examiner2") == []


def test_first_and_second_examinations_read_the_same(bench: Bench) -> None:
    """Title and detail use the same words, and no number of the request stands there (D-09)."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    first = _first(bench, "examiner1")
    bench.conclude("examiner1", bench.look("examiner1", view.id), "S-001")
    name, examination_id = bench.verifier_of(bench.request_of(view.id))
    second = _first(bench, name)

    assert (first.kind, first.detail, first.title) == (second.kind, second.detail, second.title)
    assert second.title == "Examination"
    assert second.page == f"/review?examination={examination_id}"


def test_a_lead_waits_with_its_days_and_then_stays_to_be_read(bench: Bench) -> None:
    """First to acknowledge, then to read, until it expires (E-11)."""
    lead_id = bench.lead()

    assert _mine(bench, "investigator") == [("acknowledge_lead", f"/leads?lead={lead_id}")]
    lead.acknowledge(bench.casework, bench["investigator"], lead_id, Acknowledgement(initials="AB", accepted=True))
    assert _mine(bench, "investigator") == [("read_lead", f"/leads?lead={lead_id}")]
    bench.clock.forward(days=bench.rules.casework.lead.valid_days)
    assert _mine(bench, "investigator") == []


def test_what_is_done_is_recent(bench: Bench) -> None:
    """Ended requests for their requester, locked examinations for their examiner."""
    bench.lead()

    assert [item.detail for item in listed(bench.casework, bench["investigator"]).recent] == ["A lead was issued."]
    assert [item.detail for item in listed(bench.casework, bench["examiner1"]).recent] == ["It is locked."]
