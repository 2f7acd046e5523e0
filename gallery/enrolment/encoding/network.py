"""The way to the workers of other machines: pictures of people leave this machine only encrypted (M-01)."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from distributed import Security

from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings

RULE = "encoding.tls"
CA, CERTIFICATE, KEY = "ca.pem", "cert.pem", "key.pem"
"""Files of LEADBOOK_DASK_TLS_DIR: the authority that signed every part's certificate, and this part's own pair."""


def security_of(settings: Settings) -> Security | None:
    """Return how to speak with the scheduler; None is without encryption, on this machine alone.

    Raises:
        SettingsError: the address is none of a scheduler; or it is elsewhere, and certificates are not given.
    """
    address = urlsplit(settings.dask_address)
    if address.scheme not in ("tcp", "tls") or not address.hostname or not _port(settings.dask_address):
        raise SettingsError(
            f"{RULE}: LEADBOOK_DASK_ADDRESS: expected tls://HOST:PORT, or tcp://127.0.0.1:PORT on this machine, "
            f"got {address.scheme or 'no scheme'}"
        )
    if settings.dask_tls_dir is not None:
        if address.scheme != "tls":
            raise SettingsError(f"{RULE}: LEADBOOK_DASK_ADDRESS: expected tls:// beside LEADBOOK_DASK_TLS_DIR, got tcp")
        return _mutual(settings.dask_tls_dir)
    if address.scheme == "tls":
        raise SettingsError(f"{RULE}: LEADBOOK_DASK_TLS_DIR: expected a folder with {CA}, {CERTIFICATE} and {KEY}")
    if not is_local(settings.dask_address):
        raise SettingsError(
            f"{RULE}: LEADBOOK_DASK_ADDRESS: expected tls:// with LEADBOOK_DASK_TLS_DIR for another machine, got tcp; "
            "pictures of people do not leave this machine unencrypted"
        )
    return None


def is_local(address: str) -> bool:
    """Say whether an address is one of this machine itself, which no other can reach."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# Private


def _port(address: str) -> int | None:
    try:
        return urlsplit(address).port
    except ValueError:
        return None


def _mutual(folder: Path) -> Security:
    """Both sides show a certificate of the installation's own authority."""
    missing = [name for name in (CA, CERTIFICATE, KEY) if not (folder / name).is_file()]
    if missing:
        raise SettingsError(f"{RULE}: LEADBOOK_DASK_TLS_DIR: expected {CA}, {CERTIFICATE} and {KEY}, missing {missing}")
    pair: dict[str, str] = {}
    for part in ("client", "scheduler", "worker"):
        pair |= {f"tls_{part}_cert": str(folder / CERTIFICATE), f"tls_{part}_key": str(folder / KEY)}
    return Security(require_encryption=True, tls_ca_file=str(folder / CA), **pair)
