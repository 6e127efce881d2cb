"""By which ways people can log in: an identity provider, or else, in a demo, its invented people.

The settings are read when somebody logs in, so that a wrong one is said there, and nothing else of the house stops.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from sluis.adapters.identity import Provider
from sluis.config import environment, installation
from sluis.domain.access import Role
from sluis.web.ways_in import WaysIn

# The person's number: the house does without it, so it may not even come by.
NEVER_ASKED = "rrn"
# Machines of which the address says that nothing goes over a network.
HERE = ("http://127.0.0.1", "http://localhost", "http://[::1]")


def ways_in() -> WaysIn:
    """What the settings name. Where a provider is set, it is the only way.

    Raises:
        ImproperlyConfigured: a setting is missing or wrong; says which.
    """
    issuer = environment.OIDC_ISSUER.read()
    if not issuer:
        return WaysIn(provider=None, demo=installation.is_demo())
    return WaysIn(
        provider=_provider(
            issuer,
            _required(environment.OIDC_CLIENT_ID),
            environment.ADDRESS.read(),
            environment.OIDC_SCOPES.read(),
            environment.OIDC_CLIENT_SECRET.read(),
            environment.OIDC_CLIENT_KEY.read(),
            environment.OIDC_LOGIN_HINT.read(),
        ),
        demo=False,
        role_claim=environment.OIDC_ROLE_CLAIM.read(),
        roles=roles(environment.OIDC_ROLES.read()),
    )


# One for each set of settings, because it remembers what the provider says of itself and its keys.
@cache
def _provider(issuer: str, client_id: str, address: str, scopes: str, secret: str, key: str, hint: str) -> Provider:
    if not issuer.startswith(("https://", *HERE)):
        raise ImproperlyConfigured(f"{environment.OIDC_ISSUER.name} should begin with https://.")
    asked = scopes.split()
    if "openid" not in asked or NEVER_ASKED in asked:
        raise ImproperlyConfigured(
            f"{environment.OIDC_SCOPES.name} should hold `openid`, and never `{NEVER_ASKED}`: people are known by "
            "their account, not by their number."
        )
    if not secret and not key:
        raise ImproperlyConfigured(
            f"Set {environment.OIDC_CLIENT_SECRET.name} or {environment.OIDC_CLIENT_KEY.name}, by which the provider "
            "knows this installation."
        )
    return Provider(
        issuer=issuer,
        client_id=client_id,
        # From the settings, not from what a browser says that our name is.
        redirect_address=address.rstrip("/") + reverse("log-in-back"),
        scopes=" ".join(asked),
        client_secret=secret,
        client_key=_read(Path(key), environment.OIDC_CLIENT_KEY.name) if key else "",
        login_hint=hint,
    )


def _required(setting: environment.Setting) -> str:
    if not setting.read():
        raise ImproperlyConfigured(f"{setting.name} is not set, and {environment.OIDC_ISSUER.name} is.")
    return setting.read()


@cache
def roles(path: str) -> Mapping[str, Role]:
    """Which role of ours each role of the provider is, by the file at `path`, or the one that comes with the program.

    Raises:
        ImproperlyConfigured: it cannot be read, or names a role that nobody can have.
    """
    own = files("sluis.config").joinpath("data/roles.toml")
    text = _read(Path(path), environment.OIDC_ROLES.name) if path else own.read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)["roles"]
        found = {str(name): Role(role) for name, role in table.items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, ValueError) as error:
        raise ImproperlyConfigured(
            f'{environment.OIDC_ROLES.name}: the file should have lines like "Role-context" = "validator" under '
            f"[roles], with a role of Sluis on the right ({error})."
        ) from error
    if Role.SCHEDULE in found.values():
        raise ImproperlyConfigured(
            f"{environment.OIDC_ROLES.name}: nobody can be `{Role.SCHEDULE}`, the program itself."
        )
    return found


def _read(path: Path, setting: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{setting}: {path} cannot be read.") from error
