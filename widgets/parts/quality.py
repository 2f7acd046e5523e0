"""The quality vector of one face: what fails and would help in words, a bar for each component, and a table (A-17)."""

from collections.abc import Iterable

from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.casework import FindingView
from widgets.parts.markup import Markup, element, joined, table
from widgets.parts.wording import VERDICTS
from widgets.words.language import number, say, told

UNIFIED = "unified_quality"
_TAGS = {Verdict.CAUTION: "lb-tag lb-tag--caution", Verdict.REFUSED: "lb-tag lb-tag--refusal"}
_ORDER = (Verdict.REFUSED, Verdict.CAUTION)


def quality(findings: tuple[FindingView, ...], mark: str = "") -> Markup:
    """Return a vector: its low-quality mark, if any, the failing components, all as bars, and all as a table."""
    components = [each for each in findings if each.component != UNIFIED]
    unified = next((each for each in findings if each.component == UNIFIED), None)
    return element(
        "div",
        low_quality(mark),
        element("p", told(unified.sentence)) if unified else "",
        _failing(components),
        _bars(components),
        _as_table(components),
        class_="lb-quality",
    )


def low_quality(mark: str) -> Markup:
    """Return the permanent low-quality mark, or nothing (A-18)."""
    return element("p", element("strong", told(mark)), class_="lb-quality-mark") if mark else Markup("")


# Private


def _failing(components: Iterable[FindingView]) -> Markup:
    """Cautions and refusals in words, the worse first; colour never carries a finding alone."""
    poor = sorted((each for each in components if each.verdict in _ORDER), key=lambda each: _ORDER.index(each.verdict))
    if not poor:
        return element("p", say("No component is beyond its limits."))
    lines = []
    for each in poor:
        tag = element("span", told(VERDICTS[each.verdict]), class_=_TAGS[each.verdict])
        words = joined((" ", told(each.sentence), " ", told(each.help) if each.help else ""))
        lines.append(element("li", tag, words))
    return element("ul", *lines, class_="lb-findings")


def _bars(components: Iterable[FindingView]) -> Markup:
    """One bar for each component that was assessed; the number beside it says what its length shows."""
    rows = [
        element("li", element("span", told(each.title or each.component)), _bar(each.quality), str(each.quality))
        for each in components
        if each.quality is not None
    ]
    if not rows:
        return Markup("")
    summary = element("summary", say("All components as bars, 0 to 100, higher is better"))
    return element("details", summary, element("ul", *rows, class_="lb-quality-bars"), class_="lb-details")


def _bar(grade: int) -> Markup:
    ground = element("rect", class_="lb-quality-ground", width="100", height="8")
    length = element("rect", class_="lb-quality-bar", width=str(grade), height="8")
    half = element("rect", class_="lb-quality-half", x="50", width="0.6", height="8")
    return element("svg", ground, length, half, viewBox="0 0 100 8", preserveAspectRatio="none", aria_hidden="true")


def _as_table(components: Iterable[FindingView]) -> Markup:
    columns = [say("Component"), say("Quality, 0 to 100"), say("Measured"), say("Limit"), say("Result")]
    rows = [
        (
            told(each.title or each.component),
            "–" if each.quality is None else str(each.quality),
            "–" if each.value is None else f"{number(each.value, 2)} {told(each.unit)}",
            "–" if each.limit is None else number(each.limit, 2),
            told(each.sentence) if each.verdict is Verdict.NOT_ASSESSED else told(VERDICTS[each.verdict]),
        )
        for each in components
    ]
    made = table(say("Quality vector of the chosen face"), columns, rows, frozenset({1, 3}), headed=True)
    return element("details", element("summary", say("All components as a table")), made, class_="lb-details")
