"""Signing in at the command line."""

from pathlib import Path

import pytest
import typer

from gallery.command import signing
from kernel_lib.errors import SignInRequired
from kernel_lib.settings import Settings


@pytest.mark.proves("M-03")
def test_the_code_is_asked_for_when_the_service_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only then; another refusal is told as it is."""
    asked: list[str] = []

    def sign_in(_settings: Settings, username: str, _password: str, code: str = "") -> str:
        if username == "wrong":
            raise SignInRequired("signin.wrong", "Wrong.", "Try again.")
        if not code:
            raise SignInRequired("signin.code", "Type the code.", "A recovery code opens once.")
        return f"session of {code}"

    monkeypatch.setattr(signing, "sign_in", sign_in)
    monkeypatch.setattr(typer, "prompt", lambda words, **_: asked.append(words) or "123456")
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    monkeypatch.setenv("LEADBOOK_PASSWORD", "given")
    monkeypatch.setenv("LEADBOOK_USERNAME", "analyst")

    session = signing.ask_session(settings)
    monkeypatch.setenv("LEADBOOK_PASSWORD", "given")
    monkeypatch.setenv("LEADBOOK_USERNAME", "wrong")
    with pytest.raises(SignInRequired, match="Wrong"):
        signing.ask_session(settings)

    assert session == "session of 123456"
    assert asked == ["Code of your second factor"]
