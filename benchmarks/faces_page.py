"""The part of the page about reading pictures and encoding faces."""

from typing import Any

from benchmarks.machine import Machine
from benchmarks.peers.table import markdown


def faces_part(machine: Machine, faces: dict[str, Any]) -> str:
    """Return Markdown from what `leadbook bench faces` measures, as plain data."""
    step = faces["one_core"]
    steps = markdown(("One core", *step), [("a second", *(f"{rate:.1f}" for rate in step.values()))])
    return f"""## Pictures to templates

{faces["pictures"]} photographs of {faces["mean_megapixels"]:.1f} megapixels on average, in one run of `make bench`.
At most {faces["peak_memory_mb"]:.0f} MB were held. {machine}.

{steps}
{_by_workers(faces["by_workers"])}"""


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
