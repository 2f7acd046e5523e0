"""After a crash: tell what was logged and not carried out, and sweep what was stored for it."""

from pathlib import Path

from audits.events import LogRecovered
from audits.segments import Entry, read_since
from gallery.ledger import Ledger, mark_of, set_mark
from kernel_lib.errors import LogDamaged

_WITHOUT_RECORDS = frozenset({"service_started", "service_stopped", "log_gap", "log_recovered", "log_tree_rebuilt"})
"""Acts of the service itself, which change no record and so are not marked."""

_TOLD = 100


def tell_abandoned(ledger: Ledger, audit_dir: Path) -> int:
    """Record every act that was logged as done after the last committed one; return how many there were.

    Raises:
        LogDamaged: the records know an entry that the log does not have: the log was cut, or the records are of
            another installation.
        LogUnavailable: the log cannot be written.
    """
    with ledger.reading() as connection:
        mark = mark_of(connection)
    last, abandoned = 0, list[Entry]()
    for entry in read_since(audit_dir, max(mark - 1, 0)):
        last = entry.sequence
        if entry.sequence > mark and entry.event.result == "done" and entry.event.act not in _WITHOUT_RECORDS:
            abandoned.append(entry)
    if last < mark:
        raise LogDamaged("log", f"expected at least the {mark} entries that the records know, got {last}")
    if abandoned:
        _tell(ledger, abandoned)
    return len(abandoned)


def _tell(ledger: Ledger, abandoned: list[Entry]) -> None:
    first = abandoned[0]
    event = LogRecovered(
        actor_id="system",
        role="system",
        object_id=first.event.object_id,
        rule="I-09",
        reason="acts were logged and not carried out, because the service ended before they were kept",
        details={
            "abandoned_sequence": first.sequence,
            "abandoned_act": first.event.act,
            "abandoned_count": len(abandoned),
            "abandoned_sequences": [entry.sequence for entry in abandoned[:_TOLD]],
        },
    )
    sequence = ledger.record(event)
    with ledger.unrecorded() as connection:
        set_mark(connection, sequence)
