"""An examination as its examiner sees it. First, second and third look the same (D-09)."""

import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from sqlalchemy import Connection

from gallery.casework.description_view import own_view
from gallery.casework.editing_view import editor_view, effect_view
from gallery.casework.further_view import faces_searched, further_shown
from gallery.casework.means import Casework
from gallery.casework.quality import findings_of, quality_mark
from gallery.evaluation.standing import Standing, named_in
from gallery.records.applications import disagreements_with
from gallery.records.cases import request_by_id
from gallery.records.chains import chain_of
from gallery.records.drafts import draft_of
from gallery.records.examinations import Examination, Letter, letters_of, versions_of
from gallery.records.probes import probe_of
from gallery.records.searches import Candidate, candidates_of, search_by_id
from gallery.records.searches import CandidatePicture as Shown
from gallery.records.who import account_by_id
from kernel_lib.vocabulary import ExaminationState
from kernel_lib.wire.casework import ChoiceView, FindingView, RequestDraft
from kernel_lib.wire.drafts import ExaminationDraft
from kernel_lib.wire.examination import (
    AnalysisNotes,
    CandidatePicture,
    ComponentView,
    ConclusionOffered,
    ExaminationView,
    LetterView,
    RevealedCandidate,
    ScaleValue,
)
from kernel_lib.wire.review import AmendmentView

_YEAR = 365.25


def examination_view(connection: Connection, casework: Casework, examination: Examination) -> ExaminationView:
    """Build the view; before its lock there is no score, rank, number, age or date in it (C-05)."""
    rules = casework.rules.casework
    given_back = examination.state is ExaminationState.RECUSED
    letters = () if given_back else letters_of(connection, examination.id)
    found = _candidates(connection, examination)
    locked = examination.state is ExaminationState.LOCKED
    revealed = _revealed(connection, casework, examination, letters, found) if locked else ()
    is_empty = examination.opened_at is not None and not letters and not given_back
    return ExaminationView(
        id=examination.id,
        number=examination.number,
        state=examination.state,
        probe_picture=f"examinations/{examination.id}/probe",
        probe_findings=_findings(connection, examination),
        quality_mark=_mark(connection, examination),
        further=further_shown(connection, probe_of(connection, examination.request_id), examination.id),
        components=tuple(ComponentView(id=c.id, title=c.title, hint=c.hint) for c in rules.components),
        scale=tuple(ScaleValue(value=s.value, title=s.title, sentence=s.sentence) for s in rules.scale.steps),
        proposition_same=rules.scale.proposition_same,
        proposition_different=rules.scale.proposition_different,
        explanations=tuple(ChoiceView(id=e.id, title=e.title, note=e.note) for e in rules.explanations),
        analysis=AnalysisNotes.model_validate(examination.analysis) if examination.analysis else None,
        letters=tuple(
            _letter_view(connection, examination, letter, found[letter.candidate_id], locked) for letter in letters
        ),
        opened=examination.opened_at is not None,
        empty_list=is_empty,
        empty_meaning=_known(connection, casework, examination).empty_list() if is_empty else "",
        conclusion=ConclusionOffered.model_validate(examination.conclusion) if examination.conclusion else None,
        contexts=tuple(ChoiceView(id=key, title=title) for key, title in casework.rules.review.contexts.items()),
        draft=None if locked else _draft(connection, examination),
        revealed=revealed,
        amendments=_amendments(connection, examination) if locked else (),
        description=own_view(connection, casework, examination) if locked else None,
        warnings=_warnings(casework, revealed, letters, found),
        reveal_note=_reveal_note(casework, examination, revealed, found) if revealed else "",
        editor=editor_view(connection, casework, examination),
        effect=effect_view(connection, examination, letters, found) if locked else None,
        mark=list_mark(connection, casework, examination),
    )


def list_mark(connection: Connection, casework: Casework, examination: Examination) -> str:
    """Return what a list carries on the screen, so that a picture taken of it tells whose it is (C-11).

    The search is named after the lock only: before it the number of the examination stands there (D-09).
    """
    account = account_by_id(connection, examination.examiner_id)
    named = [account.username if account else "", f"{casework.ledger.now():%Y-%m-%d %H:%M} UTC", examination.number]
    if examination.state is ExaminationState.LOCKED and examination.search_id:
        named.append(f"search {examination.search_id}")
    return f"{casework.rules.follow_up.standing} {' · '.join(named)}"


def blind_order(candidate: Candidate) -> tuple[Shown, ...]:
    """Return a candidate's pictures in an order that does not tell which is newer; the paths count in it (C-05)."""
    return tuple(sorted(candidate.pictures, key=lambda each: each.picture_id[::-1]))


def years_between(earlier: date, later: date | None) -> float | None:
    """Return the years between two days, to one decimal, or None when one is not known."""
    return round(abs((later - earlier).days) / _YEAR, 1) if later else None


def look_alike(casework: Casework, found: Mapping[str, Candidate], candidate: Candidate) -> bool:
    """Say whether another listed subject is within the look-alike margin of a candidate (C-08)."""
    margin = casework.rules.casework.search.look_alike_margin
    others = (each for each in found.values() if each.listed and each.id != candidate.id)
    return any(abs(each.score - candidate.score) <= margin for each in others)


# Private


def _candidates(connection: Connection, examination: Examination) -> dict[str, Candidate]:
    if examination.search_id is None:
        return {}
    return {each.id: each for each in candidates_of(connection, examination.search_id)}


def _findings(connection: Connection, examination: Examination) -> tuple[FindingView, ...]:
    probe = probe_of(connection, examination.request_id)
    return findings_of(probe.chosen) if probe and probe.chosen else ()


def _mark(connection: Connection, examination: Examination) -> str:
    """The low-quality mark of the probe; of one's own edits only, so that nobody sees what another examiner did."""
    probe, chain = probe_of(connection, examination.request_id), chain_of(connection, examination.id)
    others = faces_searched(connection, probe) if probe else ()
    return quality_mark(probe.chosen if probe else None, chain.face if chain else None, *others)


def _amendments(connection: Connection, examination: Examination) -> tuple[AmendmentView, ...]:
    added = (each for each in versions_of(connection, examination.id) if each.stage == "amendment")
    bodies = ((each, json.loads(each.body)) for each in added)
    return tuple(
        AmendmentView(
            version=each.version,
            reason=body["reason"],
            words=body["words"],
            added_at=each.locked_at,
            sha256=each.sha256,
        )
        for each, body in bodies
    )


def _draft(connection: Connection, examination: Examination) -> ExaminationDraft | None:
    held = draft_of(connection, examination.id)
    return ExaminationDraft.model_validate({**held.body, "revision": held.revision}) if held else None


def _letter_view(
    connection: Connection, examination: Examination, letter: Letter, candidate: Candidate, locked: bool
) -> LetterView:
    base = f"examinations/{examination.id}/candidates/{letter.letter}"
    shown = list(enumerate(blind_order(candidate), start=1))
    if locked:
        shown.sort(key=lambda pair: pair[1].place)
    return LetterView(
        letter=letter.letter,
        pictures=tuple(
            CandidatePicture(picture=f"{base}/{number}", captured_on=each.captured_on if locked else None)
            for number, each in shown
        ),
        disposition=letter.disposition,
        note=letter.note,
        statement=bool(disagreements_with(connection, [each.picture_id for each in candidate.pictures])),
    )


def _known(connection: Connection, casework: Casework, examination: Examination) -> Standing:
    """The evaluation that was on file when the search ran."""
    search = search_by_id(connection, str(examination.search_id))
    return named_in(connection, search.capsule, casework.rules.evaluation)


def _revealed(
    connection: Connection,
    casework: Casework,
    examination: Examination,
    letters: tuple[Letter, ...],
    found: Mapping[str, Candidate],
) -> tuple[RevealedCandidate, ...]:
    request = request_by_id(connection, examination.request_id)
    obtained = RequestDraft.model_validate(request.draft).source_obtained_on if request else None
    named = {letter.candidate_id: letter.letter for letter in letters}
    shown = sorted((each for each in found.values() if each.id in named), key=lambda each: each.place)
    known = _known(connection, casework, examination) if shown else None
    return tuple(
        RevealedCandidate(
            letter=named[each.id],
            rank=each.place,
            score=round(each.score, 2),
            captured_on=tuple(picture.captured_on for picture in each.pictures),
            age_gap_years=years_between(each.pictures[0].captured_on, obtained),
            selected=each.subject_id == examination.subject_id,
            meaning=known.meaning(each.score) if known else "",
        )
        for each in shown
    )


def _warnings(
    casework: Casework,
    revealed: tuple[RevealedCandidate, ...],
    letters: tuple[Letter, ...],
    found: Mapping[str, Candidate],
) -> tuple[str, ...]:
    """What must be thought of after the lock: look-alikes (C-08), and pictures taken years apart (C-07)."""
    years = casework.rules.casework.lead.age_gap_years
    told = [
        f"Candidates {' and '.join(each)} are different people and about equally similar to the probe: think of "
        "look-alikes and relatives."
        for each in _alike(casework, {each.letter: found[each.candidate_id] for each in letters} if revealed else {})
    ]
    told += [
        f"Candidate {each.letter}: the newest picture is {each.age_gap_years:g} years away from the probe."
        for each in revealed
        if each.age_gap_years is not None and each.age_gap_years >= years
    ]
    return tuple(told)


def _alike(casework: Casework, shown: Mapping[str, Candidate]) -> list[tuple[str, ...]]:
    """Pairs of letters on the list whose similarities lie within the margin, the most similar first."""
    margin = casework.rules.casework.search.look_alike_margin
    listed = sorted((letter for letter, each in shown.items() if each.listed), key=lambda each: shown[each].place)
    return [
        tuple(sorted((one, other)))
        for one, other in pairwise(listed)
        if abs(shown[one].score - shown[other].score) <= margin
    ]


def _reveal_note(
    casework: Casework,
    examination: Examination,
    revealed: tuple[RevealedCandidate, ...],
    found: Mapping[str, Candidate],
) -> str:
    note = casework.rules.casework.lead.reveal_note
    chosen = next((each for each in found.values() if each.subject_id == examination.subject_id), None)
    selected = next((each for each in revealed if each.selected), None)
    if selected:
        note = f"Candidate {selected.letter}: similarity {selected.score:.2f}. {note}"
    if chosen and look_alike(casework, found, chosen):
        note += " Another person on the list is about as similar: think of a look-alike or a relative."
    return note


def search_facts(connection: Connection, search_id: str) -> tuple[tuple[str, str], ...]:
    """Return what a lead says of its search: counts, bounds and model, no similarity (E-02)."""
    search = search_by_id(connection, search_id)
    return (
        ("Pictures in the gallery", f"{search.pictures:,}"),
        ("Pictures compared", f"{search.eligible:,}"),
        *_completeness(search.capsule),
        ("Similarity threshold", f"{search.threshold:.2f}"),
        ("Longest list", str(search.longest)),
        ("Candidates returned", str(search.returned)),
        ("Model", search.model_id),
        ("Search capsule", search.capsule_sha256),
    )


def _completeness(capsule: str) -> tuple[tuple[str, str], ...]:
    """What the proof in the capsule says in words (B-12)."""
    if not json.loads(capsule).get("proof", {}).get("complete"):
        return ()
    return (("Completeness", "Every eligible picture was compared, or excluded by proof."),)
