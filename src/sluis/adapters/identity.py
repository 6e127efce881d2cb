"""Speaks OpenID Connect with the identity provider: sends people there, and checks what they come back with.

The code flow with PKCE (S256), state and nonce is Authlib's; what must be true of an identity token (OpenID Connect
Core 1.0, section 3.1.3.7) is asked of it here in full. What the claims mean is `domain.capacities`. Nothing that a
provider or a browser sent is logged or repeated: it may hold a code, or a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypedDict

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.http import HttpRequest
from joserfc.errors import JoseError
from requests import RequestException

# A provider that does not answer may not keep one of the few threads of the portal busy for longer.
SECONDS = 10
# How far the clocks may be apart.
LEEWAY = 60
# Signatures that only the holder of a private key can make; a shared secret, or none at all, proves nothing.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")

_NAME = "provider"
_ERROR_CODE = re.compile(r"[a-z_]{1,40}")
# What a provider answers to `prompt=none` where it would have to show something (Core 1.0, section 3.1.2.6).
_MUST_ASK = {"login_required", "consent_required", "interaction_required", "account_selection_required"}


class Failure(StrEnum):
    """Why nobody could be let in."""

    AWAY = "away"  # the provider does not answer, or not with what can be read
    LOST = "lost"  # this browser did not ask for it, or asked too long ago
    DENIED = "denied"  # the person stopped it at the provider
    MUST_ASK = "must_ask"  # asked in silence, the provider has something to ask
    REFUSED = "refused"  # the provider does not take what we sent: a used code, a scope that was not granted
    NOT_IN_ORDER = "not_in_order"  # the identity token is not one that may be trusted


class NotProved(Exception):
    """The provider did not prove who somebody is. `detail` is a word for the log, with nothing secret in it."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure}{f' ({detail})' if detail else ''}")
        self.failure = failure


class Remembered(TypedDict):
    """What is kept in the session with a question to the provider, and given back with its answer."""

    language: str
    next: str
    quiet: bool


@dataclass(frozen=True)
class Provider:
    """The identity provider as the installation knows it.

    `client_key` is a private key as PEM, and takes the place of the secret; `redirect_address` is where the provider
    sends people back to, as it was told when the installation was made known to it.
    """

    issuer: str
    client_id: str
    redirect_address: str
    scopes: str
    client_secret: str = field(default="", repr=False)
    client_key: str = field(default="", repr=False)
    login_hint: str = ""

    def question(self, request: HttpRequest, remembered: Remembered) -> str:
        """The address at the provider that asks who this is; what the answer must match is kept in the session.

        Raises:
            NotProved: the provider is away.
        """
        extra = {"login_hint": self.login_hint} if self.login_hint else {}
        if remembered["quiet"]:
            extra["prompt"] = "none"
        made = self._speak(lambda: self._app.create_authorization_url(self.redirect_address, **extra))
        self._app.framework._clear_session_state(request.session)
        self._app.save_authorize_data(request, redirect_uri=self.redirect_address, remembered=remembered, **made)
        return str(made["url"])

    def remembered(self, request: HttpRequest) -> Remembered | None:
        """What was kept with the question that this answer belongs to; None for an answer to no question of ours."""
        data = self._app.framework.get_state_data(request.session, request.GET.get("state"))
        return data["remembered"] if data else None

    def answer(self, request: HttpRequest) -> Mapping[str, Any]:
        """The claims of an identity token that is in order, for the code that somebody came back with. Works once.

        Raises:
            NotProved: says why not.
        """
        kept = self._app.framework.get_state_data(request.session, request.GET.get("state"))
        if kept is None:
            raise NotProved(Failure.LOST)
        # Authlib checks a token where there is one, and a nonce where one was sent; here both are a must.
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "nonce": {"essential": True, "value": kept["nonce"]},
        }
        token = self._speak(
            lambda: self._app.authorize_access_token(request, claims_options=options, leeway=LEEWAY), request
        )
        if "userinfo" not in token:
            raise NotProved(Failure.NOT_IN_ORDER, "no identity token")
        return dict(token["userinfo"])

    def end_of_session(self) -> str | None:
        """The address at which people end their session at the provider; None where it has none, or is away."""
        try:
            metadata = self._speak(self._metadata)
        except NotProved:
            return None
        if not str(metadata.get("end_session_endpoint", "")).startswith(("https://", "http://")):
            return None
        return str(self._app.create_logout_url(client_id=self.client_id)["url"])

    def _speak(self, act: Any, request: HttpRequest | None = None) -> Any:
        """Does something with the provider; whatever goes wrong becomes one of our reasons."""
        try:
            self._metadata()
            return act()
        except AuthlibBaseError as error:
            raise NotProved(_failure(error.error), _word(error.error)) from None
        except RequestException as error:
            raise NotProved(Failure.AWAY, type(error).__name__) from None
        except (JoseError, ValueError, TypeError, KeyError, RuntimeError) as error:
            # What a provider that is not well may give instead of a token, a key or its own description.
            raise NotProved(Failure.NOT_IN_ORDER, type(error).__name__) from None
        finally:
            if request is not None:
                self._app.framework.clear_state_data(request.session, request.GET.get("state"))

    def _metadata(self) -> Mapping[str, Any]:
        metadata: dict[str, Any] = self._app.load_server_metadata()
        if metadata.get("issuer") != self.issuer:
            metadata.clear()
            raise NotProved(Failure.NOT_IN_ORDER, "another issuer")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNATURES]
        return metadata

    @cached_property
    def _app(self) -> Any:
        keyed: dict[str, Any] = {}
        options = {"scope": self.scopes, "code_challenge_method": "S256", "default_timeout": SECONDS}
        if self.client_key:
            keyed = {"client_auth_methods": [PrivateKeyJWT()]}
            options["token_endpoint_auth_method"] = PrivateKeyJWT.name
        return DjangoOAuth2App(
            DjangoIntegration(_NAME),
            name=_NAME,
            client_id=self.client_id,
            client_secret=self.client_key or self.client_secret,
            server_metadata_url=f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs=options,
            **keyed,
        )


def _failure(code: object) -> Failure:
    if code == "access_denied":
        return Failure.DENIED
    if code == "mismatching_state":
        return Failure.LOST
    return Failure.MUST_ASK if code in _MUST_ASK else Failure.REFUSED


def _word(code: object) -> str:
    """An error code of the protocol, for the log; anything else that was sent in its place is not repeated."""
    return code if isinstance(code, str) and _ERROR_CODE.fullmatch(code) else ""
