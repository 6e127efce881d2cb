"""How the portal proves to the provider who it is, read by a library that is not the one that wrote it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sluis.adapters.identity import Provider


def test_a_private_key_proves_who_we_are_and_no_secret_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    provider = Provider("https://p.example", "sluis", "https://s.example/login/back", "openid", client_key=pem)
    described = {"_loaded_at": 1, "issuer": "https://p.example", "token_endpoint": "https://p.example/token"}
    provider._app.server_metadata.update(described)
    sent: list[Any] = []

    def send(_: object, request: Any, **__: object) -> None:
        sent.append(request)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "send", send)
    with pytest.raises(requests.ConnectionError):
        provider._app.fetch_access_token(code="c")
    (request,) = sent
    assert "Authorization" not in request.headers
    (assertion,) = parse_qs(request.body)["client_assertion"]
    said = jwt.decode(assertion, key.public_key(), ["RS256"], audience="https://p.example/token")
    assert (said["iss"], said["sub"]) == ("sluis", "sluis")
    assert pem not in repr(provider)
