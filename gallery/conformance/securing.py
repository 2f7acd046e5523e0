"""Part M: keys, modes, sockets, sessions, breaches, stops and backups of the running installation."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from gallery.conformance.finding import Check, Finding, Seen, decided, unproven
from gallery.conformance.lately import lately
from gallery.conformance.modes import loose
from gallery.conformance.tally import by_sql
from gallery.records.breaches import breach_steps, breaches
from gallery.records.sessions import sessions
from gallery.records.staff import staff_findings

_FEWEST_CHARACTERS = 12
_LONGEST_IDLE = timedelta(minutes=15)
_OLDEST_BACKUP = timedelta(days=35)
_OLDEST_CHECK = timedelta(days=45)
_LOOPBACK4, _LOOPBACK6 = "7F", "00000000000000000000000001000000"
"""As /proc/net/tcp writes them: each group of four bytes reversed."""
_ESTABLISHED, _LISTENING = "01", "0A"


def keys_closed(seen: Seen) -> Finding:
    """Keys are readable by the service's user only, and identities have a key of their own (M-02)."""
    open_ones = list(loose(seen.settings.keys_dir, 0o077))
    apart = (seen.settings.keys_dir / "identity.key").exists()
    bad = f"{len(open_ones)} files are open to others" if open_ones else "there is no key of identities"
    return decided("M-02", holds=apart and not open_ones, good="all keys closed; identities under their own", bad=bad)


def keys_differ(seen: Seen) -> Finding:
    """No two keys are the same (M-02)."""
    held = [each.read_bytes() for each in sorted(seen.settings.keys_dir.iterdir()) if each.suffix == ".key"]
    same = len(held) - len(set(held))
    return decided(
        "M-02", holds=not same, good=f"{len(held)} keys, all different", bad=f"{same} keys are copies of another"
    )


def data_closed(seen: Seen) -> Finding:
    """The folders of truth are closed to others than the service's user (M-02)."""
    places = (seen.settings.audit_dir, seen.settings.gallery_dir, seen.settings.keys_dir)
    wrong = sum(bool(each.stat().st_mode & 0o077) for each in places if each.exists())
    return decided(
        "M-02", holds=not wrong, good="folders of truth are closed", bad=f"{wrong} folders of truth are open"
    )


def sessions_end(seen: Seen) -> Finding:
    """Sessions end when idle, and passwords have a least length (M-03)."""
    accounts = seen.rules.who.accounts
    minutes = int(accounts.session_idle.total_seconds() // 60)
    told = f"idle sessions end after {minutes} minutes; passwords have {accounts.password_min_length} characters"
    held = accounts.session_idle <= _LONGEST_IDLE and accounts.password_min_length >= _FEWEST_CHARACTERS
    return decided("M-03", holds=held, good=told, bad=told)


def no_session_beyond_its_end(seen: Seen) -> Finding:
    """No session was used after its absolute limit (M-03)."""
    wrong = sessions.c.last_seen_at > sessions.c.absolute_until
    return by_sql("M-03", seen, sessions, wrong, "sessions", "used after their end")


def no_way_out(seen: Seen) -> Finding:
    """This process holds no connection to another machine, but for stores that the settings name (M-04)."""
    if seen.settings.database_url or seen.settings.dask_address:
        return unproven("M-04", "the settings name a database or workers on a network; look at their own connections")
    try:
        away = sum(1 for _ in _sockets(_ESTABLISHED, there=2))
    except OSError:
        return unproven("M-04", "this machine does not tell which connections a process holds")
    return decided("M-04", holds=not away, good="no connection to another machine", bad=f"{away} connections")


def nothing_listens(seen: Seen) -> Finding:
    """This process listens on its own file socket, and on no address of a network (M-04)."""
    try:
        found = sum(1 for _ in _sockets(_LISTENING, there=1))
    except OSError:
        return unproven("M-04", "this machine does not tell on what a process listens")
    return decided("M-04", holds=not found, good="no socket listens on a network", bad=f"{found} sockets listen on one")


def in_canada(seen: Seen) -> Finding:
    """An installation for casework starts only where every store is declared in Canada (M-01)."""
    if not seen.settings.release:
        return unproven("M-01", "this is no installation for casework; places were not demanded at the start")
    return decided("M-01", holds=True, good="every store was declared at the start", bad="")


def breaches_assessed(seen: Seen) -> Finding:
    """No breach was closed without being contained and assessed (M-06)."""
    steps = [
        select(breach_steps.c.id).where(breach_steps.c.breach_id == breaches.c.id, breach_steps.c.step == step)
        for step in ("contained", "assessed")
    ]
    wrong = ~steps[0].exists() | ~steps[1].exists()
    what, fault = "closed breaches", "without containment or assessment"
    return by_sql("M-06", seen, breaches, wrong, what, fault, breaches.c.closed_at.is_not(None))


def improper_searches_are_breaches(seen: Seen) -> Finding:
    """Each search that compliance found improper has its breach (M-07)."""
    opened = select(breaches.c.id).where(breaches.c.finding_id == staff_findings.c.id)
    among = staff_findings.c.proper.is_(False)
    return by_sql("M-07", seen, staff_findings, ~opened.exists(), "searches found improper", "without a breach", among)


def models_as_registered(seen: Seen) -> Finding:
    """The models in use have hashes, as the registry names them (M-08)."""
    hashes = seen.casework.faces.model_hashes
    held = bool(hashes) and all(len(each) == 64 for each in hashes.values())
    good = f"{len(hashes)} model files, each loaded under its registered hash"
    return decided("M-08", holds=held, good=good, bad="a model in use has no hash")


def backed_up(seen: Seen) -> Finding:
    """A backup was verified lately (M-10)."""
    return lately(seen, "M-10", "backup_verified", _OLDEST_BACKUP, "a backup was verified")


def staff_checked(seen: Seen) -> Finding:
    """Searches were compared with consenting staff lately (B-11)."""
    return lately(seen, "B-11", "staff_checked", _OLDEST_CHECK, "searches were compared with staff")


CHECKS: tuple[Check, ...] = (
    keys_closed,
    keys_differ,
    data_closed,
    sessions_end,
    no_session_beyond_its_end,
    no_way_out,
    nothing_listens,
    in_canada,
    breaches_assessed,
    improper_searches_are_breaches,
    models_as_registered,
    backed_up,
    staff_checked,
)


# Private


def _sockets(state: str, there: int) -> Iterator[str]:
    """Give the end of each internet socket of this process in a state that is not of this machine alone (proc(5))."""
    own = set(_descriptors())
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]:
            told = line.split()
            if told[3] == state and f"socket:[{told[9]}]" in own and not is_here(told[there]):
                yield told[there]


def _descriptors() -> Iterator[str]:
    for each in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(each.readlink())


def is_here(end: str) -> bool:
    """Say whether an address of /proc/net is one of this machine's loopback: 127.x, ::1, or 127.x within IPv6."""
    raw = end.split(":", 1)[0]
    mapped = raw[:-8] == "0000000000000000FFFF0000"
    return raw == _LOOPBACK6 or ((raw[:-8] == "" or mapped) and raw.endswith(_LOOPBACK4))
