"""Where ids come from: chance, or in a simulation a seed and its own clock."""

from random import Random

from gallery.records.chance import Source, characters, repeatable, seed
from gallery.records.ids import new_id, new_ids


def _drawn(number: int) -> list[str]:
    with repeatable(Source(lambda: 2_000_000_000_000, Random(number))):  # noqa: S311  # equal lots from equal seeds are what is tested
        return [new_id(), *new_ids(3), characters(6), seed()]


def test_the_same_seed_gives_the_same_lots() -> None:
    """Ids, lots and seeds of draws are those of the source while it lasts."""
    assert _drawn(1) == _drawn(1)
    assert not set(_drawn(1)) & set(_drawn(2))


def test_afterwards_everything_is_chance_again() -> None:
    """The source of a simulation ends with it."""
    _drawn(1)

    assert characters(12) != characters(12)
    assert len({new_id() for _ in range(50)}) == 50
