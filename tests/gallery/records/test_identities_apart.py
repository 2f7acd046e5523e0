"""Identities and templates stand under different keys: neither the database nor one key ties them together (M-02)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from gallery.images.store import Images
from gallery.keys import Keys
from gallery.lifecycle.scan import scan
from gallery.records.database import Database
from gallery.records.held import booking_events, pictures, references, subjects
from gallery.records.sealed import IdentityClosed
from gallery.records.sealed_values import sealed_forms
from kernel_lib.errors import PictureDamaged
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CLERK = Role.RECORDS_CLERK.value
NUMBER, BEFORE, FPS, EVENT = "PERSON-5TQ8-0417", "BEFORE-5TQ8-0417", "FPSNO-5TQ8-0417", "EVENT-5TQ8-0417"
OFFICER = "OFFICER-5TQ8-0417"
MARKERS = (NUMBER, BEFORE, FPS, EVENT, OFFICER)


@pytest.fixture
def held(tmp_path: Path) -> House:
    """A service that holds one person under every kind of number, with an application and a doubt. Close it."""
    house = House(tmp_path)
    house.somebody(Role.RECORDS_CLERK)
    booked = {"subject_number": BEFORE, "booking_event": EVENT, "fps_number": FPS, "capturing_officer": OFFICER}
    assert house.enrol(CLERK, record(**booked), picture()).is_success
    other = {**booked, "fps_number": "FPSNO-other", "booking_event": "EVENT-other"}
    assert house.enrol(CLERK, record(**other), picture(shade=91)).is_success
    change = {"subject_number": BEFORE, "new_number": NUMBER}
    assert house.ask("POST", "/subject-numbers", CLERK, json=change).is_success
    application = {
        "kind": "removal",
        "subject_number": NUMBER,
        "received_on": house.clock().date().isoformat(),
        "removal": {"booking_event": EVENT, "disposition": "withdrawn"},
        "asked": f"About {FPS}, please.",
    }
    assert house.ask("POST", "/applications", CLERK, json=application).is_success
    return house


def dumped(house: House) -> str:
    """Return every row of every table as text, read past the application."""
    if not house.database_url:
        with closing(sqlite3.connect(house.settings.gallery_dir / "records.sqlite")) as records:
            return "\n".join(records.iterdump())
    with psycopg.connect(house.database_url) as records:
        names = records.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [records.execute(f'SELECT t::text FROM "{name}" t').fetchall() for (name,) in names]  # noqa: S608  # names of tables
    return "\n".join(text for each in rows for (text,) in each)


@pytest.mark.proves("M-02", "F-32")
def test_neither_a_dump_nor_any_byte_of_the_data_folder_holds_a_number(held: House) -> None:
    """Running and stopped: no number in clear in any file, the log, the index and write-ahead logs included."""
    running = [(each.file.name, each.form) for each in scan([held.settings.data_dir], MARKERS)]
    with held.parts.ledger.reading() as connection:
        forms = {each: tuple(sealed_forms(connection, each)) for each in MARKERS}
    text = dumped(held)
    held.close()

    assert (running, list(scan([held.settings.data_dir], MARKERS))) == ([], [])
    assert "INSERT" in text or "demo" in text
    assert not [each for each in MARKERS if each in text or each.encode().hex() in text]
    assert {about for found in forms.values() for about, _ in found} >= {
        "subjects.number",
        "subjects.fps_number",
        "booking_events.number",
        "booking_events.capturing_officer",
        "former_numbers.number",
        "applications.subject_number",
        "applications.form",
    }
    assert all(any(sealed in text for _, sealed in found) for found in forms.values())


@pytest.mark.proves("M-02")
def test_the_keys_of_templates_open_templates_and_nobodys_number(held: House) -> None:
    """Database and master key: the template opens, the row beside it does not tell whose it is."""
    keys = Keys.open(held.settings.keys_dir)
    lineage, sealed = _one_template(held)
    held.close()
    blind = _opened(held)

    template = Images(held.settings.gallery_dir / "pictures", keys.master).unseal(lineage, sealed, "template")

    assert len(template) > 0
    joined = select(subjects.c.number, subjects.c.fps_number, booking_events.c.number, references.c.number)
    joined = joined.select_from(references).join(pictures).join(booking_events).join(subjects)
    with blind.reading() as connection, pytest.raises(IdentityClosed, match="got none"):
        connection.execute(joined).all()
    blind.close()
    with pytest.raises(IdentityClosed, match=r"identity\.key"):
        _opened(held, keys.master)


@pytest.mark.proves("M-02")
def test_the_key_of_identities_opens_numbers_and_no_template(held: House) -> None:
    """Database and identity key: who is held can be read, and no template or picture opens."""
    keys = Keys.open(held.settings.keys_dir)
    lineage, sealed = _one_template(held)
    held.close()
    told = _opened(held, keys.identity)

    with told.reading() as connection:
        numbers = set(connection.execute(select(subjects.c.number)).scalars())

    told.close()
    assert numbers == {NUMBER}
    assert len({keys.master, keys.identity, keys.signing.private_bytes_raw()}) == 3
    with pytest.raises(PictureDamaged):
        Images(held.settings.gallery_dir / "pictures", keys.identity).unseal(lineage, sealed, "template")


@pytest.mark.proves("M-02")
def test_the_application_joins_them_for_who_may_and_writes_it_down(held: House) -> None:
    """A records clerk of the service is told; an administrator is not; both are entries of the log."""
    before = held.entries()[-1].sequence

    told = held.ask("GET", f"/people/{NUMBER}/standing", CLERK)
    refused = held.ask("GET", f"/people/{NUMBER}/standing", "admin")

    assert [each["booking_event"] for each in told.json()["pictures"]].count(EVENT) == 1
    assert refused.status_code == 403
    assert [result for _, result in held.told(before)] == ["done", "refused"]
    held.close()


@pytest.mark.proves("M-02")
def test_a_service_that_lost_its_identity_key_does_not_start(held: House) -> None:
    """A new key in its place would make two halves of one gallery: the old one must be put back."""
    held.close()
    path = held.settings.keys_dir / "identity.key"
    kept = path.read_bytes()
    path.unlink()

    with pytest.raises(IdentityClosed, match="restore it from the backup of the keys"):
        held.open()

    path.write_bytes(kept)
    held.open()
    assert held.ask("GET", f"/people/{NUMBER}/standing", CLERK).is_success
    held.close()


def _opened(house: House, identity: bytes | None = None) -> Database:
    return Database.open(house.settings.gallery_dir / "records.sqlite", house.database_url, identity)


def _one_template(house: House) -> tuple[str, bytes]:
    wanted = select(pictures.c.lineage_id, references.c.sealed_template).join(pictures)
    with house.parts.ledger.reading() as connection:
        lineage, sealed = connection.execute(wanted.limit(1)).one()
    return str(lineage), bytes(sealed)
