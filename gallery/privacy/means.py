"""What every act of the assessment needs."""

from dataclasses import dataclass

from gallery.casework.means import Casework
from gallery.ledger import Ledger
from gallery.privacy.facts.told import InstallationFacts
from gallery.rules import Rules
from gallery.rules.assessment import AssessmentRules
from kernel_lib.errors import NotFound, Unacceptable


@dataclass(frozen=True)
class Privacy:
    """Casework's means, and the facts of the installation."""

    casework: Casework
    facts: InstallationFacts

    @property
    def ledger(self) -> Ledger:
        """Records and log, bound."""
        return self.casework.ledger

    @property
    def rules(self) -> Rules:
        """Every rule."""
        return self.casework.rules

    @property
    def assessment(self) -> AssessmentRules:
        """The rules of the assessment."""
        return self.casework.rules.assessment

    @property
    def model_id(self) -> str:
        """The model in use."""
        return self.casework.faces.model_id

    def demand_words(self, rule: str, field: str, text: str) -> None:
        """Do nothing where a text is long enough to say something. Raises Unacceptable."""
        shortest = self.assessment.answer_min_length
        if len(text) < shortest:
            message = f"Write at least {shortest} characters."
            raise Unacceptable(rule, f"The text is too short. {message}", "Nothing was kept.", fields={field: message})


def unknown(noun: str) -> NotFound:
    """Return the refusal for a thing that does not exist."""
    return NotFound("K-01", f"There is no such {noun}.", "Open the page of the assessment again.")
