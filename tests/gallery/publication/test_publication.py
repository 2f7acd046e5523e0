"""The public statement about the system: what it says, what keeps it back, and the files that go out."""

import json
import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from gallery.publication.daily import publish_checkpoint
from gallery.publication.files import files_of
from gallery.publication.notice import notice
from gallery.publication.statement import statement
from kernel_lib.vocabulary import Role
from kernel_lib.words.language import Words
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, House

PAGES = ("index.html", "index.fr.html")
NOTICES = {"en": "notice.html", "fr": "notice.fr.html"}


@pytest.fixture
def outside(house: House, tmp_path: Path) -> Path:
    """The folder to which the service publishes from now on."""
    house.close()
    house.settings = replace(house.settings, publish_dir=tmp_path / "outside")
    house.open()
    return tmp_path / "outside" / "public"


@pytest.mark.proves("E-18", "H-06")
def test_the_page_is_made_from_what_is_configured_and_running(house: House, outside: Path) -> None:
    """System, models, gallery, services, purposes, offences, limits, official and contact stand on it (E-18)."""
    house.enrol(house.somebody(Role.RECORDS_CLERK), record(), picture())
    rules = house.parts.rules

    house.ask("POST", "/publication", house.somebody(Role.COMPLIANCE))

    told = (outside / "index.html").read_text()
    open_offences = [each.title for each in rules.casework.offences.values() if each.open]
    shut = [each.title for each in rules.casework.offences.values() if not each.open]
    for expected in (
        *open_offences,
        *(each.title for each in rules.casework.purposes.values()),
        *(each.name for each in rules.who.services.values()),
        *(each.sha256 for each in house.parts.faces.models),
        *(each["en"] for each in rules.publication.never),
        rules.publication.official_name,
        rules.publication.contact,
        rules.publication.notice["en"],
        "fewer than 100 pictures",
        house.parts.rules.publication.file.sha256,
    ):
        assert expected in told, expected
    assert len(open_offences) > 10
    assert not [title for title in shut if f"<li>{title} (" in told]


@pytest.mark.proves("E-18")
def test_a_changed_rule_changes_the_page(house: House) -> None:
    """Nothing of the statement is written by hand: with another rule there is another sentence."""
    known = house.parts.publishing._known()
    narrower = replace(
        known.rules, casework=replace(known.rules.casework, offences={}), publication=known.rules.publication
    )

    before, after = statement(known, Words("en")), statement(replace(known, rules=narrower), Words("en"))

    assert _section(before, "offences").items
    assert _section(after, "offences").items == ()


@pytest.mark.proves("E-18")
def test_the_number_of_pictures_is_told_as_a_class(house: House) -> None:
    """No count from which somebody could be worked out, at any size."""
    known = house.parts.publishing._known()

    lines = [
        _section(statement(replace(known, searchable=count), Words("en")), "databases").items[0].split(": ")[1]
        for count in (0, 99, 100, 101, 999, 1_000_000, 5_000_000)
    ]

    assert lines == [
        "fewer than 100 pictures",
        "fewer than 100 pictures",
        "from 100 to 1,000 pictures",
        "from 100 to 1,000 pictures",
        "from 100 to 1,000 pictures",
        "1,000,000 pictures or more",
        "1,000,000 pictures or more",
    ]


@pytest.mark.proves("H-06", "E-18")
@pytest.mark.parametrize("empty", ["official_name", "official_office", "contact"])
def test_without_a_named_official_nothing_goes_out(house: House, outside: Path, empty: str) -> None:
    """The refusal names the rule, the preview says what is missing, and no file is written (H-06)."""
    rules = replace(house.parts.rules, publication=replace(house.parts.rules.publication, **{empty: ""}))
    publishing = replace(house.parts.publishing, rules=rules)
    object.__setattr__(house.parts, "publishing", publishing)
    compliance = house.somebody(Role.COMPLIANCE)

    preview = house.ask("GET", "/publication", compliance).json()
    answer = house.ask("POST", "/publication", compliance)

    assert len(preview["missing"]) == 1
    assert (answer.status_code, answer.json()["rule"]) == (409, "H-06")
    assert house.entries()[-1].event.result == "refused"
    assert not outside.exists()


def test_without_a_folder_nothing_goes_out(house: House) -> None:
    """The refusal says which setting is missing."""
    answer = house.ask("POST", "/publication", house.somebody(Role.COMPLIANCE))

    assert (answer.status_code, answer.json()["rule"]) == (409, "E-18")
    assert "LEADBOOK_PUBLISH_DIR" in answer.json()["next_step"]


def test_what_is_simulated_is_never_put_out(house: House, outside: Path) -> None:
    """Neither the statement nor the state of its log: the public would be told of people who never were."""
    publishing = replace(house.parts.publishing, simulated=True)
    object.__setattr__(house.parts, "publishing", publishing)

    answer = house.ask("POST", "/publication", house.somebody(Role.COMPLIANCE))

    assert (answer.status_code, answer.json()["rule"]) == (409, "E-18")
    assert "simulated" in answer.json()["reason"]
    assert publish_checkpoint(publishing) is None
    assert not outside.exists()


@pytest.mark.proves("E-18")
def test_each_file_is_in_the_log_by_its_hash(house: House, outside: Path) -> None:
    """What is on the disk is what the entry says, and the answer too; the same state gives the same bytes."""
    compliance = house.somebody(Role.COMPLIANCE)

    answer = house.ask("POST", "/publication", compliance).json()

    event = house.entries()[-1].event
    assert event.act == "statement_published"
    assert {each["name"] for each in answer["files"]} == {*PAGES, *NOTICES.values(), "statement.json"}
    for each in answer["files"]:
        held = (outside / each["name"]).read_bytes()
        assert len(held) == each["bytes"]
        assert event.details[each["name"].replace(".", "_")] == each["sha256"]
    known = house.parts.publishing._known()
    twice = [files_of([statement(known, Words("en")), statement(known, Words("fr"))]) for _ in range(2)]
    assert twice[0] == twice[1]


@pytest.mark.proves("E-18")
def test_no_member_of_staff_is_named(house: House, outside: Path) -> None:
    """No account, no name of a person but the official's."""
    body = {"username": "zxq-officer", "display_name": "Zxq Person", "service": "demo", "roles": ["investigator"]}
    house.ask("POST", "/accounts", ADMIN, json=body)

    house.ask("POST", "/publication", house.somebody(Role.COMPLIANCE))

    for path in outside.iterdir():
        assert "zxq" not in path.read_text().lower()


@pytest.mark.proves("E-18")
def test_both_languages_say_the_same_parts_and_no_word_is_left_in_english(house: House) -> None:
    """The French page has the sections and items of the English one, and each differs in its words."""
    publishing = house.parts.publishing
    english, french = publishing._statements()

    assert [each.key for each in english.sections] == [each.key for each in french.sections]
    for ours, theirs in zip(english.sections, french.sections, strict=True):
        assert len(ours.items) == len(theirs.items)
        if ours.key in ("offences", "purposes", "refused", "sources", "sources_refused", "never", "kept"):
            assert not set(ours.items) & set(theirs.items), ours.key


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_script_and_nobody_elses_machine(house: House, name: str) -> None:
    """One language in its head, one main part, headings in order, no script, no address outside, print rules."""
    publishing = house.parts.publishing
    text = files_of(publishing._statements())[name].decode()
    tags = _Tags()

    tags.feed(text)

    assert ("html", "en-CA" if name == "index.html" else "fr-CA") in tags.languages
    assert [tag for tag in tags.found if tag in ("h1", "main")] == ["main", "h1"]
    assert not {"script", "link", "img", "iframe"} & set(tags.found)
    assert not re.search(r"https?://", text)
    assert "@media print" in text


def test_the_file_for_machines_names_its_form(house: House) -> None:
    """Its schema is named, and each section stands under its key in both languages."""
    held = json.loads(files_of(house.parts.publishing._statements())["statement.json"])

    assert held["schema"] == "leadbook/public-statement/1"
    assert sorted(held["statements"]) == ["en", "fr"]
    keys = [each["key"] for each in held["statements"]["fr"]["sections"]]
    assert {"official", "system", "databases", "never", "ask", "notice", "checkpoint"} <= set(keys)


@pytest.mark.proves("F-68")
def test_the_notice_of_collection_follows_the_configuration(house: House, outside: Path) -> None:
    """Authority, open purposes, contact and clocks stand on a page of its own in each language; a change shows."""
    house.ask("POST", "/publication", house.somebody(Role.COMPLIANCE))
    rules = house.parts.rules
    changed = replace(rules, publication=replace(rules.publication, contact="elsewhere@demonstration.invalid"))

    pages = {language: (outside / name).read_text() for language, name in NOTICES.items()}
    again = notice(changed, Words("en"))

    told = rules.publication
    for language, shown in pages.items():
        assert all(each in shown for each in (told.contact, told.official_name, rules.who.home.name))
        assert escape(told.authority["fr" if language == "fr" else "en"]) in shown
        assert f'<html lang="{language}-CA">' in shown
    assert all(each.title in pages["en"] for each in rules.casework.purposes.values() if each.open)
    assert not [each.title for each in rules.casework.purposes.values() if not each.open and each.title in pages["en"]]
    assert "elsewhere@demonstration.invalid" in again.items[-1]


def _section(told: Any, key: str) -> Any:
    return next(each for each in told.sections if each.key == key)


class _Tags(HTMLParser):
    """The tags of a page in order, and the languages that it declares."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.languages: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.found.append(tag)
        self.languages += [(tag, value) for name, value in attrs if name == "lang"]
