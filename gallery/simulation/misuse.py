"""Misuse that is planted in the year, each with the ids that a question about it must find."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from gallery.simulated.drawing import Drawn, tile
from gallery.simulation import asking, examining
from gallery.simulation.asking import Asked
from gallery.simulation.clock import at, workday
from gallery.simulation.diary import Deed
from gallery.simulation.examining import Eyes
from gallery.simulation.population import Booked, Invented, stranger
from gallery.simulation.stories import Ending, RequestStory, Telling
from kernel_lib.client import Client
from kernel_lib.errors import Refused
from kernel_lib.vocabulary import Role
from kernel_lib.wire.staff import FindingAnswer

_NOBODY = Ending("nobody supported, planted", first=False, second=False)
_LEAD = Ending("lead without corroboration, planted")
_OWN, _SOUGHT = 7000, 7100
"""Numbers of strangers: of staff, and of who is sought again."""


def put_in_misuse(telling: Telling, held: Sequence[Booked], year: int) -> None:
    """Put every pattern into the diary; each notes what it planted when it happens."""
    own = [each.person for each in held]
    misuse = Misuse(telling, year, own)
    misuse.quick_approvals()
    misuse.self_search()
    misuse.again_after_empty()
    misuse.by_night()
    misuse.without_certificate()
    misuse.late_approval()
    misuse.without_corroboration()
    misuse.as_a_courtesy()
    misuse.wrong_passwords()


@dataclass(frozen=True)
class Misuse:
    """Ways to do what may not be done; `own` are people who are held."""

    telling: Telling
    year: int
    own: Sequence[Invented]

    def quick_approvals(self) -> None:
        """One approver of Peel decides within seconds of the request."""
        approver = self.telling.cast.one("peel", Role.APPROVER, 2)
        for place in range(4):
            found = self._noting("approved within seconds", "approvals_quick")
            story = RequestStory(
                self.telling, self._asked("peel", 1, place), _NOBODY, 9.0 + place, approver, hurry=True, asked_for=found
            )
            self._on(3 + 2 * place, 4, 10.0, story.begin, "ask, quick approval")

    def self_search(self) -> None:
        """An investigator of York who consented to be compared searches their own picture; compliance finds it."""
        me = stranger(_OWN, self.year, self.telling.site.chance)
        who = self.telling.cast.one("york", Role.INVESTIGATOR)
        self._on(2, 3, 9.0, lambda: self._consent(who, me), "consent")
        asked = replace(self._asked("york", 0, 20, me), poor=40)
        found = self._noting("search of oneself", "staff_findings")
        story = RequestStory(self.telling, asked, _NOBODY, asked_for=found)
        self._on(5, 12, 11.0, story.begin, "ask, self-search")
        self._on(6, 20, 10.0, lambda: self._answer_findings("york"), "answer findings")
        self._on(11, 20, 10.0, lambda: self._answer_findings("york"), "answer findings")

    def again_after_empty(self) -> None:
        """An investigator of Halton asks again for the same stranger in the same case after an empty list."""
        for place in range(2):
            sought = stranger(_SOUGHT + place, self.year, self.telling.site.chance)
            first = replace(self._asked("halton", 0, 30 + place, sought), poor=200)
            found = self._noting("searched again after an empty list", "repeated_searches")
            for month, asked in ((4, first), (5, first.again(3900 + place)), (6, first.again(3950 + place))):
                story = RequestStory(self.telling, asked, _NOBODY, asked_for=found)
                self._on(month, 6 + place, 9.5, story.begin, "ask again")

    def by_night(self) -> None:
        """An examiner of Halton opens a list on a Saturday night, outside every shift."""
        for place in range(2):
            day = self._night(8 + place)
            asked = self._asked("halton", 1, 40 + place)
            self.telling.plan(at(day, 23.2), partial(self._search_by_night, asked), "search by night")

    def without_certificate(self) -> None:
        """An examiner of Peel takes an examination, lets the certificate run out, and goes on."""
        asked = self._asked("peel", 2, 50)
        self._on(6, 2, 9.0, lambda: self._taking(asking.ask(self.telling.site, asked)), "ask, certificate")

    def late_approval(self) -> None:
        """An urgent search of Halton is approved long after its hours have passed."""
        asked = replace(self._asked("halton", 0, 80), exigent=True)
        higher = self.telling.cast.one("halton", Role.HIGHER_APPROVER)
        found = self._noting("urgent and approved late", "exigent_requests")
        story = RequestStory(self.telling, asked, _NOBODY, approver=higher, days_to_decide=6, asked_for=found)
        self._on(9, 14, 10.0, story.begin, "ask, urgent")

    def without_corroboration(self) -> None:
        """An investigator of York means to rely on a lead, and to arrest, with nothing found independently."""
        for place in range(2):
            story = RequestStory(
                self.telling, self._asked("york", 1, 60 + place), replace(_LEAD, after=("without corroboration",))
            )
            self._on(7 + place, 8, 9.0, story.begin, "ask, without corroboration")

    def as_a_courtesy(self) -> None:
        """Investigators ask as a favour: out of interest, over pictures of the web, for immigration enforcement."""
        purposes = ("general_interest", "", "immigration_enforcement", "")
        sources = ("", "social_media", "", "identity_document")
        for place, (purpose, source) in enumerate(zip(purposes, sources, strict=True)):
            plain = self._asked(("halton", "york")[place % 2], 2, 70 + place)
            asked = replace(plain, purpose=purpose or plain.purpose, source=source)
            self._on(3 + 2 * place, 17, 14.0, partial(self._favour, asked), "courtesy")

    def wrong_passwords(self) -> None:
        """Somebody tries passwords on the account of an administrator until it is locked."""
        self._on(9, 9, 18.5, self._try_passwords, "wrong passwords")

    # Private

    def _on(self, month: int, day: int, hour: float, deed: Deed, what: str) -> None:
        self.telling.plan(at(workday(date(self.year, month, day)), hour), deed, what)

    def _asked(self, service: str, investigator: int, place: int, shown: Invented | None = None) -> Asked:
        chance, cast = self.telling.site.chance, self.telling.cast
        mine = [each for each in self.own if each.service == service]
        return Asked(
            service=service,
            investigator=cast.one(service, Role.INVESTIGATOR, investigator),
            occurrence=f"{service[0].upper()}{self.year}-{900_000 + place:06}",
            shown=shown or chance.choice(mine),
            offence="robbery",
            poor=chance.randint(20, 60),
            picture=3000 + place,
        )

    def _noting(self, pattern: str, question: str) -> "Noting":
        return Noting(self.telling, pattern, question)

    def _night(self, month: int) -> date:
        first = date(self.year, month, 10)
        return first + timedelta(days=(5 - first.weekday()) % 7)

    def _consent(self, who: str, me: Invented) -> None:
        self.telling.site.client(who).staff.give("me.png", tile(Drawn(me.number, 1, 10)))

    def _answer_findings(self, service: str) -> None:
        officer: Client = self.telling.site.client(self.telling.cast.one(service, Role.COMPLIANCE))
        for finding in officer.staff.checks().findings:
            if finding.answered_at is None:
                proper = not finding.resembles
                reason = "The occurrence and its recording were looked at." if proper else "The search was of oneself."
                officer.staff.answer(finding.id, FindingAnswer(proper=proper, reason=f"{reason} Simulated."))

    def _search_by_night(self, asked: Asked) -> None:
        site, cast = self.telling.site, self.telling.cast
        request_id = asking.ask(site, asked)
        asking.decide(site, cast.one("halton", Role.HIGHER_APPROVER), request_id, approved=True, reading=400)
        names = cast.names("halton", Role.EXAMINER)
        examiner = next((each for each in names if examining.is_certified(site, each)), names[0])
        examination_id = examining.take(site, examiner, request_id)
        examining.see_through(site, examiner, examination_id, Eyes(None))
        ids = {"request_id": request_id, "person": site.accounts[examiner]}
        self.telling.planted.plant("search outside every shift", "acts_outside_hours", **ids)

    def _taking(self, request_id: str) -> None:
        telling, examiner = self.telling, self.telling.expiring
        telling.later(1, lambda: self._approve_and_take(examiner, request_id), "take before it runs out")

    def _approve_and_take(self, examiner: str, request_id: str) -> None:
        site, approver = self.telling.site, self.telling.cast.one("peel", Role.HIGHER_APPROVER)
        asking.decide(site, approver, request_id, approved=True, reading=500)
        examination_id = examining.take(site, examiner, request_id)
        self.telling.later(40, lambda: self._go_on(examiner, examination_id), "go on without a certificate")

    def _go_on(self, examiner: str, examination_id: str) -> None:
        try:
            examining.open_list(self.telling.site, examiner, examination_id, Eyes(None))
        except Refused:
            ids = {"examination_id": examination_id, "person": self.telling.site.accounts[examiner]}
            self.telling.planted.plant("examined without a certificate in force", "uncertified_acts", **ids)

    def _favour(self, asked: Asked) -> None:
        try:
            asking.ask(self.telling.site, asked)
        except Refused as refused:
            person = self.telling.site.accounts[asked.investigator]
            rule = refused.refusal.rule
            self.telling.planted.plant("asked as a courtesy", "refusals_by_rule", person=person, rule=rule)

    def _try_passwords(self) -> None:
        site, username = self.telling.site, self.telling.cast.one("peel", Role.ADMINISTRATOR)
        for _ in range(6):
            try:
                with site.nobody() as nobody:
                    nobody.sign_in(username, "a guess that is wrong", "peel desk 99")
            except Refused:
                site.clock.wait(7)
        self.telling.planted.plant("passwords tried", "sign_in_refusals", account=site.accounts[username])


@dataclass(frozen=True)
class Noting:
    """Notes each request of a pattern when it was asked for."""

    telling: Telling
    pattern: str
    question: str

    def __call__(self, request_id: str) -> None:
        """Note it."""
        self.telling.planted.plant(self.pattern, self.question, request_id=request_id)
