"""Booking pictures on their way in, as signed feeds of drawn placeholders, and what became of their charges."""

import json
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gallery.simulated.drawing import Drawn, tile
from gallery.simulation.population import Booked
from gallery.simulation.site import Site
from kernel_lib.errors import Refused
from kernel_lib.feed import FeedLine, read_feed, sign_feed
from kernel_lib.feed.lines import PICTURES
from kernel_lib.reports.enrolling import sent
from kernel_lib.vocabulary import CourtDisposition
from kernel_lib.wire.gallery import EnrolmentRun
from kernel_lib.wire.lifecycle import ChargeNamed, OutcomeAsked, OutcomeTold

_OFFICERS = 40
_OFTEN_POOR = 20


def offer(site: Site, clerk: str, key: Ed25519PrivateKey, booked: Sequence[Booked], folder: Path) -> dict[str, int]:
    """Write the bookings of one service as a signed feed and offer every line; return how many came to what."""
    _write(site, key, booked, folder)
    feed = read_feed(folder)
    opened = site.client(clerk).feeds.open(*sent(feed))
    counts = {"enrolled": 0, "refused": 0}
    for line in feed.lines:
        if not isinstance(line, FeedLine):
            continue
        try:
            site.client(clerk).gallery.enrol(opened.feed_id, line.number, line.record, feed.picture(line))
            counts["enrolled"] += 1
        except Refused:
            counts["refused"] += 1
        site.clock.wait(2)
    site.client(clerk).gallery.finish_run(
        EnrolmentRun(run_id=f"simulated {folder.name}", offered=len(booked), already=0, **counts)
    )
    shutil.rmtree(folder)
    return counts


def tell_outcome(site: Site, clerk: str, booked: Booked) -> None:
    """Record how a charge ended, as the records system tells it."""
    if booked.end is None or booked.ended_on is None:
        return
    charge = ChargeNamed(
        subject_number=booked.person.subject_number, booking_event=booked.event, offence_id=booked.offence
    )
    told = OutcomeTold(
        disposition=booked.end,
        happened=booked.ended_on,
        sentence_done=booked.ended_on + timedelta(days=400) if booked.end is CourtDisposition.CONVICTED else None,
    )
    site.client(clerk).lifecycle.record_outcome(OutcomeAsked(charge=charge, outcome=told))
    site.clock.wait(20)


# Private


def _write(site: Site, key: Ed25519PrivateKey, booked: Sequence[Booked], folder: Path) -> None:
    (folder / PICTURES).mkdir(parents=True)
    for each in booked:
        poor = site.chance.randint(0, _OFTEN_POOR)
        (folder / PICTURES / f"{each.event}.png").write_bytes(tile(Drawn(each.person.number, each.picture, poor)))
    lines = (json.dumps(_line(each), sort_keys=True) for each in booked)
    (folder / "bookings.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sign_feed(folder, key, booked[0].person.service, site.clock.now)


def _line(booked: Booked) -> dict[str, object]:
    day = booked.taken_on.isoformat()
    return {
        "picture": f"{booked.event}.png",
        "service": booked.person.service,
        "subject_number": booked.person.subject_number,
        "fps_number": f"SIM{booked.person.number:08}" if booked.person.number % 3 else "",
        "booking_event": booked.event,
        "ica_authority": "2(1)(a)",
        "offence_id": booked.offence,
        "charge_date": day,
        "captured_at": day,
        "capturing_officer": f"SIM-{booked.person.number % _OFFICERS:02}",
        "pose": "frontal",
        "birth_year": booked.person.birth_year,
        "age_at_offence": booked.age,
    }
