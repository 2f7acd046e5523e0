"""After the lock: ranks, similarities, dates; and the conclusion as it was locked (C-05 to C-07)."""

from kernel_lib.vocabulary import Disposition
from kernel_lib.wire.examination import ExaminationView, RevealedCandidate
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import DISPOSITIONS, day

_COLUMNS = ("Letter", "Rank", "Similarity", "Pictures taken on", "Time between", "Your disposition", "Chosen")


def ended(view: ExaminationView) -> Markup:
    """Return the conclusion as it was locked, or why the examination ended without one."""
    heading = element("h2", "Locked", tabindex=-1)
    if view.analysis is not None and not view.analysis.suitable:
        words = "You found the probe unsuitable. No candidate was opened, and the requester reads your reason."
        return joined((heading, element("p", words), facts((("Limits", view.analysis.limits),))))
    locked = view.conclusion
    if locked is None:
        return heading
    title = next((each.title for each in view.scale if each.value == locked.value), str(locked.value))
    about = f"Candidate {locked.letter}" if locked.letter else "None of these"
    return joined((heading, facts((("About", about), ("Conclusion", title), ("Reasons", locked.reasons)))))


def revealed(view: ExaminationView) -> Markup:
    """Return what the lock reveals of each candidate."""
    if view.conclusion is None:
        return Markup("")
    heading = element("h2", "What the lock reveals")
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
    return (
        each.letter,
        str(each.rank),
        element("span", f"similarity {each.score:.2f}", class_="lb-similarity"),
        dates,
        gap,
        disposition,
        chosen,
    )
