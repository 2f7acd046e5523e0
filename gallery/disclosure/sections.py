"""The contents of a pack as files: JSON for machines, pictures as they may be shown, the log extract, the warning."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from gallery.disclosure.arrays import array_files, told_array
from gallery.disclosure.contents import (
    CandidatePart,
    ExaminationPart,
    LeadPart,
    LogExtract,
    PackContents,
    ProbePart,
    RequestPart,
    SearchPart,
)
from gallery.disclosure.file import File, folder, json_file, plain, written
from gallery.disclosure.masking import masked, others_masked, watermarked
from gallery.disclosure.persons import Shown, covers_third_parties, shown
from gallery.disclosure.pins import drawn_pins, pinned_paths
from gallery.disclosure.scrub import Scrub
from gallery.rules.disclosure import DisclosureRules

_SUFFIX = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "TIFF": "tif", "BMP": "bmp"}


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
        return "Investigative lead only", f"Pack {made.pack_id} · {written(made.made_at)} · account {made.made_by}"

    def files(self) -> list[File]:
        """Return every file but the overviews, the manifest and its signature."""
        return [
            json_file("case.json", self._case()),
            json_file("persons.json", {"persons": [self._person(each) for each in self.persons.values()]}),
            *self._warning(),
            *log_files(self.contents.log),
            *self._whole_case(),
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

    def further_path(self, number: int, place: int, step: int) -> str:
        """Return where a further picture lies, by its order, from 1."""
        return f"{folder(number)}/probe-{place}/further-{step}.png"

    def label(self, subject_id: str | None) -> str | None:
        """Return how a subject is called in this pack, or None when nobody is meant."""
        if subject_id is None:
            return None
        person = self.persons.get(subject_id)
        return person.label if person else "a person on no list of this pack"

    @property
    def scrub(self) -> Scrub:
        """What takes masked persons out of records."""
        return Scrub(self.persons, {each.id: each for each in self.contents.subjects})

    def examined(self, examination: ExaminationPart) -> dict[str, Any]:
        """Return an examination with the pseudonym of whom it is about, and what was seen beside the pictures."""
        told = plain(examination, but=("subject_id", "versions"))
        told["contexts"] = self.scrub.record(told["contexts"])
        return {**told, "person": self.label(examination.subject_id)}

    def followed(self, lead: LeadPart) -> dict[str, Any]:
        """Return what followed a lead, without who must not be named."""
        told: dict[str, Any] = self.scrub.record(plain(lead.follow_up), lead.subject_id)
        return told

    def arrays(self, number: int, part: RequestPart) -> list[dict[str, Any]]:
        """Return the photo arrays of a request, without who must not be named."""
        within = folder(number)
        return [told_array(within, count, each, self.scrub) for count, each in enumerate(part.arrays, 1)]

    def pinned_paths(self, number: int, part: RequestPart, examination: ExaminationPart) -> list[str]:
        """Return where the pictures with an examiner's pins lie."""
        return pinned_paths(folder(number), part, examination, self.persons)

    def known_limits(self) -> list[str]:
        """Return what must be borne in mind of everything in the pack, each sentence once."""
        evaluations = [json.loads(each.body) for each in self.contents.accuracy.evaluations]
        told = [line for part in self.contents.requests if part.lead for line in part.lead.limits]
        told += [self.contents.accuracy.state]
        told += [line for body in evaluations for line in body["statements"]]
        told += [probe.low_quality for part in self.contents.requests for probe in part.probes if probe.low_quality]
        return list(dict.fromkeys([*self.rules.warning, *told]))

    # Private

    def _whole_case(self) -> Iterator[File]:
        held = self.contents
        yield json_file("case-file.json", self.scrub.record(plain(held.case_file)))
        named = [
            {"sha256": each.sha256, "file": f"evaluations/{each.sha256}.json"} for each in held.accuracy.evaluations
        ]
        yield json_file("accuracy.json", {"state": held.accuracy.state, "evaluations": named})
        for each in held.accuracy.evaluations:
            yield File(f"evaluations/{each.sha256}.json", each.body.encode())

    def _listed(self, number: int, part: RequestPart) -> dict[str, Any]:
        """Name a request with everything that its folder must hold, so that what is missing is seen."""
        return {
            "number": part.number,
            "folder": folder(number),
            "probes": len(part.probes),
            "searches": len(part.searches),
            "examinations": [each.place for each in part.examinations],
            "lead": part.lead is not None,
            "arrays": len(part.arrays),
        }

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
            "known_limits": self.known_limits(),
            "requests": [self._listed(number, part) for number, part in enumerate(made.requests, 1)],
        }

    def _person(self, person: Shown) -> dict[str, Any]:
        held = {"person": person.label, "shown": person.is_clear, "why": person.why}
        return {**held, "name": person.name} if person.is_clear else held

    def _warning(self) -> Iterator[File]:
        yield File("warning.txt", ("\n".join(self.rules.warning) + "\n").encode())
        yield json_file(
            "warning.json",
            {"investigative_lead_only": True, "is_identification": False, "warning": self.rules.warning},
        )

    def _request(self, number: int, part: RequestPart) -> Iterator[File]:
        within = folder(number)
        held = plain(part, but=("probes", "searches", "examinations", "lead", "acting", "description", "arrays"))
        yield json_file(f"{within}/request.json", held)
        yield json_file(f"{within}/acting.json", {"acting": plain(part.acting)})
        for place, probe in enumerate(part.probes, 1):
            yield from self._probe(number, place, probe)
        for run, search in enumerate(part.searches, 1):
            yield from self._search(number, run, search)
        for examination in part.examinations:
            yield json_file(f"{within}/examination-{examination.place}.json", self.examined(examination))
            yield from drawn_pins(within, part, examination, self.persons, self.words)
            for version in examination.versions:
                name = f"{within}/examination-{examination.place}-version-{version.version}"
                yield File(f"{name}.json", version.body.encode())
                yield json_file(f"{name}-lock.json", plain(version, but=("body",)))
        if part.lead:
            told = plain(part.lead, but=("subject_id", "follow_up"))
            yield json_file(f"{within}/lead.json", {**told, "person": self.label(part.lead.subject_id)})
            yield json_file(f"{within}/follow-up.json", self.followed(part.lead))
        yield from array_files(within, self.contents, part, self.scrub, self.rules, self.words)
        if part.description:
            yield json_file(f"{within}/description.json", self.scrub.record(plain(part.description)))

    def _probe(self, number: int, place: int, probe: ProbePart) -> Iterator[File]:
        within = f"{folder(number)}/probe-{place}"
        told = plain(probe, but=("picture", "derivatives", "further"))
        told["further"] = [plain(each, but=("picture",)) for each in probe.further]
        told["derivatives"] = [plain(each, but=("picture",)) for each in probe.derivatives]
        told["other_faces_masked"] = self._masks_others(probe)
        yield json_file(f"{within}/probe.json", told)
        if probe.picture is not None:
            content = probe.picture
            if self._masks_others(probe):
                boxes = [face.box for face in probe.faces if face.place != probe.chosen_face]
                content = others_masked(content, boxes, self.rules)
            yield File(self.probe_path(number, place, probe), content)
        for step, further in enumerate(probe.further, 1):
            if further.picture is not None:
                yield File(self.further_path(number, place, step), further.picture)
        for step, derivative in enumerate(probe.derivatives, 1):
            if derivative.picture is not None:
                yield File(self.derivative_path(number, place, step), derivative.picture)

    def _search(self, number: int, run: int, search: SearchPart) -> Iterator[File]:
        within = f"{folder(number)}/search-{run}"
        told = plain(search, but=("candidates", "capsule"))
        yield json_file(f"{within}/search.json", told)
        yield File(f"{within}/capsule.json", search.capsule.encode())
        yield json_file(f"{within}/list.json", {"candidates": [self.candidate(each) for each in search.candidates]})
        for candidate in search.candidates:
            is_clear = self.persons[candidate.subject_id].is_clear
            for place, each in enumerate(candidate.pictures, 1):
                if each.picture is not None:
                    drawn = watermarked(each.picture, self.words) if is_clear else masked(each.picture, self.rules)
                    yield File(self.picture_path(number, run, candidate.place, place), drawn)

    def _masks_others(self, probe: ProbePart) -> bool:
        others = any(face.place != probe.chosen_face for face in probe.faces)
        return others and not covers_third_parties(self.contents, self.rules)


def log_files(log: LogExtract) -> Iterator[File]:
    """Give the log extract as the files that `verify.py` reads."""
    yield File("log/entries.jsonl", b"".join(line + b"\n" for line in log.lines))
    inclusion = [
        {"sequence": sequence, "path": [step.hex() for step in proof]}
        for sequence, proof in zip(log.sequences, log.proofs, strict=True)
    ]
    yield json_file("log/proofs.json", {"size": log.size, "inclusion": inclusion})
    yield File("log/checkpoint.txt", log.note.encode())
    yield File("log/log.pub", log.key.encode())
