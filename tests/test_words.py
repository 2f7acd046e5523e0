"""The product speaks the field's language: candidate, score, lead; never the words that decide too much."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REFUSED = re.compile(
    r"\b(match_?(score|list|found|es)|is_?match|best_?match|hit_?(list|rate)|watch_?list|suspect_?(id|list|match)"
    r"|confidence(?![ _-]?(interval|level|limit|bound)))\b",
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
