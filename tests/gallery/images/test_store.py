"""Encrypted pictures."""

import os
from pathlib import Path

import pytest

from gallery.images.store import Images
from gallery.records.ids import new_id
from kernel_lib.errors import PictureDamaged

PICTURE = b"the bytes of a picture" * 100


@pytest.fixture
def images(tmp_path: Path) -> Images:
    """An empty store."""
    return Images(tmp_path / "pictures", os.urandom(32))


def test_what_is_put_comes_back_and_is_not_readable_on_disk(images: Images, tmp_path: Path) -> None:
    """The file holds the bytes encrypted, under the name of their hash."""
    lineage = new_id()

    digest = images.put(lineage, PICTURE)

    assert images.get(lineage, digest) == PICTURE
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"the bytes of a picture" not in stored


def test_no_file_of_another_lineage_or_name_opens(images: Images, tmp_path: Path) -> None:
    """A file moved to another lineage or another name is refused."""
    lineage, other = new_id(), new_id()
    digest = images.put(lineage, PICTURE)
    images.put(other, b"another")
    (tmp_path / "pictures" / lineage / f"{digest}.sealed").rename(tmp_path / "pictures" / other / f"{digest}.sealed")

    with pytest.raises(PictureDamaged):
        images.get(other, digest)


def test_a_flipped_byte_is_found(images: Images, tmp_path: Path) -> None:
    """Damage on the disk is refused instead of shown."""
    lineage = new_id()
    digest = images.put(lineage, PICTURE)
    path = tmp_path / "pictures" / lineage / f"{digest}.sealed"
    content = bytearray(path.read_bytes())
    content[30] ^= 1
    path.write_bytes(content)

    with pytest.raises(PictureDamaged):
        images.get(lineage, digest)


def test_destroying_a_lineage_leaves_nothing(images: Images, tmp_path: Path) -> None:
    """Key, pictures and sealed templates of the lineage can no longer be opened; others can."""
    lineage, other = new_id(), new_id()
    digest, kept = images.put(lineage, PICTURE), images.put(other, PICTURE)
    sealed = images.seal(lineage, b"template", "template")

    images.destroy(lineage)

    assert not (tmp_path / "pictures" / lineage).exists()
    with pytest.raises(PictureDamaged):
        images.get(lineage, digest)
    with pytest.raises(PictureDamaged):
        images.unseal(lineage, sealed, "template")
    assert images.get(other, kept) == PICTURE


def test_lineages_without_a_record_are_swept(images: Images) -> None:
    """What an act left behind that never ended is destroyed at the next start."""
    kept, orphan = new_id(), new_id()
    images.put(kept, PICTURE)
    images.put(orphan, PICTURE)

    swept = images.sweep({kept})

    assert swept == 1
    assert images.lineages() == {kept}


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "..", "/etc", "a/b"])
def test_no_name_leaves_the_folder(images: Images, name: str) -> None:
    """Only ids made here and hashes are names of files."""
    with pytest.raises(ValueError, match="expected"):
        images.put(name, PICTURE)
