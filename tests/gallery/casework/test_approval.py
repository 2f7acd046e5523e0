"""The decision on a request."""

from typing import Any

import pytest

from gallery.casework import approval, intake
from gallery.casework.plan import plan
from gallery.casework.request_view import RequestView
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from tests.gallery.casework.bench import ANSWER, Bench, decision


def _decide(bench: Bench, name: str, request_id: str, **changed: Any) -> RequestView:
    return approval.decide(bench.casework, bench[name], request_id, decision(**changed))


def test_another_approver_allows_a_search(bench: Bench) -> None:
    """The answers are kept, and their hash is in the log, not their words (A-11)."""
    request_id = bench.submitted()

    view = _decide(bench, "approver", request_id)

    assert view.state == "approved"
    assert view.approval is not None
    assert view.approval.decided_by == "Approver"
    assert ANSWER not in str([entry.event for entry in bench.log])


@pytest.mark.proves("A-11")
def test_nobody_approves_their_own_request(bench: Bench) -> None:
    """Not even somebody who holds both roles (A-11)."""
    request_id = bench.submitted("asks_and_approves")

    with pytest.raises(NotAllowed) as refused:
        _decide(bench, "asks_and_approves", request_id)

    assert refused.value.refusal.rule == "A-11"
    assert bench.log.told()[-1] == ("approval_refused", "refused")
    assert bench.state_of(request_id) == "submitted"


def test_an_investigator_does_not_approve(bench: Bench) -> None:
    """The role is needed (H-01)."""
    with pytest.raises(NotAllowed):
        _decide(bench, "investigator", bench.submitted("asks_and_approves"))


def test_another_services_approver_finds_nothing(bench: Bench) -> None:
    """G-01."""
    with pytest.raises(NotFound):
        _decide(bench, "stranger", bench.submitted())


@pytest.mark.parametrize(
    ("missing", "changed"),
    [
        ({"necessity"}, {"necessity": "yes"}),
        ({"proportionality"}, {"proportionality": ""}),
        ({"other_means"}, {"other_means": "none"}),
        ({"necessity", "proportionality", "other_means"}, {"necessity": "", "proportionality": "", "other_means": ""}),
        ({"reason"}, {"approved": False}),
    ],
)
@pytest.mark.proves("A-11")
def test_a_decision_needs_its_answers(bench: Bench, missing: set[str], changed: dict[str, Any]) -> None:
    """A yes needs three answers, a no its reason; all that is missing is named at once (A-11)."""
    with pytest.raises(Unacceptable) as refused:
        _decide(bench, "approver", bench.submitted(), **changed)

    assert set(refused.value.refusal.fields) == missing


def test_a_supplied_picture_needs_the_approvers_reason(bench: Bench) -> None:
    """What a witness gives is its own source, with a written reason (A-06)."""
    request_id = bench.submitted(source_type="supplied")

    with pytest.raises(Unacceptable) as refused:
        _decide(bench, "approver", request_id)

    assert set(refused.value.refusal.fields) == {"reason"}
    assert _decide(bench, "approver", request_id, reason=ANSWER).state == "approved"


def test_a_refused_request_ends(bench: Bench) -> None:
    """It is decided once."""
    request_id = bench.submitted()

    assert _decide(bench, "approver", request_id, approved=False, reason=ANSWER).state == "refused"
    assert bench.log.told()[-1] == ("approval_refused", "done")
    with pytest.raises(WrongState):
        _decide(bench, "approver", request_id)


def test_the_approver_sees_earlier_requests_with_the_same_picture(bench: Bench) -> None:
    """Searching until something turns up is seen; the requester is not told of others' requests (A-26)."""
    first, second = bench.submitted(), bench.submitted("asks_and_approves")

    seen = intake.get(bench.casework, bench["approver"], second)

    assert [each.request_id for each in seen.earlier] == [first]
    assert intake.get(bench.casework, bench["asks_and_approves"], second).earlier == ()


def test_the_plan_says_what_the_search_will_do(bench: Bench) -> None:
    """Galleries, counts, list, model, who sees it, what is kept, what a lead never is (A-25)."""
    shown = plan(bench.casework, bench["investigator"], bench.drafted())

    assert [line.heading for line in shown.lines] == [
        "Galleries", "Pictures", "List", "Model", "Strangers to expect", "How requests end", "Time to a decision",
        "Who sees it", "This picture", "Kept", "A lead",
    ]  # fmt: skip
    assert "10 pictures may be compared; 0 are left out" in shown.lines[1].sentence
    assert shown.open_points == {}


def test_the_plan_names_what_is_missing(bench: Bench) -> None:
    """The same gaps as a submission would name."""
    shown = plan(bench.casework, bench["investigator"], bench.drafted(ground="", source_place=""))

    assert set(shown.open_points) == {"ground", "source_place"}
