"""The evaluation as a document: what was searched, on which build, and one row for every list length (C-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gallery.evaluation.labelled import LabelledSet
from gallery.evaluation.rates import Rate, fnir, fpir, selectivity
from gallery.evaluation.trials import Trials
from gallery.rules.evaluation import EvaluationRules

FORMAT = "leadbook-evaluation/1"
NO_THRESHOLD = float("-inf")


@dataclass(frozen=True)
class Build:
    """What is deployed: the models that run, the libraries, and the bounds of searches in force."""

    model_id: str
    models: Mapping[str, str]
    runtime: Mapping[str, str]
    threshold: float
    longest: int

    def body(self) -> dict[str, Any]:
        """Return it as JSON values."""
        settings = {"min_score": self.threshold, "max_candidates": self.longest}
        return {
            "model_id": self.model_id,
            "models": dict(self.models),
            "runtime": dict(self.runtime),
            "settings": settings,
        }


def document(
    held: LabelledSet, trials: Trials, build: Build, rules: EvaluationRules, *, failed: int, gallery_people: int
) -> dict[str, Any]:
    """Return the whole evaluation as JSON values; its canonical form is what is hashed and kept.

    Args:
        held: the set that was searched.
        trials: every search of it.
        build: what is deployed.
        rules: lengths, intervals and fixed words.
        failed: of how many pictures no template could be made.
        gallery_people: how many people the gallery of this installation holds now.
    """
    return {
        "format": FORMAT,
        "set": {"name": held.name, "sha256": held.sha256, "people": held.people, "pictures": len(held.pictures)},
        "build": build.body(),
        "rules": {"version": rules.version, "sha256": rules.sha256},
        "gallery_people": gallery_people,
        "no_template": failed,
        "searches": {"mated": len(trials.mated), "non_mated": len(trials.non_mated)},
        "by_length": [_length(trials, length, build.threshold, rules) for length in rules.lengths],
        "first_place": _rate(fnir(trials, 1, NO_THRESHOLD, rules)),
        "operating": operating(trials, build.threshold, build.longest, rules),
        "groups": {
            group: _group(trials.of_group(group), build, rules) for group in sorted(set(trials.groups)) if group
        },
        "statements": list(_statements(held, trials, rules, gallery_people)),
        "trials": trials.body(),
    }


def operating(trials: Trials, threshold: float, longest: int, rules: EvaluationRules) -> dict[str, Any]:
    """Return what happens under one threshold and list length: misses, lists of strangers, and their length."""
    return {
        "threshold": threshold,
        "length": longest,
        "fnir": _rate(fnir(trials, longest, threshold, rules)),
        "fpir": _rate(fpir(trials, threshold, rules)),
        "selectivity": round(selectivity(trials, longest, threshold), 4),
    }


# Private


def _length(trials: Trials, length: int, threshold: float, rules: EvaluationRules) -> dict[str, Any]:
    return {
        "length": length,
        "investigation": _rate(fnir(trials, length, NO_THRESHOLD, rules)),
        "identification": _rate(fnir(trials, length, threshold, rules)),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    value = None if rate.value is None else round(rate.value, 6)
    intervals = {"wilson": [round(end, 6) for end in rate.wilson], "by_person": [round(e, 6) for e in rate.by_person]}
    return {"count": rate.count, "of": rate.of, "rate": value, **intervals}


def _group(trials: Trials, build: Build, rules: EvaluationRules) -> dict[str, Any]:
    fewest = min(len(trials.mated), len(trials.non_mated))
    if fewest < rules.smallest_group:
        return {"established": False, "mated": len(trials.mated), "non_mated": len(trials.non_mated)}
    return {"established": True, **operating(trials, build.threshold, build.longest, rules)}


def _statements(held: LabelledSet, trials: Trials, rules: EvaluationRules, gallery_people: int) -> tuple[str, ...]:
    """What the figures do not say, in words (L-03 to L-05, L-07)."""
    told = [rules.everybody_lists, rules.failures_count]
    if held.people < rules.fewest_people or held.people < rules.share_of_gallery * gallery_people:
        told.append(
            f"This set shows {held.people} people and the gallery holds {gallery_people}. It is far too small to say "
            "how often an operational gallery errs: the more people, the more look-alikes."
        )
    told.append(
        f"From a list of {held.people} people on, everybody of the set is listed: those rows say nothing of a larger "
        "gallery."
    )
    told.append(rules.no_extrapolation)
    if not any(trials.groups):
        told.append(rules.no_groups)
    return tuple(told)
