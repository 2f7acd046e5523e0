"""The feed holds what a records system would hand over, and what must be refused."""

import json
from pathlib import Path

from gallery.demonstration.feed import (
    ACCEPTED,
    BOOKINGS,
    PICTURES,
    Feed,
    build_feed,
    expected_refusals,
    subjects_by_picture,
)
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode
from kernel_lib.wire.gallery import BookingRecord


def _lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / BOOKINGS).read_text(encoding="utf-8").splitlines()]


def test_every_line_is_a_booking_record_marked_as_demonstration(feed: Feed) -> None:
    """Each line has the fields of the wire, an invented event and the offence `demonstration`; none holds a name."""
    for line in _lines(feed.folder):
        picture = line.pop("picture")
        record = BookingRecord.model_validate(line)

        assert (feed.folder / PICTURES / str(picture)).is_file()
        assert record.demonstration
        assert record.offence_id == "demonstration"
        assert record.subject_number.startswith("D-")
        assert record.booking_event.startswith("DEMO-")


def test_the_same_photographs_give_the_same_feed(feed: Feed, photographs_dir: Path, tmp_path: Path) -> None:
    """Building again, over an older feed, changes no byte."""
    (tmp_path / "feed" / PICTURES).mkdir(parents=True)
    (tmp_path / "feed" / PICTURES / "left-over.jpg").write_bytes(b"old")

    again = build_feed(photographs_dir, tmp_path / "feed")

    files = sorted(path.relative_to(feed.folder) for path in feed.folder.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again.folder) for path in again.folder.rglob("*") if path.is_file())
    assert all((feed.folder / path).read_bytes() == (again.folder / path).read_bytes() for path in files)


def test_accepted_pictures_show_one_face_and_refused_ones_have_their_reason(feed: Feed, engine: FaceEngine) -> None:
    """The real detector finds one face where a picture must be accepted, none or two where that is the reason."""
    counts = {offer.booking.picture: len(engine.detect(decode(offer.data))) for offer in feed.offers}
    by_kind = {kind: {counts[p] for p, k in feed.expected.items() if k == kind} for kind in feed.expected.values()}

    assert by_kind == {
        ACCEPTED: {1},
        "no_face": {0},
        "two_faces": {2},
        "missing_authority": {1},
        "duplicate": {1},
    }


def test_the_line_without_authority_and_the_duplicate_are_what_they_say(feed: Feed) -> None:
    """One line lacks its authority; one picture repeats the bytes of an accepted one under another event."""
    lines = {str(line["picture"]): line for line in _lines(feed.folder)}
    refused = expected_refusals(feed.folder)
    kinds = {kind: picture for picture, kind in refused.items()}
    data = {offer.booking.picture: offer.data for offer in feed.offers}
    twin = next(name for name in data if name not in refused and data[name] == data[kinds["duplicate"]])

    assert [name for name, line in lines.items() if not line["ica_authority"]] == [kinds["missing_authority"]]
    assert lines[twin]["booking_event"] != lines[kinds["duplicate"]]["booking_event"]
    assert len(refused) == 4


def test_subjects_are_known_by_the_hash_of_their_pictures(feed: Feed) -> None:
    """The key names each accepted picture's subject, and no refused one's."""
    subjects = subjects_by_picture(feed.folder)

    assert len(subjects) == list(feed.expected.values()).count(ACCEPTED) == 7
    assert set(subjects.values()) == {f"D-000{number}" for number in range(1, 7)}
