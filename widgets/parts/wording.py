"""Times, ages and states in words, the same on every page."""

from datetime import UTC, date, datetime

from kernel_lib.vocabulary import Disposition, Observation, Verdict
from widgets.words.language import here, say
from widgets.words.language import number as written

VERDICTS = {
    Verdict.OK: "within limits",
    Verdict.CAUTION: "caution",
    Verdict.REFUSED: "refused",
    Verdict.NOT_ASSESSED: "not assessed",
}
DISPOSITIONS = {
    Disposition.EXCLUDED: "Excluded",
    Disposition.NOT_EXCLUDED: "Not excluded",
    Disposition.UNCLEAR: "Unclear",
}
OBSERVATIONS = {
    Observation.SIMILAR: "Same",
    Observation.DISSIMILAR: "Differs",
    Observation.UNCLEAR: "Unclear",
    Observation.NOT_VISIBLE: "Not visible",
}

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def moment(time: datetime | None) -> str:
    """Return a time in the local zone with its offset, or "not yet"."""
    if time is None:
        return say("not yet")
    local = time.astimezone()
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:]}"


def day(value: date | None) -> str:
    """Return an ISO date, or "not known"."""
    return value.isoformat() if value else say("not known")


def age(since: datetime, now: datetime | None = None) -> str:
    """Return how long ago in the largest whole unit."""
    seconds = int(((now or datetime.now(UTC)) - since).total_seconds())
    for unit, length in (("day", _DAY), ("hour", _HOUR), ("minute", _MINUTE)):
        if seconds >= length:
            return counted(seconds // length, unit)
    return say("less than a minute")


def left(until: datetime, now: datetime | None = None) -> str:
    """Return how much time is left in hours and minutes, "no time" once it has passed."""
    minutes = int((until - (now or datetime.now(UTC))).total_seconds() // _MINUTE)
    if minutes <= 0:
        return say("no time")
    return ", ".join(
        counted(count, unit) for count, unit in ((minutes // 60, "hour"), (minutes % 60, "minute")) if count
    )


def counted(number: int, noun: str) -> str:
    """Return a count with its noun: "1 face", "3 faces"."""
    words = here()
    one = number in words.singular
    return f"{words.number(number)} {words.say(noun if one else f'{noun}s')}"


def size(number: int) -> str:
    """Return a file size in the unit a person would choose."""
    if number < 1024:
        return counted(number, "byte")
    if number < 1024 * 1024:
        return say("{size} KiB", size=written(number / 1024))
    return say("{size} MiB", size=written(number / 1024 / 1024, 1))
