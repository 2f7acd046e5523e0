"""The page of named questions: by item of the auditors' list, with parameters, meaning, and the hash of each SQL."""

from collections.abc import Iterator

from audits.questions import Parameter, Question, questions

_HEAD = """# Questions over the audit log

Made by `make docs` from the headers of `audits/sql/*.sql`; do not edit.

An auditor asks them by name: on the audit page, in the notebook for investigations, or by `leadbook question NAME
-p days=30 --csv`; `leadbook question --list` lists them. Each asking is itself an entry of the log. People appear by
account id; no answer holds a name, a picture or a score. Every question takes the days it is about (`first_day`,
`last_day`, UTC); a question that counts days reckons them from the last day of the log unless `today` is given.

The first 25 answer the items of the auditors' list one by one; the others go deeper into one of them. In
`tests/audits/questions` each must return exactly the cases planted among 100,000 innocent entries.
"""


def document() -> str:
    """Return the page."""
    every = questions()
    main = sorted((each for each in every if each.item), key=lambda each: each.item)
    parts = [_HEAD, "## By item\n", "| Item | Question | Asks |", "|---|---|---|"]
    parts += [f"| {each.item} | [`{each.name}`](../audits/sql/{each.name}.sql) | {each.sentence} |" for each in main]
    for each in (*main, *(one for one in every if not one.item)):
        parts += _section(each)
    return "\n".join(parts) + "\n"


# Private


def _section(asked: Question) -> Iterator[str]:
    yield f"\n## {asked.title}\n"
    item = f"Item {asked.item}; " if asked.item else ""
    yield f"`{asked.name}`. {item}answers {asked.answers}.\n"
    yield f"{asked.sentence}\n"
    yield f"* A row: {asked.means}"
    yield f"* Not: {asked.means_not}"
    for each in asked.parameters:
        yield f"* `{each.name}` ({each.kind}, {_default(each)}): {each.hint}"
    yield f"* SHA-256 of its SQL: `{asked.sql_sha256}`"


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return "required"
    return "may be left out" if parameter.default is None else f"default {parameter.default}"
