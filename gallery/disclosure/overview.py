"""The pages for people: everything in the pack, in English and in French, readable offline without scripts (C-11)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from gallery.disclosure.contents import ExaminationPart, RequestPart
from gallery.disclosure.file import File, folder, plain
from gallery.disclosure.pins import pins_of
from gallery.disclosure.sections import Sections
from kernel_lib.words.language import English, Words

ENGLISH, FRENCH = "index.html", "index.fr.html"
_OTHER = {
    "en": {"file": FRENCH, "lang": "fr-CA", "title": "Français"},
    "fr": {"file": ENGLISH, "lang": "en-CA", "title": "English"},
}


@dataclass(frozen=True)
class Voice:
    """How a page says things in its language: words of ours, words of the service, values, numbers."""

    words: Words

    def told(self, text: str) -> str:
        """Return what the service said; English for which there is no French is marked as English."""
        said = self.words.told(text)
        return Markup('<span lang="en-CA">{}</span>').format(str(said)) if isinstance(said, English) else said

    def name(self, key: str) -> str:
        """Return the words for an id, such as the key of a record."""
        said = self.words.told(key.replace("_", " "))
        shown = f"{said[:1].upper()}{said[1:]}"
        return Markup('<span lang="en-CA">{}</span>').format(shown) if isinstance(said, English) else shown

    def given(self, value: Any) -> str:
        """Return a value of a record; what people typed stays in the language in which they typed it."""
        if isinstance(value, bool):
            return self.words.say("yes") if value else self.words.say("no")
        if value is None or value == "":
            return self.words.say("not answered")
        if isinstance(value, (list, tuple)):
            return Markup(", ").join(self.given(each) for each in value) if value else self.words.say("none")
        if isinstance(value, Mapping):
            pairs = ((self.name(str(key)), self.given(each)) for key, each in value.items())
            return Markup("; ").join(Markup("{}: {}").format(*pair) for pair in pairs)
        if isinstance(value, (int, float)):
            return self.words.number(value, 0 if isinstance(value, int) else 2)
        found = self.words.told(str(value))
        return str(value) if isinstance(found, English) else found


def overviews(sections: Sections) -> list[File]:
    """Return the English page and the French one. Every text from a record is escaped."""
    made = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(_source),
    )
    shown = _shown(sections)
    pages = ((ENGLISH, Words("en")), (FRENCH, Words("fr")))
    return [File(path, _page(made, shown, words).encode() + b"\n") for path, words in pages]


# Private


def _source(name: str) -> str:
    return resources.files("gallery.disclosure").joinpath(name).read_text(encoding="utf-8")


def _page(made: jinja2.Environment, shown: Mapping[str, Any], words: Words) -> str:
    voice = Voice(words)
    return made.get_template("overview.html.j2").render(
        **shown,
        say=words.say,
        told=voice.told,
        name=voice.name,
        given=voice.given,
        num=words.number,
        lang="en-CA" if words.language == "en" else "fr-CA",
        typed="" if words.language == "en" else Markup(' lang="en-CA"'),
        other=_OTHER[words.language],
    )


def _shown(sections: Sections) -> dict[str, Any]:
    held = sections.contents
    return {
        "made": plain(held, but=("requests", "subjects", "log", "case_file")),
        "words": " · ".join(sections.words),
        "warning": sections.rules.warning,
        "requests": [_request(sections, number, part) for number, part in enumerate(held.requests, 1)],
        "persons": list(sections.persons.values()),
        "entries": len(held.log.lines),
        "log_size": held.log.size,
        "file": sections.scrub.record(plain(held.case_file)),
        "evaluations": [{**json.loads(each.body), "sha256": each.sha256} for each in held.accuracy.evaluations],
        "limits": sections.known_limits(),
    }


def _request(sections: Sections, number: int, part: RequestPart) -> dict[str, Any]:
    told: dict[str, Any] = plain(part, but=("probes", "searches", "examinations", "description", "arrays"))
    told["folder"] = folder(number)
    told["probes"] = [_probe(sections, number, place, part) for place in range(1, len(part.probes) + 1)]
    told["searches"] = [
        {**plain(search, but=("candidates", "capsule")), "candidates": _candidates(sections, number, run, part)}
        for run, search in enumerate(part.searches, 1)
    ]
    told["examinations"] = [_examination(sections, number, part, each) for each in part.examinations]
    told["described"] = sections.scrub.record(plain(part.description)) if part.description else None
    told["arrays"] = sections.arrays(number, part)
    if part.lead:
        told["lead"]["person"] = sections.persons[part.lead.subject_id]
        told["followed"] = sections.followed(part.lead)
    return told


def _probe(sections: Sections, number: int, place: int, part: RequestPart) -> dict[str, Any]:
    probe = part.probes[place - 1]
    path = sections.probe_path(number, place, probe)
    derivatives = [
        {
            **plain(each, but=("picture",)),
            "path": sections.derivative_path(number, place, step) if each.picture is not None else "",
        }
        for step, each in enumerate(probe.derivatives, 1)
    ]
    held = plain(probe, but=("picture", "derivatives", "further"))
    shown = {"path": path if probe.picture is not None else "", "is_masked": "others-masked" in path}
    further = [
        {
            **plain(each, but=("picture",)),
            "path": sections.further_path(number, place, step) if each.picture is not None else "",
        }
        for step, each in enumerate(probe.further, 1)
    ]
    return {**held, **shown, "derivatives": derivatives, "further": further}


def _examination(sections: Sections, number: int, part: RequestPart, examination: ExaminationPart) -> dict[str, Any]:
    return {
        **sections.examined(examination),
        "person": sections.label(examination.subject_id) or "",
        "versions": plain(examination.versions),
        "pins": pins_of(examination),
        "pinned": sections.pinned_paths(number, part, examination),
    }


def _candidates(sections: Sections, number: int, run: int, part: RequestPart) -> list[dict[str, Any]]:
    return [
        {
            **plain(sections.candidate(candidate)),
            "paths": [
                sections.picture_path(number, run, candidate.place, place)
                for place, each in enumerate(candidate.pictures, 1)
                if each.picture is not None
            ],
        }
        for candidate in part.searches[run - 1].candidates
    ]
