"""The package on one breach of privacy: its course, the assessment, who was told, letters by their hashes (M-06)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kernel_lib.errors import ReportError
from kernel_lib.hashing import sha256_hex
from kernel_lib.reports import show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.wire.breach import BreachesView, BreachStepView, BreachView, StatuteView, Wording
from kernel_lib.words.spoken import here

Letter = Callable[[str, str, str], bytes]

_LETTERS = {"commissioner": "Letter to the commissioner", "person": "Letter to the people"}
_LANGUAGES = {"en": "English", "fr": "French"}
_STEPS = {
    "opened": "opened",
    "contained": "contained",
    "assessed": "assessed",
    "notified": "told",
    "closed": "closed",
}


@dataclass(frozen=True)
class BreachPackage:
    """One breach of the service of whoever runs the report, with the letters that `letter` makes of it."""

    view: BreachesView
    number: str
    letter: Letter

    def summary(self) -> Block:
        """Show what the breach is and where it stands."""
        breach, risk = self.breach, "not assessed"
        if breach.real_risk is not None:
            risk = "yes" if breach.real_risk else "no"
        return show.facts(
            {
                "Number": breach.number,
                "What": self._kind(breach.kind),
                "Happened on": breach.occurred_on,
                "Found on": breach.opened_at.date(),
                "State": _said(_STEPS[breach.state]),
                "Real risk of significant harm": _said(risk),
                "People told": breach.people_told,
                "Still missing": ", ".join(map(_said, breach.missing)) or _said("none"),
            }
        )

    def course(self) -> Blocks:
        """Show each step with its day and hour, and what was written at it, in the writer's own words."""
        rows = [(_said(_STEPS[each.step]), each.taken_at, each.taken_by) for each in self.breach.steps]
        shown = show.table("Steps", ("Step", "When", "By"), rows)
        return show.joined([shown, *(block for each in self.breach.steps for block in self._written(each))])

    def documents(self) -> Block:
        """Show the letters that can be printed, each with its size and SHA-256; none before the assessment."""
        rows = [
            (_said(title), _said(name), len(made), sha256_hex(made))
            for kind, title in _LETTERS.items()
            for language, name in _LANGUAGES.items()
            if (made := self._letter(kind, language))
        ]
        return show.table("Letters", ("Letter", "Language", "Bytes", "SHA-256"), rows)

    def frame(self) -> Blocks:
        """Show the statutes with the state of their commencement, and breaches by calendar year."""
        statutes = [(self._in_words(each), _state(each), each.since) for each in self.view.statutes]
        years = [
            (str(each.year), each.breaches, each.unauthorised_searches, each.real_risk) for each in self.view.years
        ]
        columns = ("Year", "Breaches", "Unauthorised searches", "With a real risk")
        return show.joined(
            [
                show.table("Statutes that ask for notice", ("Statute", "State", "Since"), statutes),
                show.table("Breaches by year", columns, years),
            ]
        )

    def check(self, checks: Checks, *, service: str, expected_service: str, period_end: date) -> None:
        """Note what must hold for the package to be kept."""
        checks.expect("The breach is one of the police service asked for", expected_service, service)
        checks.expect("It was found no later than the day asked for", True, self.breach.opened_at.date() <= period_end)
        first = self.breach.steps[0].step if self.breach.steps else ""
        checks.expect("Its course begins with its opening", "opened", first)
        told = set(self.breach.notified) >= {"commissioner", "person"}
        closed = self.breach.closed_at is not None
        checks.expect(
            "None with a real risk is closed before everybody was told", False, closed and self._risk and not told
        )

    @cached_property
    def breach(self) -> BreachView:
        """The breach. Raises ReportError when there is none of this number."""
        found = next((each for each in self.view.breaches if each.number.lower() == self.number.lower()), None)
        if found is None:
            raise ReportError(f"breach: expected one of {len(self.view.breaches)} of this service, got another number")
        return found

    # Private

    @property
    def _risk(self) -> bool:
        return self.breach.real_risk is True

    def _letter(self, kind: str, language: str) -> bytes:
        return b"" if self.breach.real_risk is None else self.letter(self.breach.id, kind, language)

    def _written(self, step: BreachStepView) -> list[Block]:
        known = {each.en: self._in_words(each) for each in self.view.factors}
        lines = [f"{known[name]} {text}" if name in known else text for name, text in step.facts if len(text) > 3]
        return [show.heading(_STEPS[step.step]), *map(show.quoted, lines)] if lines else []

    def _kind(self, kind: str) -> str:
        kinds: Mapping[str, Wording] = {each.id: each for each in self.view.kinds}
        return self._in_words(kinds[kind]) if kind in kinds else kind

    def _in_words(self, each: Wording | StatuteView) -> str:
        return each.fr if here().language == "fr" else each.en


def _said(text: str) -> str:
    return str(here().told(text))


def _state(statute: StatuteView) -> str:
    return _said("in force") if statute.state == "in_force" else _said("commencement not confirmed")
