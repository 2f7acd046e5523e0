"""The page of administration: what administrators and compliance look after, and what each act sends."""

from datetime import date
from typing import Any

import pytest

from kernel_lib.vocabulary import AccountState, Role
from kernel_lib.wire.administration import AdministrationView, KeyView, SessionView
from kernel_lib.wire.breach import BreachesView, BreachStepView, BreachView, StatuteView, Wording, YearCount
from kernel_lib.wire.proficiency import ProficiencyPerson, ProficiencyView, RereviewView
from kernel_lib.wire.who import AccountsReview, AccountUse, RoleChanges, RoleChangeView
from kernel_lib.wire.wrongdoing import WrongdoingBox, WrongdoingView
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.press import everything, press, tell, words_in
from widgets.pages.administration import AdministrationPage

DAY = date(2026, 11, 24)
TYPED = "Stands at the counter as told."
USE = AccountUse(
    username="examiner1",
    display_name="E. One",
    roles=(Role.EXAMINER,),
    state=AccountState.ACTIVE,
    made_at=NOW,
    last_used_at=NOW,
    reviewed_at=None,
    review_due=DAY,
    review_overdue=True,
    second_factor=False,
)
CHANGE = RoleChangeView(
    id="c1",
    person="E. One",
    before=(Role.EXAMINER,),
    after=(Role.RECORDS_CLERK,),
    reason=TYPED,
    proposed_by="A. Min",
    proposed_at=NOW,
)
STATE = AdministrationView(
    sessions=(
        SessionView(
            id="s1",
            username="examiner1",
            display_name="E. One",
            workstation="desk 1",
            started_at=NOW,
            last_seen_at=NOW,
            own=False,
        ),
    ),
    keys=(KeyView(name="master.key", private=True, made_at=NOW),),
    backup_made_at=None,
    backup_verified_at=None,
    looked_back=2000,
    jobs=(),
    evaluated_at=NOW,
    model="sface",
    role_changes=(CHANGE,),
    accounts_by_state={"active": 4},
)
PERSON = ProficiencyPerson(
    username="examiner1",
    display_name="E. One",
    proven_on=None,
    due=DAY,
    overdue=False,
    tasks=3,
    tasks_needed=10,
    suspended_since=NOW,
    suspended_because="failed_test",
    last_verdict="failed_test",
)
CASE = RereviewView(
    id="r1",
    examiner="E. One",
    examination_number="E-1",
    request_number="R-1",
    occurrence_number="2026-1",
    because="failed_test",
    since=NOW,
)
PROOFS = ProficiencyView(people=(PERSON,), rereviews=(CASE,), open_rereviews=1, reason_min_length=20)
BREACH = BreachView(
    id="b1",
    number="B-2026-001",
    kind="loss",
    state="assessed",
    source="finding",
    occurred_on=DAY,
    opened_at=NOW,
    opened_by="C. One",
    real_risk=True,
    missing=("containment",),
    steps=(BreachStepView(step="opened", taken_at=NOW, taken_by="C. One", facts=(("what", TYPED),)),),
)
BREACHES = BreachesView(
    breaches=(BREACH,),
    years=(YearCount(year=2026, breaches=1, unauthorised_searches=0, real_risk=1),),
    kinds=(Wording(id="loss", en="Loss or theft", fr="Perte ou vol"),),
    factors=(Wording(id="misuse", en="Will it be misused?", fr="Sera-ce mal employé ?"),),
    statutes=(StatuteView(id="m", state="unconfirmed", since=None, en="An act", fr="Une loi"),),
    reason_min_length=20,
    rule_version="1",
)
BOX = WrongdoingBox(reports=(WrongdoingView(id="w1", filed_on=DAY, words=TYPED),))


def opened(role: Role, button: str) -> tuple[AdministrationPage, FakeClient]:
    """Return the page of a role with one part opened."""
    answers: dict[str, Any] = {
        "resolve": an_account(role),
        "accounts.review": AccountsReview(accounts=(USE,), idle_days=90),
        "accounts.disable": USE,
        "administration.view": STATE,
        "administration.role_changes": RoleChanges(changes=(CHANGE,)),
        "administration.review": USE,
        "administration.decide_roles": CHANGE,
        "administration.propose_roles": CHANGE,
        "administration.end_session": None,
        "proficiency.listed": PROOFS,
        "proficiency.record": PROOFS,
        "proficiency.look_again": PROOFS,
        "breaches.listed": BREACHES,
        "breaches.assess": BREACH,
        "breaches.open": BREACH,
        "wrongdoing.box": BOX,
        "wrongdoing.answer": BOX,
    }
    client = FakeClient(answers)
    page = AdministrationPage(lambda: client, {})
    page.load()
    if button:
        button_of = {"accounts": page.open_accounts, "roles": page.open_roles, "state": page.open_state}
        more = {"training": page.open_certificates, "proofs": page.open_proficiency, "breaches": page.open_breaches}
        {**button_of, **more, "box": page.open_box}[button]()
    return page, client


def _fill(page: AdministrationPage, **values: Any) -> None:
    assert page.panel is not None
    assert page.panel.form is not None
    for each in page.panel.form._fields:
        if each.name in values:
            each.value = values[each.name]


@pytest.mark.proves("H-02")
@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [
        (Role.ADMINISTRATOR, "State of the installation", "Reports of wrongdoing (H-10)"),
        (Role.COMPLIANCE, "Reports of wrongdoing (H-10)", "State of the installation"),
    ],
)
def test_each_role_looks_after_its_own(role: Role, there: str, not_there: str) -> None:
    """Nothing is asked of the service before something is chosen: each look is recorded."""
    page, client = opened(role, "")

    buttons = {str(getattr(each, "description", "")) for each in everything(page.body)}
    assert there in buttons
    assert not_there not in buttons
    assert client.names() == ["resolve"]


@pytest.mark.proves("H-07")
def test_compliance_confirms_an_account() -> None:
    """An overdue one says so in its row; the decision is sent with its reason."""
    page, client = opened(Role.COMPLIANCE, "accounts")
    tell(page.panel.accounts, event="open", id="examiner1")  # type: ignore[union-attr]  # the panel of accounts

    _fill(page, confirmed=True, reason=TYPED)
    press(page.body, "Record the review")

    username, given = client.last("administration.review")
    assert (username, given.confirmed, given.reason) == ("examiner1", True, TYPED)


def test_an_administrator_ends_a_session_and_sees_who_can_read_keys() -> None:
    """Keys by their names; a session by its button."""
    page, client = opened(Role.ADMINISTRATOR, "state")
    tell(page.panel.sessions, event="open", id="s1")  # type: ignore[union-attr]  # the panel of state
    shown = words_in(page.body)

    press(page.body, "End this session")

    assert "master.key" in shown
    assert "none among the latest 2000" in shown or "2,000" in shown
    assert client.last("administration.end_session") == ("s1",)


@pytest.mark.proves("H-04")
def test_an_external_test_of_a_suspended_examiner_takes_supervised_tasks() -> None:
    """Both go together; without a supervisor only the test is sent."""
    page, client = opened(Role.COMPLIANCE, "proofs")
    tell(page.panel.people, event="open", id="examiner1")  # type: ignore[union-attr]  # the panel of proofs
    given = {"provider": "School", "test": "2026", "taken_on": DAY, "correct": "19", "questions": "20"}

    _fill(page, **given, supervisor="Head", tasks="12", wrong="1")
    press(page.body, "Record and assess")

    (offered,) = client.last("proficiency.record")
    assert (offered.correct, offered.supervised.tasks, offered.supervised.wrong) == (19, 12, 1)


@pytest.mark.proves("M-06")
def test_a_breach_is_assessed_factor_by_factor() -> None:
    """What is missing is named; each factor goes with its reason; letters are links to files."""
    page, client = opened(Role.COMPLIANCE, "breaches")
    tell(page.panel.breaches, event="open", id="b1")  # type: ignore[union-attr]  # the panel of breaches
    shown = words_in(page.body)
    forms = page.panel._forms(BREACH)  # type: ignore[union-attr]  # the panel of breaches
    values = {"misuse_speaks": True, "misuse": TYPED, "real_risk": True, "reason": TYPED}
    for each in forms[1]._fields:
        each.value = values[each.name]

    forms[1].send()

    breach_id, assessment = client.last("breaches.assess")
    assert breach_id == "b1"
    assert [(each.factor, each.speaks_for_harm) for each in assessment.factors] == [("misuse", True)]
    assert "/leadbook/breach-letters/b1/commissioner/fr" in shown
    assert "Still missing: containment." in shown


@pytest.mark.proves("H-10")
def test_a_report_is_answered_from_the_box() -> None:
    """The words are shown to compliance, and what is answered is sent."""
    page, client = opened(Role.COMPLIANCE, "box")
    tell(page.panel.reports, event="open", id="w1")  # type: ignore[union-attr]  # the panel of the box
    shown = words_in(page.body)

    _fill(page, words="We looked into it.")
    press(page.body, "Send the answer")

    assert TYPED in shown
    assert client.last("wrongdoing.answer") == ("w1", "We looked into it.")
