"""A .sql file is loaded by package and name, and by nothing else."""

import pytest

from kernel_lib.sql import read_sql, sql_names


def test_a_statement_is_read_by_name() -> None:
    """The text is the file's."""
    assert read_sql("audits", "acts_by_person").startswith("-- Acts by person\n")


def test_names_are_in_order() -> None:
    """Alphabetically, without the ending."""
    names = sql_names("audits")

    assert "acts_by_person" in names
    assert list(names) == sorted(names)


def test_a_package_without_statements_has_no_names() -> None:
    """An absent folder is no error."""
    assert sql_names("kernel_lib") == ()


@pytest.mark.parametrize("name", ["", "none", "../sql/acts_by_person", "acts_by_person.sql", "Acts_by_person"])
def test_another_name_is_refused(name: str) -> None:
    """The message lists those there are."""
    with pytest.raises(LookupError, match=r"audits/sql: expected one of acts_by_person, .*; got"):
        read_sql("audits", name)
