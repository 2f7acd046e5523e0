"""A year of three simulated services, told through the routes of the product by its own clock (begin here).

The same year, seed and number of people give the same log, to its root: ids, lots and the keys of the installation are
drawn from the seed (`records.chance`, `_seeded_keys`), moments are those of the simulated clock. Passwords and the
secrets of sessions are the operating system's chance; nothing of them is in the log.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from random import Random

from gallery.keys import KEY_BYTES
from gallery.records.chance import Source, repeatable
from gallery.simulated.folder import Simulation, mark
from gallery.simulated.services import SERVICES
from gallery.simulation import bookings, staffing
from gallery.simulation.cast import cast_for
from gallery.simulation.clock import SimulatedClock, at, workday
from gallery.simulation.diary import Diary
from gallery.simulation.labelled import measure
from gallery.simulation.misuse import put_in_misuse
from gallery.simulation.oversight import put_in_oversight
from gallery.simulation.planted import Planted
from gallery.simulation.population import OFFENCES, Booked, bookings_of, people_of
from gallery.simulation.records_desk import put_in_records
from gallery.simulation.site import open_site
from gallery.simulation.stories import Telling
from gallery.simulation.workload import put_in_nights, put_in_requests
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import Role

_MEMORY = Path("/dev/shm")  # noqa: S108  # a private folder is made in it
_NEEDED_BYTES = 500_000_000

Say = Callable[[str], None]


@dataclass(frozen=True)
class Simulated:
    """A finished year: its settings, the passwords by user name, and the log's size and root."""

    settings: Settings
    passwords: dict[str, str]
    events: int
    root: str


@dataclass(frozen=True)
class _Asked:
    year: int
    seed: int
    people: int
    last: date


def simulate(settings: Settings, year: int, seed: int, people: int, say: Say, *, last: date | None = None) -> Simulated:
    """Make the year beside its place, in memory where there is room, and put it there when it is whole.

    `last` ends it early: what is told up to that day is what the whole year tells up to it.

    Raises:
        SettingsError: the folder is not empty.
        LeadbookError: a step failed; nothing is left in the place.
    """
    place = settings.data_dir
    if place.exists() and any(place.iterdir()):
        raise SettingsError(f"data folder {place}: expected it empty or absent, got files; choose another with --out")
    beside = Path(tempfile.mkdtemp(prefix="leadbook-", dir=_roomy()))
    try:
        made = _make(
            replace(settings, data_dir=beside / "data", database_url=""),
            _Asked(year, seed, people, last or date(year, 12, 31)),
            say,
        )
        _put(beside / "data", place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return replace(made, settings=settings)


# Private


def _roomy() -> Path | None:
    """A folder in memory: hundreds of thousands of writes need not reach a disk before the year is whole."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _NEEDED_BYTES:
        return _MEMORY
    return None


def _put(made: Path, place: Path) -> None:
    partial = place.with_name(place.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(made, partial, ignore=shutil.ignore_patterns("*.sock"))
    if place.exists():
        place.rmdir()
    partial.rename(place)


def _make(settings: Settings, asked: _Asked, say: Say) -> Simulated:
    year, seed, people = asked.year, asked.seed, asked.people
    first, until = at(workday(date(year, 1, 2)), 8), at(asked.last, 22)
    chance, clock = Random(seed), SimulatedClock(first)  # noqa: S311  # the same seed gives the same year
    settings.data_dir.mkdir(mode=0o700)
    mark(settings.data_dir, Simulation(year, seed, people, datetime.now(UTC), until))
    _seeded_keys(settings.keys_dir, chance)
    drawn = Source(lambda: int(clock.now.timestamp() * 1000), Random(chance.getrandbits(64)))  # noqa: S311  # as above
    with repeatable(drawn), open_site(settings, clock, chance) as site:
        planted = Planted()
        telling = Telling(site, Diary(clock), cast_for(people), planted)
        held = _prepare(telling, year, people, say)
        say("Telling the year")
        put_in_requests(telling, held, year, people)
        put_in_nights(telling, year)
        put_in_records(telling, held, year)
        put_in_oversight(telling, held, year)
        put_in_misuse(telling, held, year)
        telling.diary.run(until, _progress(say, clock))
        log = site.parts.floor.log
    planted.write(settings.data_dir, {"year": year, "seed": seed, "people": people, "accounts": site.accounts})
    return Simulated(settings, site.passwords, log.size, log.root)


def _seeded_keys(folder: Path, chance: Random) -> None:
    """Lay down keys drawn from the seed, so that the same seed gives the same log; no other folder gets such keys."""
    folder.mkdir(mode=0o700)
    for name in ("master.key", "signing.key", "identity.key"):
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(chance.randbytes(KEY_BYTES))


def _prepare(telling: Telling, year: int, people: int, say: Say) -> tuple[Booked, ...]:
    """Staff the services, take the galleries in, and sign the agreements."""
    site, cast = telling.site, telling.cast
    say("Making accounts and recording training")
    staffing.staff(site, cast, telling.expiring)
    keys = staffing.register_keys(site, cast)
    staffing.agree(site, cast, tuple(each for each, _ in OFFENCES))
    booked = bookings_of(people_of(people, year, site.chance), year, site.chance)
    for service in SERVICES:
        mine = tuple(each for each in booked if each.person.service == service)
        say(f"Taking in {len(mine)} bookings of {service}")
        clerk = cast.one(service, Role.RECORDS_CLERK)
        counts = bookings.offer(site, clerk, keys[service], mine, site.settings.data_dir / "run" / service)
        telling.planted.happened.update({f"booking pictures {name}": count for name, count in counts.items()})
        for each in mine:
            if each.ended_on and each.ended_on < site.clock.today:
                telling.attempt(partial(bookings.tell_outcome, site, clerk, each), "tell an outcome")
    say("Measuring accuracy on labelled drawings")
    measure(site, cast.one("halton", Role.COMPLIANCE), people, year)
    return booked


def _progress(say: Say, clock: SimulatedClock) -> Callable[[int], None]:
    told = [0]

    def tell(done: int) -> None:
        if clock.today.month != told[0]:
            told[0] = clock.today.month
            say(f"  {clock.today:%B}, {done} deeds")

    return tell
