"""Starts the provider for tests, lets them change what it says of its people, and goes through its pages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ROOT = Path(__file__).resolve().parents[3]
CLIENT_ID, CLIENT_SECRET = "sluis", "the secret of the tests"
AGENCY, HALLE, ELSEWHERE = "OVO999001", "0999999922", "OVO999002"


def person(first: str, group: str, organisation: str, *roles: str, **more: Any) -> dict[str, Any]:
    """The claims of somebody who does not exist; the password is the name under which they log in."""
    return {
        "given_name": first, "family_name": "Voorbeeld", "vo_id": f"vo-{first.lower()}", "vo_doelgroepcode": group,
        "vo_orgcode": organisation, "vo_orgnaam": "Verzonnen", "sluis_rol_3d": list(roles), **more,
    }  # fmt: skip


CAST: dict[str, dict[str, Any]] = {
    "an": person("An", "GID", AGENCY, f"SluisGebruiker-protocolbeheerder:{AGENCY}", rrn="85000000039"),
    "tine": person(
        "Tine", "GID", AGENCY, f"SluisGebruiker-protocolbeheerder:{AGENCY}", f"SluisGebruiker-validator:{AGENCY}"
    ),
    "dina": person("Dina", "LB", HALLE, f"SluisGebruiker-coordinator:{HALLE}"),
    "ivo": person("Ivo", "LB", HALLE, f"SluisGebruiker-integratieambtenaar:{HALLE}"),
    "niemand": person("Niemand", "GID", AGENCY),
    "vreemd": person("Vreemd", "GID", ELSEWHERE, f"SluisGebruiker-validator:{ELSEWHERE}"),
    "nummer": person("Nummer", "GID", AGENCY, vo_id="85000000039"),
}


class Provider:
    """The provider while it runs: its issuer, and what it says of whom."""

    def __init__(self, home: Path, issuer: str) -> None:
        self._cast = home / "cast.json"
        self.issuer = issuer

    def says(self, name: str, **claims: Any) -> None:
        """From here on it says this of somebody; `sluis_rol_3d=[...]` changes their roles."""
        said = json.loads(self._cast.read_text(encoding="utf-8"))
        said[name] |= claims
        self._write(said)

    def says_as_at_first(self) -> None:
        self._write(CAST)

    def _write(self, said: object) -> None:
        # In one go: the provider may be reading.
        fresh = self._cast.with_suffix(".fresh")
        fresh.write_text(json.dumps(said), encoding="utf-8")
        fresh.replace(self._cast)


@contextmanager
def running(home: Path, redirect_address: str) -> Iterator[Provider]:
    """The provider in a process of its own, which sends people back to `redirect_address` and nowhere else."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (home / "key.pem").write_bytes(pem)
    (home / "cast.json").write_text(json.dumps(CAST), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.doors.provider.serve", str(home), redirect_address]
    with (
        (home / "log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment, cwd=ROOT) as process,
    ):
        try:
            assert process.stdout is not None
            said = process.stdout.readline().strip()
            assert said, (home / "log").read_text()
            yield Provider(home, said)
        finally:
            process.kill()


class Browser:
    """Somebody's browser at the provider: keeps its cookies, fills in its forms."""

    def __init__(self) -> None:
        self._client = httpx.Client(timeout=20, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def goes(self, address: str, name: str = "", *, agree: bool = True) -> str:
        """Follows an address through the log-in and consent of the provider; gives the address it is sent back to."""
        answer = self._client.get(address)
        for _ in range(10):
            if answer.is_redirect:
                onward = urljoin(str(answer.url), answer.headers["Location"])
                if httpx.URL(onward).netloc != httpx.URL(address).netloc:
                    return onward
                answer = self._client.get(onward)
                continue
            answer = self._fill_in(answer, name, agree)
        raise AssertionError(f"The provider does not send back: {answer.status_code} {answer.text[:500]}")

    def _fill_in(self, answer: httpx.Response, name: str, agree: bool) -> httpx.Response:
        assert answer.status_code == 200, answer.text[:500]
        page = answer.text
        [(action, body)] = re.findall(
            r'<form[^>]*method="post"[^>]*?(?:action="([^"]*)")?[^>]*>(.*?)</form>', page, re.S
        )
        given: dict[str, Any] = {}
        for field in re.findall(r"<input[^>]*>", body):
            parts = dict(re.findall(r'(\w+)="([^"]*)"', field))
            if parts.get("type") == "checkbox" and "checked" in field:
                given.setdefault(parts["name"], []).append(unescape(parts["value"]))
            elif parts.get("type") == "hidden":
                given[parts["name"]] = unescape(parts["value"])
        if 'name="password"' in body:
            given |= {"login": name, "password": name}
        else:
            given["action"] = "grant" if agree else "cancel"
        return self._client.post(urljoin(str(answer.url), unescape(action)), data=given)
