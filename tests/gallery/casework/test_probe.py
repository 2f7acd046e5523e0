"""The probe: taken in unchanged, and one face chosen."""

import io

import numpy as np
import pytest
from PIL import Image

from gallery.casework import intake, probe
from gallery.casework.pictures import show
from gallery.records.probes import derivatives_of, probe_of, replaced_probes
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.casework import FaceChoice, RequestDraft
from tests.gallery.casework.bench import Bench, picture


def _draft(bench: Bench) -> str:
    return intake.open_request(bench.casework, bench["investigator"], RequestDraft()).id


def _offer(bench: Bench, request_id: str, data: bytes, name: str = "still.png") -> None:
    probe.offer(bench.casework, bench["investigator"], request_id, name, data)


def test_the_original_is_kept_unchanged_and_encrypted(bench: Bench) -> None:
    """The stored bytes give the same hash, and no file holds them in the clear (A-13)."""
    request_id, data = _draft(bench), picture()

    _offer(bench, request_id, data)

    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)
    assert held is not None
    assert held.sha256 == sha256_hex(data)
    assert bench.images.get(held.lineage_id, held.sha256) == data
    assert all(data not in file.read_bytes() for file in bench.folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "picture.empty"),
        (b"This is a text named .jpg", "picture.format"),
        (picture()[:200], "picture.damaged"),
        (picture(faces=0), "A-18"),
    ],
    ids=["empty", "text", "truncated", "no face"],
)
def test_what_is_no_picture_of_a_face_is_one_refusal(bench: Bench, data: bytes, rule: str) -> None:
    """A clear refusal, one entry, nothing stored."""
    request_id = _draft(bench)
    before = len(bench.log.entries)

    with pytest.raises(Unacceptable) as refused:
        _offer(bench, request_id, data)

    assert refused.value.refusal.rule == rule
    assert set(refused.value.refusal.fields) == {"picture"}
    assert [(e.event.act, e.event.result) for e in bench.log.entries[before:]] == [("probe_rejected", "refused")]
    assert intake.get(bench.casework, bench["investigator"], request_id).probe is None


def test_a_bomb_is_refused_before_it_is_unpacked(bench: Bench) -> None:
    """20,000 by 20,000 pixels in a small file (picture.pixels)."""
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")

    with pytest.raises(Unacceptable) as refused:
        _offer(bench, _draft(bench), buffer.getvalue())

    assert refused.value.refusal.rule == "picture.pixels"


def test_the_same_picture_twice_replaces_and_records_both(bench: Bench) -> None:
    """Two uploads are two entries; the second says that the bytes were the same."""
    request_id = _draft(bench)

    _offer(bench, request_id, picture())
    _offer(bench, request_id, picture())

    with bench.ledger.reading() as connection:
        old = replaced_probes(connection, request_id)
    received = [entry.event for entry in bench.log if entry.event.act == "probe_received"]
    assert len(old) == 1
    assert received[-1].details["replaces"] == old[0].id
    assert received[-1].details["same_bytes"] is True


def test_a_replaced_picture_takes_the_choice_with_it(bench: Bench) -> None:
    """The new picture has no chosen face."""
    request_id = bench.drafted()

    _offer(bench, request_id, picture(faces=2))

    shown = intake.get(bench.casework, bench["investigator"], request_id).probe
    assert shown is not None
    assert (len(shown.faces), shown.chosen_face) == (2, None)


def test_choosing_stores_a_crop_in_which_others_are_pixelated(bench: Bench) -> None:
    """The crop has parent hash, operation and parameters, and the other face is not in it (A-14, A-20)."""
    request_id = bench.drafted(faces=2)

    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)
        assert held is not None
        crop = derivatives_of(connection, held.id)[-1]
    assert (crop.parent_sha256, crop.operation) == (held.sha256, "crop_with_others_masked")
    assert crop.parameters["face"] == 1
    stored = np.asarray(Image.open(io.BytesIO(bench.images.get(held.lineage_id, crop.sha256))))
    shown, kind = show(bench.casework, bench["investigator"], f"requests/{request_id}/faces/0")
    assert kind == "image/png"
    assert len(np.unique(stored[20:60, :40, 1])) < len(
        np.unique(np.asarray(Image.open(io.BytesIO(shown)))[20:60, :40, 1])
    )


@pytest.mark.parametrize("face", [1, 99])
def test_a_face_that_is_not_there_is_refused(bench: Bench, face: int) -> None:
    """The message counts the faces (A-20)."""
    request_id = _draft(bench)
    _offer(bench, request_id, picture())

    choice = FaceChoice(face=face, why="The one at the counter.")
    with pytest.raises(Unacceptable, match="1 were found") as refused:
        probe.choose(bench.casework, bench["investigator"], request_id, choice)

    assert refused.value.refusal.rule == "A-20"


def test_a_face_below_the_floor_is_not_chosen_and_not_submitted(bench: Bench) -> None:
    """Eyes five pixels apart cannot be searched, and the finding says so (A-18)."""
    request_id = _draft(bench)
    _offer(bench, request_id, picture(eyes=5))

    choice = FaceChoice(face=0, why="The one at the counter.")
    with pytest.raises(Unacceptable) as chosen:
        probe.choose(bench.casework, bench["investigator"], request_id, choice)
    with pytest.raises(Unacceptable) as submitted:
        intake.submit(bench.casework, bench["investigator"], request_id)

    assert "Eye distance is 5 pixels" in chosen.value.refusal.reason
    assert "quality floor" in submitted.value.refusal.fields["picture"]


def test_a_face_between_floor_and_caution_is_marked(bench: Bench) -> None:
    """The caution stands on the request from now on (A-18)."""
    request_id = _draft(bench)
    _offer(bench, request_id, picture(eyes=20))
    choice = FaceChoice(face=0, why="The one at the counter.")

    view = probe.choose(bench.casework, bench["investigator"], request_id, choice)

    assert len(view.cautions) == 2
    assert view.cautions[0].startswith("Low-quality probe")
    assert "below 30" in view.cautions[1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\cases\\a.jpg", "a.jpg"), ("", "picture"), ("a\nb.jpg", "ab.jpg")],
)
def test_a_file_name_is_text_and_never_a_path(bench: Bench, given: str, kept: str) -> None:
    """Nothing is stored under a name that somebody gave."""
    shown = probe.offer(bench.casework, bench["investigator"], _draft(bench), given, picture())

    assert shown.filename == kept


def test_nobody_offers_a_picture_to_somebody_elses_request(bench: Bench) -> None:
    """Another service's investigator finds nothing (G-01)."""
    with pytest.raises(NotFound):
        probe.offer(bench.casework, bench["stranger"], _draft(bench), "a.png", picture())


@pytest.mark.proves("A-22")
def test_a_probe_never_enters_the_gallery(bench: Bench) -> None:
    """Index and snapshot are the same before and after a whole story (A-22)."""
    before = (bench.index.snapshot_id, bench.index.size)

    bench.lead()

    assert (bench.index.snapshot_id, bench.index.size) == before
