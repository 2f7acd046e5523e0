"""The product speaks the field's language: candidate, score, lead; never the words that decide too much."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REFUSED = re.compile(
    r"\b(match_?(score|list|found|es)|is_?match|best_?match|hit_?(list|rate)|watch_?list|suspect_?(id|list|match)"
    r"|confidence(?![ _-]?(interval|level|limit|bound)))\b",
    re.IGNORECASE,
)
REFUSED_FRENCH = re.compile(
    r"\b(correspondances?|concordances?|appariements?|confiance|taux de confiance|suspects?|suspectes?|pourcentage"
    r"|cible|liste de surveillance|candidat identifié|identification d'un candidat)\b",
    re.IGNORECASE,
)
EXEMPT = {
    "tests/test_words.py",  # names the words
    "tests/audits/test_questions.py",  # looks for them in the SQL
    "tests/gallery/service/test_inventory.py",  # looks for what must not exist
    "docs/language.md",  # explains why they are refused
}


def _tracked(*patterns: str) -> list[str]:
    result = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in result.stdout.splitlines() if name not in EXEMPT]


@pytest.mark.parametrize("pattern", ["*.py", "*.sql", "*.toml", "*.js", "*.ipynb", "*.md"])
def test_no_refused_word_stands_in(pattern: str) -> None:
    """No identifier, label or sentence uses a word of the right-hand column of docs/language.md."""
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in _tracked(pattern)
        if (ROOT / name).is_file()
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if REFUSED.search(line)
    ]

    assert found == []


def test_no_refused_word_stands_in_the_french_of_the_pages() -> None:
    """A candidate is a "candidat" with a "similarité": no correspondance, no suspect, no confiance."""
    table = tomllib.loads((ROOT / "kernel_lib" / "words" / "messages.toml").read_text())
    french = [said for group in table.values() for said in group.values()]

    assert len(french) > 1000
    assert [said for said in french if REFUSED_FRENCH.search(said)] == []


def test_identification_is_said_in_french_only_to_deny_it_or_of_the_law() -> None:
    """What a search gives is no identification; the word stays for the denial and for a wrongful one."""
    table = tomllib.loads((ROOT / "kernel_lib" / "words" / "messages.toml").read_text())
    said = [french for group in table.values() for french in group.values() if "identification" in french.lower()]
    denied, named = r"(pas (une|d')|jamais une|pas une) ?identification", r"identification (erronée|des criminels)"
    allowed = re.compile(f"{denied}|{named}", re.IGNORECASE)

    assert said
    assert [each for each in said if not allowed.search(each)] == []
