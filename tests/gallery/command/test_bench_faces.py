"""`leadbook bench faces` on the demonstration's photographs, and what it says of folders that hold none."""

import json
from dataclasses import asdict
from pathlib import Path

import cv2
import pytest
from rich.console import Console

from gallery.command.bench_faces import listed, show
from gallery.command.face_contenders import installed_peers, leadbook
from gallery.command.face_speed import Effort, FaceFigures, measure
from gallery.demonstration.photographs import Photographs
from kernel_lib.errors import SettingsError
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.settings import Settings

QUICK = Effort(rounds=1, pictures=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three photographs, one without a face, a broken one, and a file that is no picture by name."""
    made, source = tmp_path_factory.mktemp("pictures"), Settings.from_env().photographs_dir
    for file in ("D-0004-1.jpg", "D-0007-1.jpg", "D-0002-2.jpg", "no-face-1.png"):
        (made / file).write_bytes(Photographs.listed().named(file).read(source))
    (made / "broken.JPG").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    (made / "readme.txt").write_text("no picture")
    (made / "folder.jpg").mkdir()
    return made


@pytest.fixture(scope="module")
def figures(folder: Path) -> FaceFigures:
    """The figures of that folder, in one quick round."""
    return measure(listed(folder), Settings.from_env().models_dir, lambda *_: None, QUICK)


def test_every_step_has_a_rate_and_what_was_left_out_is_counted(figures: FaceFigures) -> None:
    """Five files: one is refused with its rule, one shows nobody, three are measured; all rates are positive."""
    assert (figures.pictures, figures.without_face) == (5, 1)
    assert figures.refused == {"picture.damaged": 1} or figures.refused == {"picture.format": 1}
    assert all(rate > 0 for rate in asdict(figures.one_core).values())
    assert [each.workers for each in figures.by_workers] == list(range(1, figures.cores + 1))
    assert (figures.by_workers[0].times_one_worker, figures.by_workers[0].work_a_core) == (1, 1)
    assert 100 < figures.peak_memory_mb < 20_000


def test_the_peers_that_are_installed_stand_beside_it(figures: FaceFigures) -> None:
    """OpenCV and insightface have rates and ratios of their own; Leadbook is one time as fast as itself."""
    assert [each.name for each in figures.alike] == ["Leadbook", "OpenCV", "insightface"]
    assert figures.alike_pictures == 3
    ours, *peers = figures.alike
    assert (ours.ratio_detection, ours.ratio_encoding, ours.ratio_whole) == (1, 1, 1)
    for peer in peers:
        assert peer.ratio_whole == pytest.approx(ours.whole / peer.whole)
        assert peer.of


def test_figures_are_shown_and_are_plain_data(figures: FaceFigures) -> None:
    """Tables name steps, workers and peers; the JSON holds the same."""
    out = Console(record=True, width=200, file=None, quiet=False, force_terminal=False)
    with out.capture() as captured:
        show(figures, out)

    text = captured.get()
    assert all(word in text for word in ("decode", "detection", "encoding", "workers", "OpenCV", "insightface"))
    assert json.loads(json.dumps(asdict(figures)))["alike"][1]["name"] == "OpenCV"


def test_contenders_see_the_same_person(folder: Path) -> None:
    """Peers over the same models make nearly the same template of a photograph; they find the eyes in a picture that
    was shrunk in another way."""
    models = Settings.from_env().models_dir
    engine = FaceEngine.open(models, threads=1)
    data = (folder / "D-0004-1.jpg").read_bytes()

    ours, opencv, insightface = (each.whole([data])[0] for each in (leadbook(engine), *installed_peers(engine, models)))

    assert ours is not None
    assert opencv is not None
    assert insightface is not None
    assert ours @ insightface > 0.9
    assert ours @ opencv > 0.9


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_that_is_missing_or_holds_no_picture_is_said(made: bool, tmp_path: Path) -> None:
    """One sentence names the folder and what to do."""
    folder = tmp_path / "none"
    if made:
        folder.mkdir()
        (folder / "readme.txt").write_text("no picture")

    with pytest.raises(SettingsError, match=r"none: expected .* name another"):
        listed(folder)


def test_a_folder_without_a_face_is_said(folder: Path) -> None:
    """There is nothing to encode, so nothing is measured, and OpenCV has its threads back."""
    before = cv2.getNumThreads()

    with pytest.raises(SettingsError, match="expected a face in one of 1 files"):
        measure([folder / "no-face-1.png"], Settings.from_env().models_dir, lambda *_: None, QUICK)

    assert cv2.getNumThreads() == before


def test_a_file_that_cannot_be_read_is_said_without_its_name(tmp_path: Path) -> None:
    """File names may say who is shown."""
    with pytest.raises(SettingsError, match="files that can be read, got one with No such file") as refused:
        measure([tmp_path / "somebody.jpg"], Settings.from_env().models_dir, lambda *_: None, QUICK)

    assert "somebody" not in str(refused.value)
