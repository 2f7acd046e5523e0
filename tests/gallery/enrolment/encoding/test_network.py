"""Pictures of people leave this machine only encrypted."""

from pathlib import Path

import pytest

from gallery.enrolment.encoding.network import security_of
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings
from tests.gallery.enrolment.encoding.certificates import certify


def settings(tmp_path: Path, address: str, tls: Path | None = None) -> Settings:
    """Return the settings of an installation with workers."""
    return Settings(tmp_path / "data", tmp_path / "cache", dask_address=address, dask_tls_dir=tls)


@pytest.mark.parametrize(
    "address",
    ["tcp://faces.example:8786", "tcp://10.0.0.4:8786", "tls://faces.example:8786", "tls://127.0.0.1:8786"],
)
def test_without_certificates_no_other_machine_gets_a_picture(tmp_path: Path, address: str) -> None:
    """Neither in the clear nor by half an agreement."""
    with pytest.raises(SettingsError, match=r"^encoding\.tls: "):
        security_of(settings(tmp_path, address))


@pytest.mark.parametrize("address", ["", "faces.example", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://[::1]:x"])
def test_what_is_no_address_of_a_scheduler_is_refused(tmp_path: Path, address: str) -> None:
    """At the start, not at the first picture."""
    with pytest.raises(SettingsError, match="LEADBOOK_DASK_ADDRESS"):
        security_of(settings(tmp_path, address))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_this_machine_itself_needs_no_encryption(tmp_path: Path, address: str) -> None:
    """Nobody else can reach a loopback address."""
    assert security_of(settings(tmp_path, address)) is None


def test_with_certificates_both_sides_show_theirs(tmp_path: Path) -> None:
    """Encryption is required, and only the installation's own authority is trusted; tcp is refused beside it."""
    tls = certify(tmp_path / "tls")

    security = security_of(settings(tmp_path, "tls://faces.example:8786", tls))

    assert security is not None
    assert security.require_encryption
    assert security.tls_ca_file == str(tls / "ca.pem")
    with pytest.raises(SettingsError, match="expected tls://"):
        security_of(settings(tmp_path, "tcp://127.0.0.1:8786", tls))
    (tls / "key.pem").unlink()
    with pytest.raises(SettingsError, match=r"missing \['key.pem'\]"):
        security_of(settings(tmp_path, "tls://faces.example:8786", tls))
