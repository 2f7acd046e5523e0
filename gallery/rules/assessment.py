"""The rules of the privacy impact assessment as values: questions, statutory elements, what is watched (K-01, K-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class Question:
    """What only people can answer, under which heading, and whose it is to answer. `evidence`: it must rest on some."""

    id: str
    heading: str
    text: str
    by: str
    evidence: bool = False


@dataclass(frozen=True)
class Element:
    """One element of the statutory written assessment, and where in the report it is found (K-02)."""

    id: str
    title: str
    source: str
    headings: tuple[str, ...]
    questions: tuple[str, ...]
    register: bool = False


@dataclass(frozen=True)
class AssessmentRules:
    """Questions and elements by id. `demanded`: nobody is searched for before an assessment was accepted."""

    answer_min_length: int
    review_months: int
    watched_files: tuple[str, ...]
    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    questions: Mapping[str, Question]
    elements: tuple[Element, ...]
    file: RuleFile
    demanded: bool = False

    @classmethod
    def load(cls) -> "AssessmentRules":
        """Read the file. Raises SettingsError when an element names a question that there is none of."""
        return build(read_toml("assessment"))


def build(file: RuleFile) -> AssessmentRules:
    """Turn the file into values. Raises SettingsError as `AssessmentRules.load` does."""
    data = file.data
    try:
        questions = {row["id"]: Question(**row) for row in data["question"]}
        elements = tuple(_element(row) for row in data["element"])
        if lost := sorted({each for element in elements for each in element.questions} - set(questions)):
            raise SettingsError(f"rules assessment.toml: expected elements of known questions, got {', '.join(lost)}")
        return AssessmentRules(
            answer_min_length=data["answer_min_length"],
            review_months=data["review_months"],
            watched_files=tuple(data["watched_files"]),
            likelihoods=tuple(data["likelihoods"]),
            impacts=tuple(data["impacts"]),
            questions=MappingProxyType(questions),
            elements=elements,
            file=file,
        )
    except (KeyError, TypeError) as error:
        raise SettingsError(f"rules assessment.toml: expected every value of its kind, got {error!r}") from error


def _element(row: Mapping[str, Any]) -> Element:
    return Element(**{**row, "headings": tuple(row["headings"]), "questions": tuple(row["questions"])})
