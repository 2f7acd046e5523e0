"""After the lock: ranks, similarities, dates; and the conclusion as it was locked (C-05 to C-07)."""

from kernel_lib.vocabulary import Disposition, ExaminationState
from kernel_lib.wire.editing import EffectLine, EffectView
from kernel_lib.wire.examination import ExaminationView, RevealedCandidate
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import DISPOSITIONS, day
from widgets.words.language import number, say, told

_COLUMNS = ("Letter", "Rank", "Similarity", "Pictures taken on", "Time between", "Your disposition", "Chosen")
_EFFECT = ("Letter", "Picture as received", "Picture as edited", "Note")


def ended(view: ExaminationView) -> Markup:
    """Return the conclusion as it was locked, or why the examination ended without one."""
    if view.state is ExaminationState.RECUSED:
        words = say("You stepped back. Nothing more is to be done, and nothing more is shown.")
        return joined((element("h2", say("Given back"), tabindex=-1), element("p", words)))
    heading = element("h2", say("Locked"), tabindex=-1)
    if view.analysis is not None and not view.analysis.suitable:
        words = say("You found the probe unsuitable. No candidate was opened, and the requester reads your reason.")
        return joined((heading, element("p", words), facts(((say("Limits"), view.analysis.limits),))))
    locked = view.conclusion
    if locked is None:
        return heading
    title = next((told(each.title) for each in view.scale if each.value == locked.value), str(locked.value))
    about = say("Candidate {letter}", letter=locked.letter) if locked.letter else say("None of these")
    return joined(
        (heading, facts(((say("About"), about), (say("Conclusion"), title), (say("Reasons"), locked.reasons))))
    )


def revealed(view: ExaminationView) -> Markup:
    """Return what the lock reveals of each candidate."""
    if view.conclusion is None:
        return Markup("")
    heading = element("h2", say("What the lock reveals"))
    if not view.revealed:
        return joined((heading, element("p", say("No candidate was listed."), class_="lb-empty")))
    said = {each.letter: each.disposition for each in view.letters}
    rows = [_row(each, said) for each in sorted(view.revealed, key=lambda each: each.rank)]
    note = element("p", view.reveal_note) if view.reveal_note else ""
    warnings = [element("p", each, class_="lb-caution-line", role="note") for each in view.warnings]
    shown = table(say("What the lock reveals"), _COLUMNS, rows, frozenset({1}), headed=True)
    return joined((heading, *warnings, note, shown, effect(view.effect) if view.effect else ""))


def effect(view: EffectView) -> Markup:
    """Return what the edits of the probe changed for each candidate (W-04)."""
    heading = element("h3", say("What editing the probe changed"))
    said = [element("p", sentence) for sentence in view.sentences]
    rows = [_effect_row(each) for each in view.lines]
    return joined((heading, *said, table(say("What editing the probe changed"), _EFFECT, rows, headed=True)))


def _effect_row(each: EffectLine) -> tuple[str, ...]:
    return (
        each.letter,
        _placed(each.original_rank, each.original_score),
        _placed(each.derived_rank, each.derived_score),
        say("listed only after editing") if each.only_after else "",
    )


def _placed(rank: int | None, score: float) -> Markup:
    place = say("not listed") if rank is None else say("rank {rank}", rank=rank)
    return element(
        "span", say("{place}, similarity {score}", place=place, score=number(score, 2)), class_="lb-similarity"
    )


def _similarity(each: RevealedCandidate) -> Markup:
    """The similarity with what it means by the evaluation on file, never without (C-06)."""
    shown = element("span", say("similarity {score}", score=number(each.score, 2)), class_="lb-similarity")
    return joined((shown, element("p", told(each.meaning), class_="lb-hint"))) if each.meaning else shown


def _row(each: RevealedCandidate, said: dict[str, Disposition | None]) -> tuple[str, ...]:
    gap = (
        say("not known")
        if each.age_gap_years is None
        else say("{age_gap_years} years", age_gap_years=number(each.age_gap_years, 1))
    )
    dates = ", ".join(day(taken) for taken in each.captured_on) or say("not known")
    given = said.get(each.letter)
    disposition = told(DISPOSITIONS[given]) if given else say("none")
    chosen = say("chosen") if each.selected else ""
    return (
        each.letter,
        str(each.rank),
        _similarity(each),
        dates,
        gap,
        disposition,
        chosen,
    )
