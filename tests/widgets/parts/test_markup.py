"""Text into HTML."""

from hypothesis import given
from hypothesis import strategies as st

from widgets.parts.markup import Markup, bullets, element, facts, joined, picture, table


def test_text_is_escaped_in_content_and_attributes() -> None:
    """Neither a child nor an attribute can end its place and begin markup."""
    made = element("p", "<b>&", title='"><script>')

    assert made == '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;</p>'


def test_markup_is_kept_as_it_is() -> None:
    """What was made here is not escaped a second time."""
    assert element("p", element("b", "x")) == "<p><b>x</b></p>"


def test_absent_attributes_are_left_out_and_zero_is_kept() -> None:
    """None and False leave an attribute out; the number 0 is a value."""
    assert element("p", hidden=True, title=None, lang=False, tabindex=0) == '<p hidden tabindex="0"></p>'


@given(st.text())
def test_no_text_can_bring_an_element(text: str) -> None:
    """Whatever is typed, only the elements made here stand in the result."""
    made = joined((facts(((text, text),)), bullets((text,)), table(text, (text,), ((text,),))))

    assert "<script" not in made.lower()
    assert made.count("<") == _tags(made)


def test_a_picture_is_named_by_its_role() -> None:
    """The alternative text tells the role; the address is the guarded route."""
    made = picture("requests/r1/probe", "Probe")

    assert made == '<img src="/leadbook/pictures/requests/r1/probe" alt="Probe">'


def test_an_empty_value_reads_not_given() -> None:
    """A missing answer is said in words."""
    assert "not given" in facts((("Place", ""),))


def test_joined_text_is_markup() -> None:
    """What was joined can be placed without a second escape."""
    assert isinstance(joined(("a", "<")), Markup)


def _tags(made: str) -> int:
    known = ("dl", "dt", "dd", "ul", "li", "div", "table", "caption", "thead", "tbody", "tr", "th", "td")
    opened = sum(made.count(f"<{tag}>") + made.count(f"<{tag} ") for tag in known)
    return opened + sum(made.count(f"</{tag}>") for tag in known)
