"""What partners ask and tell, and what goes abroad, waits on the home page of those who may act on it."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from gallery.desk.work import listed
from gallery.records.case_tables import cases
from gallery.records.external import OutsideDisclosure, add_outside
from gallery.records.ids import new_id
from gallery.records.partner_messages import messages_open
from gallery.records.partners import identities_between
from gallery.sharing import identities, messages
from gallery.sharing.messages import tell_due
from kernel_lib.vocabulary import Role
from kernel_lib.wire.sharing import IdentityDecision
from tests.gallery.casework.bench import ANSWER
from tests.gallery.sharing.three import HALTON, SEARCHER, YORK, Three


def _kinds(three: Three, name: str) -> list[tuple[str, str, bool]]:
    mine = listed(three.bench.casework, three.bench[name]).mine
    return [(item.kind, "".join(re.findall(r"\d", item.detail)), item.due is not None) for item in mine]


@pytest.mark.proves("G-04", "G-06")
def test_what_partners_ask_and_tell_waits_for_the_service_that_must_act(three: Three) -> None:
    """An identity for the owner's clerk alone until it is decided; a message for the partner until acknowledged."""
    three.evaluated()
    three.agreed()
    three.lead("H-001", HALTON)
    asked = {name: _kinds(three, name) for name in (f"{HALTON}_clerk", f"{HALTON}_compliance", f"{YORK}_clerk")}
    with three.bench.ledger.reading() as connection:
        (given,) = identities_between(connection, HALTON)
    decision = IdentityDecision(released=False, reason=ANSWER)
    identities.decide(three.sharing, three.bench[f"{HALTON}_clerk"], given.id, decision)
    three.withdraw("H-001")
    tell_due(three.sharing)
    told = {name: _kinds(three, name) for name in (f"{SEARCHER}_clerk", f"{SEARCHER}_compliance", f"{HALTON}_clerk")}
    with three.bench.ledger.reading() as connection:
        (message,) = messages_open(connection)
    messages.acknowledge(three.sharing, three.bench[f"{SEARCHER}_clerk"], message.id)

    assert asked == {
        f"{HALTON}_clerk": [("release_identity", "1", False)],
        f"{HALTON}_compliance": [],
        f"{YORK}_clerk": [],
    }
    unread = [("acknowledge_message", "1", True)]
    assert told == {f"{SEARCHER}_clerk": unread, f"{SEARCHER}_compliance": unread, f"{HALTON}_clerk": []}
    assert _kinds(three, f"{SEARCHER}_clerk") == []


@pytest.mark.proves("G-09")
def test_a_disclosure_abroad_waits_for_who_authorises_and_did_not_propose_it(three: Three) -> None:
    """Not for compliance, who proposes, nor for the officer who proposed this one."""
    bench = three.bench
    bench.submitted()
    bench.join("officer", (Role.HIGHER_APPROVER,))
    bench.join("other", (Role.HIGHER_APPROVER,))
    with bench.ledger.reading() as connection:
        case = connection.execute(select(cases.c.id)).scalar_one()
    told: dict[str, Any] = {"recipient": "A court", "place": "Abroad", "basis": "court_order", "reason": ANSWER}
    offered = OutsideDisclosure(
        new_id(), SEARCHER, case, **told, proposed_by=bench["officer"].account_id, proposed_at=bench.ledger.now()
    )
    with bench.ledger.unrecorded() as connection:
        add_outside(connection, offered)
        add_outside(connection, replace(offered, id=new_id(), service=HALTON))

    found = {name: [kind for kind, _, _ in _kinds(three, name)] for name in ("officer", "other", "demo_compliance")}
    assert "authorise_outside" not in found["officer"] + found["demo_compliance"]
    assert found["other"].count("authorise_outside") == 1
