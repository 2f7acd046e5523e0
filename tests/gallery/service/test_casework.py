"""Casework over HTTP: what comes in badly is refused once, and what goes out is not kept."""

import io

import pytest
from PIL import Image

from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import complete, picture
from tests.gallery.house import House


def _bomb() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    return buffer.getvalue()


def _moving() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("L", (64, 64), shade) for shade in (1, 200)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def _draft(house: House) -> str:
    house.somebody(Role.INVESTIGATOR)
    answer = house.ask("POST", "/requests", "investigator", json=complete().model_dump(mode="json"))
    return str(answer.json()["id"])


def _offer(house: House, request_id: str, data: bytes) -> tuple[int, str]:
    files = {"picture": ("still.jpg", data, "application/octet-stream")}
    answer = house.ask("POST", f"/requests/{request_id}/probe", "investigator", files=files)
    return answer.status_code, answer.json().get("rule", "")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "picture.empty"),
        (b"Dear officer, see the picture attached.", "picture.format"),
        (picture()[:200], "picture.damaged"),
        (_bomb(), "picture.pixels"),
        (_moving(), "picture.format"),
        (picture(faces=0), "A-18"),
    ],
    ids=["empty", "text", "truncated", "bomb", "moving", "no face"],
)
def test_a_bad_upload_is_one_refusal_and_stores_nothing(house: House, data: bytes, rule: str) -> None:
    """422 with the rule, one entry, and no file of it (A-13, A-18)."""
    request_id = _draft(house)
    before, stored = len(house.entries()), house.parts.images.lineages()

    answer = _offer(house, request_id, data)

    assert answer == (422, rule)
    assert house.told(before) == [("probe_rejected", "refused")]
    assert house.parts.images.lineages() == stored


def test_an_upload_without_a_file_is_one_refusal(house: House) -> None:
    """A form that holds something else."""
    request_id = _draft(house)
    before = len(house.entries())

    answer = house.ask("POST", f"/requests/{request_id}/probe", "investigator", data={"picture": "text"})

    assert answer.status_code == 422
    assert len(house.told(before)) == 1


@pytest.mark.parametrize("request_id", ["..%2f..%2fetc%2fpasswd", "%00", "a%20b", "x" * 300, "'; DROP TABLE requests"])
def test_an_id_that_is_no_id_is_not_found(house: House, request_id: str) -> None:
    """Whatever stands in the place of an id (G-01)."""
    house.somebody(Role.INVESTIGATOR)
    before = len(house.entries())

    answer = house.ask("GET", f"/requests/{request_id}", "investigator")

    assert answer.status_code == 404
    assert len(house.told(before)) == 1


def test_an_unknown_field_is_refused(house: House) -> None:
    """What the wire does not know is not taken in silently."""
    house.somebody(Role.INVESTIGATOR)
    before = len(house.entries())

    answer = house.ask("POST", "/requests", "investigator", json={"state": "approved"})

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["state"])
    assert house.told(before) == [("access_refused", "refused")]


def test_a_picture_is_sent_with_its_type_and_never_kept(house: House) -> None:
    """No cache may hold a face."""
    request_id = _draft(house)
    assert _offer(house, request_id, picture(faces=2))[0] == 200

    for path, kind in ((f"requests/{request_id}/probe", "image/jpeg"), (f"requests/{request_id}/faces/1", "image/png")):
        answer = house.ask("GET", f"/pictures/{path}", "investigator")
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.headers["cache-control"] == "no-store"


def test_choosing_none_of_many_faces_is_refused_at_submission(house: House) -> None:
    """Two faces, none chosen: the field is named (A-20)."""
    request_id = _draft(house)
    _offer(house, request_id, picture(faces=2))
    before = len(house.entries())

    answer = house.ask("POST", f"/requests/{request_id}/submission", "investigator")

    assert (answer.status_code, answer.json()["rule"], list(answer.json()["fields"])) == (422, "A-20", ["face"])
    assert house.told(before) == [("request_refused", "refused")]


def test_an_investigator_has_no_way_to_candidates_but_an_examination(house: House) -> None:
    """Without a certificate nobody takes an examination, and no other route shows a list (B-01, C-10)."""
    request_id = _draft(house)

    answer = house.ask("POST", f"/requests/{request_id}/examination", "investigator")

    assert answer.status_code == 403
    assert answer.json()["rule"] == "H-03"
