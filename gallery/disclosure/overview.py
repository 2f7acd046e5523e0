"""The page for people: everything in the pack, readable offline without scripts, marked with who made it (C-11)."""

from importlib import resources
from typing import Any

import jinja2

from gallery.disclosure.contents import RequestPart
from gallery.disclosure.sections import NO_ERROR_RATES, File, Sections, folder, plain


def overview(sections: Sections) -> File:
    """Return `index.html`. Every text from a record is escaped."""
    source = resources.files("gallery.disclosure").joinpath("overview.html.j2").read_text()
    made = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    text = made.from_string(source).render(
        made=plain(sections.contents, but=("requests", "subjects", "log")),
        words=" · ".join(sections.words),
        warning=sections.rules.warning,
        requests=[_request(sections, number, part) for number, part in enumerate(sections.contents.requests, 1)],
        persons=sections.persons.values(),
        entries=len(sections.contents.log.lines),
        log_size=sections.contents.log.size,
        error_rates=NO_ERROR_RATES,
    )
    return File("index.html", text.encode() + b"\n")


def _request(sections: Sections, number: int, part: RequestPart) -> dict[str, Any]:
    told: dict[str, Any] = plain(part, but=("probes", "searches", "examinations"))
    told["folder"] = folder(number)
    told["probes"] = [
        {
            **plain(probe, but=("picture", "derivatives")),
            "derivatives": [
                {
                    **plain(each, but=("picture",)),
                    "path": sections.derivative_path(number, place, step) if each.picture is not None else "",
                }
                for step, each in enumerate(probe.derivatives, 1)
            ],
            "path": sections.probe_path(number, place, probe) if probe.picture is not None else "",
            "is_masked": "others-masked" in sections.probe_path(number, place, probe),
        }
        for place, probe in enumerate(part.probes, 1)
    ]
    told["searches"] = [
        {**plain(search, but=("candidates", "capsule")), "candidates": _candidates(sections, number, run, part)}
        for run, search in enumerate(part.searches, 1)
    ]
    told["examinations"] = [
        {
            **plain(each, but=("subject_id",)),
            "person": sections.label(each.subject_id) or "",
        }
        for each in part.examinations
    ]
    if part.lead:
        told["lead"]["person"] = sections.persons[part.lead.subject_id]
    return told


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
