"""What every page does: paint first, ask afterwards, and tell what went wrong."""

from kernel_lib.errors import NotAllowed, ServiceUnreachable
from kernel_lib.vocabulary import Role
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import an_account, an_item, work
from tests.widgets.press import press, tell, words_in
from widgets.pages.home import HomePage


def _page(client: FakeClient) -> HomePage:
    return HomePage(lambda: client)  # type: ignore[arg-type]  # reason: a fake stands in for the client


def test_nothing_is_asked_before_the_first_paint() -> None:
    """The page is built without a connection; the browser's first paint starts the questions."""
    client = FakeClient({"work": work(), "resolve": an_account()})
    page = _page(client)
    page.conduct.when_shown(page.load)

    root = page.build()
    before = list(client.asked)
    tell(page.conduct, event="shown")

    assert before == []
    assert client.names() == ["resolve", "work"]
    assert "Home" in words_in(root)


def test_a_page_that_cannot_be_filled_offers_another_try() -> None:
    """The second try fills it."""
    lost = ServiceUnreachable("service: no answer")
    client = FakeClient({"work": [lost, work(mine=(an_item(),))], "resolve": an_account()})
    page = _page(client)

    page.load()
    told = page.banner.heading
    press(page.body, "Try again")

    assert told == "No connection to the service"
    assert "Request R-0001" in words_in(page.body)
    assert page.banner.kind == ""


def test_a_refused_page_tells_the_rule() -> None:
    """The page itself decides nothing about who may see it."""
    client = FakeClient({"resolve": an_account(), "work": NotAllowed("H-01", "Not yours.", "Ask.", reference=9)})
    page = _page(client)

    page.load()

    assert (page.banner.rule, page.banner.reference) == ("H-01", "9")


def test_the_address_and_the_ticket_come_from_the_environment() -> None:
    """Making the page does not use the ticket up."""
    env = {"LEADBOOK_QUERY": "request=r1", "LEADBOOK_TICKET": "t"}

    page = HomePage.from_env(env)

    assert page.query == {"request": "r1"}
    assert env["LEADBOOK_TICKET"] == "t"


def test_only_investigators_are_offered_a_new_request() -> None:
    """The work list is the same for everybody."""
    offered = {}
    for role in (Role.INVESTIGATOR, Role.APPROVER):
        page = _page(FakeClient({"work": work(), "resolve": an_account(role)}))
        page.load()
        offered[role] = 'href="/search"' in words_in(page.body)

    assert offered == {Role.INVESTIGATOR: True, Role.APPROVER: False}


def test_an_empty_work_list_says_so() -> None:
    """In each of its three parts."""
    page = _page(FakeClient({"work": work(), "resolve": an_account()}))

    page.load()

    text = words_in(page.body)
    assert "Nothing waits for you." in text
    assert "You wait for nobody." in text
    assert "Nothing is finished yet." in text


def test_a_work_item_leads_to_its_page() -> None:
    """With its own parameters."""
    page = _page(FakeClient({"work": work(mine=(an_item(),)), "resolve": an_account()}))

    page.load()

    assert 'href="/approvals?request=r1"' in words_in(page.body)
