"""Reads the installation's settings from the environment, in one place, and says which there are.

It decides nothing about the business; it must not be imported below the doors.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from sluis.adapters.postgres import ADMIN, EmbeddedPostgres

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what it is for, and what holds when it is not set."""

    name: str
    purpose: str
    default: str = ""

    def read(self) -> str:
        return os.environ.get(self.name, "") or self.default


HOME = Setting("SLUIS_HOME", "Folder for keys, the embedded database and working files.", ".sluis")
DATABASE_URL = Setting(
    "DATABASE_URL",
    "PostgreSQL (15 or newer) to use instead of the embedded one, as postgresql://user:password@host/name. "
    "Its user must be a member of the four database roles.",
)
ROLE_URLS = {
    role: Setting(
        f"DATABASE_URL_{role.upper()}",
        f"Log-in for the database role sluis_{role} alone. With one log-in a role, no part of the program "
        "can take up another part's rights.",
    )
    for role in ("owner", "app", "steward", "delivery")
}
SECRET_KEY = Setting("SLUIS_SECRET_KEY", "Key for Django's signed values. Without it a new one is made each start.")
ALLOWED_HOSTS = Setting(
    "SLUIS_ALLOWED_HOSTS", "Host names the portal answers to, comma-separated.", "127.0.0.1,localhost"
)
ADDRESS = Setting(
    "SLUIS_ADDRESS",
    "Address at which people reach the portal, with https:// unless it is this machine.",
    "http://127.0.0.1:8000",
)
LOG_ORIGIN = Setting(
    "SLUIS_LOG_ORIGIN", "Name of the ledger in its signed checkpoints (C2SP origin).", "sluis.example/ledger"
)
TRUST_ROOTS = Setting(
    "SLUIS_TRUST_ROOTS",
    "Folder with the certificates (PEM or DER) of the authorities that are trusted to name signatories. Without it no "
    "signed protocol can be taken in.",
)
TIMESTAMP_ROOTS = Setting(
    "SLUIS_TIMESTAMP_ROOTS", "Folder with the certificates of authorities trusted for time stamps, on top of those."
)
CRLS = Setting("SLUIS_CRLS", "Folder with lists of revoked certificates (PEM or DER), kept fresh by the operator.")
REVOCATION = Setting(
    "SLUIS_REVOCATION",
    "`soft-fail`: a known revocation refuses, knowing nothing does not. `hard-fail`: every certificate of a signatory "
    "must be shown not to be revoked.",
    "soft-fail",
)
INBOX = Setting(
    "SLUIS_INBOX",
    "Folder in which the source drops its extracts, each agency's in a folder named after its code. Without it: "
    "`inbox` in the folder of `SLUIS_HOME`.",
)
SMTP = Setting(
    "SLUIS_SMTP",
    "Mail server, as smtp://user:password@host:587 (with STARTTLS, except on this machine) or "
    "smtps://user:password@host. Without it nobody is mailed; messages wait in the house.",
)
MAIL_FROM = Setting("SLUIS_MAIL_FROM", "Address that mail is sent from.", "sluis@localhost")
CHANNELS = Setting(
    "SLUIS_CHANNELS",
    "File (TOML, or JSON) with channels by which the possibility is made known, on top of those in "
    "`outreach/data/channels.toml`, or with other names for these.",
)

OIDC_ISSUER = Setting(
    "SLUIS_OIDC_ISSUER",
    "The identity provider (OpenID Connect) that says who somebody is, by its issuer, like "
    "https://authenticatie.vlaanderen.be/op. Without it nobody can log in, but for a demo's invented people.",
)
OIDC_CLIENT_ID = Setting("SLUIS_OIDC_CLIENT_ID", "The name under which the provider knows this installation.")
OIDC_CLIENT_SECRET = Setting("SLUIS_OIDC_CLIENT_SECRET", "The secret that the provider gave this installation.")
OIDC_CLIENT_KEY = Setting(
    "SLUIS_OIDC_CLIENT_KEY",
    "File with a private RSA key (PEM) to prove to the provider who we are (private_key_jwt), in place of the secret.",
)
OIDC_SCOPES = Setting(
    "SLUIS_OIDC_SCOPES",
    "What is asked of the provider about a person. One that was not granted makes every log-in fail; `rrn`, the "
    "person's number, is never asked.",
    "openid profile vo sluis",
)
OIDC_LOGIN_HINT = Setting(
    "SLUIS_OIDC_LOGIN_HINT", "Sent to the provider as `login_hint`, where people should log in for one target group."
)
OIDC_ROLE_CLAIM = Setting("SLUIS_OIDC_ROLE_CLAIM", "The claim with somebody's roles.", "sluis_rol_3d")
OIDC_ROLES = Setting(
    "SLUIS_OIDC_ROLES",
    "File (TOML) that says which role of Sluis each role of the provider is. Without it, the one in "
    "`config/data/roles.toml`.",
)
BOUNDARIES = Setting(
    "SLUIS_BOUNDARIES",
    "Files with the outlines of the municipalities for the map (GeoJSON or TopoJSON), comma-separated: one for each "
    "set of municipalities, such as before and since the mergers. On a day that none fits, and without it, the map is "
    "of tiles. `sluis boundaries` looks at them.",
)

SETTINGS: tuple[Setting, ...] = (
    HOME, DATABASE_URL, *ROLE_URLS.values(), SECRET_KEY, ALLOWED_HOSTS, LOG_ORIGIN,
    TRUST_ROOTS, TIMESTAMP_ROOTS, CRLS, REVOCATION, INBOX, ADDRESS, SMTP, MAIL_FROM, CHANNELS,
    OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_CLIENT_KEY, OIDC_SCOPES, OIDC_LOGIN_HINT, OIDC_ROLE_CLAIM,
    OIDC_ROLES, BOUNDARIES,
)  # fmt: skip


def home() -> Path:
    """The installation's folder; a relative one lies in the working copy when we run from one, else here."""
    base = PROJECT if (PROJECT / "pyproject.toml").exists() else Path.cwd()
    return base / HOME.read()


def inbox() -> Path:
    """The folder in which extracts are dropped."""
    return Path(INBOX.read()) if INBOX.read() else home() / "inbox"


def embedded() -> EmbeddedPostgres | None:
    """The embedded server, or None where `DATABASE_URL` names another."""
    return None if DATABASE_URL.read() else EmbeddedPostgres(home())


def database(role: str) -> dict[str, Any]:
    """Django's database settings for a database role: owner, app, steward or delivery.

    Every connection takes up its role at once. With the embedded server each role logs in as itself; with
    one `DATABASE_URL` its user takes up the role (`SET ROLE`); with `DATABASE_URL_<ROLE>` the log-in can be
    one that is a member of that role only.

    Raises:
        ImproperlyConfigured: the address is not a PostgreSQL address.
    """
    setting = ROLE_URLS[role] if ROLE_URLS[role].read() else DATABASE_URL
    server = embedded() if setting is DATABASE_URL else None
    if server is not None:
        address = {"user": f"sluis_{role}", "host": str(server.socket_folder), "dbname": "sluis"}
    else:
        address = _address(setting)
    extra = {key: value for key, value in address.items() if key not in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.get("dbname", "sluis"),
        "USER": address.get("user", ""),
        "PASSWORD": address.get("password", ""),
        "HOST": address.get("host", ""),
        "PORT": address.get("port", ""),
        # Values travel apart from the statement: a parcel goes over as its bytes, not as twice as much text.
        "OPTIONS": extra | {"options": f"-c role=sluis_{role}", "server_side_binding": role == "app"},
    }


def administrator() -> str:
    """The connection string with which roles and the database itself are made."""
    server = embedded()
    if server is None:
        return DATABASE_URL.read()
    return f"host={server.socket_folder} user={ADMIN} dbname={ADMIN}"


def _address(setting: Setting) -> dict[str, str]:
    try:
        return {key: str(value) for key, value in conninfo_to_dict(setting.read()).items()}
    except Exception as error:
        raise ImproperlyConfigured(
            f"{setting.name} is not a PostgreSQL address (postgresql://user:password@host/name)."
        ) from error
