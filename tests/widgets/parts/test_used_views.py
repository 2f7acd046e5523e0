"""Views that were used reach the service, later where it could not be reached (D-18)."""

import pytest

from kernel_lib.errors import LogUnavailable, ServiceUnreachable, SignInRequired, Unacceptable
from kernel_lib.wire.views import DisplayUsed, ViewsUsed, ViewUsed
from widgets.parts.used_views import UsedViews


def used(count: int = 1) -> ViewsUsed:
    """Views of the probe alone."""
    display = DisplayUsed(scale=1.0, turn=0, gamma=1.0, contrast=1.0, inverted=False)
    fields = {"view": "probe_alone", "letter": "", "number": 0, "probe": display, "candidate": None}
    rest = {"grid": False, "together": True, "adjunct": False}
    return ViewsUsed(
        views=tuple(ViewUsed.model_validate({**fields, **rest, "milliseconds": at}) for at in range(count))
    )


class Service:
    """Takes views, or raises what a test asks for."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.taken: list[int] = []

    def __call__(self, sent: ViewsUsed) -> None:
        """Take a list of views."""
        if self.error is not None:
            raise self.error
        self.taken.append(len(sent.views))


@pytest.mark.parametrize(
    "error", [ServiceUnreachable("gone"), LogUnavailable("full"), SignInRequired("I-02", "Ended.", "Sign in.")]
)
def test_views_wait_for_a_service_that_cannot_take_them(error: Exception) -> None:
    """They go first when it can again, and none is doubled."""
    service = Service()
    views = UsedViews(service)
    service.error = error
    views.hand_on(used(50))
    service.error = None

    views.hand_on(used(10))

    assert service.taken == [50, 10]
    assert views.waiting == ()


def test_refused_views_are_let_go() -> None:
    """The refusal is in the log; the next views are not held up by it."""
    service = Service()
    views = UsedViews(service)
    service.error = Unacceptable("D-18", "Another candidate.", "Reload.")
    views.hand_on(used(3))
    service.error = None

    views.hand_on(used(2))

    assert service.taken == [2]
