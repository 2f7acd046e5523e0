"""The part of the page about enrolment of many pictures."""

from typing import Any

from benchmarks.machine import Machine
from benchmarks.peers.table import markdown


def enrolment_part(machine: Machine, rows: list[dict[str, Any]]) -> str:
    """Return Markdown from what `benchmarks.of_enrolment` measures, as plain data."""
    memory = ("Service, peak", "Worker, peak")
    head = ("Looked at by", "Pictures a second", "Cores given", "A second of one core", "In the models", *memory)
    lines = [
        (
            row["way"],
            f"{row['pictures_a_second']:.1f}",
            f"{row['cores_given']:.2f}",
            f"{row['pictures_a_second'] / row['cores_given']:.1f}",
            f"{row['share_of_models']:.0%}",
            f"{row['service_mb']:.0f} MB",
            f"{row['worker_mb']:.0f} MB" if row["worker_mb"] else "–",
        )
        for row in rows
    ]
    return f"""## Enrolment of many pictures

{rows[0]["pictures"]} photographs a row through the acts of the service, in one run of `python -m
benchmarks.of_enrolment --write`, without HTTP. "In the models" is their share of all processor time: reading,
detection, quality and encoding; the rest is mostly the 34 statements by which an act looks at the records and keeps the
entry. "Cores given" is processor time by the clock: below the cores of a row, other programs took the rest, and only
the columns after it compare. The Dask workers are on the same machine, so they show what the way to them costs, not
what more machines give. {machine}.

{markdown(head, lines)}"""
