"""Entries that the log writes about itself: what a crash left, and the time for which nothing was recorded (I-09)."""

from datetime import datetime

from audits.events import LogGap, LogRecovered, LogTreeRebuilt


def recovery(length: int, sha256: str, after: int) -> LogRecovered:
    """Say that `length` bytes of a record that was never finished were set aside after record `after`."""
    return LogRecovered(
        actor_id="system",
        role="system",
        rule="I-09",
        reason="a record was begun and never finished",
        details={"bytes": length, "sha256": sha256, "after_sequence": after},
    )


def clock_gap(last: datetime, now: datetime) -> LogGap:
    """Say by how many seconds the clock moved backwards."""
    return LogGap(
        actor_id="system",
        role="system",
        rule="I-09",
        reason="the clock moved backwards",
        details={"seconds": (now - last).total_seconds(), "kind": "clock"},
    )


def stop_gap(last: datetime, now: datetime, after: int, unsigned: int) -> LogGap:
    """Say for how long nothing was recorded after record `after`, and how many records had not been signed for."""
    return LogGap(
        actor_id="system",
        role="system",
        rule="I-09",
        reason="the service ended without saying so",
        details={
            "seconds": (now - last).total_seconds(),
            "kind": "stop",
            "after_sequence": after,
            "unsigned_records": unsigned,
        },
    )


def tree_rebuilt(reason: str, size: int) -> LogTreeRebuilt:
    """Say that the hashes of `size` records were made again from the records, and why."""
    return LogTreeRebuilt(actor_id="system", role="system", rule="I-01", reason=reason, details={"records": size})
