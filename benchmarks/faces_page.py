"""The part of the page about reading pictures and encoding faces."""

from typing import Any

from benchmarks.machine import Machine
from benchmarks.peers.table import markdown


def faces_part(machine: Machine, faces: dict[str, Any]) -> str:
    """Return Markdown from what `leadbook bench faces` measures, as plain data."""
    step = faces["one_core"]
    steps = markdown(
        ("One core", *step),
        [("a second", *(f"{rate:.1f}" for rate in step.values()))],
    )
    return f"""## Pictures to templates

{faces["pictures"]} photographs of {faces["mean_megapixels"]:.1f} megapixels on average, in one run of `make bench`.
{machine}.

{steps}
{_by_workers(faces["by_workers"])}
{_beside(faces)}"""


# Private


def _by_workers(rows: list[dict[str, Any]]) -> str:
    head = ("Workers", "Pictures a second", "Times one worker", "Cores given by the machine")
    lines = [
        (
            str(row["workers"]),
            f"{row['pictures_a_second']:.1f}",
            f"{row['times_one_worker']:.2f}",
            f"{row['cores_given']:.2f}",
        )
        for row in rows
    ]
    return markdown(head, lines)


def _beside(faces: dict[str, Any]) -> str:
    if not faces["alike"]:
        return ""
    head = ("One core, the same pictures", "Detection", "Encoding", "Whole", "Leadbook, whole", "What ran")
    lines = [
        (
            row["name"],
            f"{row['detection']:.1f} /s",
            f"{row['encoding']:.1f} /s",
            f"{row['whole']:.1f} /s",
            f"{row['ratio_whole']:.2f} ×",
            row["of"],
        )
        for row in faces["alike"]
    ]
    words = (
        f"{faces['alike_pictures']} of them, reduced to {faces['alike_longest_side']} pixels, which all take whole:\n\n"
    )
    return words + markdown(head, lines, left=(0, 5))
