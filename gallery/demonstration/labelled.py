"""The labelled set of the demonstration: its photographs with the numbers of those shown, to measure accuracy on."""

import shutil
from pathlib import Path

from gallery.demonstration.photographs import CREDITS, Photograph, Photographs
from gallery.evaluation.labelled import LABELS, PICTURES, lines_of

SET = "demonstration"


def build_labelled_set(photographs_dir: Path, target: Path) -> Path:
    """Write the set of this name under `target` anew; the same photographs give the same bytes. Return its folder.

    Raises:
        SettingsError: a photograph is missing from the cache or is another picture.
    """
    listed = Photographs.listed()
    shown = [each for each in listed.photograph if each.subject]
    folder = target / SET
    shutil.rmtree(folder, ignore_errors=True)
    (folder / PICTURES).mkdir(parents=True)
    for photograph in shown:
        (folder / PICTURES / photograph.file).write_bytes(photograph.read(photographs_dir))
    (folder / CREDITS).write_text(listed.credits(), encoding="utf-8")
    (folder / LABELS).write_text(lines_of([_row(each) for each in shown]), encoding="utf-8")
    return folder


def _row(photograph: Photograph) -> dict[str, str]:
    return {"picture": photograph.file, "subject": str(photograph.subject)}
