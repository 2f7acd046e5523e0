"""Compiled functions."""

import numpy as np

from gallery.index.compiled import compiled


def fused(a: float, b: float, c: float) -> float:
    """A product and a sum, which some processors can round once instead of twice."""
    return a * b + c


def test_a_product_and_a_sum_are_rounded_as_in_python() -> None:
    """Bit for bit, where a fused operation would differ."""
    random = np.random.default_rng(1)
    numbers = random.standard_normal((2000, 2)).tolist()

    run = compiled(fused)

    assert [run(a, b, -a * b) for a, b in numbers] == [0.0] * 2000


def test_where_nothing_can_be_kept_a_function_is_compiled_all_the_same() -> None:
    """A function without a file of its own has no place on disk; neither has any in a folder that is read-only."""
    room: dict[str, object] = {}
    exec("def twice(number):\n    return 2 * number", room)  # noqa: S102  # makes a function without a file

    assert compiled(room["twice"])(21) == 42  # type: ignore[arg-type]  # it is the function made above
