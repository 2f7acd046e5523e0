"""Make a demonstration installation in a folder of its own: accounts, training, an enrolled feed.

It is made beside its final place and renamed when whole, so a killed set-up leaves nothing that looks finished.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gallery.command.feed_key import feed_key, make_feed_key
from gallery.command.people import ADMINISTRATOR, certify_people, make_people
from gallery.command.processes import Children, environment_of, start_service
from gallery.demonstration.feed import SERVICE, build_feed
from gallery.demonstration.labelled import SET, build_labelled_set
from gallery.demonstration.probes import probes
from kernel_lib.client import Client
from kernel_lib.errors import LeadbookError, SettingsError
from kernel_lib.feed import sign_feed
from kernel_lib.reports import Finished, run_report
from kernel_lib.settings import Settings
from kernel_lib.wire.feeds import FeedKeyAsked

MARKER = "demonstration.json"
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
_NEEDED_BYTES = 500_000_000

Say = Callable[[str], None]


@dataclass(frozen=True)
class Installation:
    """A fresh demonstration: its settings and the passwords by user name, known only now."""

    settings: Settings
    passwords: dict[str, str]
    enrolment: Finished


def exists(settings: Settings) -> bool:
    """Say whether a whole demonstration is in the data folder."""
    return (settings.data_dir / MARKER).is_file()


def remove(settings: Settings) -> None:
    """Throw a demonstration away. Raises SettingsError for a folder that is not one."""
    if not settings.data_dir.exists():
        return
    if not exists(settings):
        raise SettingsError(
            f"data folder {settings.data_dir}: expected a demonstration ({MARKER}), got something else; "
            "only a demonstration can be thrown away"
        )
    shutil.rmtree(settings.data_dir)


def make(settings: Settings, say: Say) -> Installation:
    """Make the demonstration and put it in its place.

    Raises:
        SettingsError: the folder is taken, or the disk has too little room.
        LeadbookError: a step failed; nothing is left in the place.
    """
    _demand_room(settings)
    beside = settings.data_dir.with_name(settings.data_dir.name + ".partial")
    partial = Settings(beside, settings.cache_dir, database_url=settings.database_url)
    shutil.rmtree(partial.data_dir, ignore_errors=True)
    partial.data_dir.mkdir(parents=True, mode=0o700)
    partial.reports_dir.mkdir(mode=0o700)
    passwords, enrolment = _fill(partial, say)
    marker = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "demonstration": True}
    (partial.data_dir / MARKER).write_text(json.dumps(marker))
    partial.data_dir.rename(settings.data_dir)
    return Installation(settings, passwords, enrolment)


def _fill(settings: Settings, say: Say) -> tuple[dict[str, str], Finished]:
    first_password = bootstrap(settings)
    with Children() as children:
        say("Starting the service")
        start_service(children, settings)
        say("Making accounts and recording training")
        passwords = {ADMINISTRATOR: first_password}
        with signed_in(settings, ADMINISTRATOR, first_password) as administrator:
            passwords |= make_people(administrator)
            register_feed_key(administrator, settings)
        with signed_in(settings, "compliance", passwords["compliance"]) as compliance:
            certify_people(compliance, datetime.now(UTC).date())
        say("Enrolling the demonstration feed by its notebook")
        enrolment = enrol_feed(settings, passwords["clerk"], say)
        say("Measuring accuracy on the labelled photographs")
        build_labelled_set(settings.photographs_dir, settings.evaluation_dir)
        with signed_in(settings, "compliance", passwords["compliance"]) as compliance:
            compliance.evaluations.file(SET)
            compliance.sign_out()
    return passwords, enrolment


def enrol_feed(settings: Settings, password: str, say: Say) -> Finished:
    """Build feed and probes from the photographs; enrol the feed with its notebook, as the records clerk."""
    feed = settings.data_dir / "demonstration" / "feed"
    build_feed(settings.photographs_dir, feed)
    sign_feed(feed, feed_key(feed_key_file(settings)), SERVICE, datetime.now(UTC))
    probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")
    session = sign_in(settings, "clerk", password)
    try:
        return run_report(
            "enrol_bookings",
            {"feed_folder": str(feed), "run_label": "demonstration"},
            out=settings.reports_dir,
            socket=settings.socket,
            session=session,
            notebooks=NOTEBOOKS,
            on_progress=lambda done, total, title: say(f"  {done} of {total}: {title}"),
        )
    finally:
        with Client(settings.socket, session) as client:
            client.sign_out()


def feed_key_file(settings: Settings) -> Path:
    """Where the demonstration keeps the key that a records system would hold."""
    return settings.data_dir / "demonstration" / "feed.key"


def register_feed_key(administrator: Client, settings: Settings) -> None:
    """Make the key that signs the demonstration's feeds, and register its public half."""
    path = feed_key_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    public_key = make_feed_key(path)
    administrator.feeds.register(FeedKeyAsked(public_key=public_key, label="Demonstration records system"))


def bootstrap(settings: Settings) -> str:
    """Make the first administrator of an empty data folder; return the password."""
    arguments = [sys.executable, "-m", "gallery.service", "bootstrap", "--data-dir", str(settings.data_dir)]
    arguments += ["--username", ADMINISTRATOR, "--json"]
    env = environment_of(settings)
    result = subprocess.run(arguments, capture_output=True, text=True, check=False, env=env)
    if result.returncode != 0:
        said = (result.stderr or result.stdout).strip()
        raise LeadbookError(f"first administrator: expected an account, got: {said}")
    password: str = json.loads(result.stdout)["password"]
    return password


def sign_in(settings: Settings, username: str, password: str, code: str = "") -> str:
    """Open a session from the command line, with a code where a second factor is set up; return its secret."""
    with Client(settings.socket) as nobody:
        return nobody.sign_in(username, password, "command line", code).session


def signed_in(settings: Settings, username: str, password: str) -> Client:
    """Return a client that works as one person."""
    return Client(settings.socket, sign_in(settings, username, password))


def _demand_room(settings: Settings) -> None:
    place = settings.data_dir
    if place.exists() and any(place.iterdir()):
        raise SettingsError(
            f"data folder {place}: expected it empty or absent, got files that are no whole demonstration; "
            "choose another folder with --data-dir"
        )
    parent = next(folder for folder in place.parents if folder.exists())
    free = shutil.disk_usage(parent).free
    if free < _NEEDED_BYTES:
        raise SettingsError(
            f"disk of {parent}: expected {_NEEDED_BYTES // 1_000_000} MB free, got {free // 1_000_000} MB; "
            "free some room or choose another folder with --data-dir"
        )
    if place.exists():
        place.rmdir()
