"""The part of the page that puts the way from a picture to a template beside other products' ways."""

from typing import Any

from benchmarks.machine import Machine
from benchmarks.peers.table import markdown


def face_peers_part(machine: Machine, figures: dict[str, Any]) -> str:
    """Return Markdown from what `benchmarks.of_face_peers` measures, as plain data."""
    missing = "".join(f"\nNot measured: {line}.\n" for line in figures["missing"])
    return f"""### Beside other ways to a template

{figures["photographs"]} photographs of {figures["subjects"]} people, at most 900 pixels, one core of {machine}.

{_speed(figures["speed"])}
How far pairs of one person and pairs of two people lie apart, on the photographs as they are, then with small,
compressed and blurred ones among them. d' is the distance of both means in deviations; scores of face_recognition are
distances, turned round. So few people tell nothing of error rates in a gallery.

{_accuracy(figures["accuracy"])}{missing}"""


# Private


def _speed(rows: list[dict[str, Any]]) -> str:
    head = ("One core", "Decode", "Detection", "Encoding", "Whole", "Leadbook, whole", "What ran")
    lines = [
        (
            row["name"],
            *(f"{row[step]:.1f} /s" for step in ("decode", "detection", "encoding", "whole")),
            f"{row['ratio_whole']:.2f} ×",
            row["of"],
        )
        for row in rows
    ]
    return markdown(head, lines, left=(0, 6))


def _accuracy(rows: list[dict[str, Any]]) -> str:
    head = ("Who", "Pictures", "Found", "One person: lowest, mean", "Two people: highest", "d'", "Equal error")
    lines = [
        (
            row["name"],
            str(row["of"]),
            str(row["found"]),
            f"{row['genuine_lowest']:.3f}, {row['genuine_mean']:.3f} of {row['genuine_pairs']}",
            f"{row['impostor_highest']:.3f} of {row['impostor_pairs']}",
            f"{row['sensitivity']:.2f}",
            f"{row['equal_error']:.4f}",
        )
        for row in rows
    ]
    return markdown(head, lines)
