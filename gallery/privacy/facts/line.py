"""One fact, and the few shapes in which facts come."""

from collections.abc import Iterable

from gallery.rules.casework import Choice
from gallery.rules.reading import RuleFile
from kernel_lib.wire.gallery import Fact

NOT_RECORDED = "not recorded"
"""What this installation could know and does not; somebody has to see the gap."""

RECORDS, LOG, INDEX, VERIFIED = "records database", "audit log", "running index", "audits.verify"
MOVING = frozenset({RECORDS, LOG, INDEX, VERIFIED})
"""Sources whose figures move by themselves: no such fact is a change of what was assessed."""


def of(file: RuleFile) -> str:
    """Name a rule file as a source."""
    return f"rules {file.name}.toml, version {file.version}"


def count(heading: str, name: str, number: int, source: str) -> Fact:
    """State a number."""
    return Fact(heading=heading, name=name, value=str(number), source=source)


def listed(heading: str, name: str, values: Iterable[str], source: str) -> Fact:
    """State several things."""
    return Fact(heading=heading, name=name, value="; ".join(values) or "none", source=source)


def closed(choice: Choice) -> str:
    """Say what is closed, and by which rule."""
    return f"{choice.title} ({choice.rule})" if choice.rule else choice.title
