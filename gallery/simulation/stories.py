"""The stories of requests: each an ending that was chosen beforehand, told over days by several people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from gallery.simulation import asking, examining, following
from gallery.simulation.asking import Asked
from gallery.simulation.cast import Cast
from gallery.simulation.clock import at, workday
from gallery.simulation.diary import Deed, Diary
from gallery.simulation.examining import Eyes
from gallery.simulation.planted import Planted
from gallery.simulation.site import Site
from kernel_lib.errors import Refused
from kernel_lib.vocabulary import Role

UNDISCLOSED = "charged and not disclosed"
BRISK = ("york.examiner2", "york.examiner4")
"""As second examiners these two lock within seconds, and always agree."""


@dataclass(frozen=True)
class Telling:
    """Everything that a story is told with. `known_people` are the numbers shown by known tasks, by service."""

    site: Site
    diary: Diary
    cast: Cast
    planted: Planted
    known_people: dict[str, int] = field(default_factory=dict)

    @property
    def expiring(self) -> str:
        """The examiner whose certificate runs out in the middle of the year."""
        return self.cast.one("peel", Role.EXAMINER, 3)

    def day(self, later: int, hour: float = 0.0) -> tuple[date, float]:
        """Return a workday so many workdays after today, and an hour on it within the shift."""
        first = self.site.clock.today + timedelta(days=1) if later else self.site.clock.today
        return workday(first, max(0, later - 1)), hour or self.site.chance.uniform(8.2, 15.5)

    def plan(self, moment: datetime, deed: Deed, what: str) -> None:
        """Put a deed in for a moment; a refusal that nobody meant is noted."""
        self.diary.add(moment, lambda: self.attempt(deed, what))

    def later(self, days: int, deed: Deed, what: str) -> None:
        """Put a deed in for a workday; a refusal that nobody meant is noted, and ends the story."""
        day, hour = self.day(days)
        self.plan(at(day, hour), deed, what)

    def attempt(self, deed: Deed, what: str) -> None:
        """Do it; note a refusal that nobody meant."""
        try:
            deed()
        except Refused as refused:
            self.planted.unmeant_refusal(what, refused)


@dataclass(frozen=True)
class Ending:
    """How a request ends: what the approver says, what three examiners see, and what follows a lead."""

    name: str
    approved: bool = True
    suitable: bool = True
    first: bool = True
    second: bool = True
    third: bool = True
    after: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True)
class RequestStory:
    """One request from its first answer to its end.

    `reading` are seconds that the approver takes, `days_to_decide` those until an urgent request is decided on.
    """

    telling: Telling
    asked: Asked
    ending: Ending
    reading: float = 0.0
    approver: str = ""
    hurry: bool = False
    days_to_decide: int = 1
    asked_for: Callable[[str], None] = lambda request_id: None

    def begin(self) -> None:
        """As the investigator: ask."""
        site = self.telling.site
        request_id = asking.ask(site, self.asked)
        self.asked_for(request_id)
        self.telling.planted.happened[f"request, meant to end as {self.ending.name}"] += 1
        if self.asked.exigent:
            site.minutes(5, 15)
            self._examine(request_id)
            self.telling.later(self.days_to_decide, lambda: self._decide(request_id), "decide on urgent")
        elif self.hurry:
            self._decide(request_id)
        else:
            self.telling.later(site.chance.choice((0, 1, 1, 2)), lambda: self._decide(request_id), "decide")

    def _decide(self, request_id: str) -> None:
        telling, site = self.telling, self.telling.site
        approver = self.approver or telling.cast.one(self.asked.service, Role.APPROVER, site.chance.randint(0, 1))
        reading = self.reading or site.chance.uniform(240, 1500)
        asking.decide(site, approver, request_id, approved=self.ending.approved, reading=reading)
        if self.ending.approved and not self.asked.exigent:
            telling.later(site.chance.choice((1, 1, 2, 3)), lambda: self._examine(request_id), "first examination")

    def _examine(self, request_id: str) -> None:
        telling, site, ending = self.telling, self.telling.site, self.ending
        examiners = telling.cast.names(self.asked.service, Role.EXAMINER)[:3]
        certified = [each for each in examiners if examining.is_certified(site, each)]
        if not certified:
            telling.planted.happened["request that waits for a certified examiner"] += 1
            return
        examiner = site.chance.choice(certified)
        examination_id = examining.take(site, examiner, request_id)
        if ending.name == "left open":
            examining.open_list(site, examiner, examination_id, Eyes(None))
            telling.planted.plant("list without conclusion", "lists_without_conclusion", request_id=request_id)
            return
        eyes = Eyes(self._seen(ending.first), self._value(), suitable=ending.suitable)
        supported = examining.see_through(site, examiner, examination_id, eyes)
        if ending.suitable and ending.approved:
            telling.later(
                self.days_to_decide + self.asked.exigent + site.chance.choice((0, 0, 1)),
                lambda: self._verify(request_id, supported),
                "verification",
            )

    def _verify(self, request_id: str, supported: int | None) -> None:
        found = examining.next_examiner(self.telling.site, request_id)
        if found is None or not examining.is_certified(self.telling.site, found[0]):
            return
        examiner, examination_id = found
        brisk = examiner in BRISK
        seen = supported if brisk else self._seen(self.ending.second)
        value = 2 if brisk else self._value()
        examining.see_through(self.telling.site, examiner, examination_id, Eyes(seen, value, brisk))
        if brisk:
            ids = {"request_id": request_id, "examination_id": examination_id}
            person = self.telling.site.accounts[examiner]
            self.telling.planted.plant("locks within seconds", "short_reviews", **ids, person=person)
            self.telling.planted.plant("always agrees", "examiner_agreement", **ids, second_examiner=person)
        if examining.next_examiner(self.telling.site, request_id):
            self.telling.later(1, lambda: self._settle(request_id), "third examination")
        else:
            self.telling.later(1, lambda: self._read(request_id), "read the lead")

    def _settle(self, request_id: str) -> None:
        found = examining.next_examiner(self.telling.site, request_id)
        if found is None or not examining.is_certified(self.telling.site, found[0]):
            return
        eyes = Eyes(self._seen(self.ending.third), self._value())
        examining.see_through(self.telling.site, *found, eyes)
        self.telling.later(1, lambda: self._read(request_id), "read the lead")

    def _read(self, request_id: str) -> None:
        site, who = self.telling.site, self.asked.investigator
        lead_id = following.lead_of(site, who, request_id)
        if lead_id is None or self.ending.outcome == "unread":
            return
        self.telling.planted.happened["lead issued and read"] += 1
        following.read(site, who, lead_id)
        self._follow(lead_id, self.ending.after)

    def _follow(self, lead_id: str, steps: tuple[str, ...]) -> None:
        """Take one step now and put the rest in for some days later."""
        if not steps:
            return
        FOLLOWED[steps[0]](self, lead_id)
        self.telling.planted.happened[f"follow-up: {steps[0]}"] += 1
        if steps[1:]:
            days = self.telling.site.chance.randint(1, 6)
            self.telling.later(days, lambda: self._follow(lead_id, steps[1:]), f"follow-up {steps[1]}")

    def _seen(self, supports: bool) -> int | None:
        return self.asked.shown.number if supports else None

    def _value(self) -> int:
        return self.telling.site.chance.choice((2, 2, 2, 1))


Followed = Callable[[RequestStory, str], None]


def _steps(*steps: str) -> Followed:
    return lambda story, lead: following.take_steps(story.telling.site, story.asked.investigator, lead, steps)


def _simply(act: Callable[[Site, str, str], None]) -> Followed:
    return lambda story, lead: act(story.telling.site, story.asked.investigator, lead)


def _contrary(*, against: bool) -> Followed:
    return lambda story, lead: following.look_for_contrary(story.telling.site, story.asked.investigator, lead, against)


def _end(story: RequestStory, lead_id: str) -> None:
    following.end(story.telling.site, story.asked.investigator, lead_id, story.ending.outcome)
    if story.ending.name == UNDISCLOSED:
        case_id = following.case_of(story.telling.site, lead_id)
        story.telling.planted.plant("charge without a disclosure", "charges_undisclosed", case_id=case_id)


def _disclose(story: RequestStory, _: str) -> None:
    site, asked = story.telling.site, story.asked
    for recipient in ("crown", "defence"):
        following.disclose(site, asked.investigator, asked.occurrence, recipient)


def _try_to_rely(story: RequestStory, lead_id: str) -> None:
    """Mean to rely on a lead and to arrest, with nothing found independently; what is refused is noted."""
    site, who = story.telling.site, story.asked.investigator
    for attempt in (following.rely, partial(following.take_steps, steps=("arrest",))):
        try:
            attempt(site, who, lead_id)
        except Refused as refused:
            ids = {"lead_id": lead_id, "rule": refused.refusal.rule}
            story.telling.planted.plant("acted on a lead without corroboration", "leads_unsupported", **ids)
        site.minutes(1, 2)


FOLLOWED: dict[str, Followed] = {
    "check": _contrary(against=False),
    "speaks against": _contrary(against=True),
    "corroborate": _simply(following.corroborate),
    "rely": _simply(following.rely),
    "interview": _steps("interview"),
    "arrest": _steps("arrest_warrant", "arrest"),
    "charge": _steps("charge"),
    "disclose": _disclose,
    "without corroboration": _try_to_rely,
    "end": _end,
}

_CHARGED = ("check", "corroborate", "rely", "arrest", "charge")
ENDINGS: tuple[tuple[Ending, int], ...] = (
    (Ending("refused", approved=False), 8),
    (Ending("unsuitable", suitable=False), 7),
    (Ending("nobody supported", first=False, second=False), 22),
    (Ending("conflict, then a lead", second=False, after=("check", "end"), outcome="unresolved"), 4),
    (Ending("conflict, then none", second=False, third=False), 4),
    (Ending("charged and disclosed", after=(*_CHARGED, "disclose", "end"), outcome="charge_laid"), 14),
    (Ending(UNDISCLOSED, after=(*_CHARGED, "end"), outcome="charge_laid"), 2),
    (Ending("confirmed", after=("check", "corroborate", "rely", "interview", "end"), outcome="confirmed"), 12),
    (Ending("eliminated", after=("speaks against", "end"), outcome="eliminated"), 12),
    (Ending("not followed", after=("end",), outcome="not_followed"), 4),
    (Ending("wrongful", after=("check", "corroborate", "rely", "arrest", "end"), outcome="wrongful"), 1),
    (Ending("charge withdrawn", after=(*_CHARGED, "disclose", "end"), outcome="charge_withdrawn"), 3),
    (Ending("runs out", after=("check",)), 5),
    (Ending("never read", outcome="unread"), 2),
    (Ending("left open"), 2),
)
"""Each ending with its weight. An empty list comes of whom the request shows: somebody who was never booked."""
