"""The identity provider for Jupyter's own handlers: it repeats what the guard found and decides nothing."""

from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User


class GuardIdentity(IdentityProvider):
    """Names the person whom the guard let through. There is no anonymous user and no token."""

    @property
    def auth_enabled(self) -> bool:
        """Signing in is always needed."""
        return True

    @property
    def login_available(self) -> bool:
        """Signing in has its own page; Jupyter's is not used."""
        return False

    def get_user(self, handler: Any) -> User | None:
        """Return the guarded handler's person."""
        person = getattr(handler, "person", None)
        return User(username=person.id, name=person.display_name) if person else None

    def is_token_authenticated(self, handler: Any) -> bool:
        """Say no: nobody comes with a token."""
        return False

    def should_check_origin(self, handler: Any) -> bool:
        """Say yes, always."""
        return True

    def get_handlers(self) -> list[Any]:
        """Offer no sign-in or sign-out routes of Jupyter's."""
        return []
