"""What followed, what was seen and described, accuracy on file, and pins: in the pack, in two languages, masked."""

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gallery.disclosure.aftermath import (
    AccuracyPart,
    CaseFilePart,
    ContextPart,
    CopyPart,
    DescriptionPart,
    DisclosurePart,
    EvaluationPart,
    FactPart,
    FollowUpPart,
    FurtherPart,
    HoldPart,
    NoticePart,
)
from gallery.disclosure.contents import DerivativePart, PackContents, VersionPart
from gallery.disclosure.pack import Pack, build_pack
from gallery.disclosure.scrub import WITHHELD
from kernel_lib.hashing import canonical_json, sha256_hex
from tests.gallery.disclosure.conftest import RULES
from tests.gallery.disclosure.sample import KEY, LEAD, THIRD, drawn
from tests.gallery.evaluation.test_standing import _evaluation
from tests.gallery.fakes import NOON

_SEVENS = "7" * 64
FACTS = (
    FactPart("corroboration", {"kind": "fingerprints", "what": "A print on the counter."}, "a1", NOON),
    FactPart("check", {"check": "custody", "answer": "does_not_speak_against", "checked_on": "2026-11-20"}, "a1", NOON),
    FactPart("lineup", {"fillers": 5, "fillers_used": [{"subject_id": THIRD}, {"subject_id": "unlisted"}]}, "a1", NOON),
    FactPart("paragraph", {"text": "Number D-4711 of demo.", "sentences": ["It."], "sha256": _SEVENS}, "a1", NOON),
    FactPart("outcome", {"outcome": "eliminated", "reason": "D-4711 was at work."}, "a1", NOON),
)  # fmt: skip
PINS = [
    {"component": "nose", "side": "probe", "letter": "", "picture": 1, "x": 30.0, "y": 40.0},
    {"component": "ears", "side": "candidate", "letter": "B", "picture": 1, "x": 20.0, "y": 30.0},
    {"component": "chin", "side": "candidate", "letter": "A", "picture": 1, "x": 20.0, "y": 30.0},
]


def _files(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _full(of_three: PackContents, **lead: Any) -> dict[str, bytes]:
    """Return the files of a pack whose first request was followed up, with everything that may be in it."""
    first = of_three.requests[0]
    assert first.lead is not None
    copies = (CopyPart("a1", "print", "Investigative lead only. a1", NOON, NOON),)
    followed = FollowUpPart(FACTS, copies, (NoticePart("a1", NOON, None),))
    crop = DerivativePart("0" * 64, "1" * 64, "crop_with_others_masked", {}, "test", "a1", NOON, drawn(40))
    further = FurtherPart("2" * 64, "PNG", 80, 100, (), {}, "a1", NOON, 0, "", "3" * 64, True, drawn(41))
    body = canonical_json({"conclusion": {"value": 2, "pins": PINS}}).decode()
    examination = replace(
        first.examinations[0],
        letters={"A": {"place": 1, "pictures": [1]}, "B": {"place": 2, "pictures": [1]}},
        versions=(VersionPart(1, "conclusion", body, sha256_hex(body.encode()), None, NOON),),
        contexts=(ContextPart(("talk",), "Heard at the station.", False, NOON),),
    )
    described = DescriptionPart(
        ({"feature": "height", "described": "180 cm", "held": "165 cm", "standing": "contradicts"},),
        True, "a3", NOON, "The witness sat.", "a2", NOON,
    )  # fmt: skip
    evaluation = _evaluation(12, gallery_people=9000)
    changed = replace(
        first,
        lead=replace(first.lead, follow_up=followed, **lead),
        probes=(replace(first.probes[0], derivatives=(crop,), low_quality="Low-quality probe.", further=(further,)),),
        examinations=(examination,),
        description=described,
        searches=(replace(first.searches[0], evaluation=evaluation.sha256, error_rates="Counts."),),
    )
    hold = HoldPart("litigation", "", "a2", NOON, None, None)
    given = DisclosurePart("crown", "letter", NOON.date(), "26-1", "a2", NOON)
    subjects = [replace(each, number="D-4711") if each.id == LEAD else each for each in of_three.subjects]
    contents = replace(
        of_three,
        requests=(changed, *of_three.requests[1:]),
        subjects=tuple(subjects),
        case_file=CaseFilePart((given,), (hold,), NOON, ()),
        accuracy=AccuracyPart("On file.", (EvaluationPart(evaluation.sha256, evaluation.body),)),
    )
    return _files(build_pack(contents, signer=KEY, rules=RULES))


@pytest.mark.proves("E-14")
def test_a_pack_holds_what_followed_and_what_is_known_of_errors(of_three: PackContents) -> None:
    """Evidence, checks, lineup, paragraph, outcome, copies, notices; contexts; descriptions; holds; the evaluation."""
    files = _full(of_three)

    followed = json.loads(files["requests/01/follow-up.json"])
    case_file = json.loads(files["case-file.json"])
    assert [each["kind"] for each in followed["facts"]] == [each.kind for each in FACTS]
    assert (len(followed["copies"]), followed["notices"][0]["read_at"]) == (1, None)
    assert json.loads(files["requests/01/examination-1.json"])["contexts"][0]["kinds"] == ["talk"]
    assert json.loads(files["requests/01/description.json"])["reason"] == "The witness sat."
    assert (case_file["disclosures"][0]["recipient"], case_file["holds"][0]["ground"]) == ("crown", "litigation")
    named = json.loads(files["accuracy.json"])["evaluations"][0]
    assert sha256_hex(files[named["file"]]) == named["sha256"]
    assert json.loads(files["requests/01/search-1/search.json"])["evaluation"] == named["sha256"]
    limits = json.loads(files["case.json"])["known_limits"]
    assert any("far too small" in each for each in limits)
    assert "Low-quality probe." in limits
    assert json.loads(files["requests/01/probe-1/probe.json"])["further"][0]["may_differ"] is True
    assert files["requests/01/probe-1/further-1.png"] == drawn(41)
    assert b"less similar to the others" in files["index.html"]


@pytest.mark.proves("E-16")
@pytest.mark.parametrize("language", ["index.html", "index.fr.html"])
def test_records_about_a_masked_person_name_nobody(of_three: PackContents, language: str) -> None:
    """A withdrawn lead's number is in no byte; its paragraph is withheld and its hash stays; fillers have no ids."""
    files = _full(of_three, state="withdrawn")

    everything = b"".join(content for path, content in files.items() if path.endswith((".json", ".html")))
    facts = {each["kind"]: each["body"] for each in json.loads(files["requests/01/follow-up.json"])["facts"]}
    assert b"D-4711" not in everything
    assert facts["paragraph"] == {"text": WITHHELD, "sentences": WITHHELD, "sha256": "7" * 64}
    assert facts["outcome"]["reason"] == "Person 2 was at work."
    used = [each["subject_id"] for each in facts["lineup"]["fillers_used"]]
    assert used == ["Person 1", "a person on no list of this pack"]
    assert THIRD.encode() not in everything
    assert b"7" * 64 in files[language]


def test_who_is_shown_in_the_clear_is_named_in_what_followed(of_three: PackContents) -> None:
    """The paragraph about the subject of a lead in force stands as it was made."""
    files = _full(of_three)

    facts = json.loads(files["requests/01/follow-up.json"])["facts"]
    assert facts[3]["body"]["text"] == "Number D-4711 of demo."


@pytest.mark.proves("E-14", "E-16")
def test_pins_are_drawn_with_numbers_and_listed_and_never_on_a_masked_person(of_three: PackContents) -> None:
    """On the probe and on the subject of the lead; the pin on a third person is in the table only."""
    files = _full(of_three)

    pins = json.loads(files["requests/01/examination-1-pins.json"])["pins"]
    drawn_on = [each.get("drawn_on") for each in pins]
    within = "requests/01/examination-1-pins"
    assert drawn_on == [f"{within}-probe.png", f"{within}-b-1.png", None]
    assert [each["pin"] for each in pins] == [1, 2, 3]
    drawn_over = Image.open(io.BytesIO(files[f"{within}-probe.png"])).convert("L")
    scale = drawn_over.width / 80
    around = drawn_over.crop(tuple(int(each * scale) for each in (25, 35, 35, 45)))
    assert sum(each > 250 for each in np.asarray(around).ravel()) > 0.2 * around.width * around.height


@pytest.mark.proves("E-14")
def test_the_pack_reads_in_french_as_well(of_three: PackContents) -> None:
    """Whatever the product says is French, with a decimal comma; what is English is marked so or was typed."""
    files = _full(of_three)
    page = files["index.fr.html"].decode()
    assert '<html lang="fr-CA">' in page
    assert 'href="index.html" lang="en-CA"' in page
    assert "0,700000" in page
    assert "Trousse de communication du dossier 2026-000123" in page

    plain = re.sub(
        r'<(span|pre) lang="en-CA">.*?</\1>|<style>.*?</style>|<a href="index.html".*?</a>', "", page, flags=re.S
    )
    text = re.sub(r"<[^>]+>", " ", plain)
    for typed in (
        "The person",
        "in blue",
        "another take the bag",
        "At the counter",
        "A print on the counter",
        "Heard at the station",
        "The witness sat",
        "was at work",
        "Not necessary",
        "Number D-4711 of demo",
        "Investigative lead only",
    ):
        text = text.replace(typed, "")
    assert (
        re.findall(r"\b(?:the|and|of|is|are|not|this|that|what|who|when|with|for|before|after|by|to)\b[^.]{0,40}", text)
        == []
    )
