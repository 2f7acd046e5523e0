"""A version that two people accepted: compared, amended, and held against what was really done."""

import json
from typing import Any

import pytest

from audits.events import RequestSubmitted
from gallery.assessment.amending import open_for_drift
from gallery.records.evaluations import Evaluation, add_evaluation
from gallery.records.ids import new_id
from gallery.records.tuning import SearchSetting, add_setting
from tests.gallery.casework.bench import MODEL
from tests.gallery.house import House
from tests.gallery.privacy.writing import ANSWER, answer_all, ask, first, second

RATE = {"count": 1, "of": 40, "rate": 0.025, "wilson": [0.0, 0.1], "by_person": [0.0, 0.1]}
AT = {"threshold": 0.36, "length": 20, "fnir": RATE, "fpir": RATE, "selectivity": 0.1}


@pytest.fixture
def accepted(house: House) -> House:
    """A service whose assessment was written by one person and accepted by another."""
    measure(house)
    held = answer_all(house)
    ask(house, "POST", f"/risks/{held['risks'][0]['id']}/acceptance", second(house))
    closed = ask(house, "POST", "/versions", first(house))["versions"][0]
    own = house.ask("POST", f"/assessment/versions/{closed['id']}/acceptance", first(house))
    assert (own.status_code, own.json()["rule"]) == (403, "K-03")
    view = ask(house, "POST", f"/versions/{closed['id']}/acceptance", second(house))
    assert view["versions"][0]["accepted_by"] == "accepts"
    assert view["review_due"] == "2027-11-24"
    return house


def measure(house: House) -> None:
    """Put an evaluation with one established group on file."""
    body: dict[str, Any] = {
        "build": {"models": {}, "settings": {}, "runtime": {}},
        "set": {"people": 40, "pictures": 80},
        "groups": {"women": {"established": True, **AT}},
        "operating": AT,
        "first_place": RATE,
        "statements": ["A small set."],
    }
    filed_by = _somebody(house)
    with house.parts.ledger.unrecorded() as connection:
        add_evaluation(
            connection,
            Evaluation(new_id(), 1, "small", MODEL, json.dumps(body), "e" * 64, filed_by, house.clock()),
        )


def _somebody(house: House) -> str:
    return str(house.ask("GET", "/me", first(house)).json()["id"])


@pytest.mark.proves("K-01", "K-03", "K-05")
def test_what_changed_since_is_told_heading_by_heading_and_waits(accepted: House) -> None:
    """A longer list in force shows in the difference, opens an amendment, and two people let it hold (K-01, K-03)."""
    moment, who = accepted.clock(), _somebody(accepted)
    setting = SearchSetting(new_id(), 1, 0.36, 9, "why", (), who, moment, who, moment, True, "yes")
    with accepted.parts.ledger.unrecorded() as connection:
        add_setting(connection, setting)
    open_for_drift(accepted.parts.ledger, accepted.parts.rules, MODEL)

    lines = ask(accepted, "GET", "/difference", first(accepted))["lines"]
    view = ask(accepted, "GET", "", first(accepted))
    waiting = view["amendments"][0]
    written = {"reason": ANSWER, "effect": ANSWER}
    ask(accepted, "POST", f"/amendments/{waiting['id']}", first(accepted), json=written)
    own = accepted.ask("POST", f"/assessment/amendments/{waiting['id']}/acceptance", first(accepted))
    after = ask(accepted, "POST", f"/amendments/{waiting['id']}/acceptance", second(accepted))

    fixed = [(each["heading"], each["name"]) for each in lines if not each["moving"]]
    assert ("search", "Longest candidate list") in fixed
    assert "list.max_candidates" in [each["key"] for each in view["drift"]]
    assert waiting["opened_by"] == ""
    assert (own.status_code, own.json()["rule"]) == (403, "K-03")
    assert after["drift"] == []
    assert after["amendments"][0]["applied_at"] is not None
    assert view["equity"]["groups"][0]["group"] == "women"
    assert view["equity"]["representation"][0]["false_candidates"] == 25.0


@pytest.mark.proves("K-10")
def test_a_source_that_was_never_assessed_is_listed_by_the_review(accepted: House) -> None:
    """Seeded use of another source is a divergence with its entries; assessed use is none (K-10)."""
    open_ones = accepted.parts.rules.casework
    good = next(each.id for each in open_ones.sources.values() if each.open)
    for at, source in enumerate((good, "scraped_pictures", "scraped_pictures")):
        told = {"source_type": source, "exigent": False}
        submitted = RequestSubmitted(
            actor_id="someone", role="investigator", service="demo", object_id=f"r{at}", details=told
        )
        accepted.parts.ledger.record(submitted)

    period = {"period_start": "2026-11-01", "period_end": "2026-11-30"}
    review = ask(accepted, "POST", "/reviews", first(accepted), json=period)

    found = [(each["kind"], each["used"], each["count"]) for each in review["divergences"]]
    assert found == [("source.types", "scraped_pictures", 2)]
    assert review["divergences"][0]["last_sequence"] == review["divergences"][0]["first_sequence"] + 1
    assert good in review["divergences"][0]["assessed"]
    assert review["version"]["number"] == 1
