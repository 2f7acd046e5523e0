"""Breaches of privacy: a drill from detection to closing, and an unauthorised search that opens one by itself."""

import io
from collections.abc import Iterator
from importlib import resources

import pytest
from pypdf import PdfReader

from gallery.breach.acts import Breaches
from gallery.rules.breach import build
from gallery.rules.reading import RuleFile, parse, read_toml
from gallery.staff import consent, findings
from gallery.staff.means import Staff, open_store
from kernel_lib.errors import NotFound, SettingsError, Unacceptable, WrongState
from kernel_lib.wire.breach import (
    BreachAssessment,
    BreachClosing,
    BreachContainment,
    BreachNotice,
    BreachOffered,
    BreachView,
    FactorWeighed,
)
from kernel_lib.wire.staff import FindingAnswer
from tests.gallery.casework.bench import Bench, picture
from tests.gallery.casework.conftest import bench, made_bench

__all__ = ["bench", "made_bench"]

WHAT = "A clerk looked up a neighbour without a case."
DONE = "The account was closed the same hour and its copies were taken back."
FACTORS = ("sensitivity", "misuse", "mitigation", "guidance")


@pytest.fixture
def breaches(bench: Bench) -> Breaches:
    """Breaches of the bench's service."""
    return Breaches(bench.casework)


def _opened(bench: Bench, breaches: Breaches, **changed: object) -> BreachView:
    whole = {"kind": "loss", "occurred_on": bench.clock.now.date(), "what": WHAT}
    return breaches.open(bench["compliance"], BreachOffered.model_validate({**whole, **changed}))


def _assessment(*, real_risk: bool) -> BreachAssessment:
    factors = tuple(FactorWeighed(factor=each, speaks_for_harm=real_risk, why="Faces of people.") for each in FACTORS)
    return BreachAssessment(factors=factors, real_risk=real_risk, reason=WHAT)


def _notice(bench: Bench, recipient: str, people: int = 0) -> BreachNotice:
    told_on = bench.clock.now.date()
    return BreachNotice.model_validate(
        {"recipient": recipient, "told_on": told_on, "how": "By registered mail.", "people": people}
    )


@pytest.mark.proves("M-06")
def test_a_drill_goes_from_detection_to_closing(bench: Bench, breaches: Breaches) -> None:
    """Open, contain, assess, tell the commissioner and the people, close; each step dated, and counted in its year."""
    officer, breach = bench["compliance"], _opened(bench, breaches)

    breaches.contain(officer, breach.id, BreachContainment(what=DONE))
    assessed = breaches.assess(officer, breach.id, _assessment(real_risk=True))
    with pytest.raises(WrongState, match="notice to the commissioner, notice to the people"):
        breaches.close(officer, breach.id, BreachClosing(learnt=DONE))
    breaches.notify(officer, breach.id, _notice(bench, "commissioner"))
    breaches.notify(officer, breach.id, _notice(bench, "person", people=1))
    closed = breaches.close(officer, breach.id, BreachClosing(learnt=DONE))

    assert breach.number == "B-2026-001"
    assert assessed.missing == ("notice to the commissioner", "notice to the people")
    assert [each.step for each in closed.steps] == [
        "opened",
        "contained",
        "assessed",
        "notified",
        "notified",
        "closed",
    ]
    assert (closed.state, closed.real_risk, closed.people_told, closed.missing) == ("closed", True, 1, ())
    (year,) = breaches.listed(officer).years
    assert (year.year, year.breaches, year.real_risk, year.unauthorised_searches) == (2026, 1, 1, 0)
    acts = [each.event.act for each in bench.log.entries if each.event.act.startswith("breach_")]
    assert acts[-6:-1] == [
        "breach_assessed",
        "breach_closed",
        "breach_notified",
        "breach_notified",
        "breach_closed",
    ]


@pytest.mark.proves("M-06")
def test_without_a_real_risk_nobody_need_be_told(bench: Bench, breaches: Breaches) -> None:
    """Containment and an assessment are needed all the same."""
    officer, breach = bench["compliance"], _opened(bench, breaches)

    breaches.assess(officer, breach.id, _assessment(real_risk=False))
    with pytest.raises(WrongState, match="containment"):
        breaches.close(officer, breach.id, BreachClosing(learnt=DONE))
    breaches.contain(officer, breach.id, BreachContainment(what=DONE))

    assert breaches.close(officer, breach.id, BreachClosing(learnt=DONE)).state == "closed"
    with pytest.raises(WrongState, match="closed"):
        breaches.contain(officer, breach.id, BreachContainment(what=DONE))


@pytest.mark.proves("M-06")
def test_every_factor_is_answered(bench: Bench, breaches: Breaches) -> None:
    """Those that are not are named; a breach without words, of no kind or of tomorrow is none."""
    officer, breach = bench["compliance"], _opened(bench, breaches)

    with pytest.raises(Unacceptable) as refused:
        breaches.assess(officer, breach.id, BreachAssessment(real_risk=False, reason=WHAT))
    assert tuple(refused.value.refusal.fields) == FACTORS
    with pytest.raises(Unacceptable) as refused:
        _opened(bench, breaches, kind="none", occurred_on="2027-01-01", what="?")
    assert sorted(refused.value.refusal.fields) == ["kind", "occurred_on", "what"]


@pytest.mark.proves("M-06")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["commissioner", "person"])
def test_letters_are_made_from_the_record(bench: Bench, breaches: Breaches, kind: str, language: str) -> None:
    """In both languages, as tagged PDF; only the commissioner reads factors, and the hash is in the log."""
    officer, breach = bench["compliance"], _opened(bench, breaches)
    with pytest.raises(WrongState):
        breaches.letter(officer, breach.id, kind, language)
    breaches.contain(officer, breach.id, BreachContainment(what=DONE))
    breaches.assess(officer, breach.id, _assessment(real_risk=True))

    made = breaches.letter(officer, breach.id, kind, language)

    read = "".join(_pages(made))
    assert "B-2026-001" in read
    assert DONE[:30] in " ".join(read.split())
    assert ("Faces of people" in read) is (kind == "commissioner")
    assert "letter_sha256" in bench.log.entries[-1].event.details


def _pages(made: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(made))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    yield from (page.extract_text() for page in reader.pages)


@pytest.mark.proves("M-07")
@pytest.mark.parametrize(("whose", "kind"), [("approver", "unauthorised_search"), ("examiner1", "self_search")])
def test_a_search_that_was_not_proper_opens_a_breach_in_the_same_act(
    bench: Bench, breaches: Breaches, whose: str, kind: str
) -> None:
    """A member's picture is searched without a case: answering the finding is enough, and nobody can forget it."""
    (bench.folder / "keys").mkdir(mode=0o700)
    staff = Staff(bench.casework, open_store(bench.folder / "gallery", bench.folder / "keys", ()))
    consent.give(staff, bench[whose], picture(), accepted=True)
    bench.opened()
    found = findings.check_now(staff, bench["compliance"])
    raised = next(each for each in found.findings if each.resembles)

    findings.answer(staff, bench["compliance"], raised.id, FindingAnswer(proper=False, reason=WHAT))

    (breach,) = breaches.listed(bench["compliance"]).breaches
    assert (breach.kind, breach.source, breach.state) == (kind, "finding", "opened")
    assert breaches.listed(bench["compliance"]).years[0].unauthorised_searches == 1
    told = [each.event for each in bench.log.entries if each.event.act in ("breach_opened", "staff_finding_answered")]
    assert [each.act for each in told] == ["breach_opened", "staff_finding_answered"]
    assert told[0].object_id == breach.id
    assert WHAT not in str(told)


def test_a_proper_search_opens_nothing_and_other_services_see_nothing(bench: Bench, breaches: Breaches) -> None:
    """A breach is its own service's matter."""
    breach = _opened(bench, breaches)

    assert breaches.listed(bench["stranger"]).breaches == ()
    with pytest.raises(NotFound):
        breaches.contain(bench["stranger"], breach.id, BreachContainment(what=DONE))


@pytest.mark.proves("M-06")
def test_what_is_written_of_a_breach_is_sealed(bench: Bench, breaches: Breaches) -> None:
    """The file of the records holds no word of it in clear."""
    _opened(bench, breaches)

    with bench.ledger.reading() as connection:
        bodies = [row[0] for row in connection.exec_driver_sql("SELECT body FROM breach_steps")]
    assert bodies
    assert all(WHAT not in each and "neighbour" not in each for each in bodies)


def test_a_statute_in_force_has_its_day_and_an_unconfirmed_one_none() -> None:
    """The rules say which duty is confirmed, and cannot say both."""
    file = read_toml("breach")
    states = {each.id: each.state for each in build(file).statutes}

    assert states == {"fippa": "in_force", "mfippa": "unconfirmed"}
    with pytest.raises(SettingsError, match="mfippa"):
        build(_changed())


def _changed() -> RuleFile:
    text = resources.files("gallery.rules").joinpath("breach.toml").read_text()
    return parse("breach", text.replace('state = "unconfirmed"', 'state = "in_force"').encode())
