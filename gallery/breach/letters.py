"""Letters of a breach: to the commissioner, and to the people concerned, in either language (M-06)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gallery.breach.view import real_risk
from gallery.records.breaches import Breach, BreachStep
from gallery.rules import Rules
from kernel_lib.reports.letter import Part, Sheet
from kernel_lib.words.language import Language

_YES: Mapping[Language, tuple[str, str]] = {"en": ("no", "yes"), "fr": ("non", "oui")}


def letter(
    rules: Rules, breach: Breach, steps: Sequence[BreachStep], kind: str, language: Language, today: date
) -> Sheet:
    """Return a letter from what the record holds. A letter to a person tells no factor and no name."""
    words = rules.breach.letters[kind][language]
    told = _told(rules, breach, steps, language)
    parts = [
        Part((today.isoformat(), words["to"])),
        Part((words["about"].format(**told), words["risk"].format(**told))),
    ]
    if kind == "commissioner":
        parts.append(Part(rows=_factors(rules, steps, language)))
    contained = tuple(str(each.body["what"]) for each in steps if each.step == "contained")
    parts.append(Part((words["contained"], *contained)))
    if "complain" in words:
        parts.append(Part((words["complain"],)))
    parts.append(Part((words["signed"].format(**told),)))
    return Sheet(language, words["title"], tuple(parts))


# Private


def _told(rules: Rules, breach: Breach, steps: Sequence[BreachStep], language: Language) -> dict[str, str]:
    official = rules.publication
    return {
        "number": breach.number,
        "service": rules.who.services[breach.service].name,
        "kind": rules.breach.kinds[breach.kind].words[language],
        "occurred_on": breach.occurred_on,
        "opened_on": breach.opened_at.date().isoformat(),
        "real_risk": _YES[language][bool(real_risk(steps))],
        "official": official.official_name,
        "office": official.official_office,
        "contact": official.contact,
    }


def _factors(rules: Rules, steps: Sequence[BreachStep], language: Language) -> tuple[tuple[str, str], ...]:
    assessed: Mapping[str, Any] = next(each.body for each in reversed(steps) if each.step == "assessed")
    rows = [
        (rules.breach.factors[name].words[language], f"{_YES[language][speaks]}: {why}")
        for name, (speaks, why) in assessed["factors"].items()
    ]
    return (*rows, ("", str(assessed["reason"])))
