"""Requirements that files, processes, rules and the log show."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from gallery.conformance.finding import Finding, Seen, decided, unproven

_FEWEST_CHARACTERS = 12
_LONGEST_IDLE = timedelta(minutes=15)
_OLDEST_BACKUP = timedelta(days=35)
_OLDEST_CHECK = timedelta(days=45)
_LOOPBACK4, _LOOPBACK6 = "7F", "00000000000000000000000001000000"
"""As /proc/net/tcp writes them: each group of four bytes reversed."""
_ESTABLISHED = "01"


def log_whole(seen: Seen) -> Finding:
    """The log, recomputed from its files, is whole (I-01)."""
    verdict = seen.log.recompute()
    bad = f"{len(verdict.faults)} places are not as they were written"
    return decided("I-01", holds=verdict.whole, good=f"{verdict.events} entries, whole", bad=bad)


def log_closed(seen: Seen) -> Finding:
    """Nobody but the service's user writes to the log (I-07)."""
    loose = list(_loose(seen.settings.audit_dir, stat.S_IWGRP | stat.S_IWOTH))
    return decided("I-07", holds=not loose, good="no file of the log is open to others", bad=f"{len(loose)} are")


def keys_closed(seen: Seen) -> Finding:
    """Keys are readable by the service's user only, and identities have a key of their own (M-02)."""
    loose = list(_loose(seen.settings.keys_dir, 0o077))
    apart = (seen.settings.keys_dir / "identity.key").exists()
    bad = f"{len(loose)} files are open to others" if loose else "there is no key of identities"
    return decided("M-02", holds=apart and not loose, good="all keys closed; identities under their own", bad=bad)


def sessions_end(seen: Seen) -> Finding:
    """Sessions end when idle, and passwords have a least length (M-03)."""
    accounts = seen.rules.who.accounts
    minutes = int(accounts.session_idle.total_seconds() // 60)
    told = f"idle sessions end after {minutes} minutes; passwords have {accounts.password_min_length} characters"
    held = accounts.session_idle <= _LONGEST_IDLE and accounts.password_min_length >= _FEWEST_CHARACTERS
    return decided("M-03", holds=held, good=told, bad=told)


def no_way_out(seen: Seen) -> Finding:
    """This process holds no connection to another machine, but for stores that the settings name (M-04)."""
    if seen.settings.database_url or seen.settings.dask_address:
        return unproven("M-04", "the settings name a database or workers on a network; look at their own connections")
    try:
        away = sum(1 for _ in _connections_away())
    except OSError:
        return unproven("M-04", "this machine does not tell which connections a process holds")
    return decided("M-04", holds=not away, good="no connection to another machine", bad=f"{away} connections")


def nothing_live(seen: Seen) -> Finding:
    """No route takes a stream, a watch-list or a search without a request (B-03)."""
    words = ("stream", "live", "watch", "bulk")
    found = [each for each in seen.routes if any(word in each.lower() for word in words)]
    return decided("B-03", holds=not found, good=f"none of {len(seen.routes)} routes", bad=", ".join(found))


def one_threshold(seen: Seen) -> Finding:
    """The bounds of a search know no groups of people (L-09)."""
    found = [each for each in vars(seen.rules.casework.search) if "group" in each or "demographic" in each]
    return decided("L-09", holds=not found, good="one threshold for everybody", bad=", ".join(found))


def official_named(seen: Seen) -> Finding:
    """Somebody answers for the system by name (H-06)."""
    told = seen.rules.publication
    held = bool(told.official_name and told.official_office and told.contact)
    return decided("H-06", holds=held, good="an official, an office and a contact are named", bad="one of them is not")


def disclosure_abroad_off(seen: Seen) -> Finding:
    """Disclosure outside Ontario is off, or an instrument is named (G-09)."""
    outside = seen.rules.sharing.outside.enabled
    return decided("G-09", holds=not outside, good="off", bad="on; its instrument must be looked at")


def in_canada(seen: Seen) -> Finding:
    """An installation for casework starts only where every store is declared in Canada (M-01)."""
    if not seen.settings.release:
        return unproven("M-01", "this is no installation for casework; places were not demanded at the start")
    return decided("M-01", holds=True, good="every store was declared at the start", bad="")


def backed_up(seen: Seen) -> Finding:
    """A backup was verified lately (M-10)."""
    return _lately(seen, "M-10", "backup_verified", _OLDEST_BACKUP, "a backup was verified")


def staff_checked(seen: Seen) -> Finding:
    """Searches were compared with consenting staff lately (B-11)."""
    return _lately(seen, "B-11", "staff_checked", _OLDEST_CHECK, "searches were compared with staff")


def statement_published(seen: Seen) -> Finding:
    """The public statement was written within a year (E-18)."""
    return _lately(seen, "E-18", "statement_published", timedelta(days=366), "the statement was published")


def use_reviewed(seen: Seen) -> Finding:
    """Use was compared with the assessment within a year (K-10)."""
    return _lately(seen, "K-10", "use_reviewed", timedelta(days=366), "use was compared with the assessment")


CHECKS = (
    log_whole,
    log_closed,
    keys_closed,
    sessions_end,
    no_way_out,
    nothing_live,
    one_threshold,
    official_named,
    disclosure_abroad_off,
    in_canada,
    backed_up,
    staff_checked,
    statement_published,
    use_reviewed,
)


# Private


def _lately(seen: Seen, row: str, act: str, longest: timedelta, told: str) -> Finding:
    last = seen.last_acts.get(act)
    if last is None:
        return decided(row, holds=False, good="", bad=f"the log holds no entry that {told}")
    old = seen.now.date() - last > longest
    return decided(row, holds=not old, good=f"{told} on {last}", bad=f"{told} last on {last}, which is too long ago")


def _loose(folder: Path, forbidden: int) -> Iterator[Path]:
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_mode & forbidden:
            yield path


def _connections_away() -> Iterator[str]:
    """Give the other end of each established internet connection of this process (proc(5))."""
    own = set(_descriptors())
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]:
            told = line.split()
            if told[3] == _ESTABLISHED and f"socket:[{told[9]}]" in own and not _is_here(told[2]):
                yield told[2]


def _descriptors() -> Iterator[str]:
    for each in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(each.readlink())


def _is_here(end: str) -> bool:
    """Say whether an address of /proc/net is one of this machine's loopback: 127.x, ::1, or 127.x within IPv6."""
    raw = end.split(":", 1)[0]
    mapped = raw[:-8] == "0000000000000000FFFF0000"
    return raw == _LOOPBACK6 or ((raw[:-8] == "" or mapped) and raw.endswith(_LOOPBACK4))
