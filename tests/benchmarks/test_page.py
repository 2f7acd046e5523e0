"""The page and its picture are written from kept figures, whichever there are."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import kept
from benchmarks.figures import Figure
from benchmarks.growth import Growth
from benchmarks.labelled_faces import Apart
from benchmarks.machine import Machine
from benchmarks.of_face_peers import FacePeers
from benchmarks.page import write_page
from benchmarks.peers.measured import Measured, Removed, Searched
from benchmarks.picture import spread
from gallery.command.face_speed import Compared

MACHINE = Machine("2026-11-24", "Some processor", 2, 24, "3.11.7")


def row(peer: str, count: int, ms: float, recall: float = 1.0) -> Measured:
    """Figures of one peer."""
    searched = Searched(ms, recall, 20)
    removed = Removed(5.0, gone=True, bytes="stay")
    shares = dict.fromkeys(("90 %", "50 %", "1 %"), searched)
    return Measured(peer, "like faces", count, 128, 50, "1", 1.5, 0.2, 10.0, 640.0, 500.0, searched, shares, removed)


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for kept figures, empty."""
    for name in ("PRODUCT", "GROWTH", "LARGE", "PEERS", "FACES", "FACE_PEERS", "STATES", "DESTRUCTION"):
        monkeypatch.setattr(kept, name, tmp_path / f"{name.lower()}.json")
    return tmp_path


def test_the_first_page_has_one_picture_and_one_table(results: Path, tmp_path: Path) -> None:
    """Sizes of Leadbook first, then the peers; one that failed is named with its reason further down."""
    rows = (row("leadbook", 10_000, 0.12), row("leadbook", 1_600_000, 12.5), row("faiss_flat", 1_600_000, 110.0))
    kept.keep_growth(kept.GROWTH, Growth(MACHINE, 40e9, rows))
    failed = Measured("lancedb", "like faces", 1_000_000, 128, 50, why="no wheel for this machine")
    kept.keep_peers(kept.PEERS, MACHINE, [row("duckdb", 1_000_000, 95.0), row("hnswlib", 200_000, 0.4, 0.91), failed])

    write_page(tmp_path)

    page = (tmp_path / "performance.md").read_text()
    first = page.split("## Beside other products")[0]
    assert first.count("![") == 1
    assert "| **Leadbook** | 1,600,000 | 12.5 ms | 110 ms | 20.5 ms | 1.000 | 640 MB | 0.20 s |" in first
    assert "| hnswlib | 200,000 | 0.40 ms | – | 2.6 ms | 0.910 |" in first
    assert "LanceDB, 1,000,000 rows: no wheel for this machine" in page


def test_the_picture_names_its_axes_and_its_peers(results: Path, tmp_path: Path) -> None:
    """As text, so that it can be read aloud and searched; recall below 1 is said beside the name."""
    kept.keep_growth(kept.GROWTH, Growth(MACHINE, 40e9, (row("leadbook", 10_000, 0.12),)))
    kept.keep_peers(kept.PEERS, MACHINE, [row("hnswlib", 200_000, 0.4, 0.91)])

    write_page(tmp_path)

    picture = ElementTree.parse(tmp_path / "images" / "performance.svg")  # noqa: S314  # our own file
    words = {"".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Pictures in the gallery", "A search, milliseconds", "Memory held, MB"} <= words
    assert "hnswlib (finds 91 of 100)" in words


def test_the_product_alone_gives_a_page(results: Path, tmp_path: Path) -> None:
    """Before anything else was measured."""
    kept.keep_figures(kept.PRODUCT, MACHINE, [Figure("find faces", 43.21, "ms", "7 photographs", aim=30)])

    write_page(tmp_path)

    page = (tmp_path / "performance.md").read_text()
    assert "| find faces | 43.2 ms | under 30 ms: NOT met | 7 photographs |" in page
    assert "![" not in page


def test_labels_never_lie_on_each_other() -> None:
    """Those that are too near are moved up, and keep their order."""
    moved = spread([1.0, 1.05, 0.0, 1.02], 0.2)

    assert moved == pytest.approx([1.0, 1.4, 0.0, 1.2])


def test_ways_to_a_template_stand_side_by_side(results: Path, tmp_path: Path) -> None:
    """Rates with the ratio and what ran; how far people lie apart; who could not be measured, and why."""
    speed = Compared("OpenCV", "its own engine", 640.0, 78.0, 75.0, 35.0, 1.55, 1.6, 1.54)
    accuracy = Apart("OpenCV", 44, 44, 68, 798, 0.537, 0.647, 0.327, 7.21, 0.0)
    figures = FacePeers(12, 7, (speed,), (accuracy,), ("face_recognition: not installed",))
    kept.keep_faces(kept.FACE_PEERS, MACHINE, figures)

    write_page(tmp_path)

    page = (tmp_path / "performance.md").read_text()
    assert "12 photographs of 7 people" in page
    assert "| OpenCV | 640.0 /s | 78.0 /s | 75.0 /s | 35.0 /s | 1.54 × | its own engine |" in page
    assert "| OpenCV | 44 | 44 | 0.537, 0.647 of 68 | 0.327 of 798 | 7.21 | 0.0000 |" in page
    assert "Not measured: face_recognition: not installed." in page
