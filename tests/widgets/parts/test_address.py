"""Addresses of pages."""

from widgets.parts.address import asked, page


def test_parameters_are_encoded_and_empty_ones_left_out() -> None:
    """Nothing in a value can begin another parameter."""
    assert page("/search", request="a&b=c", face="") == "/search?request=a%26b%3Dc"


def test_a_path_with_parameters_keeps_them() -> None:
    """A work item's page names its own object."""
    assert page("/review?examination=e1", letter="A") == "/review?examination=e1&letter=A"


def test_the_page_reads_what_its_address_asks() -> None:
    """With or without the question mark; the last of two same names counts."""
    assert asked({"LEADBOOK_QUERY": "?request=r1&request=r2"}) == {"request": "r2"}
    assert asked({}) == {}
