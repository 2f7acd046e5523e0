"""The privacy impact report: fixed headings, facts of the installation, what people wrote, and gaps (K-01)."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kernel_lib.reports import assessed, show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.wire.assessment import AssessmentView
from kernel_lib.wire.gallery import Fact, Facts
from kernel_lib.words.spoken import told

_SECTIONS = Path(__file__).with_name("sections.toml")


class Section(BaseModel):
    """One heading: what it is called, and whether the installation must know something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: str
    facts: bool


def sections() -> tuple[Section, ...]:
    """Return the headings of the report, in order."""
    with _SECTIONS.open("rb") as file:
        return tuple(Section.model_validate(section) for section in tomllib.load(file)["section"])


@dataclass(frozen=True)
class Impact:
    """Facts and answers of one installation under the headings; `facts` name a heading by its key or its title."""

    facts: Facts
    assessment: AssessmentView

    def body(self) -> Blocks:
        """Show every heading with its facts, what is not recorded, and what people must write."""
        return show.joined(
            block for number, section in enumerate(sections(), start=1) for block in self._shown(number, section)
        )

    def tally(self) -> Block:
        """Show how much of the report the installation filled, and how much people still have to."""
        wanted = [section for section in sections() if section.facts]
        rows = (
            ("Headings", len(sections())),
            ("Facts asked of the installation", len(self.facts.facts)),
            ("Of these, not recorded there", sum(_plain(fact.value) == "not recorded" for fact in self.facts.facts)),
            ("Headings that should hold a fact and hold none", sum(not self._under(s) for s in wanted)),
            ("Questions that people must answer", len(self.assessment.questions)),
            ("Of these, open", sum(not each.answer for each in self.assessment.questions)),
            ("Parts without which it cannot be final", len(self.assessment.lacking)),
        )
        return show.table("State of this draft", ("What", "Number"), rows)

    def unplaced(self) -> Block:
        """Show the facts whose heading is none of this report's, so that none is lost."""
        rows = [(fact.heading, fact.name, fact.value, fact.source) for fact in self._unplaced]
        return show.table("Facts under no heading", ("Heading named", "Fact", "Value", "Source"), rows, empty="None.")

    def check(self, checks: Checks, *, service: str, expected_service: str, period_end: date) -> None:
        """Note what must hold for the report to be kept."""
        checks.expect("The facts are those of the police service asked for", expected_service, service)
        checks.expect("The period ends no later than the facts were read", True, period_end <= self._day)
        checks.expect("There are facts, read from the running installation", True, bool(self.facts.facts))
        unsourced = sum(not fact.source.strip() for fact in self.facts.facts)
        checks.expect("Every fact names its source", 0, unsourced)
        placed = sum(len(self._under(section)) for section in sections())
        checks.expect("Every fact is shown once", len(self.facts.facts), placed + len(self._unplaced))
        known = {section.key for section in sections()}
        lost = sum(each.heading not in known for each in self.assessment.questions)
        checks.expect("Every question stands under a heading of this report", 0, lost)

    @property
    def _day(self) -> date:
        return self.facts.generated_at.date()

    @cached_property
    def _by_heading(self) -> dict[str, list[Fact]]:
        sorted_facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts.facts:
            sorted_facts[_plain(fact.heading)].append(fact)
        return dict(sorted_facts)

    @cached_property
    def _unplaced(self) -> list[Fact]:
        known = {name for section in sections() for name in _names(section)}
        return [fact for fact in self.facts.facts if _plain(fact.heading) not in known]

    def _under(self, section: Section) -> list[Fact]:
        return [fact for name in _names(section) for fact in self._by_heading.get(name, [])]

    def _shown(self, number: int, section: Section) -> Iterator[Block]:
        yield numbered(number, section)
        facts = self._under(section)
        if facts:
            rows = [(fact.name, fact.value, fact.source) for fact in facts]
            columns = ("Fact", "Value", "Source")
            yield show.table(f"Recorded on {self._day}", columns, rows, whole=True, shares=(26, 48, 26))
        elif section.facts:
            yield show.not_recorded("the installation holds no fact under this heading.")
        for question in (each for each in self.assessment.questions if each.heading == section.key):
            yield from assessed.answered(question)
        yield from self._beside(section.key)

    def _beside(self, key: str) -> Iterator[Block]:
        """What stands under a heading besides facts and answers."""
        view = self.assessment
        match key:
            case "control":
                yield assessed.versions(view)
            case "scope":
                yield assessed.pilot(view)
            case "equity":
                yield from assessed.equity(view.equity)
            case "transparency":
                yield assessed.heard(view)
            case "findings":
                yield assessed.elements(view)
            case "risks":
                yield assessed.risks(view.risks)
            case "decision":
                yield assessed.amendments(view)


def numbered(number: int, section: Section) -> Block:
    """Show a heading with its number, in the language of the report."""
    said = told(section.title)
    return show.heading(type(said)(f"{number}. {said}"), level=2)


# Private


def _names(section: Section) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_plain(section.key), _plain(section.title))))


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
