"""The public statement as it would go out now, and putting it out, on the page of controls (E-18, H-06)."""

from kernel_lib.wire.publication import Publication, PublicSection, Published
from widgets.parts.markup import Markup, bullets, element, joined
from widgets.words.language import here, say, told


def preview(held: Publication) -> Markup:
    """Return the statement in the page's language, with what keeps it back on top."""
    statement = next(each for each in held.statements if each.language == here().language)
    kept_back = (
        element(
            "div", element("h3", say("Not to be published yet")), bullets(map(told, held.missing)), class_="lb-banner"
        )
        if held.missing
        else ""
    )
    heading = element("h2", say("Public statement: {title}", title=statement.title), tabindex=-1)
    return joined((heading, kept_back, *map(_section, statement.sections)))


def summary() -> Markup:
    """Return what publishing does, for the second step."""
    return element("p", say("Three files are written to the publication folder, in place of those published before."))


def written(made: Published) -> str:
    """Return which files were written."""
    return ", ".join(each.name for each in made.files)


def _section(section: PublicSection) -> Markup:
    sentences = joined(element("p", each) for each in section.sentences)
    return element(
        "section", element("h3", section.heading), sentences, bullets(section.items) if section.items else ""
    )
