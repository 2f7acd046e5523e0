"""Whether an act was last done within its time, by the log."""

from datetime import timedelta

from gallery.conformance.finding import Finding, Seen, decided


def lately(seen: Seen, row: str, act: str, longest: timedelta, told: str) -> Finding:
    """Pass when the last entry of an act is young enough; an act that was never done fails."""
    last = seen.last_acts.get(act)
    if last is None:
        return decided(row, holds=False, good="", bad=f"the log holds no entry that {told}")
    old = seen.now.date() - last > longest
    return decided(row, holds=not old, good=f"{told} on {last}", bad=f"{told} last on {last}, which is too long ago")
