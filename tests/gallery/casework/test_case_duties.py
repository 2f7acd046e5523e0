"""Duties kept apart in a case, in whichever of its requests; which ones is rule data (H-02)."""

from dataclasses import replace

import pytest

from gallery.casework import approval, examination, intake
from gallery.desk.work import listed
from gallery.records.examinations import examinations_of
from gallery.rules import who
from gallery.rules.reading import read_toml
from kernel_lib.errors import NotAllowed, SettingsError
from kernel_lib.vocabulary import CertificateScope, Role
from tests.gallery.casework.bench import Bench, decision

BOTH = "approves_and_examines"


@pytest.fixture
def both(bench: Bench) -> Bench:
    """A bench on which one account approves and examines, and another asks and examines."""
    bench.join(BOTH, (Role.APPROVER, Role.EXAMINER), (CertificateScope.EXAMINATION,))
    bench.join("asks_and_examines", (Role.INVESTIGATOR, Role.EXAMINER), (CertificateScope.EXAMINATION,))
    return bench


@pytest.mark.proves("H-02")
def test_who_approved_one_request_examines_no_other_of_its_case(both: Bench) -> None:
    """Neither taken nor given out, and not in their work list; in another case it is possible."""
    both.approved(approver=BOTH)
    other = both.approved()

    with pytest.raises(NotAllowed) as refused:
        examination.take(both.casework, both[BOTH], other)

    assert refused.value.refusal.rule == "H-02"
    assert other not in {each.object_id for each in listed(both.casework, both[BOTH]).mine}
    elsewhere = both.submitted(occurrence_number="2026-000777")
    approval.decide(both.casework, both["approver"], elsewhere, decision())
    assert examination.take(both.casework, both[BOTH], elsewhere).id


@pytest.mark.proves("H-02")
def test_who_examined_in_a_case_approves_nothing_of_it(both: Bench) -> None:
    """The other way round is refused as well."""
    examination.take(both.casework, both[BOTH], both.approved())
    waiting = both.submitted()

    with pytest.raises(NotAllowed) as refused:
        approval.decide(both.casework, both[BOTH], waiting, decision())

    assert refused.value.refusal.rule == "H-02"
    assert both.state_of(waiting) == "submitted"


@pytest.mark.proves("H-02", "D-08")
def test_the_system_gives_no_later_examination_to_who_asked_or_approved_in_the_case(both: Bench) -> None:
    """Whatever chance says: of many verifications none goes to them."""
    both.approved(approver=BOTH)
    both.approved(requester="asks_and_examines")
    barred = {both[BOTH].account_id, both["asks_and_examines"].account_id}

    for _ in range(6):
        request_id = both.examined()
        with both.ledger.reading() as connection:
            assert not barred & {each.examiner_id for each in examinations_of(connection, request_id)}


@pytest.mark.proves("H-02")
def test_who_approved_in_a_case_asks_for_nothing_in_it(bench: Bench) -> None:
    """The refusal names the rule, and the request stays a draft."""
    bench.approved(approver="asks_and_approves")
    own = bench.drafted(requester="asks_and_approves")

    with pytest.raises(NotAllowed) as refused:
        intake.submit(bench.casework, bench["asks_and_approves"], own)

    assert refused.value.refusal.rule == "H-02"
    assert bench.state_of(own) == "draft"


def test_which_duties_are_apart_is_data(both: Bench) -> None:
    """A service that lifts a pair allows it; an unknown duty is no rule."""
    both.approved(approver=BOTH)
    other = both.approved()
    lifted = replace(both.rules, who=replace(both.rules.who, apart_in_case=frozenset()))

    assert examination.take(replace(both.casework, rules=lifted), both[BOTH], other).id
    files = {name: read_toml(name) for name in ("roles", "accounts", "services", "workflow")}
    wrong = {**files["workflow"].data, "apart_in_case": [["cook", "approver"]]}
    with pytest.raises(SettingsError, match="cook"):
        who.build({**files, "workflow": replace(files["workflow"], data=wrong)})
