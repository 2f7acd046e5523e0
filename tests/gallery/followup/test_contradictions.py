"""What contradicts what, without any store."""

from datetime import date

import pytest

from gallery.followup.contradictions import flags
from kernel_lib.wire.follow_up import CircumstancesGiven

DAY = date(2026, 3, 10)


def _told(**given: object) -> CircumstancesGiven:
    return CircumstancesGiven.model_validate({"offence_on": DAY, **given})


@pytest.mark.proves("E-10", "W-16")
@pytest.mark.parametrize(
    ("since", "until", "raised"),
    [
        (date(2026, 3, 1), date(2026, 3, 20), True),
        (DAY, DAY, True),
        (date(2026, 3, 11), None, False),
        (None, date(2026, 3, 9), False),
        (date(2026, 3, 1), None, True),
        (None, None, False),
    ],
)
def test_custody_counts_with_its_first_and_last_day(since: date | None, until: date | None, raised: bool) -> None:
    """An open end runs on; nothing recorded is no custody."""
    assert bool(flags(_told(custody_from=since, custody_to=until), None, ())) is raised


@pytest.mark.proves("E-10", "W-16")
@pytest.mark.parametrize(("died", "raised"), [(date(2026, 3, 9), True), (DAY, False), (date(2026, 3, 11), False)])
def test_death_contradicts_when_it_came_before(died: date, raised: bool) -> None:
    """On the day itself it does not."""
    assert bool(flags(_told(died_on=died), None, ())) is raised


@pytest.mark.proves("E-10", "W-16")
@pytest.mark.parametrize(
    ("born", "low", "high", "raised"),
    [(1996, 25, 35, False), (1960, 25, 35, True), (2010, 25, 35, True), (1990, 25, 35, False), (1989, 25, 35, True)],
)
def test_an_age_outside_what_witnesses_told_contradicts(born: int, low: int, high: int, raised: bool) -> None:
    """A year of birth leaves one year open on either side."""
    assert bool(flags(_told(told_age_from=low, told_age_to=high), born, ())) is raised


@pytest.mark.proves("E-10")
def test_a_booking_picture_of_the_day_is_told() -> None:
    """The gallery's own sign of custody."""
    assert len(flags(_told(), None, (DAY, date(2020, 1, 1)))) == 1


@pytest.mark.parametrize(
    "given", [{"custody_from": "2026-03-02", "custody_to": "2026-03-01"}, {"told_age_from": 40, "told_age_to": 30}]
)
def test_a_span_in_the_wrong_order_is_no_message(given: dict[str, object]) -> None:
    """It is refused before anything is recorded."""
    with pytest.raises(ValueError, match="expected"):
        _told(**given)
