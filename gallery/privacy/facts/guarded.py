"""Facts about the system itself: models, routes, safeguards and the log."""

from collections.abc import Iterator

from sqlalchemy import Connection

from audits.events import ACTS
from gallery.desk.log import LogDesk
from gallery.privacy.facts.line import LOG, RECORDS, VERIFIED, count, listed, of
from gallery.privacy.facts.ruled import file_named
from gallery.records.counted import counted
from gallery.rules import Rules
from kernel_lib.faces.weights import Weights
from kernel_lib.wire.gallery import Fact

_ROUTES = "route table of the running service"
_ABSENT = {
    "Search of live or streaming pictures": "/streams",
    "Search without a request and its approval": "/searches",
    "Enrolment of anything but a booking record": "/pictures/enrolment",
    "Export of templates": "/templates",
}
"""Abilities that this version does not have, with the beginning of the route that would give each."""


def system(models: tuple[Weights, ...], routes: tuple[str, ...]) -> Iterator[Fact]:
    """What runs, what it answers, and what it cannot do."""
    for each in models:
        value = f"{each.name}; {each.licence}; {'for casework' if each.casework else 'not for casework'}"
        source = f"kernel_lib/faces/weights.toml; SHA-256 {each.sha256}"
        yield Fact(heading="system", name=f"Face model: {each.kind}", value=value, source=source)
    yield listed("system", "Routes that the service answers", routes, _ROUTES)
    for name, path in _ABSENT.items():
        held = any(f" {path}" in route for route in routes)
        value = "a route exists" if held else f"absent: no route begins with {path}"
        yield Fact(heading="system", name=name, value=value, source=_ROUTES)


def safeguards(connection: Connection, rules: Rules) -> Iterator[Fact]:
    """What keeps pictures, templates and accounts."""
    accounts, source = rules.who.accounts, of(file_named(rules, "accounts"))
    value = "AES-256-GCM, one key a lineage, wrapped by the master key"
    store = "gallery/images/store.py"
    yield Fact(heading="safeguards", name="Pictures and templates at rest", value=value, source=store)
    value = "under a key of their own: neither a dump of the records nor one key ties a template to a person"
    sealed = "gallery/records/sealed.py"
    yield Fact(heading="safeguards", name="Numbers that say who somebody is", value=value, source=sealed)
    value = "argon2id; nothing but the hash is kept"
    yield Fact(heading="safeguards", name="Passwords", value=value, source="gallery/accounts")
    minutes = int(accounts.session_idle.total_seconds() // 60)
    yield count("safeguards", "Minutes after which an idle session ends", minutes, source)
    hours = int(accounts.session_longest.total_seconds() // 3600)
    yield count("safeguards", "Hours after which every session ends", hours, source)
    yield count("safeguards", "Wrong passwords before a name is locked", accounts.failures_before_lock, source)
    told = counted(connection)
    yield count("safeguards", "Active accounts", told.accounts, RECORDS)
    yield count("safeguards", "Of these, accounts with a second factor", told.second_factors, RECORDS)


def logging(log: LogDesk) -> Iterator[Fact]:
    """The state and the strength of the log."""
    verified_at, whole = log.verified
    verdict = "not verified since the service started" if whole is None else ("whole" if whole else "NOT whole")
    when = f" at {verified_at.isoformat(timespec='seconds')}" if verified_at else ""
    yield count("logging", "Entries of the audit log", log.events, LOG)
    yield Fact(heading="logging", name="Last verification", value=verdict + when, source=VERIFIED)
    yield count("logging", "Kinds of act that are recorded", len(ACTS), "audits/events.py")
    value = "Ed25519 over the Merkle root after every entry"
    yield Fact(heading="logging", name="Signature", value=value, source="audits/checkpoint.py")
