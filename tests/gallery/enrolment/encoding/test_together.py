"""Pictures asked about one by one are looked at together, in few places at once, and every answer finds its asker."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from gallery.enrolment.encoding.asked import Asked, Encoded
from gallery.enrolment.encoding.together import Together
from kernel_lib.errors import Refusal


class Looker:
    """Answers each picture by its own bytes, and keeps how many were looked at in each run and at once."""

    def __init__(self) -> None:
        self.runs: list[int] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def look(self, asked: Sequence[Asked]) -> list[Encoded]:
        """Look at some."""
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.runs.append(len(asked))
        answers = [Encoded(Refusal("test", each.data.decode(), ""), "test") for each in asked]
        with self._lock:
            self._now -= 1
        return answers


def asked(number: int) -> Asked:
    """Return a picture that is told by its number."""
    return Asked(str(number).encode(), lambda _: True)


def reason(encoded: Encoded) -> str:
    """Return what was answered."""
    assert isinstance(encoded.outcome, Refusal)
    return encoded.outcome.reason


@pytest.mark.parametrize("places", [1, 3])
def test_everybody_gets_the_answer_about_their_own_picture(places: int) -> None:
    """Of 500 pictures asked by twenty threads each is looked at once, at most four in a run, in the places at most."""
    looker = Looker()
    together = Together(looker.look, places, 4)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: reason(together.see(asked(number))), range(500)))

    assert answers == [str(number) for number in range(500)]
    assert sum(looker.runs) == 500
    assert max(looker.runs) <= 4
    assert looker.most <= places


def test_several_are_answered_in_their_order() -> None:
    """Asked all at once, they are looked at together."""
    together = Together(Looker().look, 2, 4)

    answers = [reason(each) for each in together.see_all([asked(number) for number in range(30)])]

    assert answers == [str(number) for number in range(30)]
    assert together.see_all([]) == []


def test_what_goes_wrong_reaches_whoever_asked_and_nobody_waits_for_ever() -> None:
    """A broken engine is no bad picture: the error is raised, and the place is free again."""
    calls: list[int] = []

    def look(some: Sequence[Asked]) -> list[Encoded]:
        calls.append(len(some))
        if len(calls) == 1:
            raise RuntimeError("no memory on the device")
        return Looker().look(some)

    together = Together(look, 1, 4)

    with pytest.raises(RuntimeError, match="no memory"):
        together.see(asked(1))
    assert reason(together.see(asked(2))) == "2"
