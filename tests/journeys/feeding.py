"""A feed of one line for the running demonstration, signed as its records system signs."""

import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from gallery.command.feed_key import feed_key
from gallery.command.installation import feed_key_file
from gallery.demonstration.feed import SERVICE
from kernel_lib.feed import read_feed, sign_feed
from kernel_lib.reports.enrolling import Offered, offer
from kernel_lib.wire.gallery import BookingRecord
from tests.conftest import Running


def offer_one(running: Running, record: BookingRecord, picture: Path) -> Offered:
    """Offer one picture with its record, as the records clerk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pictures").mkdir()
        shutil.copy(picture, folder / "pictures" / "one")
        line = {**record.model_dump(mode="json"), "picture": "one"}
        (folder / "bookings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
        sign_feed(folder, feed_key(feed_key_file(running.settings)), SERVICE, datetime.now(UTC))
        return offer(running.client("clerk"), read_feed(folder), lambda done, total: None)
