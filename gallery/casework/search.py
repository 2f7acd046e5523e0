"""One search: the chosen face against every reference that may be compared, and the capsule that repeats it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from audits.event import LIST_LIMIT, Detail
from gallery.casework.accuracy import accuracy
from gallery.casework.field import BY_SEARCHER, Field, not_complete, told_partners
from gallery.casework.means import Casework
from gallery.casework.partners import not_searchable
from gallery.casework.probe import face_of, original
from gallery.casework.quality import quality_kept
from gallery.index.allowed import Allowed
from gallery.index.exact import IndexRefused
from gallery.index.found import Found
from gallery.index.proof import Proof
from gallery.records.cases import Request
from gallery.records.chains import Chain
from gallery.records.further import Further, further_of
from gallery.records.gallery import references_numbered
from gallery.records.ids import new_id
from gallery.records.probes import Probe, ProbeFace
from gallery.records.searchable import numbers_of_subjects
from gallery.records.searches import Candidate, CandidatePicture, Search, count_searches_since
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.faces.editing.chain import pixels_sha256
from kernel_lib.faces.fusion import FusionRules, fused
from kernel_lib.faces.image import decode
from kernel_lib.hashing import canonical_json, sha256_hex

Scored = tuple[int, float]


def demand_rate(connection: Connection, casework: Casework, examiner_id: str, now: datetime) -> None:
    """Do nothing while a person searches at a human pace. Raises NotAllowed above the hourly limit (B-10)."""
    limit = casework.rules.casework.search.searches_an_hour
    if count_searches_since(connection, examiner_id, now - timedelta(hours=1)) >= limit:
        raise NotAllowed("B-10", f"You ran {limit} searches within an hour, which is the limit.", "Try again later.")


def run(
    connection: Connection,
    casework: Casework,
    request: Request,
    probe: Probe,
    over: Field,
    examiner_id: str,
    search_id: str,
    chain: Chain | None = None,
) -> tuple[Search, tuple[Candidate, ...]]:
    """Compare the chosen face and return the search with its candidates in order; the template is forgotten (A-24).

    The list may be empty (C-03). Below the threshold only as many candidates are kept as a blind examination needs
    beside a short list; they are never listed (D-10).

    With a `chain` the picture that it made is searched. What the picture as received gives is kept beside it in the
    capsule, so that the effect of the edits can be told after the lock (W-04).
    """
    started = casework.ledger.now()
    face = probe.chosen
    if face is None:
        raise WrongState("A-20", "No face was chosen in this picture.", "Choose a face before submitting.")
    parts = further_of(connection, probe.id)
    received, used = _vectors(casework, probe, face, parts, chain)
    over = _narrowed(connection, casework, [used] if chain is None else [used, received], over)
    scored = _scored(connection, casework, used, over)
    found = _candidates(connection, casework, search_id, scored)
    told = _capsule(casework, request, probe, face, over, found)
    told |= _beside(face, parts, chain, scored.proof)
    told["evaluation"] = accuracy(connection, casework).named
    if chain is not None:
        told["original"] = {"candidates": _as_received(connection, casework, received, over, found)}
        told["derived"] = _derived(chain)
    search = _kept(casework, (request.id, examiner_id, search_id), started, over, found, canonical_json(told))
    return search, found


def searched_vector(
    connection: Connection, casework: Casework, probe: Probe, chain: Chain | None = None
) -> NDArray[np.float32]:
    """Return the template that a search of this probe compares; nothing is searched, and the caller forgets it (A-24).

    Raises:
        WrongState: no face is chosen, or an edited picture is not the one that was recorded.
    """
    if probe.chosen is None:
        raise WrongState("A-20", "No face was chosen in this picture.", "Choose a face before submitting.")
    first = (
        casework.faces.encode(original(casework, probe), face_of(probe.chosen)).vector
        if chain is None
        else _edited_vector(casework, probe, chain)
    )
    return fused([first, *(_vector_of(casework, probe, each) for each in further_of(connection, probe.id))])


def told_of(search: Search) -> dict[str, Detail]:
    """What the log keeps of a search: counts and hashes, no score (B-04, B-09)."""
    return {
        "search_id": search.id,
        "capsule_sha256": search.capsule_sha256,
        "model_id": search.model_id,
        "gallery_size": search.pictures,
        "eligible": search.eligible,
        "excluded": search.pictures - search.eligible,
        **{f"excluded_{reason}": count for reason, count in sorted(search.excluded.items())},
        "threshold": search.threshold,
        "list_length": search.longest,
        "returned": search.returned,
        "milliseconds": round((search.ended_at - search.started_at).total_seconds() * 1000, 1),
    }


def edits_told(chain: Chain | None) -> dict[str, Detail]:
    """What the log keeps of the edits of the picture that was searched: its hash, and the operations in order."""
    if chain is None:
        return {}
    return {"derived_sha256": chain.sha256, "operations": [str(each["operation"]) for each in chain.edits][:LIST_LIMIT]}


# Private


def _vectors(
    casework: Casework, probe: Probe, face: ProbeFace, parts: Sequence[Further], chain: Chain | None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The template of the pictures as received, and the one that is searched: the same where nothing was edited."""
    first = casework.faces.encode(original(casework, probe), face_of(face)).vector
    others = [_vector_of(casework, probe, each) for each in parts]
    received = fused([first, *others])
    return received, received if chain is None else fused([_edited_vector(casework, probe, chain), *others])


def _beside(face: ProbeFace, parts: Sequence[Further], chain: Chain | None, proof: Proof) -> dict[str, Any]:
    """What the capsule tells of the pictures that were searched together, and of the list's completeness."""
    searched = [each.chosen for each in parts if each.chosen] + ([chain.face] if chain and chain.face else [])
    told = {"quality": quality_kept(face, *searched), "proof": _told_proof(proof)}
    return {**told, "fusion": _fusion(parts)} if parts else told


def _kept(
    casework: Casework,
    ids: tuple[str, str, str],
    started: datetime,
    over: Field,
    found: Sequence[Candidate],
    capsule: bytes,
) -> Search:
    """The row of a search; `ids` are those of request, examiner and search."""
    rules = casework.rules.casework.search
    request_id, examiner_id, search_id = ids
    return Search(
        id=search_id,
        request_id=request_id,
        examiner_id=examiner_id,
        started_at=started,
        ended_at=casework.ledger.now(),
        pictures=over.pictures,
        eligible=len(over.eligible),
        excluded=over.excluded,
        threshold=rules.min_score,
        longest=rules.max_candidates,
        returned=sum(candidate.listed for candidate in found),
        model_id=casework.faces.model_id,
        capsule=capsule.decode(),
        capsule_sha256=sha256_hex(capsule),
    )


@dataclass(frozen=True)
class _Ranked:
    """Every eligible reference of the best subjects with its similarity, and the proof that these are the best."""

    by_subject: dict[str, list[Scored]]
    proof: Proof


def _scored(connection: Connection, casework: Casework, vector: NDArray[np.float32], over: Field) -> _Ranked:
    rules = casework.rules.casework.search
    wanted = max(rules.max_candidates, rules.foils + 1)
    count = 4 * wanted
    while True:
        nearest = _nearest(casework, vector, count, over.eligible)
        facts = references_numbered(connection, [number for number, _ in nearest])
        subjects = list(dict.fromkeys(facts[number].subject_id for number, _ in nearest))[:wanted]
        if len(subjects) == wanted or count >= len(over.eligible):
            break
        count *= 2
    return _Ranked(_of_subjects(connection, casework, vector, subjects, over), nearest.proof)


def _narrowed(connection: Connection, casework: Casework, vectors: Sequence[NDArray[np.float32]], over: Field) -> Field:
    """Leave out what the searcher's own clocks do not let be searched, as far as it would be found (G-03).

    Each round takes out of the field what was found and may not be; the last one finds nothing of the kind. The list
    is then the one that a search over both services' eligible pictures gives, without reckoning every picture twice.
    """
    if over.partners is None:
        return over
    while True:
        ranked = (_scored(connection, casework, vector, over) for vector in vectors)
        numbers = {number for each in ranked for pairs in each.by_subject.values() for number, _ in pairs}
        searcher, now = over.partners.searcher, casework.ledger.now()
        refused = not_searchable(connection, casework, searcher, numbers, now)
        if not refused:
            return over
        left = over.excluded.get(BY_SEARCHER, 0) + len(refused)
        eligible = over.eligible.without(Allowed.of(sorted(refused)))
        over = replace(over, eligible=eligible, excluded={**over.excluded, BY_SEARCHER: left})


def _nearest(casework: Casework, vector: NDArray[np.float32], count: int, eligible: Allowed) -> Found:
    """Search, or raise WrongState: a list that is not proven to be complete is never given (B-12)."""
    try:
        found = casework.index.nearest(vector, count, eligible, casework.faces.model_id)
    except IndexRefused as refused:
        raise not_complete(f"The index could not search ({refused})") from refused
    if found.compared != len(eligible):
        raise not_complete(f"Only {found.compared} of {len(eligible)} pictures could be compared")
    if not found.proof.complete:
        raise not_complete("The list could not be proven complete")
    return found


def _told_proof(proof: Proof) -> dict[str, Any]:
    """The proof as the capsule keeps it: nothing that was left out can reach the last that was found."""
    return {**asdict(proof), "complete": proof.complete}


def _of_subjects(
    connection: Connection, casework: Casework, vector: NDArray[np.float32], subjects: Sequence[str], over: Field
) -> dict[str, list[Scored]]:
    """Every eligible reference of some subjects: their other pictures may lie further down (C-07)."""
    numbers = [number for number in numbers_of_subjects(connection, subjects) if number in over.eligible]
    if not numbers:
        return {}
    scored = _nearest(casework, vector, len(numbers), Allowed.of(numbers))
    facts = references_numbered(connection, numbers)
    by_subject = sorted(scored, key=lambda pair: (facts[pair[0]].subject_id, -pair[1], pair[0]))
    return {subject: list(pairs) for subject, pairs in groupby(by_subject, lambda pair: facts[pair[0]].subject_id)}


def _candidates(connection: Connection, casework: Casework, search_id: str, scored: _Ranked) -> tuple[Candidate, ...]:
    rules = casework.rules.casework.search
    ordered = sorted(scored.by_subject.items(), key=lambda item: (-item[1][0][1], item[1][0][0]))
    listed = [item for item in ordered if item[1][0][1] >= rules.min_score][: rules.max_candidates]
    kept = ordered[: max(len(listed), rules.foils + 1)]
    facts = references_numbered(connection, [number for _, pairs in kept for number, _ in pairs])
    return tuple(
        Candidate(
            id=new_id(),
            search_id=search_id,
            subject_id=subject_id,
            place=place,
            score=pairs[0][1],
            listed=place <= len(listed),
            pictures=_newest_first(
                CandidatePicture(0, number, facts[number].picture_id, facts[number].captured_on, score)
                for number, score in pairs
            ),
        )
        for place, (subject_id, pairs) in enumerate(kept, start=1)
    )


def _edited_vector(casework: Casework, probe: Probe, chain: Chain) -> NDArray[np.float32]:
    """The template of the face in the derived picture, which is searched only when it is the one that was recorded."""
    picture = decode(casework.images.get(probe.lineage_id, str(chain.stored_sha256)))
    if chain.face is None or pixels_sha256(picture.pixels) != chain.sha256:
        reason = "The edited picture is not the one that was recorded; nothing was searched."
        raise WrongState("A-14", reason, "Tell your administrator; the original is unchanged.")
    return casework.faces.encode(picture, face_of(chain.face)).vector


def _vector_of(casework: Casework, probe: Probe, further: Further) -> NDArray[np.float32]:
    if further.chosen is None:
        raise WrongState("A-21", "A further picture has no chosen face.", "Choose it or take the picture out.")
    picture = decode(casework.images.get(probe.lineage_id, further.sha256))
    return casework.faces.encode(picture, face_of(further.chosen)).vector


def _fusion(parts: Sequence[Further]) -> dict[str, Any]:
    """Every further picture that was searched, and the rule by which the templates were made into one (A-21)."""
    rules = FusionRules.read()
    told = [
        {
            "sha256": each.sha256,
            "origin": dict(each.origin),
            "face": each.chosen_face,
            "landmarks": [list(point) for point in each.chosen.landmarks] if each.chosen else [],
        }
        for each in parts
    ]
    return {"rule": rules.rule, "rules_sha256": rules.sha256, "further": told}


def _derived(chain: Chain) -> dict[str, Any]:
    face = chain.face
    return {
        "sha256": chain.sha256,
        "operations": [dict(each) for each in chain.operations],
        "landmarks": [list(point) for point in face.landmarks] if face else [],
    }


def _as_received(
    connection: Connection,
    casework: Casework,
    vector: NDArray[np.float32],
    over: Field,
    found: Sequence[Candidate],
) -> list[dict[str, Any]]:
    """What the picture as received gives for everybody whom it or the edited one lists; place None: not among them."""
    before = _candidates(connection, casework, "", _scored(connection, casework, vector, over))
    kept = [
        {"place": each.place, "subject_id": each.subject_id, "listed": each.listed, "score": each.score}
        for each in before
    ]
    others = [each.subject_id for each in found if each.subject_id not in {one.subject_id for one in before}]
    scored = _of_subjects(connection, casework, vector, others, over) if others else {}
    return kept + [
        {"place": None, "subject_id": subject, "listed": False, "score": pairs[0][1]}
        for subject, pairs in sorted(scored.items())
    ]


def _newest_first(found: Iterable[CandidatePicture]) -> tuple[CandidatePicture, ...]:
    ordered = sorted(found, key=lambda each: (each.captured_on, each.reference_number), reverse=True)
    return tuple(
        CandidatePicture(place, each.reference_number, each.picture_id, each.captured_on, each.score)
        for place, each in enumerate(ordered, start=1)
    )


def _capsule(
    casework: Casework, request: Request, probe: Probe, face: ProbeFace, over: Field, found: Sequence[Candidate]
) -> dict[str, Any]:
    """All that is needed to run the same search again and to compare its answer (B-04, B-05)."""
    rules = casework.rules.casework
    search = rules.search
    return {
        "request_id": request.id,
        "quality": quality_kept(face),
        "probe": {
            "sha256": probe.sha256,
            "steps": ["decode", "upright", "align_by_landmarks", "encode"],
            "face": face.place,
            "landmarks": [list(point) for point in face.landmarks],
        },
        "models": casework.faces.model_hashes,
        "model_id": casework.faces.model_id,
        "runtime": dict(casework.runtime),
        "settings": {"max_candidates": search.max_candidates, "min_score": search.min_score, "foils": search.foils},
        "rules": dict(rules.hashes),
        "index": {"snapshot_id": over.snapshot_id, "galleries": [request.service, *over.owners]},
        **({"partners": told_partners(over.partners)} if over.partners else {}),
        "eligible": over.eligible.kept(),
        "excluded": over.excluded,
        "candidates": [
            {
                "place": each.place,
                "subject_id": each.subject_id,
                "listed": each.listed,
                "references": [[picture.reference_number, picture.score] for picture in each.pictures],
            }
            for each in found
        ],
    }
