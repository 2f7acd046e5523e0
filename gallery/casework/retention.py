"""Clocks of probes: derived pictures and originals are removed when their time is over, each by itself (A-24).

Templates need no clock: one lives in memory during its search only. What was removed when, and the hashes of what
was removed, stay in the records. A removal is recorded first and then carried out; what a crash left behind is removed
in the next round.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from audits.events import ProbeRemoved
from gallery.casework.kept_cases import what_keeps
from gallery.casework.means import Casework
from gallery.records.known_tasks import ended_tasks
from gallery.records.recordings import Unused, mark_removed, removed_lineages, unused_recordings
from gallery.records.removals import (
    DERIVATIVES,
    ORIGINAL,
    Clock,
    Removal,
    add_removal,
    clocks,
    confirm_removal,
    derived_files,
    lineage_of,
    removals_of,
    unconfirmed_removals,
)
from gallery.rules.control import RetentionRules
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import RequestState

_ENDED = (
    RequestState.REFUSED,
    RequestState.EXPIRED,
    RequestState.UNSUITABLE,
    RequestState.NO_LEAD,
    RequestState.CLOSED,
)


def remove_due(casework: Casework) -> int:
    """Remove everything that is due now, but nothing of a case that is held or frozen (C-13, E-19).

    Return how many removals there were.

    Raises:
        LogUnavailable: what could not be recorded was not removed; the next round tries again.
    """
    now, rules = casework.ledger.now(), casework.rules.control.retention
    with casework.ledger.reading() as connection:
        running = [_as_ended(connection, each) for each in clocks(connection) if not _kept_back(connection, each)]
    due = [(clock, kind) for clock in running for kind in due_kinds(clock, rules, now)]
    for clock, kind in due:
        _record(casework, clock, kind)
    _carry_out(casework)
    return len(due) + _remove_videos(casework, rules, now)


def due_kinds(clock: Clock, rules: RetentionRules, now: datetime) -> tuple[str, ...]:
    """Return what of a probe is due: its derived pictures, its original, both or nothing."""
    since = _runs_from(clock)
    if since is None:
        return ()
    drafted = clock.state is RequestState.DRAFT and clock.replaced_at is None
    original = rules.drafts if drafted else rules.originals
    derived = timedelta.max if drafted else rules.derivatives
    kinds = ((DERIVATIVES, derived, clock.derivatives_removed), (ORIGINAL, original, False))
    return tuple(kind for kind, kept_for, gone in kinds if not gone and now - since >= kept_for)


def demand_kept(connection: Connection, probe_id: str, kind: str) -> None:
    """Do nothing while the pictures of a kind are held. Raises WrongState once their time is over."""
    if any(each.kind in (kind, ORIGINAL) for each in removals_of(connection, probe_id)):
        reason = "This picture was removed because its time was over; its hash remains."
        raise WrongState("A-24", reason, "Ask records which rule removed it.")


# Private


def _kept_back(connection: Connection, clock: Clock | Unused) -> bool:
    """Whether a hold on the case, or its freeze, keeps everything of it whatever the clocks say."""
    return bool(what_keeps(connection, clock.case_id))


def _as_ended(connection: Connection, clock: Clock) -> Clock:
    """Let a known task that was turned down or retired run as a request that ended then."""
    if clock.state is not RequestState.KNOWN_TASK:
        return clock
    ended = ended_tasks(connection).get(clock.request_id)
    return replace(clock, state=RequestState.CLOSED, changed_at=ended) if ended else clock


def _runs_from(clock: Clock) -> datetime | None:
    """The moment from which the clocks run; None while the request is under way."""
    if clock.replaced_at:
        return clock.replaced_at
    if clock.state is RequestState.LEAD:
        return clock.lead_expires_at
    return clock.changed_at if clock.state in (*_ENDED, RequestState.DRAFT) else None


def _record(casework: Casework, clock: Clock, kind: str) -> None:
    version = casework.rules.control.retention.version
    with casework.ledger.act(None, ProbeRemoved) as act:
        files = (clock.sha256,) if kind == ORIGINAL else derived_files(act.connection, clock.probe_id)
        add_removal(act.connection, Removal(clock.probe_id, kind, files, version, act.now))
        act.about(object_id=clock.probe_id, case_id=clock.case_id)
        act.decided_by("A-24")
        act.note(kind=kind, files=len(files), rule_version=version, request_id=clock.request_id)
        act.note(sha256=list(files)[:20])
        if kind == ORIGINAL:
            mark_removed(act.connection, clock.lineage_id, act.now)


def _remove_videos(casework: Casework, rules: RetentionRules, now: datetime) -> int:
    """Remove videos of which no frame was chosen: those of a draft as its pictures, others as originals."""
    with casework.ledger.reading() as connection:
        running = [each for each in unused_recordings(connection) if not _kept_back(connection, each)]
    due = [each.recording for each in running if _video_due(each, rules, now)]
    for recording in due:
        with casework.ledger.act(None, ProbeRemoved, object_id=recording.id) as act:
            mark_removed(act.connection, recording.lineage_id, act.now)
            act.decided_by("A-24")
            act.note(kind="video", files=1, rule_version=rules.version, request_id=recording.request_id)
            act.note(sha256=[recording.sha256])
    with casework.ledger.reading() as connection:
        gone = removed_lineages(connection)
    for lineage_id in gone & casework.images.lineages():
        casework.images.destroy(lineage_id)
    return len(due)


def _video_due(unused: Unused, rules: RetentionRules, now: datetime) -> bool:
    if unused.recording.replaced_at:
        return now - unused.recording.replaced_at >= rules.originals
    kept_for = rules.drafts if unused.state is RequestState.DRAFT else rules.originals
    return now - max(unused.changed_at, unused.recording.received_at) >= kept_for


def _carry_out(casework: Casework) -> None:
    with casework.ledger.reading() as connection:
        open_removals = [(each, lineage_of(connection, each.probe_id)) for each in unconfirmed_removals(connection)]
    for removal, lineage_id in open_removals:
        if removal.kind == ORIGINAL:
            casework.images.destroy(lineage_id)
        else:
            casework.images.remove(lineage_id, removal.files)
        with casework.ledger.unrecorded() as connection:
            confirm_removal(connection, removal, casework.ledger.now())
