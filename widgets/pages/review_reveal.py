"""After the lock: ranks, similarities, dates; and the conclusion as it was locked (C-05 to C-07)."""

from kernel_lib.vocabulary import Disposition
from kernel_lib.wire.examination import ExaminationView, RevealedCandidate
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import DISPOSITIONS, day

_COLUMNS = ("Letter", "Rank", "Similarity", "Pictures taken on", "Time between", "Your disposition", "Chosen")


def revealed(view: ExaminationView) -> Markup:
    """Return the end of an examination."""
    if view.analysis is not None and not view.analysis.suitable:
        words = "You found the probe unsuitable. No candidate was opened, and the requester reads your reason."
        return joined((element("h2", "Locked"), element("p", words), facts((("Limits", view.analysis.limits),))))
    return joined((element("h2", "Locked", tabindex=-1), _conclusion(view), _table(view)))


def _conclusion(view: ExaminationView) -> Markup:
    locked = view.conclusion
    if locked is None:
        return Markup("")
    title = next((each.title for each in view.scale if each.value == locked.value), str(locked.value))
    about = f"Candidate {locked.letter}" if locked.letter else "None of these"
    return facts((("About", about), ("Conclusion", title), ("Reasons", locked.reasons)))


def _table(view: ExaminationView) -> Markup:
    heading = element("h3", "What the lock reveals")
    if not view.revealed:
        return joined((heading, element("p", "No candidate was listed.", class_="lb-empty")))
    said = {each.letter: each.disposition for each in view.letters}
    rows = [_row(each, said) for each in sorted(view.revealed, key=lambda each: each.rank)]
    note = element("p", view.reveal_note) if view.reveal_note else ""
    return joined((heading, note, table("What the lock reveals", _COLUMNS, rows, frozenset({1}), headed=True)))


def _row(each: RevealedCandidate, said: dict[str, Disposition | None]) -> tuple[str, ...]:
    gap = "not known" if each.age_gap_years is None else f"{each.age_gap_years:.1f} years"
    dates = ", ".join(day(taken) for taken in each.captured_on) or "not known"
    given = said.get(each.letter)
    disposition = DISPOSITIONS[given] if given else "none"
    chosen = "chosen" if each.selected else ""
    return (each.letter, str(each.rank), f"similarity {each.score:.2f}", dates, gap, disposition, chosen)
