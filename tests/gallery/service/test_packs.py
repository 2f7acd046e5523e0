"""Packs over HTTP: sealed once, fetched as sealed, and still there after a restart."""

from pathlib import Path

import pytest

from gallery.disclosure import verify
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import complete, picture
from tests.gallery.house import House


def _submitted(house: House) -> None:
    house.somebody(Role.INVESTIGATOR)
    house.somebody(Role.COMPLIANCE)
    opened = house.ask("POST", "/requests", "investigator", json=complete().model_dump(mode="json")).json()
    files = {"picture": ("still.png", picture(), "application/octet-stream")}
    house.ask("POST", f"/requests/{opened['id']}/probe", "investigator", files=files)
    choice = {"face": 0, "why": "The person at the counter."}
    house.ask("PUT", f"/requests/{opened['id']}/face", "investigator", json=choice)
    answer = house.ask("POST", f"/requests/{opened['id']}/submission", "investigator")
    assert answer.json()["state"] == "submitted"


@pytest.mark.proves("I-07")
def test_a_pack_is_fetched_as_sealed_before_and_after_a_restart(house: House, tmp_path: Path) -> None:
    """The bytes are those of the hash in the answer, no cache may keep them, and no sweep takes them."""
    _submitted(house)
    made = house.ask("POST", "/cases/2026-000123/packs", "compliance", json={}).json()

    first = house.ask("GET", f"/packs/{made['id']}", "compliance")
    house.close()
    house.open()
    again = house.ask("GET", f"/packs/{made['id']}", "compliance")
    (tmp_path / "pack.zip").write_bytes(first.content)

    assert sha256_hex(first.content) == sha256_hex(again.content) == made["sha256"]
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["content-disposition"] == f'attachment; filename="pack-{made["id"]}.zip"'
    assert verify.check(tmp_path / "pack.zip")[0] == []


def test_each_act_on_a_pack_is_one_entry(house: House) -> None:
    """Built, fetched, and refused: one entry each (I-02, I-03)."""
    _submitted(house)
    before = len(house.entries())

    made = house.ask("POST", "/cases/2026-000123/packs", "compliance", json={}).json()
    house.ask("GET", f"/packs/{made['id']}", "compliance")
    refused = house.ask("POST", "/cases/2026-000123/packs", "compliance", json={"basis": "because"})

    assert (refused.status_code, refused.json()["rule"]) == (422, "E-16")
    assert house.told(before) == [("pack_built", "done"), ("exported", "done"), ("pack_built", "refused")]


def test_a_pack_is_encrypted_at_rest(house: House) -> None:
    """Nothing of it lies readable in the data folder."""
    _submitted(house)
    house.ask("POST", "/cases/2026-000123/packs", "compliance", json={})

    stored = [path.read_bytes() for path in house.settings.gallery_dir.rglob("*") if path.is_file()]

    assert not any(b"manifest.json" in each or b"PK\x03\x04" in each for each in stored)
