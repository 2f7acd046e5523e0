"""A feed comes in whole, as a registered records system of the service signed it, or not at all (F-04)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kernel_lib.errors import Unacceptable
from kernel_lib.feed import key_id_of, read_feed, sign_feed, verified
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, House

CLERK = Role.RECORDS_CLERK.value
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def write(folder: Path, key: Ed25519PrivateKey, *lines: dict[str, Any], service: str = "demo") -> Path:
    """Write a signed feed folder; line n has its picture in a file that is called by a person's name."""
    (folder / "pictures").mkdir(parents=True)
    for number, _ in enumerate(lines):
        (folder / "pictures" / f"doe-jane-{number}.png").write_bytes(picture(shade=90 + number))
    named = [{**line, "picture": f"doe-jane-{number}.png"} for number, line in enumerate(lines)]
    (folder / "bookings.jsonl").write_text("\n".join(json.dumps(line) for line in named) + "\n")
    sign_feed(folder, key, service, NOW)
    return folder


def send(house: House, folder: Path, path: str = "/feeds") -> httpx.Response:
    """Send the three files that a feed begins with."""
    names = {"manifest": "manifest.json", "signature": "manifest.sig", "lines": "bookings.jsonl"}
    files = {field: (field, (folder / name).read_bytes()) for field, name in names.items()}
    return house.ask("POST", path, CLERK, files=files)


def offer(house: House, feed: str, folder: Path, number: int) -> httpx.Response:
    """Offer one line of an opened feed."""
    line = json.loads((folder / "bookings.jsonl").read_text().splitlines()[number - 1])
    data = (folder / "pictures" / line.pop("picture")).read_bytes()
    form = {"record": json.dumps(line), "feed": feed, "line": str(number)}
    return house.ask("POST", "/enrolments", CLERK, files={"picture": ("p", data)}, data=form)


def register(house: House, key: Ed25519PrivateKey) -> str:
    """Register a key's public half as the administrator; return its id."""
    body = {"public_key": key.public_key().public_bytes_raw().hex(), "label": "records"}
    answer = house.ask("POST", "/feed-keys", ADMIN, json=body)
    return str(answer.json()["key_id"])


@pytest.mark.proves("F-04")
def test_a_signed_feed_comes_in_line_by_line_and_again_changes_nothing(house: House, tmp_path: Path) -> None:
    """It is foreseen, opened, offered, cut off and resumed; nothing is offered twice, and no file name is kept."""
    house.somebody(Role.RECORDS_CLERK)
    key = Ed25519PrivateKey.generate()
    register(house, key)
    lines = (record(), record(booking_event="E-2"), record(booking_event="E-3", pose=""))
    folder = write(tmp_path / "feed", key, *lines)

    foreseen = send(house, folder, "/feeds/preview").json()
    opened = send(house, folder).json()
    first = offer(house, opened["feed_id"], folder, 1)
    resumed = send(house, folder).json()
    others = [offer(house, opened["feed_id"], folder, number).status_code for number in (2, 3)]
    ended = send(house, folder).json()

    assert (foreseen["lines"], foreseen["new"], foreseen["already"], foreseen["refused_in_all"]) == (3, 2, 0, 1)
    assert foreseen["refused"][0] | {"reason": ""} == {"number": 3, "rule": "F-01", "reason": ""}
    assert (opened["lines"], opened["done"]) == (3, [])
    assert first.json()["already"] is False
    assert (resumed["feed_id"], resumed["done"]) == (opened["feed_id"], [1])
    assert others == [200, 422]
    assert ended["done"] == [1, 2]
    acts = [act for act, _ in house.told()]
    assert acts.count("feed_opened") == 3
    assert acts.count("feed_foreseen") == 1
    house.close()
    kept = b"".join(path.read_bytes() for path in house.settings.data_dir.rglob("*") if path.is_file())
    assert b"doe-jane" not in kept
    house.open()


@pytest.mark.proves("F-04")
def test_what_was_not_signed_is_refused(house: House, tmp_path: Path) -> None:
    """An unknown key, another key's signature, an ended key, another service, changed lines, another record."""
    house.somebody(Role.RECORDS_CLERK)
    key, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    key_id = register(house, key)
    good = write(tmp_path / "good", key, record(), record(booking_event="E-2"))
    unknown = write(tmp_path / "unknown", stranger, record())
    forged = write(tmp_path / "forged", stranger, record())
    (forged / "manifest.sig").write_text((forged / "manifest.sig").read_text().replace(_id(stranger), key_id))
    other = write(tmp_path / "other", key, record(), service="peel")
    changed = write(tmp_path / "changed", key, record())
    (changed / "bookings.jsonl").write_text(json.dumps({**record(offence_id="murder"), "picture": "doe-jane-0.png"}))
    feed = send(house, good).json()["feed_id"]

    refused = [send(house, each) for each in (unknown, forged, other, changed)]
    form = {"record": json.dumps(record(offence_id="murder")), "feed": feed, "line": "1"}
    another = house.ask("POST", "/enrolments", CLERK, files={"picture": ("p", picture())}, data=form)
    swapped = {"record": json.dumps(record()), "feed": feed, "line": "1"}
    picture_of_two = house.ask("POST", "/enrolments", CLERK, files={"picture": ("p", picture(shade=91))}, data=swapped)
    none = house.ask("POST", "/enrolments", CLERK, files={"picture": ("p", picture())}, data={**swapped, "feed": "x"})
    house.ask("POST", f"/feed-keys/{key_id}/ending", ADMIN)
    ended = send(house, good)

    every = [*refused, another, picture_of_two, none, ended]
    assert {each.json()["rule"] for each in every} == {"F-04"}
    assert [each.status_code for each in every] == [422, 422, 403, 422, 422, 422, 404, 403]
    assert house.ask("GET", "/status", CLERK).json()["pictures"] == 0
    assert {result for act, result in house.told() if act in ("picture_refused", "feed_opened")} == {"done", "refused"}


def _touch(name: str) -> Callable[[Path], Any]:
    return lambda folder: (folder / name).write_bytes(b"other")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_touch("pictures/doe-jane-1.png"), "the picture of line 2 was changed"),
        (_touch("pictures/more.png"), "a picture that no line names was not signed"),
        (_touch("notes.txt"), "another file was not signed"),
        (lambda folder: (folder / "pictures" / "doe-jane-0.png").unlink(), "the picture of line 1 is missing"),
        (lambda folder: (folder / "manifest.sig").unlink(), "not signed"),
        (lambda folder: (folder / "pictures" / "link").symlink_to("/etc/passwd"), "holds a link"),
    ],
)
@pytest.mark.proves("F-04")
def test_a_folder_that_is_not_as_it_was_signed_is_refused_whole(
    tmp_path: Path, spoil: Callable[[Path], Any], told: str
) -> None:
    """The file is told by the line of its picture, because its own name could be a person's."""
    folder = write(tmp_path / "feed", Ed25519PrivateKey.generate(), record(), record(booking_event="E-2"))
    lines = read_feed(folder).lines
    assert verified(folder, lines).content.service == "demo"
    spoil(folder)

    with pytest.raises(Unacceptable) as caught:
        verified(folder, lines)

    assert told in caught.value.refusal.reason
    assert "doe-jane" not in caught.value.refusal.reason


def test_keys_are_registered_once_and_listed(house: House) -> None:
    """Only an administrator may; a key that was ended stays on the list."""
    key = Ed25519PrivateKey.generate()
    house.somebody(Role.RECORDS_CLERK)
    key_id = register(house, key)
    body = {"public_key": key.public_key().public_bytes_raw().hex(), "label": "again"}

    again = house.ask("POST", "/feed-keys", ADMIN, json=body)
    clerk = house.ask("POST", "/feed-keys", CLERK, json=body)
    house.ask("POST", f"/feed-keys/{key_id}/ending", ADMIN)
    twice = house.ask("POST", f"/feed-keys/{key_id}/ending", ADMIN)
    (listed,) = house.ask("GET", "/feed-keys", ADMIN).json()["keys"]

    assert (again.status_code, clerk.status_code, twice.status_code) == (409, 403, 404)
    assert (listed["key_id"], listed["label"]) == (key_id, "records")
    assert listed["ended_at"]


def _id(key: Ed25519PrivateKey) -> str:
    return key_id_of(key.public_key().public_bytes_raw())
