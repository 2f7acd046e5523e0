"""The page of partners: what both sides see of each other, who may sign, release and acknowledge."""

from datetime import date
from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.leaving import ExitView
from kernel_lib.wire.sharing import (
    AgreementView,
    IdentityDecision,
    IdentityView,
    MessageView,
    OutsideOffered,
    OutsideView,
    PartnerSearchView,
    SharingView,
)
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.press import everything, press, tell, words_in
from widgets.pages.partners import PartnersPage

WORDS = "Stands at the counter as told."
AGREEMENT = AgreementView(
    id="g1",
    searcher="peel",
    owner="halton",
    purposes=("criminal_investigation",),
    offences=("robbery",),
    data_classes=("pictures",),
    retention=WORDS,
    audit=WORDS,
    breach=WORDS,
    exit=WORDS,
    begins_on=date(2026, 11, 1),
    expires_on=date(2027, 11, 1),
    sha256="0" * 64,
    state="proposed",
    proposed_for="peel",
    proposed_at=NOW,
    signed_at=None,
    ended_at=None,
    may_sign=True,
)
SEARCH = PartnerSearchView(
    search_id="s1",
    searcher="peel",
    owner="halton",
    agreement_id="g1",
    case_reference="C-2345ABCD",
    purpose="criminal_investigation",
    searched_by="examiner1",
    searched_at=NOW,
    compared=1200,
    listed=2,
    result="lead",
)
IDENTITY = IdentityView(
    id="i1",
    pseudonym="P-2345ABCD",
    subject_number="H-001",
    searcher="peel",
    owner="halton",
    agreement_id="g1",
    case_reference="C-2345ABCD",
    asked_at=NOW,
    released=None,
    reason="",
    decided_at=None,
)
MESSAGE = MessageView(
    id="m1",
    kind="sealed",
    pseudonym="P-6789EFGH",
    request_number="R-ABC234",
    owner="york",
    partner="halton",
    made_at=NOW,
    due_at=NOW,
    attempts=3,
    received_at=NOW,
    acknowledged_at=None,
    overdue=True,
)
SENT = MESSAGE.model_copy(update={"id": "m2", "owner": "halton", "partner": "peel", "request_number": ""})
VIEW = SharingView(
    service="halton",
    services=tuple(ChoiceView(id=each.lower(), title=each) for each in ("Halton", "Peel", "York")),
    purposes=(ChoiceView(id="criminal_investigation", title="Investigate the offence of this occurrence"),),
    offences=(ChoiceView(id="robbery", title="Robbery"),),
    data_classes=(
        ChoiceView(id="pictures", title="Booking pictures of candidates, with the day on which each was taken"),
    ),
    agreements=(AGREEMENT,),
    searched_here=(SEARCH,),
    searched_there=(),
    identities=(IDENTITY,),
    inbox=(MESSAGE,),
    outbox=(SENT,),
    outside_enabled=False,
    outside_bases=(),
    outside=(),
    outside_authorised=0,
)


def _page(role: Role = Role.COMPLIANCE) -> tuple[PartnersPage, FakeClient]:
    acts = ("view", "propose", "sign", "end", "decide_identity", "acknowledge")
    client = FakeClient({"resolve": an_account(role), **{f"sharing.{name}": VIEW for name in acts}})
    page = PartnersPage(lambda: client, {})
    page.load()
    return page, client


def _agreement() -> tuple[PartnersPage, FakeClient]:
    page, client = _page()
    return _opened(page, page.agreements, "g1"), client


def _opened(page: PartnersPage, listing: Any, key: str) -> PartnersPage:
    tell(listing, event="open", id=key)
    return page


@pytest.mark.proves("W-24", "G-05")
def test_the_owner_sees_who_searched_its_pictures_and_with_which_class_of_result() -> None:
    """Under a case reference that is no occurrence number, with counts; what was not acknowledged is told as late."""
    page, _ = _page(Role.AUDITOR)

    shown = words_in(page.body)

    for words in ("C-2345ABCD", "examiner1", "1,200", "somebody of it in a lead", "1 messages were not acknowledged"):
        assert words in shown
    assert "Propose an agreement" not in shown
    assert "Acknowledge:" not in shown


@pytest.mark.proves("G-02")
def test_compliance_signs_after_a_second_step_with_every_element_before_it() -> None:
    """The whole agreement is read before the button that signs."""
    page, client = _page()
    _opened(page, page.agreements, "g1")
    assert WORDS in words_in(page.body)

    press(page.body, "Sign")
    assert "sharing.sign" not in client.names()
    press(page.body, "Sign for our side")

    assert client.last("sharing.sign") == ("g1",)


@pytest.mark.proves("G-04")
def test_the_owners_clerk_releases_with_a_reason_and_nobody_else_can() -> None:
    """Without a reason nothing is sent; compliance is offered no button."""
    page, client = _page(Role.RECORDS_CLERK)
    _opened(page, page.identities, "i1")
    press(page.body, "Release")
    assert "Please answer this." in words_in(page.body)
    page.fields["reason"].value = WORDS

    press(page.body, "Release")
    press(page.body, "Release the number")

    assert client.last("sharing.decide_identity") == ("i1", IdentityDecision(released=True, reason=WORDS))
    other, _ = _page()
    assert "Release" not in words_in(_opened(other, other.identities, "i1").body)


@pytest.mark.proves("G-06")
def test_a_message_is_acknowledged_from_the_page() -> None:
    """What became of which picture, that it is late, and one button."""
    page, client = _page(Role.RECORDS_CLERK)
    shown = words_in(page.body)
    assert "York: picture of P-6789EFGH, request R-ABC234: sealed by the owner." in shown
    assert "It is overdue." in shown

    press(page.body, "Acknowledge: P-6789EFGH")

    assert client.last("sharing.acknowledge") == ("m1",)


@pytest.mark.proves("G-02")
def test_an_agreement_is_proposed_with_every_element() -> None:
    """What is missing is named; the direction says who searches and who owns."""
    page, client = _page()
    press(page.body, "Propose an agreement")
    press(page.body, "Propose and sign")
    assert page.fields["purposes"].error
    texts = dict.fromkeys(("retention", "audit", "breach", "exit"), WORDS)
    given = {
        "partner": "york",
        "ours": True,
        "purposes": ("criminal_investigation",),
        "offences": ("robbery",),
        "data_classes": ("pictures",),
        "begins_on": date(2026, 12, 1),
        "expires_on": date(2027, 12, 1),
        **texts,
    }
    for name, value in given.items():
        page.fields[name].value = value

    press(page.body, "Propose and sign")
    press(page.body, "Propose and sign for our side")

    (offered,) = client.last("sharing.propose")
    assert (offered.searcher, offered.owner, offered.offences) == ("halton", "york", ("robbery",))


BASIS = ChoiceView(id="court_order", title="Order or warrant of a Canadian court")
ABROAD = OutsideView(
    id="o1",
    case_number="2026-000123",
    recipient="The court of another country",
    place="Ohio, United States",
    basis="court_order",
    reason=WORDS,
    proposed_at=NOW,
    authorised_at=None,
    own=False,
)
ON = VIEW.model_copy(update={"outside_enabled": True, "outside_bases": (BASIS,), "outside": (ABROAD,)})


def _abroad(role: Role, view: SharingView = ON) -> tuple[PartnersPage, FakeClient]:
    acts = ("view", "propose_outside", "authorise_outside")
    client = FakeClient({"resolve": an_account(role), **{f"sharing.{name}": view for name in acts}})
    page = PartnersPage(lambda: client, {})
    page.load()
    return page, client


@pytest.mark.proves("G-09")
def test_a_disclosure_abroad_is_proposed_with_every_answer_and_a_second_step() -> None:
    """Case, recipient, place, legal basis and reason; what is missing is named."""
    page, client = _abroad(Role.COMPLIANCE)
    press(page.body, "Propose a disclosure outside Ontario")
    press(page.body, "Propose")
    assert all(each.error for each in page.fields.values())
    given = {"case": "2026-000123", **{name: getattr(ABROAD, name) for name in ("recipient", "place", "basis")}}
    for name, value in {**given, "reason": WORDS}.items():
        page.fields[name].value = value
    press(page.body, "Propose")
    assert "sharing.propose_outside" not in client.names()
    assert BASIS.title in words_in(page.body)

    press(page.body, "Propose this disclosure")

    assert client.last("sharing.propose_outside") == (OutsideOffered(**given, reason=WORDS),)


@pytest.mark.proves("G-09")
def test_another_officer_authorises_a_disclosure_abroad_and_nobody_else_is_offered_it() -> None:
    """The whole of it is read first; who proposed it, compliance and auditors get no button."""
    page, client = _abroad(Role.HIGHER_APPROVER)
    tell(page.outside.listed, event="open", id="o1")
    assert "Ohio, United States" in words_in(page.body)
    press(page.body, "Authorise")
    press(page.body, "Authorise it now")
    assert client.last("sharing.authorise_outside") == ("o1",)

    own = ON.model_copy(update={"outside": (ABROAD.model_copy(update={"own": True}),)})
    for role, view in ((Role.HIGHER_APPROVER, own), (Role.COMPLIANCE, ON), (Role.AUDITOR, ON)):
        other, _ = _abroad(role, view)
        tell(other.outside.listed, event="open", id="o1")
        assert not [each for each in everything(other.body) if getattr(each, "description", "") == "Authorise"]


@pytest.mark.proves("G-09")
def test_where_disclosure_abroad_is_off_the_page_says_so_and_offers_nothing() -> None:
    """One sentence, no form, no empty list."""
    page, _ = _abroad(Role.COMPLIANCE, VIEW)

    assert "It is off in this installation." in words_in(page.body)
    assert page.outside.listed not in list(everything(page.body))


@pytest.mark.proves("G-10")
def test_an_exit_that_waits_is_read_on_the_page_and_released_at_the_command_line() -> None:
    """Where everything goes, who released it, until when it stands; no button releases it."""
    view = ExitView(
        id="e1",
        service="halton",
        destination="To the encrypted disk of the records desk.",
        lineages=2,
        originals=3,
        lineages_sha256="ab" * 32,
        proposed_at=NOW,
        stands_until=NOW,
        released_by_records=True,
        released_by_compliance=False,
    )
    client = FakeClient({"resolve": an_account(Role.COMPLIANCE), "sharing.view": VIEW, "exits.current": view})
    page = PartnersPage(lambda: client, {"exit": "e1"})
    page.load()

    shown = words_in(page.body)
    assert view.destination in shown
    assert "leadbook export --service halton --release" in shown
    assert not [each for each in everything(page.body) if getattr(each, "description", "") == "Release"]
