"""The contents of a pack as files: JSON for machines, pictures as they may be shown, the log extract, the warning."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

from gallery.disclosure.contents import CandidatePart, LogExtract, PackContents, ProbePart, RequestPart, SearchPart
from gallery.disclosure.masking import masked, others_masked, watermarked
from gallery.disclosure.persons import Shown, covers_third_parties, shown
from gallery.rules.disclosure import DisclosureRules

NO_ERROR_RATES = "No error-rate report of this model was recorded in this installation when the pack was made."
_SUFFIX = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "TIFF": "tif", "BMP": "bmp"}


@dataclass(frozen=True)
class File:
    """One file of a pack. `path` is relative, in ASCII, with forward slashes."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Sections:
    """Turns contents into files. `words` is the watermark on everything that is drawn anew (C-11)."""

    contents: PackContents
    rules: DisclosureRules
    persons: Mapping[str, Shown]

    @classmethod
    def of(cls, contents: PackContents, rules: DisclosureRules) -> "Sections":
        """Decide who is masked. Raises Unacceptable as `shown` does."""
        return cls(contents, rules, shown(contents, rules))

    @property
    def words(self) -> tuple[str, str]:
        """What a pack is, and who made which one when: the lines of every mark (C-11)."""
        made = self.contents
        return "Investigative lead only", f"Pack {made.pack_id} · {_time(made.made_at)} · account {made.made_by}"

    def files(self) -> list[File]:
        """Return every file but the overview, the manifest and its signature."""
        return [
            _json("case.json", self._case()),
            _json("persons.json", {"persons": [self._person(each) for each in self.persons.values()]}),
            *self._warning(),
            *log_files(self.contents.log),
            *(file for number, part in enumerate(self.contents.requests, 1) for file in self._request(number, part)),
            File("verify.py", resources.files("gallery.disclosure").joinpath("verify.py").read_bytes()),
        ]

    def candidate(self, candidate: CandidatePart) -> dict[str, Any]:
        """Return a candidate with the pseudonym for its subject."""
        person = self.persons[candidate.subject_id]
        return {
            "place": candidate.place,
            "person": person.label,
            "score": candidate.score,
            "listed": candidate.listed,
            "pictures": [
                {"reference_number": each.reference_number, "captured_on": each.captured_on, "score": each.score}
                for each in candidate.pictures
            ],
        }

    def picture_path(self, number: int, run: int, place: int, picture: int) -> str:
        """Return where a candidate's picture lies: request, search, place on the list, picture, each from 1."""
        return f"{folder(number)}/search-{run}/place-{place:02d}-{picture}.png"

    def probe_path(self, number: int, place: int, probe: ProbePart) -> str:
        """Return where a probe lies; its name says whether other faces in it are masked."""
        if self._masks_others(probe):
            return f"{folder(number)}/probe-{place}/others-masked.png"
        return f"{folder(number)}/probe-{place}/original.{_SUFFIX.get(probe.format, 'bin')}"

    def derivative_path(self, number: int, place: int, step: int) -> str:
        """Return where a picture made from a probe lies, by the step that made it, from 1."""
        return f"{folder(number)}/probe-{place}/derivative-{step}.png"

    def label(self, subject_id: str | None) -> str | None:
        """Return how a subject is called in this pack, or None when nobody is meant."""
        if subject_id is None:
            return None
        person = self.persons.get(subject_id)
        return person.label if person else "a person on no list of this pack"

    # Private

    def _case(self) -> dict[str, Any]:
        made, basis = self.contents, self.contents.basis
        return {
            "case_id": made.case_id,
            "case_number": made.case_number,
            "service": made.service,
            "made_at": made.made_at,
            "made_by": made.made_by,
            "leadbook_version": made.leadbook_version,
            "disclosure_rules": {"version": self.rules.version, "sha256": self.rules.sha256},
            "legal_basis": None if basis is None else plain(basis),
            "requests": [{"number": part.number, "folder": folder(n)} for n, part in enumerate(made.requests, 1)],
        }

    def _person(self, person: Shown) -> dict[str, Any]:
        held = {"person": person.label, "shown": person.is_clear, "why": person.why}
        return {**held, "name": person.name} if person.is_clear else held

    def _warning(self) -> Iterator[File]:
        yield File("warning.txt", ("\n".join(self.rules.warning) + "\n").encode())
        yield _json(
            "warning.json",
            {"investigative_lead_only": True, "is_identification": False, "warning": self.rules.warning},
        )

    def _request(self, number: int, part: RequestPart) -> Iterator[File]:
        within = folder(number)
        held = plain(part, but=("probes", "searches", "examinations", "lead", "acting"))
        yield _json(f"{within}/request.json", held)
        yield _json(f"{within}/acting.json", {"acting": plain(part.acting)})
        for place, probe in enumerate(part.probes, 1):
            yield from self._probe(number, place, probe)
        for run, search in enumerate(part.searches, 1):
            yield from self._search(number, run, search)
        for examination in part.examinations:
            body = plain(examination, but=("subject_id", "versions"))
            body["person"] = self.label(examination.subject_id)
            yield _json(f"{within}/examination-{examination.place}.json", body)
            for version in examination.versions:
                name = f"{within}/examination-{examination.place}-version-{version.version}"
                yield File(f"{name}.json", version.body.encode())
                yield _json(f"{name}-lock.json", plain(version, but=("body",)))
        if part.lead:
            lead = {**plain(part.lead, but=("subject_id",)), "person": self.label(part.lead.subject_id)}
            yield _json(f"{within}/lead.json", lead)

    def _probe(self, number: int, place: int, probe: ProbePart) -> Iterator[File]:
        within = f"{folder(number)}/probe-{place}"
        told = plain(probe, but=("picture", "derivatives"))
        told["derivatives"] = [plain(each, but=("picture",)) for each in probe.derivatives]
        told["other_faces_masked"] = self._masks_others(probe)
        yield _json(f"{within}/probe.json", told)
        if probe.picture is not None:
            content = probe.picture
            if self._masks_others(probe):
                boxes = [face.box for face in probe.faces if face.place != probe.chosen_face]
                content = others_masked(content, boxes, self.rules)
            yield File(self.probe_path(number, place, probe), content)
        for step, derivative in enumerate(probe.derivatives, 1):
            if derivative.picture is not None:
                yield File(self.derivative_path(number, place, step), derivative.picture)

    def _search(self, number: int, run: int, search: SearchPart) -> Iterator[File]:
        within = f"{folder(number)}/search-{run}"
        told = plain(search, but=("candidates", "capsule"))
        yield _json(f"{within}/search.json", {**told, "error_rates": NO_ERROR_RATES})
        yield File(f"{within}/capsule.json", search.capsule.encode())
        yield _json(f"{within}/list.json", {"candidates": [self.candidate(each) for each in search.candidates]})
        for candidate in search.candidates:
            is_clear = self.persons[candidate.subject_id].is_clear
            for place, each in enumerate(candidate.pictures, 1):
                if each.picture is not None:
                    drawn = watermarked(each.picture, self.words) if is_clear else masked(each.picture, self.rules)
                    yield File(self.picture_path(number, run, candidate.place, place), drawn)

    def _masks_others(self, probe: ProbePart) -> bool:
        others = any(face.place != probe.chosen_face for face in probe.faces)
        return others and not covers_third_parties(self.contents, self.rules)


def folder(number: int) -> str:
    """Return the folder of a request, counted from 1."""
    return f"requests/{number:02d}"


def log_files(log: LogExtract) -> Iterator[File]:
    """Give the log extract as the files that `verify.py` reads."""
    yield File("log/entries.jsonl", b"".join(line + b"\n" for line in log.lines))
    inclusion = [
        {"sequence": sequence, "path": [step.hex() for step in proof]}
        for sequence, proof in zip(log.sequences, log.proofs, strict=True)
    ]
    yield _json("log/proofs.json", {"size": log.size, "inclusion": inclusion})
    yield File("log/checkpoint.txt", log.note.encode())
    yield File("log/log.pub", log.key.encode())


def plain(value: Any, but: tuple[str, ...] = ()) -> Any:
    """Return a value of contents as JSON values. Bytes are refused with TypeError: pictures are files of their own."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.name not in but}
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"pack: expected a value of JSON, got {type(value).__name__}")


def _json(path: str, value: Any) -> File:
    if not re.fullmatch(r"[a-z0-9/._-]+", path):
        raise ValueError(f"pack: expected a path of a-z, 0-9, /, ., _ and -, got {path!r}")
    text = json.dumps(plain(value), indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return File(path, text.encode() + b"\n")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
