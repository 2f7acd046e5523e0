"""Three services on one bench: the searcher, and two that own galleries under other clocks and limits."""

import json
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from gallery.casework import approval, examination, intake
from gallery.casework.accuracy import deployed
from gallery.lifecycle.reckoning import reckon
from gallery.records import gallery as held
from gallery.records.evaluations import Evaluation, add_evaluation, newest_evaluation
from gallery.records.gallery import subject_numbered
from gallery.records.held import booking_events
from gallery.records.ids import new_id
from gallery.records.standings import Mark, add_mark
from gallery.rules import Rules
from gallery.rules.casework import NumberFormat
from gallery.rules.sharing import ServiceLimits
from gallery.rules.who import ServiceRule
from gallery.sharing import agreements, desk
from gallery.sharing.means import Sharing
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.vocabulary import MarkKind, Role
from kernel_lib.wire.sharing import AgreementOffered, AgreementView
from tests.gallery.casework.bench import SIZE, Bench, decision
from tests.gallery.evaluation.test_standing import _evaluation
from tests.gallery.fakes import NOON

SEARCHER, HALTON, YORK = "demo", "halton", "york"
FIRST, LAST = date(2026, 11, 1), date(2026, 12, 24)
WORDS = "As both services wrote down in the annex."


def three_rules(rules: Rules) -> Rules:
    """Return the rules with two more services: Halton lists fewer people, York includes youths and searches robbery."""
    home = rules.who.home
    more = {
        HALTON: ServiceRule(HALTON, "Halton", "plain", home.time_zone),
        YORK: ServiceRule(YORK, "York", "york", home.time_zone),
    }
    numbers = {code: NumberFormat(code, rules.casework.numbers["demo"].pattern, "2026-000123") for code in more}
    limits = {
        HALTON: ServiceLimits(HALTON, max_candidates=3, min_score=0.34),
        YORK: ServiceLimits(YORK, closed_offences=frozenset({"murder"})),
    }
    youth = replace(rules.eligibility.youth, included_services=frozenset({YORK}))
    return replace(
        rules,
        who=replace(rules.who, services=MappingProxyType({**rules.who.services, **more})),
        casework=replace(rules.casework, numbers=MappingProxyType({**rules.casework.numbers, **numbers})),
        eligibility=replace(rules.eligibility, youth=youth),
        sharing=replace(rules.sharing, services=MappingProxyType(limits)),
    )


class Three:
    """The bench with its three services, their people, and short ways through what passes between them."""

    def __init__(self, bench: Bench) -> None:
        rules = three_rules(bench.rules)
        bench.rules = rules
        bench.casework = replace(bench.casework, rules=rules)
        self.bench = bench
        self.sharing = Sharing(bench.casework)
        for service in (SEARCHER, HALTON, YORK):
            bench.join(f"{service}_compliance", (Role.COMPLIANCE,), service=service)
            bench.join(f"{service}_clerk", (Role.RECORDS_CLERK,), service=service)

    def hold(self, service: str, number: str, place: int, **changed: Any) -> int:
        """Take a person into a gallery whose open charge lets the picture be searched; return the reference.

        `place` is the axis of the picture's template; `age` and `offence` of the charge may be given.
        """
        vector = np.zeros(SIZE, np.float32)
        vector[place] = 1
        reference = self.bench.add_reference(number, vector, service=service)
        with self.bench.ledger.unrecorded() as connection:
            subject = subject_numbered(connection, service, number)
            assert subject is not None
            for event_id in _events(connection, subject.id):
                charge = held.Charge(
                    id=new_id(),
                    booking_event_id=event_id,
                    offence_id=changed.get("offence", "robbery"),
                    offences_version="1",
                    charged_on=NOON.date() - timedelta(days=60),
                    years_at_offence=changed.get("age", 30),
                )
                held.add_charge(connection, charge)
            reckon(connection, self.bench.rules, [subject.id], self.bench.ledger.now())
        return reference

    def bound(self, **bounds: int) -> None:
        """Search under other bounds, such as `max_candidates`."""
        rules = self.bench.rules
        search = replace(rules.casework.search, **bounds)  # type: ignore[arg-type]  # a bound is a whole number here
        self.bench.rules = replace(rules, casework=replace(rules.casework, search=search))
        self.bench.casework = replace(self.bench.casework, rules=self.bench.rules)
        self.sharing = Sharing(self.bench.casework)

    def evaluated(self, people: int = 1_000) -> None:
        """Put an evaluation of what is deployed on file, made for a gallery of so many people."""
        made = _evaluation(120, gallery_people=people)
        with self.bench.ledger.unrecorded() as connection:
            build = deployed(connection, self.bench.casework).body()
            text = canonical_json({**json.loads(made.body), "build": build}).decode()
            newest = newest_evaluation(connection)
            filed: Evaluation = replace(
                made,
                id=new_id(),
                number=newest.number + 1 if newest else 1,
                body=text,
                sha256=sha256_hex(text.encode()),
                filed_by=self.bench["approver"].account_id,
            )
            add_evaluation(connection, filed)

    def offered(self, owner: str = HALTON, **changed: Any) -> AgreementOffered:
        """Return a complete agreement by which the searcher may search an owner's gallery."""
        whole: dict[str, Any] = {
            "searcher": SEARCHER,
            "owner": owner,
            "purposes": ("criminal_investigation",),
            "offences": ("robbery", "murder"),
            "data_classes": ("pictures", "identity"),
            "retention": WORDS,
            "audit": WORDS,
            "breach": WORDS,
            "exit": WORDS,
            "begins_on": FIRST,
            "expires_on": LAST,
        }
        return AgreementOffered(**{**whole, **changed})

    def agreed(self, owner: str = HALTON, **changed: Any) -> AgreementView:
        """Let both sides sign an agreement."""
        bench = self.bench
        agreements.propose(self.sharing, bench[f"{SEARCHER}_compliance"], self.offered(owner, **changed))
        return self.sign(owner)

    def sign(self, owner: str) -> AgreementView:
        """Sign the newest agreement for its owner."""
        person = self.bench[f"{owner}_compliance"]
        newest = desk.view(self.sharing, person).agreements[0]
        return agreements.sign(self.sharing, person, newest.id).agreements[0]

    def asked(self, *owners: str, **changed: Any) -> str:
        """Return the id of a submitted request that names partner galleries."""
        return self.bench.submitted(partner_galleries=owners, **changed)

    def approve(self, request_id: str) -> None:
        """Approve a request."""
        approval.decide(self.bench.casework, self.bench["approver"], request_id, decision())

    def searched(self, *owners: str) -> Any:
        """Return the first examination, its candidates open, of an approved request over partner galleries."""
        request_id = self.asked(*owners)
        self.approve(request_id)
        return self.open_candidates(request_id)

    def open_candidates(self, request_id: str) -> Any:
        """Take an approved request and open its candidates."""
        taken = examination.take(self.bench.casework, self.bench["examiner1"], request_id)
        return self.bench.look("examiner1", taken.id)

    def mark(self, service: str, number: str, kind: MarkKind) -> None:
        """Let an owner seal or withdraw everything that it holds of somebody, and reckon the states anew."""
        with self.bench.ledger.unrecorded() as connection:
            subject = subject_numbered(connection, service, number)
            assert subject is not None
            today = self.bench.ledger.now().date()
            for event_id in _events(connection, subject.id):
                mark = Mark(
                    id=new_id(),
                    kind=kind,
                    booking_event_id=event_id,
                    picture_id=None,
                    since=today,
                    until=None,
                    look_again_on=today + timedelta(days=30),
                    ground="dispute",
                    note="",
                    placed_by=self.bench[f"{service}_clerk"].account_id,
                    placed_at=self.bench.ledger.now(),
                )
                add_mark(connection, mark)
            reckon(connection, self.bench.rules, [subject.id], self.bench.ledger.now())

    def withdraw(self, number: str) -> None:
        """Let Halton withdraw somebody."""
        self.mark(HALTON, number, MarkKind.WITHDRAWAL)

    def lead(self, subject: str, *owners: str) -> str:
        """Return the id of a lead on somebody of a partner's gallery."""
        view = self.searched(*owners)
        self.bench.conclude("examiner1", view, subject)
        request_id = self.bench.request_of(view.id)
        self.bench.say(request_id, subject)
        lead_id = intake.get(self.bench.casework, self.bench["investigator"], request_id).lead_id
        assert lead_id is not None
        return lead_id


def _events(connection: Connection, subject_id: str) -> list[str]:
    found = select(booking_events.c.id).where(booking_events.c.subject_id == subject_id)
    return list(connection.execute(found).scalars())
