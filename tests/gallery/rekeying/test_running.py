"""Another identity key: two people, every value sealed anew, and the old key destroyed once it opens nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, select, type_coerce

from audits.verify import verify
from gallery.command.restore import restore
from gallery.keys import Keys, identity_to_come, key_print
from gallery.lifecycle.scan import scan
from gallery.records.database import Database
from gallery.records.resealing import count_opened
from gallery.records.sealed import IdentityClosed
from gallery.records.sealed_values import sealed_columns
from gallery.rekeying import running
from gallery.service.floor import open_floor
from kernel_lib.errors import LogUnavailable, SettingsError
from kernel_lib.vocabulary import Role
from tests.counting import tried
from tests.gallery.backup.dying import calls_of, killed_at, spread
from tests.gallery.backup.kept import back_up
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, House

MOMENTS = 4
BOTH = pytest.mark.records("sqlite", "postgres")
REASON = "A copy of the keys was seen on a workstation."


@pytest.fixture
def held(tmp_path: Path) -> Iterator[House]:
    """A service that holds three people; closed at the end, however often it was started."""
    house = House(tmp_path / "a")
    house.somebody(Role.RECORDS_CLERK)
    house.somebody(Role.COMPLIANCE)
    for each in range(3):
        booked = record(subject_number=f"PERSON-{each}", booking_event=f"EVENT-{each}", fps_number=f"FPS-{each}")
        assert house.enrol(Role.RECORDS_CLERK.value, booked, picture(shade=40 + each)).is_success
    yield house
    house.close()


def _agreed(house: House) -> str:
    """Let two people agree to another key; return the id of the change."""
    made = house.ask("POST", "/key-changes", ADMIN, json={"reason": REASON})
    decision = {"approved": True, "reason": "The copy was found; agreed."}
    path = f"/key-changes/{made.json()['id']}/decision"
    assert house.ask("POST", path, Role.COMPLIANCE.value, json=decision).is_success
    return str(made.json()["id"])


def _values(house: House, *, stored: bool = False) -> dict[str, list[Any]]:
    """Return every value that is sealed, opened, or as it stands in the database."""
    with house.parts.ledger.reading() as connection:
        return {
            str(each): sorted(
                connection.execute(select(type_coerce(each, Text) if stored else each)).scalars(), key=str
            )
            for each in sealed_columns()
        }


def _sealed_texts(house: House) -> tuple[str, ...]:
    return tuple(text for texts in _values(house, stored=True).values() for text in texts if text)


def _opened_by(house: House, key: bytes) -> int:
    with closing(Database.beside(house.parts.floor.database.place)) as database, database.reading() as connection:
        return count_opened(connection, key)


@BOTH
@pytest.mark.proves("M-02", "H-02")
def test_two_people_change_the_key_and_the_old_one_opens_nothing(held: House) -> None:
    """Every value reads as before; no text of the old key is in any file, and neither is the key itself."""
    before, texts, old = _values(held), _sealed_texts(held), Keys.open(held.settings.keys_dir)
    change = _agreed(held)
    since = held.entries()[-1].sequence
    held.close()

    held.open()

    new = Keys.open(held.settings.keys_dir)
    assert (new.identity != old.identity, new.next_identity, new.master) == (True, None, old.master)
    assert _values(held) == before
    assert _opened_by(held, new.identity) == len(texts) > 10
    with pytest.raises(IdentityClosed):
        _opened_by(held, old.identity)
    assert not list(scan([held.settings.data_dir], texts))
    assert not [path.name for path in held.settings.keys_dir.iterdir() if path.read_bytes() == old.identity]
    assert held.ask("GET", "/people/PERSON-1/standing", Role.RECORDS_CLERK.value).is_success
    (done,) = held.ask("GET", "/key-changes", ADMIN).json()["changes"]
    assert (done["id"], done["resealed"]) == (change, len(texts))
    told = {each.event.act: each.event for each in held.entries() if each.sequence > since}
    assert told["key_change_begun"].details["before"] == key_print(old.identity)
    assert told["key_changed"].details["after"] == key_print(new.identity)
    assert told["key_changed"].details["values"] == len(texts)
    destroyed = held.parts.floor.destroyed
    assert (destroyed.keys, destroyed.lineages) == ({f"identity-key-{key_print(old.identity)}"}, frozenset())
    assert verify(held.settings.audit_dir).whole


@pytest.mark.proves("M-02", "M-10")
def test_a_key_to_come_that_seals_nothing_never_takes_the_place_of_the_one_in_use(held: House) -> None:
    """Such a key is left when the log fails after its file is made; also beside a link that a kill left."""
    before, used = _values(held), Keys.open(held.settings.keys_dir)
    held.close()
    to_come = identity_to_come(held.settings.keys_dir)
    os.link(held.settings.keys_dir / "identity.key", held.settings.keys_dir / "identity-old.key")

    held.open()
    first = _values(held)
    held.close()
    held.open()

    now = Keys.open(held.settings.keys_dir)
    assert (first, _values(held)) == (before, before)
    assert (now.identity, now.next_identity) == (used.identity, to_come)
    assert not (held.settings.keys_dir / "identity-old.key").exists()


@pytest.mark.proves("H-02")
def test_one_person_alone_changes_no_key(held: House) -> None:
    """Whoever proposed does not decide; one change waits at a time; what was turned down is never carried out."""
    counted = held.ask("GET", "/key-changes", ADMIN).json()
    assert {each["column"]: each["values"] for each in counted["sealed"]}["subjects.number"] == 3
    short = held.ask("POST", "/key-changes", ADMIN, json={"reason": "no"})
    made = held.ask("POST", "/key-changes", ADMIN, json={"reason": REASON})
    path = f"/key-changes/{made.json()['id']}/decision"
    decision = {"approved": True, "reason": "I agree with myself."}

    own = held.ask("POST", path, ADMIN, json=decision)
    second = held.ask("POST", "/key-changes", ADMIN, json={"reason": REASON})
    refused = held.ask("POST", path, Role.COMPLIANCE.value, json={**decision, "approved": False})
    again = held.ask("POST", path, Role.COMPLIANCE.value, json=decision)
    unknown = held.ask("POST", "/key-changes/none/decision", Role.COMPLIANCE.value, json=decision)

    assert [(each.status_code, each.json().get("rule")) for each in (short, own, second, again, unknown)] == [
        (422, "I-02"),
        (403, "H-02"),
        (409, "M-02"),
        (409, "M-02"),
        (404, "M-02"),
    ]
    assert refused.json()["approved"] is False
    key = Keys.open(held.settings.keys_dir).identity
    held.close()
    held.open()
    assert Keys.open(held.settings.keys_dir).identity == key


@pytest.mark.proves("M-02")
def test_a_kill_at_any_moment_loses_no_value(held: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both keys are there while both are needed; the next start ends with every value under the new one."""
    before = _values(held)
    _agreed(held)
    held.close()
    monkeypatch.setattr(running, "ROWS_AT_ONCE", 1)
    kept = tmp_path / "kept"
    shutil.copytree(held.settings.data_dir, kept)
    copy = _Copies(held, kept)
    changes = lambda: open_floor(held.settings, clock=held.clock, on_resealed=lambda _done, _total: os.sync())  # noqa: E731  # one act, killed many times
    copy.renew()
    total = calls_of(changes)
    both = 0

    for step in spread(total, MOMENTS):
        copy.renew()
        assert killed_at(step, changes)
        tried("kills of a change of the identity key")
        left = {path.name for path in held.settings.keys_dir.glob("identity*.key")}
        assert "identity.key" in left
        both += "identity-next.key" in left

        held.open()

        assert _values(held) == before
        assert _opened_by(held, Keys.open(held.settings.keys_dir).identity) > 10
        assert {path.name for path in held.settings.keys_dir.glob("identity*.key")} == {"identity.key"}
        acts = [each.event.act for each in held.entries() if each.event.result == "done"]
        assert "key_changed" in acts
        held.close()
    assert both > 1
    held.open()


@pytest.mark.records("postgres")
@pytest.mark.proves("M-02")
def test_a_change_killed_again_and_again_still_ends(held: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL: each run is killed a little later than the one before, until one ends."""
    before = _values(held)
    _agreed(held)
    held.close()
    monkeypatch.setattr(running, "ROWS_AT_ONCE", 1)
    changes = lambda: open_floor(held.settings, clock=held.clock, on_resealed=lambda _done, _total: os.sync())  # noqa: E731  # one act, killed many times
    kills = [killed_at(step, changes) for step in (12, 30, 36, 42)]

    held.open()

    assert kills == [True] * 4
    assert _values(held) == before
    assert {path.name for path in held.settings.keys_dir.glob("identity*.key")} == {"identity.key"}


class _Copies:
    """The installation as it was before the change, again for each kill."""

    def __init__(self, house: House, kept: Path) -> None:
        self._house = house
        self._kept = kept

    def renew(self) -> None:
        shutil.rmtree(self._house.settings.data_dir)
        shutil.copytree(self._kept, self._house.settings.data_dir)


def test_the_old_key_stays_while_its_end_cannot_be_written_down(held: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """No list, no destruction: the start fails, both keys stay, and the next start goes on."""
    before = _values(held)
    _agreed(held)
    held.close()
    with monkeypatch.context() as breaking:
        breaking.setattr("audits.destroyed.Register.add", _unwritable)
        with pytest.raises(LogUnavailable):
            held.open()
    left = {path.name for path in held.settings.keys_dir.glob("identity*.key")}

    held.open()

    assert left == {"identity.key", "identity-next.key"}
    assert _values(held) == before


def test_a_full_disk_is_told_and_the_next_start_goes_on(held: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without room to write the records anew the service does not start; nothing is lost."""
    before, texts = _values(held), _sealed_texts(held)
    _agreed(held)
    held.close()
    with monkeypatch.context() as breaking:
        breaking.setattr(Database, "rewrite", _full)
        with pytest.raises(SettingsError, match="expected room"):
            held.open()

    held.open()

    assert _values(held) == before
    assert not list(scan([held.settings.data_dir], texts))


@pytest.mark.proves("M-02", "M-10")
def test_a_backup_from_before_comes_back_only_with_its_key_and_under_another(held: House, tmp_path: Path) -> None:
    """The key of now opens no older backup; with the kept one it is put back, and sealed anew before it answers."""
    before = _values(held)
    asked = back_up(held, tmp_path / "old.backup")
    asked.into.parent.mkdir(exist_ok=True)
    old = Keys.open(asked.keys or tmp_path).identity
    _agreed(held)
    held.close()
    held.open()
    held.clock.forward(days=30)

    restore(asked, held.settings.cache_dir, held.clock)

    back = House(asked.into.parent, fresh=False, clock=held.clock, passwords=held.passwords)
    with closing(back):
        assert Keys.open(back.settings.keys_dir).identity not in (old, Keys.open(held.settings.keys_dir).identity)
        assert _values(back) == before
        acts = [each.event.act for each in back.entries()]
        assert acts.index("key_changed") < acts.index("backup_restored")
        begun = next(each.event for each in back.entries() if each.event.act == "key_change_begun")
        assert begun.details["came_back"] is True


def _unwritable(*_: object) -> None:
    raise LogUnavailable("the list of what was destroyed cannot be written")


def _full(database: Database) -> None:
    raise OSError("no room")
