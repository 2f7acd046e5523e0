"""Runs of destruction by rule: what is due is shown in numbers, looked at by sample, released by two people (F-33).

A run names exactly the lineages that were previewed, by the hash over them. One person of records and one of compliance
release it, each after a look at its sample; anybody of either may stop it between two batches. Let go on, it needs both
again.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from audits.events import (
    CertificateViewed,
    DestructionProposed,
    DestructionReleased,
    DestructionStopped,
    DestructionViewed,
)
from gallery.authority import Person
from gallery.index.absence import Absence
from gallery.index.entries import GROUP
from gallery.ledger import Act, Ledger
from gallery.lifecycle.certificate import index_of, whole
from gallery.records import destructions as kept
from gallery.records.awaited import next_due
from gallery.records.chance import seed
from gallery.records.destructions import Line, Run
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of, sha256_of_list
from kernel_lib.vocabulary import DestructionState, Role, RunState
from kernel_lib.wire.destruction import (
    DueLine,
    DuePreview,
    RunAsked,
    RunSample,
    RunsView,
    RunView,
    SampleLine,
)

_HASH_BYTES = 32


@dataclass(frozen=True)
class Destruction:
    """Proposes, shows, releases and stops runs of a service; `lifecycle.works` carries them out."""

    ledger: Ledger
    rules: Rules

    def preview(self, person: Person) -> DuePreview:
        """Return what is due to go today, by rule, and what a hold of a case keeps."""
        with self.ledger.act(person, DestructionViewed) as act:
            today = self.rules.who.local_day(act.now, person.service)
            counts = kept.due_counts(act.connection, person.service, today)
            act.note(due=sum(each.due for each in counts), held=sum(each.held for each in counts))
        within = self.rules.destruction.within_days
        lines = tuple(
            DueLine(
                rule=each.rule,
                sentence=self.rules.eligibility.sentence(each.rule),
                due=each.due,
                held=each.held,
                oldest=each.oldest,
                days_late=max(0, (today - each.oldest).days - within),
            )
            for each in counts
        )
        due, held = sum(each.due for each in lines), sum(each.held for each in lines)
        return DuePreview(due=due, held=held, lines=lines, next_due_on=None if lines else self._next(person, today))

    def propose(self, person: Person, asked: RunAsked) -> RunView:
        """Plan the destruction of everything that is due under a rule, or under all rules.

        Raises:
            WrongState: another run of the service is under way.
            Unacceptable: nothing is due.
        """
        with self.ledger.act(person, DestructionProposed) as act:
            if kept.is_under_way(act.connection, person.service):
                raise WrongState(
                    "F-33", "Another run of your service is under way.", "Finish or give up that one first."
                )
            run = self._planned(act, person, asked.rule)
            act.about(object_id=run.id)
            act.note(planned=run.planned, lineages_sha256=run.lineages_sha256, of_rule=run.rule or "all")
            return self._view(act, run)

    def sample(self, person: Person, run_id: str) -> RunSample:
        """Return lines drawn by the run's seed for a look before release; that this person looked is kept."""
        with self.ledger.act(person, DestructionViewed) as act:
            run = self._run(act, person, run_id)
            drawn = self._drawn(act, run)
            lines = [line for each in drawn if (line := kept.line_of(act.connection, each))]
            seen = sorted({*run.sample_seen_by, person.account_id})
            kept.change_run(act.connection, run_id, sample_seen_by=seen)
            act.note(what="sample", drawn=len(lines), seed=run.seed)
        return RunSample(seed=run.seed, lines=tuple(self._sampled(line) for line in lines))

    def release(self, person: Person, run_id: str) -> RunView:
        """Give one of the two releases; with the second the run may be worked on.

        Raises:
            NotFound: there is no such run of this service.
            WrongState: it waits for none, or this person has not looked at its sample, or gave the other release.
        """
        with self.ledger.act(person, DestructionReleased) as act:
            run = self._run(act, person, run_id)
            if run.state not in (RunState.PROPOSED, RunState.STOPPED):
                raise WrongState("F-33", "This run does not wait for a release.", "Look at its state.")
            if person.account_id not in run.sample_seen_by:
                raise WrongState("F-33", "You have not looked at the sample of this run.", "Open the sample first.")
            values = self._releases(act, person, run)
            kept.change_run(act.connection, run_id, **values)
            act.note(lineages_sha256=run.lineages_sha256, both="released_at" in values)
            return self._view(act, self._run(act, person, run_id))

    def stop(self, person: Person, run_id: str, reason: str) -> RunView:
        """Stop a run after its present batch. Raises WrongState when it is not released, NotFound as `release`."""
        with self.ledger.act(person, DestructionStopped) as act:
            run = self._run(act, person, run_id)
            if run.state is not RunState.RELEASED:
                raise WrongState("F-33", "This run is not being worked on.", "Look at its state.")
            cleared = {"released_by_records": None, "released_by_compliance": None, "released_at": None}
            stopped = {"state": RunState.STOPPED, "stopped_by": person.account_id, "stopped_at": act.now}
            kept.change_run(act.connection, run_id, **cleared, **stopped, stop_reason=_reason(reason))
            act.note(what="stopped", reason_sha256=sha256_of(reason))
            return self._view(act, self._run(act, person, run_id))

    def give_up(self, person: Person, run_id: str, reason: str) -> RunView:
        """Let go of what a run has not removed. Raises WrongState when it is worked on, NotFound as `release`."""
        with self.ledger.act(person, DestructionStopped) as act:
            run = self._run(act, person, run_id)
            removed = kept.counts_of(act.connection, run_id).get(DestructionState.REMOVED, 0)
            if run.state not in (RunState.PROPOSED, RunState.STOPPED) or removed:
                reason = "Only a run that has removed nothing without a certificate can be given up."
                raise WrongState("F-33", reason, "Release it again, so that what was begun is finished.")
            kept.unplan(act.connection, run_id)
            given_up = {"state": RunState.DISCARDED, "stopped_by": person.account_id, "stopped_at": act.now}
            kept.change_run(act.connection, run_id, **given_up, stop_reason=_reason(reason))
            act.note(what="given up", reason_sha256=sha256_of(reason))
            return self._view(act, self._run(act, person, run_id))

    def try_again(self, person: Person, run_id: str) -> RunView:
        """Let lines of which a store still held something be emptied and looked at once more; two people release it."""
        with self.ledger.act(person, DestructionProposed) as act:
            run = self._run(act, person, run_id)
            failed = kept.counts_of(act.connection, run_id).get(DestructionState.FAILED, 0)
            if run.state is not RunState.FINISHED or not failed:
                raise WrongState("F-33", "Nothing of this run has failed.", "Look at its state.")
            kept.empty_again(act.connection, run_id)
            cleared = {"released_by_records": None, "released_by_compliance": None, "released_at": None}
            kept.change_run(act.connection, run_id, state=RunState.STOPPED, **cleared)
            act.about(object_id=run_id)
            act.note(again=failed)
            return self._view(act, self._run(act, person, run_id))

    def runs(self, person: Person) -> RunsView:
        """Return every run of the person's service, the newest first."""
        with self.ledger.act(person, DestructionViewed) as act:
            views = tuple(self._view(act, run) for run in kept.runs_of(act.connection, person.service))
            act.note(runs=len(views))
        return RunsView(runs=views)

    def run(self, person: Person, run_id: str) -> RunView:
        """Return one run as it stands. Raises NotFound as `release`."""
        with self.ledger.act(person, DestructionViewed) as act:
            return self._view(act, self._run(act, person, run_id))

    def certificate(self, person: Person, lineage_id: str) -> bytes:
        """Return the certificate's file of a lineage. Raises NotFound when there is none of this service."""
        with self.ledger.act(person, CertificateViewed) as act:
            line = kept.line_of(act.connection, lineage_id)
            if line is None or line.service != person.service or line.certificate is None:
                raise NotFound("F-32", "There is no certificate of this lineage.", "Look at the run that removed it.")
            act.about(object_id=lineage_id)
            name = index_of(line.certificate)
            groups = sorted({number // GROUP for number in line.numbers})
            found = {group: kept.proof_of(act.connection, name, group) for group in groups}
            proofs = {group: _absence(group, *held) for group, held in found.items() if held}
            return whole(line.certificate, proofs)

    # Private

    def _next(self, person: Person, today: date) -> date | None:
        with self.ledger.reading() as connection:
            return next_due(connection, person.service, today)

    def _planned(self, act: Act, person: Person, rule: str) -> Run:
        today = self.rules.who.local_day(act.now, person.service)
        run = Run(
            id=new_id(),
            service=person.service,
            rule=rule,
            state=RunState.PROPOSED,
            planned=0,
            lineages_sha256="",
            seed=seed(),
            sample_seen_by=[],
            per_minute=self.rules.destruction.per_minute,
            proposed_by=person.account_id,
            proposed_at=act.now,
        )
        kept.plan(act.connection, run, today)
        planned = sum(kept.counts_of(act.connection, run.id).values())
        if not planned:
            raise Unacceptable("F-33", "Nothing is due to go under this rule.", "Look at the preview.")
        named = sha256_of_list(kept.lineages_of(act.connection, run.id))
        kept.change_run(act.connection, run.id, planned=planned, lineages_sha256=named)
        return self._run(act, person, run.id)

    def _drawn(self, act: Act, run: Run) -> list[str]:
        """The lineages at places that the run's seed draws, as it draws them."""
        count = sum(kept.counts_of(act.connection, run.id).values())
        places = Random(run.seed).sample(range(count), min(self.rules.destruction.sample, count))  # noqa: S311  # a reproducible draw, no secret
        wanted = set(places)
        found = {n: each for n, each in enumerate(kept.lineages_of(act.connection, run.id)) if n in wanted}
        return [found[place] for place in places]

    def _run(self, act: Act, person: Person, run_id: str) -> Run:
        run = kept.run_by_id(act.connection, run_id)
        if run is None or run.service != person.service:
            raise NotFound("F-33", "There is no such run of your service.", "Look at the list of runs.")
        act.about(object_id=run_id)
        return run

    def _releases(self, act: Act, person: Person, run: Run) -> dict[str, object]:
        places = {Role.RECORDS_CLERK: "released_by_records", Role.COMPLIANCE: "released_by_compliance"}
        mine = [name for role, name in places.items() if role in person.roles and getattr(run, name) is None]
        given = {name: getattr(run, name) for name in places.values() if getattr(run, name)}
        if not mine or person.account_id in given.values():
            reason = "One person of records and another of compliance must each release a run."
            raise WrongState("F-33", reason, "Ask the other one.")
        released: dict[str, object] = {mine[0]: person.account_id}
        if given:
            released |= {"state": RunState.RELEASED, "released_at": act.now}
        return released

    def _view(self, act: Act, run: Run) -> RunView:
        return RunView(
            id=run.id,
            rule=run.rule,
            state=run.state,
            planned=run.planned,
            lineages_sha256=run.lineages_sha256,
            proposed_at=run.proposed_at,
            released_by_records=run.released_by_records is not None,
            released_by_compliance=run.released_by_compliance is not None,
            released_at=run.released_at,
            stopped_at=run.stopped_at,
            stop_reason=run.stop_reason,
            finished_at=run.finished_at,
            counts={str(state): count for state, count in kept.counts_of(act.connection, run.id).items()},
            rules=kept.rules_of(act.connection, run.id),
            stores=kept.stores_told(act.connection, run.id),
        )

    def _sampled(self, line: Line) -> SampleLine:
        names = ("lineage_id", "picture_id", "rule", "rule_version", "due_on", "state")
        return SampleLine(
            **{name: getattr(line, name) for name in names}, sentence=self.rules.eligibility.sentence(line.rule)
        )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Unacceptable("F-33", "A stop needs its reason.", "Say why.", fields={"reason": "Say why."})
    return reason


def _absence(group: int, record: bytes, path: bytes) -> Absence:
    hashes = (path[start : start + _HASH_BYTES] for start in range(0, len(path), _HASH_BYTES))
    return Absence(group, record, tuple(hashes))
