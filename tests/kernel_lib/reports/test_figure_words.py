"""What a published figure can show has its French, and the French of a report is whole."""

import re
import tomllib
from pathlib import Path

import pytest

from kernel_lib.reports import show
from kernel_lib.reports.figure import label
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.words.language import English, French, Words
from kernel_lib.words.spoken import VARIABLE, told

ROOT = Path(__file__).resolve().parents[3]
BY_ACT = ("sharing", "disclosure", "training", "oversight", "conduct", "refusals")
GALLERY = ("picture_added", "picture_refused", "lineage_destroyed", "of_age", "under_18", "unknown", "others")
KINDS = ("states", "grounds", "ages", "youth", "subjects", "destruction")


def acts() -> set[str]:
    """Every act that a figure by act counts, and both results."""
    statements = [(ROOT / "audits" / "figures" / f"{name}.sql").read_text() for name in BY_ACT]
    listed = re.findall(r"act (?:in \(([^)]*)\)|= ('\w+'))", "\n".join(statements))
    return {name for pair in listed for name in re.findall(r"'(\w+)'", "".join(pair))} | {"done", "refused"}


def offences() -> set[str]:
    """Every offence that a search may be asked for."""
    files = sorted((ROOT / "gallery" / "rules").glob("offences*.toml"))
    return {each["id"] for file in files for each in tomllib.loads(file.read_text())["offence"]}


def test_every_label_of_a_figure_has_its_french(monkeypatch: pytest.MonkeyPatch) -> None:
    """Acts, offences and what is told of the gallery: a French edition shows none of them in English."""
    monkeypatch.setenv(VARIABLE, "fr")
    codes = acts() | offences() | set(GALLERY) | set(KINDS) | set(EligibilityState)

    assert len(acts()) > 20
    assert len(offences()) > 20
    assert [code for code in sorted(codes) if isinstance(label(code), English)] == []
    assert label("request_refused") == "Demande refusée"


@pytest.mark.parametrize(
    "said",
    [
        "No shares of the gallery are on file.",
        "No evaluation of accuracy is on file.",
        (
            "Evaluation 0ab of 2026-11-02: 40 people, 90 pictures. Of 40 searches for people who were there, 2 missed "
            "them; of 30 searches for people who were not there, 3 listed somebody. These are counts of that set, not "
            "rates of this gallery."
        ),
        "whole at the last verification",
        "no figures",
    ],
)
def test_sentences_of_the_annual_report_are_whole_in_french(said: str) -> None:
    """None is left in English, and none is half French."""
    french = Words("fr").told(said)

    assert isinstance(french, French)
    assert "people" not in french


def test_english_that_has_no_french_is_marked_in_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A French voice does not read it as French."""
    monkeypatch.setenv(VARIABLE, "fr")

    assert '<dd><span lang="en">Unheard of</span></dd>' in show.facts({"Log": told("Unheard of")}).html
