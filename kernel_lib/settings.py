"""Where things are on this machine. One `Settings`, built at the start of a process and passed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kernel_lib.errors import SettingsError

SOCKET_PATH_LIMIT = 107
"""Bytes in the path of a Unix socket on Linux (unix(7): sun_path holds 108 with its closing zero)."""


@dataclass(frozen=True)
class Settings:
    """Folders of one installation.

    `data_dir` holds truth (`audit`, `gallery`, `keys`) and what is derived from it (`index`, `analytics`, `reports`);
    `cache_dir` holds model files and demonstration photographs, checked by hash at each use. `publish_dir`, when given,
    gets each checkpoint of the audit log: a folder that the administrator of this machine cannot change (I-01).
    `database_url` names a PostgreSQL that holds the records; "" keeps them in a file of the data folder.
    `release` is that of an installation for casework: it starts only when each store is declared in Canada (M-01).
    `dask_address` names the scheduler of workers that look at booking pictures beside the service; "" has none.
    `dask_tls_dir` holds ca.pem, cert.pem and key.pem for the way there.
    """

    data_dir: Path
    cache_dir: Path
    publish_dir: Path | None = None
    database_url: str = field(default="", repr=False)
    release: bool = False
    dask_address: str = ""
    dask_tls_dir: Path | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, *, data_dir: Path | None = None) -> "Settings":
        """Read LEADBOOK_DATA_DIR and LEADBOOK_CACHE_DIR, or use the user's folders.

        LEADBOOK_PUBLISH_DIR, LEADBOOK_DATABASE_URL, LEADBOOK_RELEASE=1, LEADBOOK_DASK_ADDRESS and
        LEADBOOK_DASK_TLS_DIR are read as well, if set.

        Raises:
            SettingsError: the data folder lies inside a git work tree, where it could be committed or cleaned away.
        """
        env = os.environ if env is None else env
        home = Path(env.get("HOME") or Path.home())
        data = data_dir or Path(env.get("LEADBOOK_DATA_DIR") or home / ".local/share/leadbook")
        cache = Path(env.get("LEADBOOK_CACHE_DIR") or home / ".cache/leadbook")
        settings = cls(
            data_dir=data.expanduser().absolute(),
            cache_dir=cache.expanduser().absolute(),
            publish_dir=_folder(env, "LEADBOOK_PUBLISH_DIR"),
            database_url=env.get("LEADBOOK_DATABASE_URL", ""),
            release=env.get("LEADBOOK_RELEASE", "") == "1",
            dask_address=env.get("LEADBOOK_DASK_ADDRESS", ""),
            dask_tls_dir=_folder(env, "LEADBOOK_DASK_TLS_DIR"),
        )
        _refuse_work_tree(settings.data_dir)
        return settings

    @property
    def audit_dir(self) -> Path:
        """Truth: log segments, checkpoints, public key."""
        return self.data_dir / "audit"

    @property
    def gallery_dir(self) -> Path:
        """Truth: records and encrypted pictures."""
        return self.data_dir / "gallery"

    @property
    def occurrences_csv(self) -> Path:
        """Where the records system may export its occurrence numbers (A-01); the file is not made here."""
        return self.data_dir / "records" / "occurrences.csv"

    @property
    def evaluation_dir(self) -> Path:
        """Labelled sets of pictures, one folder each, on which accuracy is measured (C-02); no truth of casework."""
        return self.data_dir / "evaluation"

    @property
    def keys_dir(self) -> Path:
        """Truth: master key and signing key, readable by the service's user only."""
        return self.data_dir / "keys"

    @property
    def index_dir(self) -> Path:
        """Derived: the vector index, rebuilt from the gallery."""
        return self.data_dir / "index"

    @property
    def analytics_dir(self) -> Path:
        """Derived: DuckDB snapshots, rebuilt from the log."""
        return self.data_dir / "analytics"

    @property
    def reports_dir(self) -> Path:
        """Derived: executed notebooks, HTML and PDF with their manifests."""
        return self.data_dir / "reports"

    @property
    def models_dir(self) -> Path:
        """Model files, each checked against the registry before use."""
        return self.cache_dir / "models"

    @property
    def registry_toml(self) -> Path:
        """The installation's own registry of face models, beside the files that it names; the file is not made here."""
        return self.data_dir / "models" / "registry.toml"

    @property
    def photographs_dir(self) -> Path:
        """Demonstration photographs with their credits."""
        return self.cache_dir / "photographs"

    @property
    def socket(self) -> Path:
        """The service's Unix socket, in a folder only its user may enter.

        Raises:
            SettingsError: the path is longer than the operating system allows.
        """
        path = self.data_dir / "run" / "service.sock"
        length = len(os.fsencode(path))
        if length > SOCKET_PATH_LIMIT:
            raise SettingsError(
                f"socket path: expected at most {SOCKET_PATH_LIMIT} bytes, got {length}; "
                "choose a shorter LEADBOOK_DATA_DIR"
            )
        return path


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]).expanduser().absolute() if env.get(name) else None


def _refuse_work_tree(folder: Path) -> None:
    for parent in (folder, *folder.parents):
        if (parent / ".git").exists():
            raise SettingsError(
                f"data folder: expected a place outside any git work tree, got one inside {parent}; "
                "set LEADBOOK_DATA_DIR to a folder elsewhere"
            )
