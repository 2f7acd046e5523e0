"""The public edition of a privacy impact report: nothing withheld is in it, and why is listed (K-07)."""

from collections.abc import Iterator
from dataclasses import dataclass

from kernel_lib.reports import assessed, show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.impact import Section, numbered, sections
from kernel_lib.wire.assessment import PublicAssessment
from kernel_lib.words.spoken import told

_HEARD = "Whom of the public was heard"


@dataclass(frozen=True)
class PublicImpact:
    """What the service gave out for everybody."""

    edition: PublicAssessment

    def body(self) -> Blocks:
        """Show every heading with its facts and answers."""
        numbered = enumerate(sections(), start=1)
        return show.joined(block for number, section in numbered for block in self._shown(number, section))

    def register(self) -> Block:
        """Show what was withheld: where, and why."""
        titles = {section.key: section.title for section in sections()}
        rows = [(each.number, told(titles.get(each.place, each.place)), each.reason) for each in self.edition.withheld]
        columns = ("No.", "Heading", "Reason")
        return show.table("What is withheld, and why", columns, rows, whole=True, empty="Nothing is withheld.")

    def check(self, checks: Checks, *, service: str) -> None:
        """Note what must hold for the report to be kept."""
        checks.expect("The edition is that of the police service asked for", service, self.edition.service)
        texts = [each.answer for each in self.edition.answers]
        marks = sum("[[" in text or "]]" in text for text in texts)
        checks.expect("No mark of what is withheld is left in a text", 0, marks)
        numbers = sum(f"[{each.number}]" in text for each in self.edition.withheld for text in self._all_texts())
        checks.expect("Every withheld span has its place in a text", len(self.edition.withheld), numbers)

    # Private

    def _all_texts(self) -> Iterator[str]:
        yield from (each.answer for each in self.edition.answers)
        yield from (text for row in self.edition.risks for text in row)
        yield from (text for row in self.edition.engagements for text in row[1:])

    def _shown(self, number: int, section: Section) -> Iterator[Block]:
        yield numbered(number, section)
        rows = [(each.name, each.value, each.source) for each in self.edition.facts if each.heading == section.key]
        if rows:
            columns = ("Fact", "Value", "Source")
            yield show.table("Facts of the installation", columns, rows, whole=True, shares=(26, 48, 26))
        for each in (one for one in self.edition.answers if one.heading == section.key):
            answer = each.answer or told("not answered yet")
            said = [(told("Question"), told(each.text)), (told("Answer"), answer), (told("Answered by"), told(each.by))]
            yield show.table("Answer of people", ("Part", "Words"), said, whole=True, shares=(16, 84))
        yield from self._beside(section.key)

    def _beside(self, key: str) -> Iterator[Block]:
        """What stands under a heading besides facts and answers."""
        if key == "equity":
            yield from assessed.equity(self.edition.equity)
        if key == "risks":
            columns = ("Step", "Cause", "Weight and control", "Remains")
            yield show.table("Register of risks", columns, self.edition.risks, whole=True, empty="No risk is recorded.")
        if key == "transparency":
            columns = ("Day", "Who", "Said", "What changed")
            heard = self.edition.engagements
            yield show.table(_HEARD, columns, heard, whole=True, empty="Nobody is recorded.")
