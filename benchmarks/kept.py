"""Figures kept as JSON in benchmarks/results, from which the page is written. Small; no templates are in them."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.figures import Figure
from benchmarks.growth import Growth
from benchmarks.machine import Machine
from benchmarks.peers.measured import Measured

if TYPE_CHECKING:
    from benchmarks.of_face_peers import FacePeers
    from gallery.command.face_speed import FaceFigures

FOLDER = Path(__file__).resolve().parent / "results"
PRODUCT, GROWTH, LARGE, PEERS, FACES, FACE_PEERS, ENROLMENT = (
    FOLDER / f"{name}.json"
    for name in ("product", "growth", "growth-large", "peers", "faces", "face-peers", "enrolment")
)
STATES, DESTRUCTION, ANALYTICS = (FOLDER / f"{name}.json" for name in ("states", "destruction", "analytics"))
LOG = FOLDER / "log.json"


def keep_figures(path: Path, machine: Machine, figures: list[Figure]) -> None:
    """Write the figures of the product."""
    _write(path, {"machine": asdict(machine), "figures": [asdict(figure) for figure in figures]})


def keep_growth(path: Path, growth: Growth) -> None:
    """Write the figures by size."""
    rows = [row.as_json() for row in growth.rows]
    _write(path, {"machine": asdict(growth.machine), "bytes_a_second": growth.bytes_a_second, "rows": rows})


def keep_peers(path: Path, machine: Machine, rows: list[Measured]) -> None:
    """Write the figures of the peers."""
    _write(path, {"machine": asdict(machine), "peers": [row.as_json() for row in rows]})


def keep_faces(path: Path, machine: Machine, faces: "FaceFigures | FacePeers") -> None:
    """Write the figures of the face pipeline, or of it beside its peers."""
    _write(path, {"machine": asdict(machine), "faces": asdict(faces)})


def keep_enrolment(path: Path, machine: Machine, rows: list[dict[str, Any]]) -> None:
    """Write the figures of enrolment, as plain data."""
    _write(path, {"machine": asdict(machine), "rows": rows})


def kept_figures(path: Path) -> tuple[Machine, list[Figure]] | None:
    """Return what `keep_figures` wrote, None if it never did."""
    content = _read(path)
    return content and (Machine(**content["machine"]), [Figure(**one) for one in content["figures"]])


def kept_growth(path: Path) -> Growth | None:
    """Return what `keep_growth` wrote, None if it never did."""
    content = _read(path)
    return content and Growth(Machine(**content["machine"]), content["bytes_a_second"], _rows(content["rows"]))


def kept_peers(path: Path) -> tuple[Machine, tuple[Measured, ...]] | None:
    """Return what `keep_peers` wrote, None if it never did."""
    content = _read(path)
    return content and (Machine(**content["machine"]), _rows(content["peers"]))


def kept_faces(path: Path) -> tuple[Machine, dict[str, Any]] | None:
    """Return what `keep_faces` wrote, as plain data, None if it never did."""
    content = _read(path)
    return content and (Machine(**content["machine"]), content["faces"])


def kept_enrolment(path: Path) -> tuple[Machine, list[dict[str, Any]]] | None:
    """Return what `keep_enrolment` wrote, None if it never did."""
    content = _read(path)
    return content and (Machine(**content["machine"]), content["rows"])


# Private


def _rows(given: list[dict[str, Any]]) -> tuple[Measured, ...]:
    return tuple(map(Measured.from_json, given))


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_short(content), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _short(content: Any) -> Any:
    """Return the same with numbers of four significant digits: more would only be noise in the history."""
    if isinstance(content, float):
        return float(f"{content:.4g}")
    if isinstance(content, dict):
        return {name: _short(value) for name, value in content.items()}
    return [_short(value) for value in content] if isinstance(content, list | tuple) else content


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
