"""A feed is read strictly: what is not plainly right is refused by its line, and no name reaches another file."""

import json
from pathlib import Path

import pytest

from kernel_lib.errors import Unacceptable
from kernel_lib.feed import FeedLine, RefusedLine, read_feed
from kernel_lib.feed.lines import lines_of
from kernel_lib.wire.gallery import BookingRecord

GOOD = {"picture": "a.jpg", "subject_number": "S-1"}


def write(folder: Path, text: str, name: str = "bookings.jsonl") -> Path:
    """Write a feed file beside a folder of one picture."""
    (folder / "pictures").mkdir()
    (folder / "pictures" / "a.jpg").write_bytes(b"bytes")
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def only(folder: Path, line: str) -> FeedLine | RefusedLine:
    """Read a feed of one line."""
    (read,) = read_feed(write(folder, line)).lines
    return read


def test_a_json_line_becomes_a_record_and_its_picture(tmp_path):
    """The number of the line, the name of the picture, the fields."""
    feed = read_feed(write(tmp_path, "\n" + json.dumps({**GOOD, "birth_year": 1990}) + "\n"))

    (line,) = feed.lines
    assert line == FeedLine(2, "a.jpg", BookingRecord(subject_number="S-1", birth_year=1990))
    assert feed.picture(line) == b"bytes"


def test_a_csv_row_becomes_the_same_record(tmp_path):
    """An empty value stands for the record's own default."""
    text = "picture,subject_number,birth_year,demonstration\na.jpg,S-1,,true\n"

    (line,) = read_feed(write(tmp_path, text, "bookings.csv")).lines

    assert line == FeedLine(2, "a.jpg", BookingRecord(subject_number="S-1", demonstration=True))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{", "feed.line"),
        ("[]", "feed.line"),
        ("null", "feed.line"),
        ('{"picture": "a.jpg", "picture": "b.jpg"}', "feed.line"),
        ("[" * 5000, "feed.line"),
        ('"' + "x" * 20_000 + '"', "feed.line"),
        ("{}", "feed.picture_name"),
        ('{"picture": 7}', "feed.picture_name"),
        ('{"picture": ""}', "feed.picture_name"),
        ('{"picture": "../a.jpg"}', "feed.picture_name"),
        ('{"picture": "/etc/passwd"}', "feed.picture_name"),
        ('{"picture": "sub\\\\a.jpg"}', "feed.picture_name"),
        ('{"picture": ".."}', "feed.picture_name"),
        ('{"picture": "a\\u0000.jpg"}', "feed.picture_name"),
        ('{"picture": "a\\n.jpg"}', "feed.picture_name"),
        ('{"picture": "a.jpg", "mood": "calm"}', "feed.fields"),
        ('{"picture": "a.jpg", "birth_year": 12}', "feed.values"),
        ('{"picture": "a.jpg", "charge_date": "yesterday"}', "feed.values"),
    ],
)
def test_a_bad_line_is_refused_by_its_rule(tmp_path, line, rule):
    """Each with the rule, and never with the value at fault."""
    read = only(tmp_path, line)

    assert isinstance(read, RefusedLine)
    assert read.rule == rule
    assert "calm" not in read.reason
    assert "yesterday" not in read.reason


def test_a_repeated_line_is_refused_and_names_the_first(tmp_path):
    """Equal in its fields, however it is spaced."""
    text = json.dumps(GOOD) + "\n" + json.dumps(GOOD, separators=(",", ":"))

    first, second = read_feed(write(tmp_path, text)).lines

    assert isinstance(first, FeedLine)
    assert second == RefusedLine(2, "a.jpg", "feed.repeated", "The same line stands at 1.")


def test_a_picture_is_never_read_through_a_link(tmp_path):
    """Neither a link to a file nor a linked folder of pictures."""
    feed = read_feed(write(tmp_path, json.dumps({"picture": "link.jpg"})))
    (line,) = feed.lines
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "pictures" / "link.jpg").symlink_to(tmp_path / "secret")

    with pytest.raises(Unacceptable, match=r"feed\.picture_file"):
        feed.picture(line)

    (tmp_path / "pictures").rename(tmp_path / "real")
    (tmp_path / "pictures").symlink_to(tmp_path / "real")
    with pytest.raises(Unacceptable, match=r"feed\.picture_file"):
        feed.picture(FeedLine(1, "a.jpg", BookingRecord()))


@pytest.mark.parametrize("name", ["absent.jpg", "folder"])
def test_what_is_no_plain_file_is_refused(tmp_path, name):
    """A missing file, a folder."""
    feed = read_feed(write(tmp_path, json.dumps(GOOD)))
    (tmp_path / "pictures" / "folder").mkdir()

    with pytest.raises(Unacceptable, match=r"feed\.picture_file"):
        feed.picture(FeedLine(1, name, BookingRecord()))


def test_a_picture_too_large_is_refused_before_it_is_read(tmp_path):
    """Its size alone decides; the file here has no content at all."""
    feed = read_feed(write(tmp_path, json.dumps(GOOD)))
    with (tmp_path / "pictures" / "a.jpg").open("wb") as file:
        file.truncate(51 * 1024 * 1024)

    with pytest.raises(Unacceptable, match=r"feed\.picture_size"):
        feed.picture(FeedLine(1, "a.jpg", BookingRecord()))


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("bookings.csv", "subject_number\nS-1\n", r"feed\.header"),
        ("bookings.csv", "picture,mood\na.jpg,calm\n", r"feed\.header"),
        ("bookings.csv", "picture,picture\na.jpg,a.jpg\n", r"feed\.header"),
        ("bookings.csv", 'picture\n"a.jpg\n', r"feed\.csv"),
        ("other.txt", "", r"feed\.file"),
    ],
)
def test_a_feed_that_cannot_be_read_is_refused_as_a_whole(tmp_path, name, text, rule):
    """No line of it is offered."""
    with pytest.raises(Unacceptable, match=rule):
        read_feed(write(tmp_path, text, name))


def test_two_feed_files_are_refused(tmp_path):
    """Which of them is meant is not for us to say."""
    write(tmp_path, "{}")
    (tmp_path / "bookings.csv").write_text("picture\n")

    with pytest.raises(Unacceptable, match=r"feed\.file"):
        read_feed(tmp_path)


def test_a_feed_in_another_encoding_is_refused(tmp_path):
    """Text is UTF-8."""
    write(tmp_path, "")
    (tmp_path / "bookings.jsonl").write_bytes(b'{"picture": "\xe9.jpg"}')

    with pytest.raises(Unacceptable, match=r"feed\.encoding"):
        read_feed(tmp_path)


def test_a_csv_row_of_another_length_is_refused(tmp_path):
    """The line, not the feed."""
    text = "picture,subject_number\na.jpg\na.jpg,S-1,more\na.jpg,S-1\n"

    lines = read_feed(write(tmp_path, text, "bookings.csv")).lines

    assert [getattr(line, "rule", "good") for line in lines] == ["feed.line", "feed.line", "good"]


def test_a_feed_without_lines_is_a_feed(tmp_path):
    """An empty day happens."""
    assert read_feed(write(tmp_path, "")).lines == ()


@pytest.mark.proves("F-01")
def test_a_csv_carries_further_charges_as_json() -> None:
    """The one column that is a list is read as JSON; what is none refuses its line and names the field."""
    rows = (
        ("a.png", '[{""offence_id"": ""murder"", ""charge_date"": ""2026-10-01""}]'),
        ("b.png", "murder"),
        ("c.png", ""),
        ("d.png", '[{""offence_id"": ""murder"", ""offence_id"": ""robbery""}]'),
    )
    text = "picture,further_charges\n" + "".join(f'{name},"{charges}"\n' for name, charges in rows)

    read, wrong, none, twice = lines_of("bookings.csv", text.encode())

    assert isinstance(read, FeedLine)
    assert [each.offence_id for each in read.record.further_charges] == ["murder"]
    assert isinstance(none, FeedLine)
    assert none.record.further_charges == ()
    for refused in (wrong, twice):
        assert isinstance(refused, RefusedLine)
        assert (refused.rule, "further_charges" in refused.reason) == ("feed.values", True)
