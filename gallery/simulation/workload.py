"""What there is to do in a year: requests spread over the workdays, and what each night brings."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from gallery.simulated.services import SERVICES
from gallery.simulation.asking import Asked
from gallery.simulation.cast import Cast
from gallery.simulation.clock import at, workday
from gallery.simulation.diary import Deed
from gallery.simulation.population import OFFENCES, Booked, Invented, drawn, stranger
from gallery.simulation.stories import ENDINGS, Ending, RequestStory, Telling
from kernel_lib.vocabulary import Role

_SHARE_OF_STRANGERS = 0.22
_SHARE_EXIGENT = 0.03
_SHARE_OVER_PARTNERS = 0.12
_PARTNERS = {"halton": "peel", "peel": "york", "york": "halton"}
_FIRST_DAY, _LAST_DAY = 12, 340
_CHORES_ON = 0
"""The service does its chores every five minutes; Mondays tell the same at less cost."""
_UNUSED = timedelta(days=50)
_LARGE = 60


def put_in_requests(telling: Telling, held: Sequence[Booked], year: int, people: int) -> None:
    """Put the year's requests into the diary: four for each five people held; in a small gallery each ending once."""
    chance, count = telling.site.chance, people * 4 // 5 if people >= _LARGE else len(ENDINGS)
    for place in range(count):
        service = SERVICES[place % len(SERVICES)]
        day = workday(date(year, 1, 1) + timedelta(days=chance.randint(_FIRST_DAY, _LAST_DAY)))
        ending = _ending(place, chance)
        asked = _asked(telling.cast, held, service, place, year, chance)
        story = RequestStory(telling, asked, ending)
        telling.diary.add(at(day, chance.uniform(8.2, 15.0)), _telling(telling, story))


def put_in_nights(telling: Telling, year: int) -> None:
    """Let the service do its chores by night, and whoever was not there for weeks sign in."""
    day = date(year, 1, 3)
    while day.year == year:
        if day.weekday() == _CHORES_ON:
            telling.diary.add(at(day, 3), telling.site.night)
        if day.day == 2:
            telling.diary.add(at(workday(day), 7.6), lambda: _everybody_signs_in(telling))
        day += timedelta(days=1)


# Private


def _telling(telling: Telling, story: RequestStory) -> Deed:
    return lambda: telling.attempt(story.begin, f"ask, {story.ending.name}")


def _ending(place: int, chance: Random) -> Ending:
    """Each ending once, then by their weights."""
    endings = [each for each, _ in ENDINGS]
    if place < len(endings):
        return endings[place]
    return chance.choices(endings, [weight for _, weight in ENDINGS])[0]


def _asked(cast: Cast, held: Sequence[Booked], service: str, place: int, year: int, chance: Random) -> Asked:
    own = [each for each in held if each.person.service == service]
    known = place < len(ENDINGS) or chance.random() > _SHARE_OF_STRANGERS
    shown: Invented = chance.choice(own).person if known else stranger(place, year, chance)
    partner = _PARTNERS[service] if chance.random() < _SHARE_OVER_PARTNERS and place >= len(ENDINGS) else ""
    return Asked(
        service=service,
        investigator=cast.one(service, Role.INVESTIGATOR, chance.randint(0, 99)),
        occurrence=f"{service[0].upper()}{year}-{place + 1:06}",
        shown=shown,
        offence=drawn(OFFENCES, chance),
        poor=chance.randint(20, 130),
        picture=2000 + place,
        exigent=chance.random() < _SHARE_EXIGENT and place >= len(ENDINGS),
        partner=partner,
        told_groups=chance.random() < 0.9,
    )


def _everybody_signs_in(telling: Telling) -> None:
    for username in telling.site.passwords:
        if telling.site.unused(username) > _UNUSED:
            telling.site.client(username).work()
            telling.site.clock.wait(20)
