"""A proposed known task registered or turned down by another person, and retired at its end (D-11).

Registering searches the picture once, under the written authority of the proposal and the reason of whoever decides.
"""

from dataclasses import replace

from audits.events import (
    KnownTaskRegistered,
    KnownTaskRetired,
    KnownTaskTurnedDown,
    KnownTaskViewed,
    SearchCompleted,
    SearchStarted,
)
from gallery.assessment.bounds import demand_assessed
from gallery.authority import Person
from gallery.casework.field import field_of
from gallery.casework.known_tasks import demand_words, proposal_here, task_view
from gallery.casework.letters import blind_list
from gallery.casework.means import Casework
from gallery.casework.search import run, told_of
from gallery.casework.stages import KNOWN_TASK
from gallery.control.stopping import demand_running
from gallery.control.tuning import in_force
from gallery.ledger import Act
from gallery.records.cases import Request, request_by_id
from gallery.records.gallery import subject_numbered
from gallery.records.ids import new_id
from gallery.records.known_tasks import (
    KnownTask,
    Proposal,
    add_known_task,
    change_proposal,
    proposals_in,
    retire_task,
)
from gallery.records.probes import Probe, probe_of
from gallery.records.searches import Candidate, Search, add_search
from kernel_lib.errors import NotAllowed, Unacceptable
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import KnownTaskState
from kernel_lib.wire.known_tasks import KnownTaskDecision, KnownTaskEnd, KnownTasksWaiting, KnownTaskView


def waiting(casework: Casework, person: Person) -> KnownTasksWaiting:
    """Return the proposals of the service that somebody else than their proposer may decide on."""
    with casework.ledger.act(person, KnownTaskViewed) as act:
        casework.authority.demand(person, "known_task_decided")
        held = [
            each
            for each in proposals_in(act.connection, person.service)
            if each.state is KnownTaskState.PROPOSED and each.proposed_by != person.account_id
        ]
        act.note(waiting=len(held))
        return KnownTasksWaiting(tasks=tuple(task_view(act.connection, casework, person, each) for each in held))


def decide(casework: Casework, person: Person, task_id: str, decision: KnownTaskDecision) -> KnownTaskView:
    """Register somebody else's proposal, which searches its picture once, or turn it down.

    Raises:
        NotFound: there is no such proposal in this service.
        NotAllowed: the person proposed it.
        WrongState: it has no picture yet, was decided on, or searching is stopped (M-11).
        Unacceptable: the reason is too short, or the answer does not fit what a search of the picture returns.
    """
    kind = KnownTaskRegistered if decision.approved else KnownTaskTurnedDown
    with casework.ledger.act(person, kind) as act:
        casework.authority.demand(person, "known_task_decided")
        held = proposal_here(act.connection, person, task_id)
        act.about(object_id=task_id)
        if held.proposed_by == person.account_id:
            reason = "Nobody decides on their own proposal."
            raise NotAllowed("D-11", reason, "Another person of your service must decide on it.")
        state = KNOWN_TASK.next_state(held.state, "register" if decision.approved else "turn_down")
        demand_words(casework, "reason", decision.reason)
        if decision.approved:
            _register(act, casework, person, held)
        decided = {"decided_by": person.account_id, "decided_at": act.now, "decision_reason": decision.reason.strip()}
        change_proposal(act.connection, task_id, state=state, **decided)
        act.note(known_task=True, reason_sha256=sha256_of(decision.reason.strip()))
        return task_view(act.connection, casework, person, proposal_here(act.connection, person, task_id))


def retire(casework: Casework, person: Person, task_id: str, end: KnownTaskEnd) -> KnownTaskView:
    """Give a registered task out no more; answers that were locked stay counted, its picture leaves on its clock.

    Raises:
        NotFound: there is no such task in this service.
        WrongState: it is not registered.
        Unacceptable: the reason is too short.
    """
    with casework.ledger.act(person, KnownTaskRetired) as act:
        casework.authority.demand(person, "known_task_retired")
        held = proposal_here(act.connection, person, task_id)
        act.about(object_id=task_id)
        state = KNOWN_TASK.next_state(held.state, "retire")
        demand_words(casework, "reason", end.reason)
        retire_task(act.connection, task_id, act.now)
        ended = {"retired_by": person.account_id, "retired_at": act.now, "retirement_reason": end.reason.strip()}
        change_proposal(act.connection, task_id, state=state, **ended)
        act.note(known_task=True, reason_sha256=sha256_of(end.reason.strip()))
        return task_view(act.connection, casework, person, proposal_here(act.connection, person, task_id))


# Private


def _register(act: Act, casework: Casework, person: Person, held: Proposal) -> None:
    request, probe = request_by_id(act.connection, held.request_id), probe_of(act.connection, held.request_id)
    assert request is not None  # noqa: S101  # the proposal refers to it
    assert probe is not None  # noqa: S101  # only a proposal with a picture can be decided on
    demand_running(act.connection, held.service, casework.faces.model_id, person.account_id)
    demand_assessed(act.connection, casework.rules, held.service, casework.faces.model_id, act.now)
    casework = replace(casework, rules=in_force(act.connection, casework.rules))
    search, found = _search(act, casework, person, request, probe)
    proposed = _proposed(act, casework, held, found)
    task = KnownTask(
        held.request_id, held.service, search.id, proposed, held.same, held.proposed_by, act.now, retired_at=None
    )
    add_known_task(act.connection, task)
    act.note(same=held.same, sha256=probe.sha256, search_id=search.id)


def _search(
    act: Act, casework: Casework, person: Person, request: Request, probe: Probe
) -> tuple[Search, tuple[Candidate, ...]]:
    over = field_of(act.connection, casework, request, casework.rules.who.local_day(act.now, request.service))
    search_id = new_id()
    act.also(SearchStarted, known_task=True, search_id=search_id, snapshot_id=over.snapshot_id)
    search, found = run(act.connection, casework, request, probe, over, person.account_id, search_id)
    add_search(act.connection, search, found)
    act.also(SearchCompleted, known_task=True, **told_of(search))
    return search, found


def _proposed(act: Act, casework: Casework, held: Proposal, found: tuple[Candidate, ...]) -> str:
    """The subject that stands for the first examiner's proposal; it must be among those that a search returns."""
    subject = subject_numbered(act.connection, held.service, held.subject_number) if held.same else None
    proposed = subject.id if subject else (found[0].subject_id if found and not held.same else None)
    shown = found if held.same else blind_list(found, frozenset(), casework.rules.casework.search.foils)
    if proposed is None or proposed not in {each.subject_id for each in shown}:
        message = "The answer must be a subject that a search of this picture returns."
        raise Unacceptable("D-11", message, "Turn it down; propose it anew with another picture or answer.")
    return proposed
