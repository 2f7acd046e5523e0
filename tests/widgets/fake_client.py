"""A client that answers what a test sets, and remembers what it was asked."""

from typing import Any

SUBJECTS = (
    *(
        "requests",
        "examinations",
        "leads",
        "audit",
        "gallery",
        "feeds",
        "models",
        "controls",
        "known_tasks",
        "descriptions",
        "holds",
        "lifecycle",
        "destructions",
        "identities",
        "publication",
        "rights",
        "sharing",
        "exits",
        "staff",
    ),
    *("follow_up", "cases", "disclosure", "arrays", "dashboard", "figures", "assessment"),
    *("reports", "samples"),
    *("accounts", "administration", "proficiency", "breaches", "wrongdoing"),
)


class FakeClient:
    """Answers by name: `FakeClient({"requests.get": view, "work": error})`. A value may be a list, given one by one."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        for subject in SUBJECTS:
            setattr(self, subject, _Subject(self, subject))

    def answer(self, name: str, *given: Any) -> Any:
        """Keep what was asked and give the answer set for it."""
        self.asked.append((name, given))
        reply = self.answers[name]
        if isinstance(reply, list):
            reply = reply.pop(0) if len(reply) > 1 else reply[0]
        if isinstance(reply, Exception):
            raise reply
        return reply

    def names(self) -> list[str]:
        """Return what was asked, in order."""
        return [name for name, _ in self.asked]

    def last(self, name: str) -> tuple[Any, ...]:
        """Return what was given the last time this was asked."""
        return next(given for asked, given in reversed(self.asked) if asked == name)

    def work(self) -> Any:
        """As `Client.work`."""
        return self.answer("work")

    def resolve(self) -> Any:
        """As `Client.resolve`."""
        return self.answer("resolve")


class _Subject:
    def __init__(self, client: FakeClient, name: str) -> None:
        self._client = client
        self._name = name

    def __getattr__(self, act: str) -> Any:
        def ask(*given: Any, **named: Any) -> Any:
            return self._client.answer(f"{self._name}.{act}", *given, *([named] if named else []))

        return ask
