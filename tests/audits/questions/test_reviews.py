"""Items 2, 3 and 10 to 14 of the auditors' list: each question returns exactly the planted cases."""

from collections import Counter

import pytest

from tests.audits.questions.conftest import Asked
from tests.audits.questions.plan import Plan
from tests.audits.questions.world import World

pytestmark = pytest.mark.proves("I-05")

SATURDAY = {"first_day": "2026-05-09", "last_day": "2026-05-09"}


@pytest.mark.proves("H-03", "H-08")
def test_item_2_acts_outside_hours_certificates_or_accounts(asked: Asked) -> None:
    """A second before and after work in the time of the place, summer and winter; the last day of a certificate."""
    columns = ("person", "hour", "searches", "views", "outside_hours", "without_certificate", "account_closed")

    found = asked("acts_out_of_order", *columns)

    assert set(found) == {
        ("early", 6, 0, 1, 1, 0, 0),
        ("late", 19, 0, 2, 2, 0, 0),
        ("winter", 6, 0, 1, 1, 0, 0),
        ("expired", 11, 0, 1, 0, 1, 0),
        ("closed", 10, 0, 2, 0, 0, 1),
        ("suspended", 10, 0, 2, 0, 0, 1),
    }


def test_item_3_searches_that_resemble_staff(asked: Asked) -> None:
    """Improper ones at once, and what nobody answered for more than thirty days."""
    found = asked("staff_findings", "finding_id", "outcome", "search_id")
    a_day_less = asked("staff_findings", "finding_id", days=29)

    assert set(found) == {
        ("check-1-improper", "improper", "search-of-check-1"),
        ("check-2-improper", "improper", "search-of-check-2"),
        ("check-1-silent", "not answered", None),
    }
    assert set(a_day_less) - {each[:1] for each in found} == {("check-2-silent",)}


@pytest.mark.proves("C-04")
def test_item_10_lists_without_a_conclusion_and_quick_dispositions(asked: Asked) -> None:
    """A list that its examiner never concluded on; dispositions under five seconds, not at five."""
    lists = asked("lists_without_conclusion", "request_id", "person", "times_viewed")
    quick = asked("dispositions_quick", "examiner", "examination_id", "seconds")

    assert lists == [("request-10-open", "idle-1", 1)]
    assert quick == [("quick-1", "examination-10-quick-first", 4.9)] * 2


def test_item_11_agreement_of_examiners(asked: Asked, world: World) -> None:
    """Pairs, agreements and how conflicts ended, as they were told; twenty of twenty is always, nineteen is not yet."""
    counts = ("pairs", "same_value", "conflicts", "settled_as_first", "settled_as_second")
    found = asked("examiner_agreement", "first_examiner", "second_examiner", *counts, "always_agrees")

    assert sorted(found) == sorted(_agreement(world.plans))
    of_planted = [each for each in found if each[1] == "agrees"]
    assert set(of_planted) == {
        ("always-20", "agrees", 20, 20, 0, 0, 0, True),
        ("always-19", "agrees", 19, 19, 0, 0, 0, False),
        ("but-one", "agrees", 21, 20, 1, 1, 0, False),
        ("but-two", "agrees", 1, 0, 1, 0, 1, False),
    }


@pytest.mark.proves("D-11")
def test_item_12_known_tasks_by_reviewer(asked: Asked) -> None:
    """Each kind of answer, and nothing of casework."""
    kinds = ("right_answers", "missed", "false_support", "inconclusive")

    found = asked("known_task_results", "reviewer", "tasks", *kinds)

    assert found == [("reviewer-1", 3, 2, 1, 0, 0), ("reviewer-2", 2, 0, 0, 1, 1)]


@pytest.mark.proves("H-04")
def test_item_12_proficiency_and_suspended_rights(asked: Asked) -> None:
    """Each verdict, a suspension with its cases, and its end."""
    found = asked("proficiency_results", "person", "act", "verdict", "tasks", "cases_again")

    assert found == [
        ("reviewer-1", "proficiency_recorded", "passed", 4, None),
        ("reviewer-2", "proficiency_recorded", "failed", 4, None),
        ("suspended", "rights_suspended", "failed", None, 3),
        ("suspended", "rights_restored", None, None, None),
    ]


@pytest.mark.parametrize("by", ["offence", "requester", "examiner", "service", "quality"])
def test_item_13_outcomes_of_searches(asked: Asked, world: World, by: str) -> None:
    """Empty lists and leads of every value, as they were told; and of one day alone."""
    found = asked("search_outcomes", "value", "searches", "empty", "leads", by=by)
    on_saturday = asked("search_outcomes", "value", "searches", "empty", "leads", by="offence", **SATURDAY)

    assert sorted(found) == sorted(_outcomes(world.plans, by))
    assert on_saturday == [("arson", 10, 2, 3)]


@pytest.mark.proves("J-07")
def test_item_14_time_in_each_stage(asked: Asked) -> None:
    """The median of one to ten times is 5.5 times, nine of ten are within 9.1 times; a week later is another day."""
    found = asked("time_per_stage", "stage", "requests", "median_seconds", "seconds_for_nine_of_ten", **SATURDAY)

    each = {"to approve": 60, "to search": 100, "to examine": 200, "to verify": 300}
    expected = {stage: (10, 5.5 * seconds, 9.1 * seconds) for stage, seconds in each.items()}
    assert {row[0]: row[1:] for row in found if row[0] in expected} == expected
    acknowledged = next(row for row in found if row[0] == "to acknowledge")
    assert acknowledged[1:] == (3, 450.0, 490.0)


def _agreement(plans: list[Plan]) -> list[tuple[object, ...]]:
    told: dict[tuple[str, str], list[Plan]] = {}
    for plan in plans:
        if plan.approved and plan.concluded and plan.verified:
            told.setdefault((plan.examiner, plan.verifier), []).append(plan)
    return [
        (
            *pair,
            len(each),
            sum(plan.first_value == plan.second_value for plan in each),
            sum(plan.third_value is not None for plan in each),
            sum(plan.third_value is not None and plan.third_value == plan.first_value for plan in each),
            sum(plan.third_value is not None and plan.third_value == plan.second_value for plan in each),
            len(each) >= 20 and all(plan.first_value == plan.second_value for plan in each),
        )
        for pair, each in told.items()
    ]


def _outcomes(plans: list[Plan], by: str) -> list[tuple[str, int, int, int]]:
    searches, empty, leads = Counter[str](), Counter[str](), Counter[str]()
    for plan in plans:
        if plan.approved:
            value = "poor" if plan.low_quality else "sufficient"
            value = value if by == "quality" else getattr(plan, by)
            searches[value] += 1
            empty[value] += plan.returned == 0
            leads[value] += plan.lead and plan.concluded and plan.verified
    return [(value, count, empty[value], leads[value]) for value, count in searches.items()]
