"""The end of a picture in `leadbook demo --check`: a dismissed charge leaves search, is destroyed, and is nowhere."""

import io
import json
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from gallery.command.feed_key import feed_key
from gallery.command.installation import Installation, Say, feed_key_file, signed_in
from gallery.command.restore_check import PutBack, keep, put_back
from gallery.command.scan import places, sealed_markers, template_marker
from gallery.demonstration.feed import BOOKINGS, PICTURES, SERVICE
from gallery.demonstration.photographs import Photographs
from kernel_lib.client import Client
from kernel_lib.errors import LeadbookError
from kernel_lib.feed import read_feed
from kernel_lib.feed.manifest import sign_feed
from kernel_lib.reports.enrolling import offer
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import CourtDisposition, RunState
from kernel_lib.wire.lifecycle import ChargeNamed, OutcomeAsked, OutcomeTold

_OFFENCE = "robbery"
_CHARGED, _ENDED = timedelta(days=120), timedelta(days=60)
_PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """What came of it: how many places held a marker before, markers destroyed, and what the commands said."""

    left_search: bool
    places_before: int
    places_after: tuple[str, ...]
    markers: tuple[str, ...]
    state: str
    certificate_status: int
    changed_status: int
    pictures_after: int
    put_back: PutBack


def play_ending(made: Installation, say: Say, database: str = "") -> Ended:
    """Enrol one marked picture, dismiss its charge, destroy it under two releases, scan, and check its certificate.

    `database` is an empty one for the restore, where the installation's records stand in PostgreSQL.
    """
    settings = made.settings
    markers = {name: f"{name}-{secrets.token_hex(8)}" for name in ("person", "fps", "event", "jpeg")}
    # As names are: files may hold this one escaped, in another encoding or taken apart.
    markers["officer"] = f"Zoé O'Neil-{secrets.token_hex(8)}"
    with ExitStack() as stack:
        kept = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leadbook-kept-")))
        clerk = stack.enter_context(signed_in(settings, "clerk", made.passwords["clerk"]))
        compliance = stack.enter_context(signed_in(settings, "compliance", made.passwords["compliance"]))
        _enrol(made, clerk, markers)
        lineage = clerk.lifecycle.person(markers["person"]).pictures[0].lineage_id
        planted = (*markers.values(), template_marker(settings, lineage), *_sealed(settings, markers))
        before = len(list(places(settings, planted)))
        backup = keep(made, kept)
        left = _dismiss(clerk, markers)
        state = _destroy(clerk, compliance)
        after = tuple(f"{place.file.name}: {place.form}" for place in places(settings, planted))
        pictures = clerk.status().pictures
        say(f"  markers of the destroyed picture: in {before} place(s) before, in {len(after)} after")
        statuses = _check_certificate(made, compliance.destructions.certificate(lineage))
        returned = put_back(made, backup, planted, say, database)
    return Ended(left, before, after, planted, str(state), *statuses, pictures, returned)


# Private


def _sealed(settings: Settings, markers: dict[str, str]) -> tuple[str, ...]:
    """The texts under which the records hold the markers: numbers are never there in clear (M-02)."""
    forms = sealed_markers(settings, tuple(markers.values()))
    return tuple(text for found in forms.values() for _, text in found)


def _enrol(made: Installation, clerk: Client, markers: dict[str, str]) -> None:
    shown = Photographs.listed().used_as("reference")[0]
    picture = io.BytesIO()
    original = Image.open(io.BytesIO(shown.read(made.settings.photographs_dir)))
    original.convert("RGB").save(picture, "JPEG", quality=92, comment=markers["jpeg"].encode())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / PICTURES).mkdir()
        (folder / PICTURES / "one.jpg").write_bytes(picture.getvalue())
        (folder / BOOKINGS).write_text(json.dumps({"picture": "one.jpg", **_record(markers)}) + "\n")
        sign_feed(folder, feed_key(feed_key_file(made.settings)), SERVICE, datetime.now(UTC))
        counts = offer(clerk, read_feed(folder), lambda done, total: None).run("marked")
    if counts.enrolled != 1:
        raise LeadbookError("marked picture: expected it enrolled, got a refusal; look at the log")


def _record(markers: dict[str, str]) -> dict[str, object]:
    charged = (datetime.now(UTC) - _CHARGED).date().isoformat()
    return {
        "subject_number": markers["person"],
        "fps_number": markers["fps"],
        "service": SERVICE,
        "booking_event": markers["event"],
        "ica_authority": "2(1)(a)",
        "offence_id": _OFFENCE,
        "charge_date": charged,
        "captured_at": charged,
        "capturing_officer": markers["officer"],
        "pose": "frontal",
        "birth_year": 1980,
        "age_at_offence": 40,
    }


def _dismiss(clerk: Client, markers: dict[str, str]) -> bool:
    """Record that the charge was dismissed; say whether one picture fewer may be searched at once."""
    charge = ChargeNamed(subject_number=markers["person"], booking_event=markers["event"], offence_id=_OFFENCE)
    ended = OutcomeTold(disposition=CourtDisposition.DISMISSED, happened=(datetime.now(UTC) - _ENDED).date())
    before = clerk.status().eligible
    clerk.lifecycle.record_outcome(OutcomeAsked(charge=charge, outcome=ended))
    return clerk.status().eligible == before - 1


def _destroy(clerk: Client, compliance: Client) -> RunState:
    run = clerk.destructions.propose()
    for person in (clerk, compliance):
        person.destructions.sample(run.id)
        run = person.destructions.release(run.id)
    until = time.monotonic() + _PATIENCE_SECONDS
    while run.state is RunState.RELEASED and time.monotonic() < until:
        time.sleep(0.2)
        run = clerk.destructions.run(run.id)
    return run.state


def _check_certificate(made: Installation, content: bytes) -> tuple[int, int]:
    """Check the certificate by the command, whole and with one word changed."""
    with tempfile.TemporaryDirectory() as place:
        whole, changed = Path(place) / "whole.json", Path(place) / "changed.json"
        whole.write_bytes(content)
        changed.write_bytes(content.replace(b"F-22.dismissed", b"F-22.acquitted"))
        first, second = (_verify(made.settings.audit_dir / "log.pub", file) for file in (whole, changed))
    return first, second


def _verify(key: Path, file: Path) -> int:
    arguments = [sys.executable, "-m", "gallery.command", "certificate", "verify", str(file), "--key", str(key)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False).returncode
