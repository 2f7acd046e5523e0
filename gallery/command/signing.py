"""Whose installation a command means, and who gives it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from gallery.command.installation import sign_in
from kernel_lib.client import Client
from kernel_lib.errors import SignInRequired
from kernel_lib.settings import Settings


def ask_session(settings: Settings) -> str:
    """Sign in by LEADBOOK_USERNAME and LEADBOOK_PASSWORD, or by asking; return the session's secret.

    Where the account has a second factor its code is asked for.
    """
    username = os.environ.get("LEADBOOK_USERNAME") or typer.prompt("User name")
    # Taken out of the environment: a report's kernel and its children inherit what is left there.
    password = os.environ.pop("LEADBOOK_PASSWORD", "") or typer.prompt("Password", hide_input=True)
    try:
        return sign_in(settings, username, password)
    except SignInRequired as refused:
        if refused.refusal.rule != "signin.code":
            raise
    return sign_in(settings, username, password, typer.prompt("Code of your second factor", hide_input=True))


@contextmanager
def signed_in(settings: Settings) -> Iterator[Client]:
    """Give a client that works as whoever signs in; the session ends with it, whatever happens."""
    with Client(settings.socket, ask_session(settings)) as client:
        try:
            yield client
        finally:
            client.sign_out()


def demonstration_settings(data_dir: Path | None) -> Settings:
    """Return the named folder, or the demonstration's."""
    if data_dir or os.environ.get("LEADBOOK_DATA_DIR"):
        return Settings.from_env(data_dir=data_dir)
    return Settings.from_env(data_dir=Path.home() / ".local/share/leadbook-demonstration")


def existing_settings(data_dir: Path | None) -> Settings:
    """Return the named folder; or the default one, or the demonstration's where there is no other."""
    settings = Settings.from_env(data_dir=data_dir)
    if data_dir is None and not settings.audit_dir.exists():
        return demonstration_settings(None)
    return settings
