"""Type-10 records are read without loss and checked field by field (F-05, G-13, G-14)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.enrolment.typeten.checking import demand_right, faults
from gallery.enrolment.typeten.transaction import Transaction, read, write
from gallery.rules.typeten import TypeTenRules
from kernel_lib.errors import Unacceptable
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.typeten.transactions import FACE, HEADER, MARK, transaction, written

RULES = TypeTenRules.load()


@pytest.mark.proves("G-13")
@pytest.mark.parametrize("record", [FACE, MARK])
def test_a_transaction_comes_back_as_it_was_written(record: dict[int, Any]) -> None:
    """Every field with every entry and value, the picture byte by byte, and the same bytes when written again."""
    made = transaction(record)

    back = read(write(made))

    assert back.picture == made.picture
    assert {**back.record, 1: made.record[1]} == made.record
    assert {number: back.header[number] for number in HEADER} == dict(made.header)
    assert write(back) == write(made)
    assert faults(back, RULES, RULES.profile) == ()


@pytest.mark.proves("F-05")
@pytest.mark.parametrize(
    ("number", "value", "mnemonic", "got"),
    [
        (3, "FINGER", "IMT", "FINGER"),
        (4, "short", "SRC", "short"),
        (5, "20261301", "PHD", "20261301"),
        (6, "101", "HLL", "101"),
        (7, "0", "VLL", "0"),
        (8, "9", "SLC", "9"),
        (9, "many", "THPS", "many"),
        (10, "", "TVPS", "nothing"),
        (11, "GIF", "CGA", "GIF"),
        (12, "CMYK", "CSP", "CMYK"),
        (13, "99", "SAP", "99"),
        (20, "X", "POS", "X"),
        (21, "181", "POA", "181"),
        (25, "5", "SPA", "1 values"),
        (26, "a\x07b", "SXS", "3 characters"),
        (27, "RED", "SEC", "RED"),
        (38, "w" * 127, "COM", "127 characters"),
        (40, "TAT L ARM", "SMT", "something"),
        (77, "x", "unknown", "one"),
        (996, "0" * 64, "HAS", "another one"),
    ],
)
def test_each_field_that_is_not_right_is_told_by_number_mnemonic_and_what_was_expected(
    number: int, value: str, mnemonic: str, got: str
) -> None:
    """One fault for one wrong field, and free text is never quoted."""
    (fault,) = faults(transaction({**FACE, number: ((value,),)}), RULES, RULES.profile)

    assert (fault.number, fault.mnemonic, fault.got) == (number, mnemonic, got)
    assert fault.expected


@pytest.mark.proves("F-05")
@pytest.mark.parametrize("number", [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20])
def test_each_field_that_must_stand_is_missed(number: int) -> None:
    """A face lacks it, and the fault says nothing was there."""
    record = {key: value for key, value in FACE.items() if key != number}

    numbers = {each.number: each.got for each in faults(transaction(record), RULES, RULES.profile)}

    assert numbers[number] == "nothing"


@pytest.mark.proves("G-14")
def test_another_profile_is_another_validator() -> None:
    """The older standard knows neither hash nor acquisition level; a record of its own is right by it alone."""
    older = RULES.profiles["nps_icd"]
    kept = {key: value for key, value in FACE.items() if key not in (13, 25, 26, 27, 38)}
    record = {**kept, 11: (("NONE",),), 12: (("RGB",),)}
    old = transaction(record, version="0300")

    by_old = faults(old, RULES, older)
    by_new = {each.mnemonic for each in faults(old, RULES, RULES.profile)}
    new_by_old = {each.mnemonic for each in faults(transaction(FACE), RULES, older)}

    assert by_old == ()
    assert by_new == {"VER", "SAP"}
    assert {"VER", "CGA", "CSP", "unknown"} == new_by_old


@pytest.mark.proves("F-05", "G-01")
def test_another_agency_is_refused_with_the_field_named() -> None:
    """A transaction of another service is not this one's to take in."""
    with pytest.raises(Unacceptable) as caught:
        demand_right(transaction({**FACE, 4: (("ON99999XX",),)}), RULES, "demo")

    assert caught.value.refusal.fields == {"10.004 SRC": "expected the agency of the service, ON00000DM, got ON99999XX"}


@pytest.mark.proves("F-05")
@pytest.mark.parametrize(
    "data",
    [b"1.001:", b"1.001:0\x1c", b"1.001:9999\x1d", written(FACE)[:-1], written(FACE)[:300], written(FACE) + b"x" * 9],
)
def test_bytes_that_are_no_transaction_are_refused_with_words(data: bytes) -> None:
    """Cut off, too long, or begun and never gone on with."""
    with pytest.raises(Unacceptable) as caught:
        read(data)

    assert caught.value.refusal.rule == "F-05"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 350), st.binary(min_size=1, max_size=6))
def test_whatever_is_spoilt_ends_as_a_reading_or_a_refusal(place: int, spoilt: bytes) -> None:
    """No other error leaves the reader, whichever bytes are changed."""
    data = written(FACE)
    try:
        back = read(data[:place] + spoilt + data[place + len(spoilt) :])
    except Unacceptable:
        return

    assert isinstance(back, Transaction)


def test_the_picture_of_a_record_is_the_picture_that_was_put_in() -> None:
    """Separators inside the picture's bytes end nothing."""
    data = picture() + b"\x1c\x1d\x1e\x1f10.999:"

    assert read(written(FACE, data)).picture == data
