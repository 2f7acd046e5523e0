"""`python -m benchmarks.of_face_peers`: Leadbook's way from a picture to a template beside its peers', on one core.

OpenCV and insightface run in the product's environment; face_recognition (dlib) in the peers', which
`make bench-peers` builds. Same pictures, one run, speed and accuracy together.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import kept
from benchmarks.labelled_faces import AS_IS, Apart, Labelled, Score, Templates, apart, cosine, labelled
from benchmarks.machine import Machine
from gallery.command.face_contenders import installed_peers, leadbook
from gallery.command.face_speed import FULL, Compared, Tell, compare
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
_STEPS = Path(__file__).parent / "peers" / "face_steps.py"


@dataclass(frozen=True)
class FacePeers:
    """Speed on the photographs as they are, and accuracy on those, then on all with the worse ones."""

    photographs: int
    subjects: int
    speed: tuple[Compared, ...]
    accuracy: tuple[Apart, ...]
    missing: tuple[str, ...]


def measure_face_peers(settings: Settings, tell: Tell = lambda *_: None) -> FacePeers:
    """Measure all contenders that are installed; `missing` names those that are not.

    Raises:
        SettingsError: a photograph is missing or another one.
        WeightsRefused: a model file is missing or changed.
    """
    engine = FaceEngine.open(settings.models_dir, threads=1)
    pictures = labelled(settings.photographs_dir, engine)
    whole = tuple(picture for picture in pictures if picture.way == AS_IS)
    contenders = (leadbook(engine), *installed_peers(engine, settings.models_dir))
    speed = compare(contenders, [picture.data for picture in whole], tell)
    names = [picture.name for picture in pictures]
    templates: dict[str, tuple[Templates, Score]] = {}
    for done, contender in enumerate(contenders):
        tell("templates", done, len(contenders))
        vectors = contender.whole([picture.data for picture in pictures])
        templates[contender.name] = dict(zip(names, vectors, strict=True)), cosine
    missing: list[str] = []
    if _installed():
        tell("face_recognition", 0, 1)
        answer = _run(whole, FULL.rounds)
        speed = (*speed, _speed(answer, speed[0], len(whole)))
        templates["face_recognition"] = _by_distance(_run(pictures, 0))
    else:
        missing.append("face_recognition: run `make bench-peers`, which compiles dlib")
    accuracy = [
        apart(name, shown, vectors, score)
        for shown in (whole, pictures)
        for name, (vectors, score) in templates.items()
    ]
    subjects = len({picture.subject for picture in whole})
    return FacePeers(len(whole), subjects, speed, tuple(accuracy), tuple(missing))


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    chosen = parser.parse_args()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("templates", total=None)
        figures = measure_face_peers(
            Settings.from_env(),
            lambda what, done, total: progress.update(task, description=what, completed=done, total=total),
        )
    if chosen.json:
        kept.keep_faces(chosen.json, Machine.here(), figures)
    show(figures, Console())


def show(figures: FacePeers, out: Console) -> None:
    """Print both tables."""
    speed = Table(title=f"A second on one core: {figures.photographs} photographs of {figures.subjects} people")
    for column in ("who", "decode", "detection", "encoding", "whole", "Leadbook is (whole)"):
        speed.add_column(column)
    for one in figures.speed:
        rates = (f"{rate:.1f}" for rate in (one.decode, one.detection, one.encoding, one.whole))
        speed.add_row(one.name, *rates, f"{one.ratio_whole:.2f} times as fast")
    accuracy = Table(
        title="Telling people apart: photographs as they are, then with small, compressed and blurred ones"
    )
    for column in ("who", "of", "found", "genuine: lowest, mean", "impostor: highest", "d'", "equal error"):
        accuracy.add_column(column)
    for each in figures.accuracy:
        accuracy.add_row(
            each.name,
            str(each.of),
            str(each.found),
            f"{each.genuine_lowest:.3f}, {each.genuine_mean:.3f} ({each.genuine_pairs})",
            f"{each.impostor_highest:.3f} ({each.impostor_pairs})",
            f"{each.sensitivity:.2f}",
            f"{each.equal_error:.4f}",
        )
    out.print(speed)
    out.print(accuracy)
    for line in (*(f"{one.name}: {one.of}" for one in figures.speed), *figures.missing):
        out.print(line, style="dim", soft_wrap=True)


# Private


def _installed() -> bool:
    if not PEERS_PYTHON.exists():
        return False
    found = subprocess.run([str(PEERS_PYTHON), "-c", "import dlib"], check=False, capture_output=True)
    return found.returncode == 0


def _run(pictures: Sequence[Labelled], rounds: int) -> dict[str, Any]:
    """What face_recognition says of pictures: its numbers are templates of people, so they pass through a pipe only."""
    with tempfile.TemporaryDirectory() as folder:
        for picture in pictures:
            (Path(folder) / picture.name).write_bytes(picture.data)
        command = [str(PEERS_PYTHON), str(_STEPS), folder, str(rounds)]
        answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return answer


def _speed(answer: dict[str, Any], ours: Compared, count: int) -> Compared:
    rate = {step: count / median(each[step] for each in answer["seconds"]) for step in answer["seconds"][0]}
    extras = ", ".join(name for name in ("avx", "blas") if answer[name])
    return Compared(
        name="face_recognition",
        of=f"version {answer['version']}, dlib {answer['dlib']} ({extras}): HOG, pictures not enlarged",
        **rate,
        **{f"ratio_{step}": getattr(ours, step) / rate[step] for step in ("detection", "encoding", "whole")},
    )


def _by_distance(answer: dict[str, Any]) -> tuple[Templates, Score]:
    """Compared by distance, as its authors do, turned so that higher is closer."""
    vectors = {
        name: None if vector is None else np.asarray(vector, np.float64) for name, vector in answer["vectors"].items()
    }
    return vectors, lambda left, right: -float(np.linalg.norm(left - right))


if __name__ == "__main__":
    main()
