"""What the evaluation on file lets the product say: its name, error counts, and what a similarity or no list means."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from gallery.evaluation.document import Build
from gallery.evaluation.rates import fnir, fpir
from gallery.evaluation.trials import Trials
from gallery.records.evaluations import Evaluation, evaluation_hashed, newest_evaluation
from gallery.rules.evaluation import EvaluationRules

NONE_ON_FILE = "No evaluation of accuracy is on file."
_NO_PROOF = "An empty list does not show that the person is not in the gallery."
_STALE = {
    "models": "the face models changed",
    "settings": "the threshold or the list length changed",
    "runtime": "the software changed",
}


@dataclass(frozen=True)
class Standing:
    """An evaluation, or None, and why it is out of date for what is deployed, if it is."""

    evaluation: Evaluation | None
    stale: tuple[str, ...]
    rules: EvaluationRules

    @property
    def body(self) -> dict[str, Any]:
        """The document. Only where there is an evaluation."""
        held: dict[str, Any] = json.loads(self.evaluation.body) if self.evaluation else {}
        return held

    @property
    def named(self) -> dict[str, Any] | None:
        """What a capsule keeps: the hash and why it is out of date; None where none is on file."""
        return None if self.evaluation is None else {"sha256": self.evaluation.sha256, "out_of_date": [*self.stale]}

    def state(self) -> str:
        """Say which evaluation is on file and whether it speaks of what is deployed."""
        if self.evaluation is None:
            return NONE_ON_FILE
        held = self.body["set"]
        told = (
            f"Evaluation {self.evaluation.sha256} of {self.evaluation.filed_at:%Y-%m-%d}: "
            f"{held['people']} people, {held['pictures']} pictures."
        )
        return f"{told} {self._why_stale()}" if self.stale else told

    def error_rates(self) -> str:
        """Say how often it erred, in counts; they are those of its own small gallery (E-02, L-05)."""
        if self.evaluation is None:
            return NONE_ON_FILE
        at = self.body["operating"]
        return (
            f"{self.state()} Of {at['fnir']['of']} searches for people who were there, {at['fnir']['count']} missed "
            f"them; of {at['fpir']['of']} searches for people who were not there, {at['fpir']['count']} listed "
            "somebody. These are counts of that set, not rates of this gallery."
        )

    def meaning(self, score: float) -> str:
        """Say what a similarity means: how many searches for people who were not there reached it (C-06)."""
        if self.evaluation is None or self.stale:
            return f"What this similarity means is not known: {self._lacking()}"
        trials = Trials.of_body(self.body["trials"])
        reached = sum(bool(each.scores) and each.scores[0] >= score for each in trials.non_mated)
        said = f"{reached} of {len(trials.non_mated)} searches for people who were not there"
        if reached < self.rules.fewest_exceedances:
            return (
                f"What this similarity means is not known: in the evaluation on file only {said} had somebody at or "
                f"above it; {self.rules.fewest_exceedances} are needed to say more."
            )
        return f"In the evaluation on file {said} had somebody at or above this similarity."

    def empty_list(self) -> str:
        """Say how often somebody who was there would have been listed, if a valid evaluation tells (W-05)."""
        lacking = self._lacking() if self.evaluation is None or self.stale else self._too_small()
        if lacking:
            return f"{_NO_PROOF} How often somebody who is there is listed is not known: {lacking}"
        at = self.body["operating"]["fnir"]
        low, high = (1 - at["by_person"][1]) * 100, (1 - at["by_person"][0]) * 100
        return (
            f"{_NO_PROOF} In the evaluation on file somebody who was there was listed in {at['of'] - at['count']} of "
            f"{at['of']} searches; other people would give {low:.0f} to {high:.0f} of 100."
        )

    def effects(self, before: tuple[float, int], after: tuple[float, int]) -> tuple[dict[str, Any], ...]:
        """Return the error table of a change of threshold and list length, all people and each group on file (B-13)."""
        trials = Trials.of_body(self.body["trials"])
        groups = sorted({each for each in trials.groups if each})
        whole = [("Everybody of the set" if groups else "Everybody: no group labels on file", trials)]
        parts = [*whole, *((group, trials.of_group(group)) for group in groups)]
        return tuple(self._effect(name, part, before, after) for name, part in parts if part.mated and part.non_mated)

    def _effect(
        self, group: str, trials: Trials, before: tuple[float, int], after: tuple[float, int]
    ) -> dict[str, Any]:
        assert self.evaluation is not None  # noqa: S101  # only asked where there is one
        told: dict[str, Any] = {"group": group, "trials": len(trials.mated) + len(trials.non_mated)}
        for when, (threshold, length) in (("before", before), ("after", after)):
            told[f"false_positive_{when}"] = round(fpir(trials, threshold, self.rules).value or 0, 6)
            told[f"false_negative_{when}"] = round(fnir(trials, length, threshold, self.rules).value or 0, 6)
        return {**told, "source": self.evaluation.sha256}

    def _lacking(self) -> str:
        return f"{NONE_ON_FILE[0].lower()}{NONE_ON_FILE[1:]}" if self.evaluation is None else self._why_stale()

    def _why_stale(self) -> str:
        return f"It is out of date: {' and '.join(self.stale)}."

    def _too_small(self) -> str:
        held, body = self.body["set"], self.body
        if held["people"] < self.rules.share_of_gallery * body["gallery_people"]:
            return f"the evaluation on file holds {held['people']} people, the gallery {body['gallery_people']}."
        if held["people"] < self.rules.fewest_people or body["searches"]["mated"] < self.rules.fewest_searches:
            return (
                f"the evaluation on file holds {held['people']} people and {body['searches']['mated']} searches; "
                f"{self.rules.fewest_people} and {self.rules.fewest_searches} are needed."
            )
        return ""


def on_file(connection: Connection, build: Build, rules: EvaluationRules) -> Standing:
    """Return the evaluation on file now, measured against what is deployed."""
    evaluation = newest_evaluation(connection)
    return Standing(evaluation, _stale(evaluation, build), rules)


def named_in(connection: Connection, capsule: str, rules: EvaluationRules) -> Standing:
    """Return the evaluation that a search's capsule names: what was known when it ran."""
    named: Mapping[str, Any] = json.loads(capsule).get("evaluation") or {}
    evaluation = evaluation_hashed(connection, str(named.get("sha256", "")))
    return Standing(evaluation, tuple(named.get("out_of_date", ())), rules)


# Private


def _stale(evaluation: Evaluation | None, build: Build) -> tuple[str, ...]:
    if evaluation is None:
        return ()
    then, now = json.loads(evaluation.body)["build"], json.loads(json.dumps(build.body()))
    return tuple(words for part, words in _STALE.items() if then[part] != now[part])
