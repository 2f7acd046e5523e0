"""Sealed columns: what they keep, what they refuse to answer, and how older records come under the key."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from importlib import resources
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, insert, select

from gallery.lifecycle.scan import scan
from gallery.records import gallery
from gallery.records.applications import application_by_id
from gallery.records.case_tables import probes
from gallery.records.database import Database
from gallery.records.held import subjects
from gallery.records.ids import new_id
from gallery.records.numbers import numbers_before
from gallery.records.schema import metadata
from gallery.records.sealed import Cipher, IdentityClosed, Sealed, SealedJson
from gallery.records.sealed_values import sealed_columns
from kernel_lib.errors import SettingsError
from tests.gallery.fakes import NOON

KEY, OTHER = b"i" * 32, b"o" * 32
NUMBERS = ("PERSON-7TQ2-00417", "FPS-7TQ2-00417", "EVENT-7TQ2-00417", "FORMER-7TQ2-00417")
OFFICER, FILE = "OFFICER-7TQ2-00417", "PERSON-NAMED-7TQ2.jpg"


def test_a_value_asked_for_is_always_the_same_text_and_another_never() -> None:
    """Equality works where it is needed and shows nowhere else; neither text tells the value or who has none."""
    cipher = Cipher(KEY)

    asked = {cipher.seal("S-1", "subjects.number", asked=True) for _ in range(3)}
    anew = {cipher.seal("S-1", "subjects.fps_number", asked=False) for _ in range(3)}

    assert (len(asked), len(anew)) == (1, 3)
    assert {cipher.unseal(each, "subjects.fps_number") for each in anew} == {"S-1"}
    assert not any("S-1" in each for each in asked | anew)
    assert len(cipher.seal("", "x", asked=False)) == len(cipher.seal("FPS-0000000", "x", asked=False))


@pytest.mark.parametrize("change", ["key", "column", "bytes", "clear"])
def test_a_value_opens_only_with_its_key_in_its_column_unchanged(change: str) -> None:
    """Another key, another column, a changed text and one that was never sealed are all refused."""
    sealed = Cipher(KEY).seal("S-1", "subjects.number", asked=True)
    cipher, text, about = {
        "key": (Cipher(OTHER), sealed, "subjects.number"),
        "column": (Cipher(KEY), sealed, "former_numbers.number"),
        "bytes": (Cipher(KEY), sealed[:10] + ("A" if sealed[10] != "A" else "B") + sealed[11:], "subjects.number"),
        "clear": (Cipher(KEY), "S-1", "subjects.number"),
    }[change]

    with pytest.raises(IdentityClosed, match="identity key"):
        cipher.unseal(text, about)


def test_every_sealed_column_is_known_to_the_scan() -> None:
    """A table that gets a sealed column later must be named where markers are looked for."""
    sealed = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed | SealedJson)
    }

    assert {str(each) for each in sealed_columns()} == sealed
    assert {str(each.type.about) for each in sealed_columns() if isinstance(each.type, Sealed)} <= sealed


def test_a_comparison_that_could_only_be_wrong_is_refused() -> None:
    """No order, no LIKE, and no equality where each text differs."""
    with pytest.raises(TypeError, match="comparison"):
        subjects.c.number.startswith("S")
    with pytest.raises(TypeError, match="comparison"):
        _ = subjects.c.fps_number == "1"


@pytest.mark.proves("M-02")
def test_records_without_their_identity_key_are_closed(tmp_path: Path) -> None:
    """Without the key nothing can be written or read; with another key the records do not open."""
    path = tmp_path / "records.sqlite"
    database = Database.open(path, identity=KEY)
    with database.transaction() as connection:
        gallery.add_subject(connection, gallery.Subject(new_id(), "demo", "S-1", "", None, NOON))
    database.close()

    blind = Database.beside(path)
    with blind.reading() as connection, pytest.raises(IdentityClosed, match="got none"):
        connection.execute(select(subjects)).all()
    with blind.transaction() as connection, pytest.raises(IdentityClosed, match="got none"):
        gallery.add_subject(connection, gallery.Subject(new_id(), "demo", "S-2", "", None, NOON))
    blind.close()
    with pytest.raises(SettingsError, match=r"identity\.key"):
        Database.open(path, identity=OTHER)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A records file of the release before, in which numbers stand in clear."""
    path = tmp_path / "gallery" / "records.sqlite"
    path.parent.mkdir()
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(resources.files("gallery.migrations")))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0024")
        connection.commit()
    engine.dispose()
    with closing(sqlite3.connect(path)) as records:
        records.execute("PRAGMA journal_mode = wal")
        _fill(records, NUMBERS)
        records.commit()
    return path


def _fill(records: sqlite3.Connection, numbers: Sequence[str]) -> None:
    number, fps, event, former = numbers
    made = "2026-11-24 12:00:00.000000"
    records.execute("INSERT INTO subjects VALUES ('s', 'demo', ?, ?, 1990, ?, NULL)", (number, fps, made))
    records.execute(
        "INSERT INTO booking_events (id, subject_id, number, ica_authority, capturing_officer, demonstration, made_at) "
        "VALUES ('e', 's', ?, '2(1)(a)', ?, 0, ?)",
        (event, OFFICER, made),
    )
    records.execute(
        "INSERT INTO probes (id, request_id, lineage_id, filename, sha256, bytes, format, width, height, notes, "
        "received_by, received_at, chosen_why) VALUES ('p', 'r', 'l', ?, 'h', 1, 'PNG', 1, 1, '[]', 'a', ?, '')",
        (FILE, made),
    )
    records.execute("INSERT INTO former_numbers VALUES ('f', 's', 'demo', ?, ?)", (former, made))
    asked = ("a", "AP-2026-0001", "demo", "removal", number, "en", "person", "2026-11-24", f'{{"asked": "{event}"}}')
    rest = (0, "clerk", made, "", "", "", "", "null")
    names = "id, number, service, kind, subject_number, language, applicant, received_on, form, fee_cents, "
    names += "recorded_by, recorded_at, identity_check, outcome, ground, reasons, report"
    places = ", ".join("?" * (len(asked) + len(rest)))
    records.execute(f"INSERT INTO applications ({names}) VALUES ({places})", (*asked, *rest))  # noqa: S608  # from above


def _left(path: Path) -> set[str]:
    return {place.file.name for place in scan([path.parent], (*NUMBERS, OFFICER, FILE))}


@pytest.mark.proves("M-02")
def test_older_records_are_sealed_at_the_start_and_no_page_keeps_the_clear_text(older: Path) -> None:
    """Every number reads as before through the application; the file, its pages and its log hold none in clear."""
    assert _left(older)
    with pytest.raises(SettingsError, match="expected the identity key, got none"):
        Database.open(older)
    database = Database.open(older, identity=KEY)

    with database.reading() as connection:
        subject = gallery.subject_numbered(connection, "demo", NUMBERS[0])
        assert subject is not None
        assert subject == gallery.subject_numbered(connection, "demo", NUMBERS[3])
        assert (subject.number, subject.fps_number) == NUMBERS[:2]
        assert [(each.number, each.capturing_officer) for each in gallery.events_of(connection, "s")] == [
            (NUMBERS[2], OFFICER)
        ]
        assert subject.birth_year == 1990
        assert connection.execute(select(probes.c.filename)).scalars().all() == [FILE]
        assert numbers_before(connection, "s") == (NUMBERS[3],)
        application = application_by_id(connection, "a")
    assert application is not None
    assert (application.subject_number, application.form) == (NUMBERS[0], {"asked": NUMBERS[2]})
    assert application.report is None
    assert not _left(older)
    database.close()
    assert not _left(older)


def test_a_sealing_that_breaks_off_is_all_or_nothing_and_is_finished_at_the_next_start(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle: all in clear as before. Killed before the pages are written anew: done by the next."""
    with monkeypatch.context() as breaking:
        breaking.setattr(Cipher, "seal", _breaking(Cipher.seal, after=3))
        with pytest.raises(SettingsError):
            Database.open(older, identity=KEY)
    with closing(sqlite3.connect(older)) as records:
        assert records.execute("SELECT number, fps_number FROM subjects").fetchall() == [NUMBERS[:2]]
    with monkeypatch.context() as breaking:
        breaking.setattr(Database, "rewrite", _full)
        with pytest.raises(SettingsError, match="records"):
            Database.open(older, identity=KEY)

    Database.open(older, identity=KEY).close()

    assert not _left(older)
    with closing(sqlite3.connect(older)) as records:
        assert records.execute("SELECT pages_in_clear FROM identity_keys").fetchall() == [(0,)]


def test_one_number_of_a_service_is_given_once(tmp_path: Path) -> None:
    """The database itself still refuses a second person of a number, though it cannot read the number."""
    database = Database.open(tmp_path / "records.sqlite", identity=KEY)
    person = {"service": "demo", "number": "S-1", "fps_number": "", "birth_year": None, "made_at": NOON}
    with database.transaction() as connection:
        connection.execute(insert(subjects).values(id="one", **person))

    with pytest.raises(Exception, match="UNIQUE") as refused, database.transaction() as connection:
        connection.execute(insert(subjects).values(id="two", **person))

    assert "S-1" not in str(refused.value)
    database.close()


def _full(database: Database) -> None:
    raise OSError("no room")


def _breaking(seal, *, after: int):  # type: ignore[no-untyped-def]  # stands in for a method
    calls = iter(range(after))

    def broken(*given: object, **named: object) -> str:
        if next(calls, None) is None:
            raise OSError("killed")
        told: str = seal(*given, **named)
        return told

    return broken
