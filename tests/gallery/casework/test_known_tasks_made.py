"""How a known task comes about: lawful source, written authority, two people, no picture of casework (D-11)."""

from dataclasses import replace

import pytest

from gallery.casework import known_tasks, known_tasks_decided, known_tasks_scored, pictures, retention
from gallery.control import stopping
from gallery.records.probes import probe_of
from gallery.rules import Rules
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import KnownTaskState, StopScope
from kernel_lib.wire.control import StopAsked
from kernel_lib.wire.known_tasks import KnownTaskDecision, KnownTaskEnd, KnownTaskProposal
from tests.gallery.casework.bench import ANSWER, Bench, picture
from tests.gallery.casework.tasks import AUTHORITY, DIFFERENT, SAME, proposed, registered, unlike

YES = KnownTaskDecision(approved=True, reason=ANSWER)
NO = KnownTaskDecision(approved=False, reason=ANSWER)


def _searches(bench: Bench) -> int:
    return [act for act, _ in bench.log.told()].count("search_started")


@pytest.mark.proves("D-11")
def test_nothing_is_searched_before_another_person_registers_it(bench: Bench) -> None:
    """The proposer's own yes is refused; the other person's yes searches once; authority and reasons are hashed."""
    task_id = proposed(bench)
    with pytest.raises(NotAllowed) as refused:
        known_tasks_decided.decide(bench.casework, bench["compliance"], task_id, YES)
    before = _searches(bench)

    view = known_tasks_decided.decide(bench.casework, bench["higher"], task_id, YES)

    assert refused.value.refusal.rule == "D-11"
    assert (before, _searches(bench)) == (0, 1)
    assert (view.state, view.proposed_by, view.decided_by) == (KnownTaskState.REGISTERED, "Compliance", "Higher")
    assert (view.authority, view.decision_reason) == (AUTHORITY, ANSWER)
    told = "".join(str(each.event) for each in bench.log.entries)
    assert AUTHORITY not in told
    assert ANSWER not in told


@pytest.mark.proves("D-11")
def test_a_picture_of_casework_is_never_made_a_task(bench: Bench) -> None:
    """The same bytes and a similar picture are refused, a draft's too; what was proposed stays without a picture."""
    bench.drafted()
    task_id = known_tasks.propose(bench.casework, bench["compliance"], SAME).id

    for data in (picture(), picture(shade=91)):
        with pytest.raises(Unacceptable) as refused:
            known_tasks.offer(bench.casework, bench["compliance"], task_id, "task.png", data)
        assert refused.value.refusal.rule == "D-11"

    with bench.ledger.reading() as connection:
        assert probe_of(connection, task_id) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"source": "casework"}, "source"),
        ({"source": ""}, "source"),
        ({"authority": "Yes."}, "authority"),
        ({"subject_number": "S-999"}, "subject_number"),
    ],
)
def test_a_proposal_names_source_authority_and_answer(bench: Bench, changed: dict[str, str], field: str) -> None:
    """What is wrong is named, and nothing is kept."""
    with pytest.raises(Unacceptable) as refused:
        known_tasks.propose(bench.casework, bench["compliance"], SAME.model_copy(update=changed))

    assert set(refused.value.refusal.fields) == {field}
    assert known_tasks_scored.listed(bench.casework, bench["compliance"]).tasks == ()


def test_photographs_of_the_demonstration_are_for_a_demonstration_only(bench: Bench) -> None:
    """A service that does real work cannot choose that source, and is not offered it."""
    demo = bench.rules.who.services["demo"]
    services = {**bench.rules.who.services, "demo": replace(demo, demonstration=False)}
    real = replace(bench.rules, who=replace(bench.rules.who, services=services))
    casework = replace(bench.casework, rules=real)
    proposal = KnownTaskProposal(source="demonstration", authority=AUTHORITY, same=False)

    with pytest.raises(Unacceptable):
        known_tasks.propose(casework, bench["compliance"], proposal)

    offered = [each.id for each in known_tasks_scored.listed(casework, bench["compliance"]).sources]
    assert offered == ["consent", "staged"]


def test_a_task_shows_one_person(bench: Bench) -> None:
    """Two faces would leave open which one is meant."""
    task_id = known_tasks.propose(bench.casework, bench["compliance"], SAME).id

    with pytest.raises(Unacceptable, match="2 faces"):
        known_tasks.offer(bench.casework, bench["compliance"], task_id, "two.png", unlike(faces=2))


def test_an_answer_that_no_search_returns_is_not_registered(bench: Bench) -> None:
    """It still waits, to be turned down."""
    nobody = proposed(bench, SAME.model_copy(update={"subject_number": "S-010"}))
    casework = replace(bench.casework, rules=_short_list(bench))

    with pytest.raises(Unacceptable) as refused:
        known_tasks_decided.decide(casework, bench["higher"], nobody, YES)

    assert refused.value.refusal.rule == "D-11"
    assert [each.id for each in known_tasks_decided.waiting(bench.casework, bench["higher"]).tasks] == [nobody]


def test_a_stop_holds_for_known_tasks_too(bench: Bench) -> None:
    """Registering searches, so it waits until searching goes on (M-11)."""
    task_id = proposed(bench)
    stopping.stop(bench.control, bench["compliance"], StopAsked(scope=StopScope.ALL, reason=ANSWER))

    with pytest.raises(WrongState) as refused:
        known_tasks_decided.decide(bench.casework, bench["higher"], task_id, YES)

    assert refused.value.refusal.rule == "M-11"


@pytest.mark.proves("D-11")
def test_a_retired_task_is_given_out_no_more_and_its_picture_leaves(bench: Bench) -> None:
    """With a reason; turned down likewise; the picture is removed on the clock of originals and shown to nobody."""
    first, second = registered(bench), proposed(bench, DIFFERENT, seed=2)
    with pytest.raises(Unacceptable):
        known_tasks_decided.retire(bench.casework, bench["compliance"], first, KnownTaskEnd(reason="Old."))

    retired = known_tasks_decided.retire(bench.casework, bench["compliance"], first, KnownTaskEnd(reason=ANSWER))
    turned_down = known_tasks_decided.decide(bench.casework, bench["higher"], second, NO)

    assert (retired.state, turned_down.state) == (KnownTaskState.RETIRED, KnownTaskState.TURNED_DOWN)
    assert (retired.picture, turned_down.picture) == ("", "")
    assert ("known_task_retired", "done") in bench.log.told()
    with pytest.raises(NotFound):
        pictures.show(bench.casework, bench["higher"], f"known-tasks/{first}/probe")
    bench.clock.now += bench.rules.control.retention.originals
    retention.remove_due(bench.casework)
    with bench.ledger.reading() as connection:
        lineages = {
            str(each.lineage_id) for each in (probe_of(connection, first), probe_of(connection, second)) if each
        }
    assert not lineages & bench.images.lineages()


def test_a_task_of_another_service_is_nobodys(bench: Bench) -> None:
    """Neither its picture nor its decision (G-01)."""
    task_id = proposed(bench)
    away = replace(bench["higher"], service="other")

    with pytest.raises(NotFound):
        known_tasks_decided.decide(bench.casework, away, task_id, YES)
    with pytest.raises(NotFound):
        pictures.show(bench.casework, away, f"known-tasks/{task_id}/probe")
    assert known_tasks_decided.waiting(bench.casework, away).tasks == ()
    assert pictures.show(bench.casework, bench["higher"], f"known-tasks/{task_id}/probe")[1] == "image/png"


def _short_list(bench: Bench) -> Rules:
    search = replace(bench.rules.casework.search, max_candidates=2, foils=1)
    return replace(bench.rules, casework=replace(bench.rules.casework, search=search))
