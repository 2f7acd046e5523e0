"""Which frames of a video show one chosen face best, measured and said in words; a person chooses (W-20).

A face is followed by place and size alone. No template is made of anyone: bystanders in a recording have none (A-20).
"""

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from kernel_lib.errors import Unacceptable
from kernel_lib.faces.detection import Face
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.masking import pixelated
from kernel_lib.faces.quality import Finding
from kernel_lib.faces.video import Frame, VideoFacts, clock
from kernel_lib.faces.video_reader import READER, VideoReader

MOST_LOOKS = 150
"""Frames in which faces are looked for; finding faces takes far longer than decoding."""
MOST_PEOPLE = 8
"""Followed faces that are told of, those seen longest first."""
CUT_MARGIN = 0.6
"""Room around a face in its small picture, as a share of the longer side of its box."""
CUT_SIDE = 240
"""Pixels on the longer side of a small picture."""
REACH = 0.75
"""How far a face may move between two looks, in widths of its box."""
GROWTH = 1.6
"""How many times larger or smaller it may become between two looks."""
GAP = 2
"""Looks in a row in which it may be missed before it counts as out of sight."""
CLEAR: Mapping[str, float] = {
    "inter_eye_distance": 0.10,
    "sharpness": 0.15,
    "dynamic_range": 0.20,
    "head_pose_yaw": 8.0,
    "head_pose_pitch": 8.0,
}
"""What difference is clear enough to order frames by and to speak of: a share of the value, or degrees."""
SMALLER_IS_BETTER = frozenset({"head_pose_yaw", "head_pose_pitch"})


class Eye(Protocol):
    """What finds and measures faces: `kernel_lib.faces.engine.FaceEngine`."""

    def detect(self, picture: DecodedPicture, *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """Every face found, left to right."""
        ...

    def assess(self, picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> tuple[Finding, ...]:
        """Measured findings on one face."""
        ...


@dataclass(frozen=True, eq=False)
class Look:
    """The faces found in one frame, left to right, each with its findings and a small JPEG, other faces masked."""

    number: int
    seconds: float
    width: int
    height: int
    faces: tuple[Face, ...]
    findings: tuple[tuple[Finding, ...], ...]
    cuts: tuple[bytes, ...]


@dataclass(frozen=True, eq=False)
class Survey:
    """What was seen in a video, frame by frame; `every` is the time in seconds between two looks."""

    facts: VideoFacts
    every: float
    looks: tuple[Look, ...]


@dataclass(frozen=True, eq=False)
class RankedFrame:
    """One frame that shows the chosen face. `place` counts from 1; `searchable` is False below the quality floor.

    `compared` says what is better and worse than in the frame in which the face was chosen; empty for that frame.
    """

    place: int
    number: int
    seconds: float
    face: Face
    findings: tuple[Finding, ...]
    searchable: bool
    compared: str
    cut: bytes


@dataclass(frozen=True, eq=False)
class Ranking:
    """The frames in order, the one best to take first, and `advice` in sentences for the person who chooses."""

    frames: tuple[RankedFrame, ...]
    advice: tuple[str, ...]


def survey(engine: Eye, video: bytes, *, looks: int = MOST_LOOKS, reader: VideoReader = READER) -> Survey:
    """Find and measure faces in at most `looks` frames, evenly spread over the video.

    Frames are decoded in a process of their own; faces are found here.

    Raises:
        PictureRefused: the video cannot be taken in (see `kernel_lib.faces.video_reader`).
    """
    with reader.looks(video, looks) as opened:
        seen = tuple(_look(engine, frame) for frame in opened.frames)
        return Survey(opened.facts, opened.every, seen)


def people(seen: Survey, most: int = MOST_PEOPLE) -> tuple[Ranking, ...]:
    """Every face that was followed, each compared with the first frame that shows it; those seen longest come first.

    A face that is lost and comes back counts as another one: nobody is recognised here.
    """
    told: set[_At] = set()
    rankings: list[Ranking] = []
    for look in seen.looks:
        for face in range(len(look.faces)):
            if (look.number, face) not in told:
                sightings = _followed(seen.looks, seen.looks.index(look), face)
                told |= {(sighted.number, place) for sighted, place in sightings}
                rankings.append(_ranking(seen, sightings, sightings[0]))
    return tuple(sorted(rankings, key=lambda ranking: -len(ranking.frames))[:most])


def ranked(seen: Survey, number: int, face: int) -> Ranking:
    """Order the frames that show the face chosen in frame `number`, the `face`-th from the left (from 0).

    Frames above the quality floor come first, then those with fewer cautions; among these, the order is by the sum of
    clear steps (`CLEAR`) over all components, so that no component outweighs another. Equal frames: earlier first.

    Raises:
        Unacceptable: rule A-20, there is no such frame or face among those looked at.
    """
    at = next((place for place, look in enumerate(seen.looks) if look.number == number), None)
    if at is None or not 0 <= face < len(seen.looks[at].faces):
        reason = f"Frame {number} was not looked at, or shows no face {face}."
        raise Unacceptable("A-20", reason, "Choose one of the faces shown.", fields={"face": reason})
    sightings = _followed(seen.looks, at, face)
    return _ranking(seen, sightings, (seen.looks[at], face))


# Private

_Sighting = tuple[Look, int]
_At = tuple[int, int]


def _ranking(seen: Survey, sightings: Sequence[_Sighting], chosen: _Sighting) -> Ranking:
    order = _ordered(sightings)
    listed = tuple(_row(place, sighting, chosen) for place, sighting in enumerate(order, start=1))
    return Ranking(listed, _advice(listed, chosen[0].number, len(seen.looks)))


def _look(engine: Eye, frame: Frame) -> Look:
    height, width = frame.pixels.shape[:2]
    # The engine measures pictures; a frame has no file of its own, so it has no hash and no JPEG quality.
    picture = DecodedPicture(frame.pixels, "", "VIDEO", width, height, 1, None, ())
    found = engine.detect(picture)
    findings = tuple(engine.assess(picture, face, found) for face in found)
    cuts = tuple(_cut(frame, face, found) for face in found)
    return Look(frame.number, frame.seconds, width, height, found, findings, cuts)


def _cut(frame: Frame, face: Face, found: Sequence[Face]) -> bytes:
    pixels = pixelated(frame.pixels, face, [other for other in found if other.index != face.index])
    x, y, width, height = face.box
    room = CUT_MARGIN * max(width, height)
    left, top = max(0, int(x - room)), max(0, int(y - room))
    small = Image.fromarray(pixels[top : int(y + height + room) + 1, left : int(x + width + room) + 1])
    small.thumbnail((CUT_SIDE, CUT_SIDE))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _followed(looks: Sequence[Look], at: int, face: int) -> list[_Sighting]:
    """Sightings of one face in order of time, from the chosen one backwards and forwards."""
    before = _one_way(looks[at::-1], face)
    return [*reversed(before), (looks[at], face), *_one_way(looks[at:], face)]


def _one_way(looks: Sequence[Look], face: int) -> list[_Sighting]:
    """Follow until the face is out of sight, or two faces are near enough to be taken for each other."""
    last, missed, found = looks[0].faces[face], 0, []
    for look in looks[1:]:
        near = [place for place, other in enumerate(look.faces) if _near(last, other)]
        if len(near) > 1 or missed > GAP:
            break
        missed = 0 if near else missed + 1
        if near:
            last = look.faces[near[0]]
            found.append((look, near[0]))
    return found


def _near(before: Face, now: Face) -> bool:
    (x, y, width, height), (left, top, wide, high) = before.box, now.box
    moved = max(abs(x + width / 2 - left - wide / 2), abs(y + height / 2 - top - high / 2))
    return moved <= REACH * max(width, wide) and 1 / GROWTH <= wide / width <= GROWTH


def _ordered(sightings: Sequence[_Sighting]) -> list[_Sighting]:
    def key(sighting: _Sighting) -> tuple[int, int, int, float]:
        verdicts = [finding.verdict for finding in _findings(sighting)]
        steps = sum(_steps(name, value) for name, value in _values(sighting).items() if name in CLEAR)
        return verdicts.count("refused"), verdicts.count("caution"), -steps, sighting[0].seconds

    return sorted(sightings, key=key)


def _steps(name: str, value: float) -> int:
    """How many clear steps a value lies above nothing, or below the worst angle: smaller differences order nothing."""
    if name in SMALLER_IS_BETTER:
        return -int(value // CLEAR[name])
    return int(math.log(max(value, 0.01) / 0.01) // math.log1p(CLEAR[name]))


def _findings(sighting: _Sighting) -> tuple[Finding, ...]:
    return sighting[0].findings[sighting[1]]


def _values(sighting: _Sighting) -> dict[str, float]:
    return {finding.component: finding.value for finding in _findings(sighting) if finding.value is not None}


def _row(place: int, sighting: _Sighting, chosen: _Sighting) -> RankedFrame:
    look, face = sighting
    findings = _findings(sighting)
    return RankedFrame(
        place=place,
        number=look.number,
        seconds=look.seconds,
        face=look.faces[face],
        findings=findings,
        searchable=all(finding.verdict != "refused" for finding in findings),
        compared="" if sighting == chosen else _compared(sighting, chosen),
        cut=look.cuts[face],
    )


def _compared(sighting: _Sighting, chosen: _Sighting) -> str:
    """One sentence: what this frame has more and less of than the chosen one, with both values."""
    now, then = _values(sighting), _values(chosen)
    better = _differences(now, then)
    worse = _differences(then, now, swapped=True)
    start = f"The frame at {clock(sighting[0].seconds)}"
    if not better and not worse:
        return f"{start} shows the face much as the frame at {clock(chosen[0].seconds)} does."
    gains = f"has {_joined(better)}" if better else ""
    losses = f"has {_joined(worse)}" if worse else ""
    return f"{start} {', but it '.join(part for part in (gains, losses) if part)}."


def _differences(more: Mapping[str, float], less: Mapping[str, float], *, swapped: bool = False) -> list[str]:
    """What `more` has the clear advantage in, said of it, or (`swapped`) of the other one."""
    names = [name for name in CLEAR if name in more and name in less and _clearly(name, more[name], less[name])]
    return [_SAID[name](*((less[name], more[name]) if swapped else (more[name], less[name]))) for name in names]


def _clearly(name: str, good: float, poor: float) -> bool:
    return poor - good >= CLEAR[name] if name in SMALLER_IS_BETTER else good >= poor * (1 + CLEAR[name])


def _share(what: str, form: str, unit: str = "") -> Callable[[float, float], str]:
    def words(now: float, then: float) -> str:
        share = abs(now - then) / then * 100 if then else 100.0
        kind = "more" if now > then else "less"
        return f"{share:.0f} % {kind} {what} ({now:{form}} against {then:{form}}{unit})"

    return words


def _angle(what: str) -> Callable[[float, float], str]:
    return lambda now, then: f"the head {what} {now:.0f} degrees instead of {then:.0f}"


_SAID: dict[str, Callable[[float, float], str]] = {
    "inter_eye_distance": _share("eye distance", ".0f", " pixels"),
    "sharpness": _share("fine detail", ".2f"),
    "dynamic_range": _share("contrast", ".0f", " grey levels"),
    "head_pose_yaw": _angle("turned to the side by"),
    "head_pose_pitch": _angle("tipped by"),
}


def _joined(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _advice(listed: Sequence[RankedFrame], number: int, looked_at: int) -> tuple[str, ...]:
    best = listed[0]
    said = [f"This face was followed through {len(listed)} of the {looked_at} frames that were looked at."]
    if not any(each.searchable for each in listed):
        said.append("It is below the quality floor in every one of them; none can be searched.")
    said.append(best.compared if best.number != number else "No other frame shows this face clearly better.")
    needs = [each.help for each in best.findings if each.help]
    return (*said, *dict.fromkeys(needs))
