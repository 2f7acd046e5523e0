"""One table holds every word of the pages in both languages, and nothing besides."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from kernel_lib.words.language import English, Words
from kernel_lib.words.table import PLACEHOLDER, table
from widgets.parts.markup import element
from widgets.words.scripts import literals, script_words

ROOT = Path(__file__).resolve().parents[3]
LABEL = re.compile(r'say\("((?:[^"\\]|\\.)*)"')


def _trees(*folders: str) -> list[ast.Module]:
    return [ast.parse(path.read_text()) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _templates() -> list[Path]:
    """Templates of pages, and of what is handed out in both languages."""
    return [each for folder in ("widgets", "gallery") for each in (ROOT / folder).rglob("*.j2")]


def _said(tree: ast.Module) -> set[str]:
    """Every text that `say` is called with, and both forms of each noun that is counted."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = [(getattr(call.func, "id", getattr(call.func, "attr", "")), call.args) for call in calls]
    texts = {value for name, args in named if name == "say" for value in _constants(args[:1])}
    nouns = {noun for name, args in named if name == "counted" for noun in _constants(args[1:2])}
    return texts | nouns | {f"{noun}s" for noun in nouns}


def _constants(arguments: list[ast.expr]) -> set[str]:
    """The texts that these arguments may be: a text, or one of two."""
    chosen = [arm for each in arguments if isinstance(each, ast.IfExp) for arm in (each.body, each.orelse)]
    plain = [each.value for each in [*arguments, *chosen] if isinstance(each, ast.Constant)]
    return {each for each in plain if isinstance(each, str)}


@cache
def _written() -> frozenset[str]:
    """Every text of the sources that a page can show: constants, templates and rule files, places made nameless."""
    found: set[str] = set()
    for tree in _trees("widgets", "gallery", "kernel_lib"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(_nameless(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
                found.add("".join(map(str, parts)))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.add(node.target.id)
    for template in _templates():
        found |= {_nameless(text) for text in LABEL.findall(template.read_text())}
    found |= _asked()
    for rules in [*(ROOT / "gallery" / "rules").glob("*.toml"), *(ROOT / "kernel_lib").rglob("*.toml")]:
        found |= set(re.findall(r'"((?:[^"\\]|\\.)*)"', rules.read_text()))
    return frozenset(found | {_nameless(text) for text in literals()})


def _asked() -> set[str]:
    """What the named questions show: the words of their headers, and every name of a column or parameter."""
    found: set[str] = set()
    for path in sorted(each for folder in ("sql", "cubes/asked") for each in (ROOT / "audits" / folder).glob("*.sql")):
        text = path.read_text()
        header = [line.removeprefix("-- ") for line in text.splitlines() if line.startswith("-- ")]
        found |= {line.split(": ", 1)[-1] if line.startswith(("means: ", "not: ")) else line for line in header}
        found |= {line.rsplit(" | ", 1)[-1] for line in header}
        names = {name.replace("_", " ") for name in re.findall(r"[a-z_0-9]+", text)}
        found |= names | {name.capitalize() for name in names}
    return found


def _nameless(text: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", text)


def test_every_message_of_the_pages_has_its_french() -> None:
    """Whatever is said in Python or in a template stands in the table."""
    said = set().union(*map(_said, _trees("widgets", "gallery/disclosure", "gallery/publication")))
    for template in _templates():
        said |= set(LABEL.findall(template.read_text()))

    assert len(said) > 500
    assert sorted(said - table().french.keys()) == []


def test_every_message_of_the_scripts_has_its_french() -> None:
    """Whatever is said in a script stands in the table and is handed over to the page; English needs nothing."""
    scripts = [*(ROOT / "widgets" / "static").glob("*.js"), *(ROOT / "widgets" / "dashboards").rglob("*.js")]
    said = {text for script in scripts for text in LABEL.findall(script.read_text())}

    assert len(said) > 80
    assert sorted(said - script_words("fr").keys()) == []
    assert script_words("en") == {}


def test_the_places_are_the_same_in_both_languages() -> None:
    """No number, name or date is lost in translation, and none is asked for that is not there."""
    differing = {
        english: french
        for english, french in table().french.items()
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(french))
    }

    assert differing == {}


def test_nothing_stands_in_the_table_that_nobody_says() -> None:
    """A message that left the pages and the service leaves the table."""
    unsaid = [text for text in table().french if _nameless(text) not in _written() and not _noun(text)]

    assert unsaid == []


def _noun(text: str) -> bool:
    """Whether this is the plural of a noun, a role or state read from a value, or the form of titles in rule files."""
    values = {text.removesuffix("s"), text.replace(" ", "_")}
    forms = (form for form in table().forms if form.read.fullmatch(text))
    return bool(values & _written()) or any(form.read.fullmatch(each) for form in forms for each in _written())


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("It is closed.", "Elle est close."),
        ("Say in at least 20 characters why this search is necessary.", "au moins 20 caractères"),
        (
            "Eye distance is 24 pixels; below 30, the face may be too small to compare.",
            "trop petit pour être comparé.",
        ),
    ],
)
def test_what_the_service_says_is_recognised_with_its_numbers(english: str, french: str) -> None:
    """Sentences of the service are found whole, as a clause made a sentence, or by their form."""
    assert french in Words("fr").told(english)


def test_what_has_no_french_is_marked_as_english() -> None:
    """Nobody hears an English sentence read with a French voice, and nothing is lost."""
    assert element("p", English("Unheard of & new.")) == '<p><span lang="en-CA">Unheard of &amp; new.</span></p>'


def test_no_sentence_is_half_french() -> None:
    """A message of few words of its own is taken only when the words in its places are known as well."""
    assert Words("fr").told("Choose what the search is for.") == "Choisissez le but de la recherche."
    assert Words("fr").told("Choose some unheard-of thing.") == English("Choose some unheard-of thing.")
    assert Words("fr").told("Request R-0001") == "Demande R-0001"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    """A comma for the decimals, a narrow space for the thousands; ISO dates are the same in both."""
    assert Words("fr").number(1234.5, 1) == "1\u202f234,5"
    assert Words("en").number(1234.5, 1) == "1,234.5"
