"""What acts between services need, and how they refuse what is not one's own."""

from dataclasses import dataclass

from gallery.casework.means import Casework
from gallery.rules.sharing import SharingRules
from kernel_lib.errors import NotFound, Unacceptable


@dataclass(frozen=True)
class Sharing:
    """Casework, whose searches pass between services."""

    casework: Casework

    @property
    def rules(self) -> SharingRules:
        """Elements of agreements, hours of messages, sources, bases."""
        return self.casework.rules.sharing


def none_of_yours(noun: str) -> NotFound:
    """Return the refusal for what is not there, or is another service's (G-01)."""
    return NotFound("G-01", f"There is no such {noun} of your service.", "Open the page of partners again.")


def demand_words(rule: str, field: str, words: str, shortest: int) -> None:
    """Do nothing when enough was said. Raises Unacceptable."""
    if len(words) < shortest:
        message = f"Say it in at least {shortest} characters."
        raise Unacceptable(rule, f"The {field} is missing. {message}", "Nothing was kept.", fields={field: message})
