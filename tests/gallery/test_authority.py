"""Who may do what, and with which training."""

from dataclasses import replace
from datetime import date

import pytest

from gallery.authority import Authority, certificate_state, certificates_in_words
from gallery.records.who import Certificate
from gallery.rules.who import WhoRules
from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import CertificateScope, Role
from tests.gallery.fakes import NOON, person

AUTHORITY = Authority.of(WhoRules.load())
TODAY = NOON.date()


def test_an_administrator_cannot_search_and_an_auditor_cannot_write() -> None:
    """Neither holds any permission of casework, enrolment or accounts that is not theirs (H-02)."""
    writing = {"request_drafted", "request_decided", "examination_first", "examination_verify", "picture_enrolled"}

    assert not AUTHORITY.permissions[Role.ADMINISTRATOR] & {*writing, "picture_viewed", "examination_viewed"}
    assert not AUTHORITY.permissions[Role.AUDITOR] & {*writing, "account_changed", "certificate_changed"}


def test_whoever_examines_blind_cannot_ask_the_log() -> None:
    """The log's questions and its snapshot hold the values of examinations that are not ended (D-09)."""
    asking = {"question_asked", "analytics_exported", "log_read"}
    askers = [role for role in Role if AUTHORITY.permissions[role] & asking]

    assert Role.ANALYST in askers
    assert [role for role in askers if not AUTHORITY.incompatible((role, Role.EXAMINER))] == []


def test_a_missing_permission_is_refused_with_its_rule() -> None:
    """The refusal names the rule, not the person."""
    with pytest.raises(NotAllowed) as caught:
        AUTHORITY.demand(person(Role.ANALYST), "request_drafted")

    assert caught.value.refusal.rule == "H-01"


def test_one_of_several_roles_is_enough() -> None:
    """A person may do what any of the roles allows."""
    AUTHORITY.demand(person(Role.ANALYST, Role.INVESTIGATOR), "request_drafted")


@pytest.mark.parametrize(
    ("passed", "expires", "mentor", "holds"),
    [
        (date(2026, 1, 1), TODAY, "A mentor", True),
        (TODAY, date(2027, 1, 1), "A mentor", True),
        (date(2026, 1, 1), date(2026, 11, 23), "A mentor", False),
        (date(2026, 11, 25), date(2027, 1, 1), "A mentor", False),
        (date(2026, 1, 1), date(2027, 1, 1), " ", False),
    ],
)
def test_a_certificate_counts_when_complete_and_in_its_time(
    passed: date, expires: date, mentor: str, holds: bool
) -> None:
    """First and last day count; a missing mentor makes it invalid (H-03)."""
    certificate = _certificate(passed, expires, mentor)

    assert AUTHORITY.in_force(certificate, TODAY) is holds


@pytest.mark.proves("H-03")
@pytest.mark.parametrize("field", ["provider", "course", "correct", "questions", "mentor"])
def test_a_certificate_that_lacks_one_element_is_none(field: str) -> None:
    """Provider, course, a test that was passed, and a mentor: one of them missing is enough (H-03)."""
    whole = _certificate(date(2026, 1, 1), date(2027, 1, 1))
    empty = 0 if field in ("correct", "questions") else ""

    assert AUTHORITY.in_force(whole, TODAY)
    assert not AUTHORITY.in_force(replace(whole, **{field: empty}), TODAY)


@pytest.mark.proves("H-04")
def test_a_certificate_counts_while_proficiency_is_proven() -> None:
    """A year from the test of the certificate or the last proof; not a day longer, and not while suspended (H-04)."""
    whole = _certificate(date(2026, 11, 2), date(2030, 1, 1))

    assert AUTHORITY.in_force(whole, date(2027, 11, 2))
    assert not AUTHORITY.in_force(whole, date(2027, 11, 3))
    assert AUTHORITY.in_force(replace(whole, proven_on=date(2027, 5, 1)), date(2028, 4, 30))
    assert not AUTHORITY.in_force(replace(whole, suspended=True), TODAY)
    limits = replace(whole, scope=CertificateScope.LIMITS, suspended=True)
    assert AUTHORITY.in_force(limits, date(2029, 1, 1))


def test_the_state_of_training_is_said_in_the_words_of_the_log() -> None:
    """Each scope of which there is a certificate, with its day (H-08)."""
    trained = person(Role.EXAMINER)
    trained = type(trained)(**{**vars(trained), "certificates": (_certificate(date(2025, 1, 1), date(2026, 1, 1)),)})

    assert certificate_state(trained, CertificateScope.EXAMINATION, TODAY) == "expired 2026-01-01"
    assert certificates_in_words(trained, TODAY) == "examination expired 2026-01-01"
    assert certificates_in_words(person(), TODAY) == "none"


def _certificate(passed: date, expires: date, mentor: str = "A mentor") -> Certificate:
    scope = CertificateScope.EXAMINATION
    return Certificate(
        "c", "account-1", scope, "Police college", passed, expires, mentor, "compliance", NOON, "Course", 9, 10
    )
