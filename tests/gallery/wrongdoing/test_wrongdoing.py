"""Reports of wrongdoing: compliance alone reads them, and nothing says who wrote one."""

from pathlib import Path

import pytest

from gallery.wrongdoing.acts import open_key
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House

SEEN = "My sergeant had somebody searched at a football match, without any case."
ANSWER = "We looked into it and opened a breach; thank you."


def _file(house: House, username: str, words: str = SEEN) -> str:
    answer = house.ask("POST", "/wrongdoing/reports", username, json={"words": words})
    assert answer.is_success, answer.text
    return str(answer.json()["code"])


@pytest.mark.proves("H-10")
def test_only_compliance_reads_a_report(house: House) -> None:
    """No administrator, nobody in command, no auditor; compliance reads the words."""
    investigator = house.somebody(Role.INVESTIGATOR)
    _file(house, investigator)

    for role in Role:
        if role is Role.COMPLIANCE:
            continue
        reader = ADMIN if role is Role.ADMINISTRATOR else house.somebody(role)
        assert house.ask("GET", "/wrongdoing/reports", reader).status_code == 403, role
    box = house.ask("GET", "/wrongdoing/reports", house.somebody(Role.COMPLIANCE)).json()

    assert [each["words"] for each in box["reports"]] == [SEEN]


@pytest.mark.proves("H-10")
def test_nothing_says_who_wrote_it(house: House) -> None:
    """The entries of filing and of looking hold no account and no workstation; the reply and the row neither."""
    investigator = house.somebody(Role.INVESTIGATOR)
    account = house.ask("GET", "/me", investigator).json()["id"]
    since = len(house.entries())

    house.ask("GET", "/wrongdoing/guide", investigator)
    code = _file(house, investigator)
    house.ask("POST", "/wrongdoing/standing", investigator, json={"code": code})
    house.ask("POST", "/wrongdoing/standing", investigator, json={"code": "wrong"})
    house.ask("POST", "/wrongdoing/reports", investigator, json={"words": "Short."})

    told = [each.event for each in house.entries()[since:]]
    assert [each.act for each in told] == [
        "wrongdoing_answer_read",
        "wrongdoing_reported",
        "wrongdoing_answer_read",
        "wrongdoing_answer_read",
        "wrongdoing_reported",
    ]
    assert {(each.actor_id, each.workstation, each.service, each.role) for each in told} == {(None,) * 4}
    with house.parts.ledger.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM wrongdoing_reports").mappings().one()
    assert account not in str(dict(row))
    assert set(row) == {"id", "code_sha256", "sealed", "filed_on", "state", "sealed_answer", "answered_on"}


@pytest.mark.proves("H-10")
def test_the_answer_is_found_by_the_code_alone(house: House) -> None:
    """By whoever holds it, from any account; a wrong code finds nothing; an answer is given once."""
    compliance, investigator = house.somebody(Role.COMPLIANCE), house.somebody(Role.INVESTIGATOR)
    code = _file(house, investigator)
    (report,) = house.ask("GET", "/wrongdoing/reports", compliance).json()["reports"]

    path = f"/wrongdoing/reports/{report['id']}/answer"
    waiting = house.ask("POST", "/wrongdoing/standing", investigator, json={"code": code}).json()
    answered = house.ask("POST", path, compliance, json={"words": ANSWER})
    again = house.ask("POST", path, compliance, json={"words": ANSWER})
    found = house.ask("POST", "/wrongdoing/standing", investigator, json={"code": f" {code.upper()} "}).json()

    assert (waiting["state"], waiting["answer"]) == ("waiting", "")
    assert (answered.status_code, again.status_code) == (200, 409)
    assert (found["state"], found["answer"]) == ("answered", ANSWER)
    assert house.ask("POST", "/wrongdoing/standing", investigator, json={"code": "0" * 30}).status_code == 404


@pytest.mark.proves("H-10")
def test_neither_records_nor_log_hold_a_word_of_it(house: House) -> None:
    """Both lie sealed under a key that a backup of the records does not hold."""
    compliance, investigator = house.somebody(Role.COMPLIANCE), house.somebody(Role.INVESTIGATOR)
    _file(house, investigator)
    (report,) = house.ask("GET", "/wrongdoing/reports", compliance).json()["reports"]
    house.ask("POST", f"/wrongdoing/reports/{report['id']}/answer", compliance, json={"words": ANSWER})

    with house.parts.ledger.reading() as connection:
        row = connection.exec_driver_sql("SELECT sealed, sealed_answer FROM wrongdoing_reports").one()
    assert b"sergeant" not in bytes(row[0])
    assert b"breach" not in bytes(row[1])
    assert "sergeant" not in str([each.event for each in house.entries()])
    key = house.settings.keys_dir / "wrongdoing.key"
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in {(house.settings.keys_dir / "master.key").read_bytes()}


@pytest.mark.parametrize("words", ["Short.", "x" * 8001])
def test_a_report_has_a_length(house: House, words: str) -> None:
    """Too short or too long a one is not kept."""
    answer = house.ask("POST", "/wrongdoing/reports", house.somebody(Role.ANALYST), json={"words": words})

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["words"])


def test_a_missing_key_is_told_and_never_made_anew(tmp_path: Path) -> None:
    """While reports are held; before the first report it is made."""
    with pytest.raises(SettingsError, match=r"wrongdoing\.key"):
        open_key(tmp_path, held=True)

    made = open_key(tmp_path, held=False)

    assert open_key(tmp_path, held=True) == made
