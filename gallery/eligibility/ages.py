"""Whether an age at the offence can be true of somebody born in a year (F-40)."""

from datetime import date


def is_too_old(age: int | None, birth_year: int | None, charged_on: date) -> bool:
    """Say whether nobody born in that year can have been of that age on the day of the charge or before.

    A lower age is possible, since an offence may be charged many years later.
    """
    return age is not None and birth_year is not None and age > charged_on.year - birth_year
