"""What was planted, by pattern, so that answers of the audit's questions can be checked; and what was left out."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kernel_lib.errors import Refused
from kernel_lib.hashing import canonical_json

LIST = "simulation.json"
LEFT_OUT = {
    "drafts with a video, and further pictures": "drawings are single pictures",
    "edited probes": "a drawing that is turned or cut to another shape is no drawing any more",
    "stepping back, compared descriptions, photo arrays, packs": "not told in this version",
    "results from outside, disclosure outside Ontario, an exit, backups": "not told in this version",
    "a lead opened again after it ran out, a hold of a case": "not told in this version",
    "proof of proficiency, review of access, second factors, breaches": "not told in this version",
    "many searches within an hour": "one person asks for at most a few on a day",
}
"""What a real year has and this one has not, and why; nothing is made up in its place."""


@dataclass
class Planted:
    """Ids by pattern, counts of what happened, and refusals that nobody meant."""

    patterns: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    unmeant: Counter[str] = field(default_factory=Counter)

    def plant(self, pattern: str, question: str, **ids: Any) -> None:
        """Note an act of a pattern, and which question finds it."""
        self.patterns.setdefault(pattern, []).append({"question": question, **ids})

    def unmeant_refusal(self, doing: str, refused: Refused) -> None:
        """Note that the service refused what a simulated person took for allowed."""
        self.unmeant[f"{doing}: {refused.refusal.rule}"] += 1

    def write(self, folder: Path, told: dict[str, Any]) -> None:
        """Write the list beside the mark of the folder."""
        body = {
            **told,
            "patterns": self.patterns,
            "happened": dict(sorted(self.happened.items())),
            "refused_unmeant": dict(sorted(self.unmeant.items())),
            "left_out": LEFT_OUT,
        }
        (folder / LIST).write_bytes(canonical_json(body) + b"\n")
