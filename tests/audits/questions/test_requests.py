"""Items 1 and 4 to 9 of the auditors' list: each question returns exactly the planted cases."""

from collections import Counter

import pytest

from tests.audits.questions.conftest import Asked
from tests.audits.questions.plan import Plan
from tests.audits.questions.world import World

pytestmark = pytest.mark.proves("I-05")


def test_item_1_searches_without_an_open_case(asked: Asked) -> None:
    """No case, a closed and an unknown number, a result that nobody opened; thirty days are not over thirty."""
    found = asked("searches_unrecorded", "request_id", "fault")
    a_day_more = asked("searches_unrecorded", "request_id", days=29)

    assert set(found) == {
        ("request-1-no-case", "no case"),
        ("request-1-closed", "case closed"),
        ("request-1-unknown", "case unknown"),
        ("request-1-unopened", "result never opened"),
    }
    assert set(a_day_more) - {(each[0],) for each in found} == {("request-1-young",)}


def test_item_4_pictures_searched_again(asked: Asked) -> None:
    """The same and a similar picture, with what the last list gave and what was changed."""
    found = asked(
        "probes_searched_again", "request_id", "earlier_request_id", "likeness", "earlier_returned", "changed"
    )
    after_empty = asked("probes_searched_again", "request_id", after_empty="yes")

    assert found == [
        ("request-4-lower", "request-4-first", "same picture", 0, "T"),
        ("request-4-cut", "request-4-lower", "same picture", 4, "cut or edits, T, L"),
        ("request-4-same", "request-4-cut", "same picture", 0, ""),
        ("request-4-similar", "request-4-lower", "similar picture", 4, "T"),
    ]
    assert after_empty == [("request-4-lower",), ("request-4-same",)]


def test_item_5_requests_off_the_list(asked: Asked) -> None:
    """Refused by rule or approver, above the ordinary, and accepted off the list; an ordinary approval is none."""
    found = asked("requests_off_list", "request_id", "outcome", "person", "rule")

    assert set(found) == {
        ("request-5-off", "accepted off the list", "requester-1", None),
        ("request-5-rule", "refused by rule", "requester-5", "A-02"),
        ("request-8", "refused by rule", "requester-5", "A-05"),
        ("request-5-refused", "refused by approver", "approver-5", None),
        ("request-6-declined", "refused by approver", "approver-6", None),
        ("request-7-victim", "approved above the ordinary", "higher-1", "A-07"),
        ("request-7-protest", "approved above the ordinary", "higher-1", "A-09"),
    }
    assert asked("requests_off_list", "request_id", offence_id="fraud") == [("request-5-rule",)]


def test_item_6_approvals_decided_quickly(asked: Asked, world: World) -> None:
    """A tenth of a second under the limit, not at it, and no quick refusal; pairs are counted as they were told."""
    found = asked("approvals_quick", "request_id", "decided_after_seconds")
    pairs = asked("requester_approver_pairs", "requester_id", "approver_id", "approved", "declined")

    assert found == [("request-6-quick", 59.9)]
    told: dict[tuple[str, str], list[int]] = {}
    for plan in world.plans:
        told.setdefault((plan.requester, plan.approver), [0, 0])[not plan.approved] += 1
    assert sorted(pairs) == sorted((*who, *counts) for who, counts in told.items())
    assert ("requester-6", "approver-6", 2, 1) in pairs


def test_item_7_victims_witnesses_and_protected_activity(asked: Asked) -> None:
    """Each with who decided, and whether that was a higher approver."""
    found = asked(
        "sensitive_requests", "request_id", "depicted", "protected_activity", "approver_id", "by_higher_approver"
    )

    assert found == [
        ("request-7-victim", "victim", False, "higher-1", True),
        ("request-7-witness", "witness", False, "approver-1", False),
        ("request-7-protest", "person_of_interest", True, "higher-1", True),
    ]


def test_item_8_sources_of_probes(asked: Asked, world: World) -> None:
    """Submitted and refused by source, with the share of posts that were supplied, as they were told."""
    found = asked("probe_sources", "source_type", "submitted", "refused", "prohibited", "share_of_submitted")

    sent = Counter(plan.source for plan in world.plans)
    shares = {source: round(count / len(world.plans), 4) for source, count in sent.items()}
    expected = {(source, count, int(source == "supplied"), 0, shares[source]) for source, count in sent.items()}
    assert set(found) == expected | {("social_media", 0, 1, 1, 0.0)}


def test_item_9_edited_and_poor_pictures(asked: Asked, world: World) -> None:
    """With their operations and whether a lead came of them; the shares are those of the plans."""
    found = asked("edited_probes", "request_id", "operations", "low_quality", "lead")
    rates = asked("leads_by_quality", "picture_kind", "searches", "leads")

    assert found == [
        ("request-9-edited", "rotate, levels", False, True),
        ("request-9-poor", "", True, False),
        ("request-9-both", "crop", True, False),
    ]
    assert sorted(rates) == sorted(_by_kind(world.plans))


def _by_kind(plans: list[Plan]) -> list[tuple[str, int, int]]:
    kinds = {(True, True): "edited and poor", (False, True): "poor", (True, False): "edited", (False, False): "neither"}
    searched = [plan for plan in plans if plan.approved]
    every, leads = Counter[str](), Counter[str]()
    for plan in searched:
        kind = kinds[bool(plan.operations), plan.low_quality]
        every[kind] += 1
        leads[kind] += plan.lead and plan.concluded and plan.verified
    return [(kind, every[kind], leads[kind]) for kind in every]
