"""The harder half of `leadbook demo --check`: a conflict, known tasks, a withdrawn lead, and every search run again."""

from dataclasses import dataclass

from audits.segments import read
from gallery.command.installation import Installation, Say, signed_in
from gallery.command.story import Outcome, Story
from gallery.demonstration.photographs import Photographs
from gallery.demonstration.probes import DemonstrationProbe
from kernel_lib.client import Client
from kernel_lib.vocabulary import LeadState
from kernel_lib.wire.follow_up import OutcomeGiven
from kernel_lib.wire.known_tasks import KnownTaskDecision, KnownTaskProposal

_KNOWN = "D-0003-2.jpg"
_MOST_REQUESTS = 40
"""Of five blind examinations one is a known task: that none comes in as many requests is out of the question."""


@dataclass(frozen=True)
class Harder:
    """What came of it: the conflict, answers to known tasks, the lead withdrawn, searches and identical replays."""

    conflict: Outcome
    extra: tuple[Outcome, ...]
    known_tasks_answered: int
    withdrawn: LeadState
    searches: int
    identical: int


def play_harder(
    made: Installation, story: Story, investigator: Client, offered: tuple[DemonstrationProbe, ...], say: Say
) -> Harder:
    """Play the conflict, answer known tasks, withdraw the conflict's lead, and replay every search."""
    mated = next(probe for probe in offered if probe.mate and "scene" not in probe.file.name)
    conflict = story.play_conflict(mated)
    say(f"  conflict: {conflict.state}")
    with signed_in(made.settings, "compliance", made.passwords["compliance"]) as compliance:
        with signed_in(made.settings, "higher", made.passwords["higher"]) as second:
            _register_known_task(compliance, second, made)
        answered, extra = _answer_known_tasks(compliance, story, mated)
        say(f"  known tasks answered: {answered}")
        withdrawn = _withdraw(investigator, conflict)
        identical, searches = _replay(compliance, made)
        say(f"  {identical} of {searches} searches run again are identical")
    return Harder(conflict, extra, answered, withdrawn, searches, identical)


def _register_known_task(compliance: Client, second: Client, made: Installation) -> None:
    """One person proposes a photograph that no request ever held; another one registers it (D-11)."""
    shown = Photographs.listed().named(_KNOWN)
    authority = f"Demonstration: photograph {shown.file}, {shown.licence}, used to measure how often reviewers err."
    proposal = KnownTaskProposal(
        source="demonstration", authority=authority, same=True, subject_number=shown.subject or ""
    )
    task = compliance.known_tasks.propose(proposal)
    compliance.known_tasks.offer(task.id, shown.file, shown.read(made.settings.photographs_dir))
    reason = "Demonstration: source, licence and answer were looked at by a second person."
    second.known_tasks.decide(task.id, KnownTaskDecision(approved=True, reason=reason))


def _answer_known_tasks(compliance: Client, story: Story, probe: DemonstrationProbe) -> tuple[int, tuple[Outcome, ...]]:
    outcomes: list[Outcome] = []
    while not (answered := _answered(compliance)) and len(outcomes) < _MOST_REQUESTS:
        outcomes.append(story.play(probe))
    return answered, tuple(outcomes)


def _answered(compliance: Client) -> int:
    return sum(task.answered for task in compliance.known_tasks.list().tasks)


def _withdraw(investigator: Client, conflict: Outcome) -> LeadState:
    if conflict.lead is None:
        return LeadState.PROPOSED
    ended = OutcomeGiven(outcome="eliminated", reason="Demonstration: the person was elsewhere, as a record shows.")
    investigator.follow_up.end(conflict.lead.id, ended)
    return investigator.leads.get(conflict.lead.id).state


def _replay(compliance: Client, made: Installation) -> tuple[int, int]:
    searches = [
        str(entry.event.details["search_id"])
        for entry in read(made.settings.audit_dir)
        if entry.event.act == "search_completed" and entry.event.result == "done"
    ]
    return sum(compliance.examinations.replay(search_id).identical for search_id in searches), len(searches)
