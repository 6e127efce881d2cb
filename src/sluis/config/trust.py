"""Whom the house trusts to name signatories: certificates and revocation lists in the operator's folders.

They are read when a signature is checked, so a list that was brought up to date counts at once.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sluis.adapters.certificates import Authority, make_authority
from sluis.adapters.pades import Revocation
from sluis.config import environment, installation
from sluis.config.environment import Setting
from sluis.protocols.actions import Trust

# A file of PEM may hold several, one after the other.
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)

DEMO_CERTIFICATE, DEMO_KEY = "demo-authority.pem", "demo-authority.key"


def trust() -> Trust:
    """What the settings name; in a demo, the demo's own authority too.

    Raises:
        ImproperlyConfigured: no authority is named, a folder is not there or empty, or the policy is none.
    """
    roots = _read(environment.TRUST_ROOTS)
    demo = settings.KEYS_FOLDER / DEMO_CERTIFICATE
    # The marker in the database counts, not the file: a file that was left behind is worth nothing in earnest.
    if installation.is_demo() and demo.exists():
        roots.append(demo.read_bytes())
    if not roots:
        raise ImproperlyConfigured(
            f"No authority is trusted to name signatories. Set {environment.TRUST_ROOTS.name} to a folder with their "
            "certificates (PEM or DER)."
        )
    return Trust(
        roots=roots,
        timestamp_roots=_read(environment.TIMESTAMP_ROOTS),
        crls=_read(environment.CRLS),
        revocation=_revocation(),
    )


def _read(setting: Setting) -> list[bytes]:
    """Every certificate or list in the folder that a setting names; none where it names none."""
    if not setting.read():
        return []
    folder = Path(setting.read())
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        found = [piece for path in files for piece in _pieces(path.read_bytes())]
    except OSError as error:
        raise ImproperlyConfigured(f"{setting.name}: {folder} cannot be read ({error.strerror}).") from error
    if not found:
        raise ImproperlyConfigured(f"{setting.name}: there is nothing in the folder {folder}.")
    return found


def _pieces(data: bytes) -> list[bytes]:
    return [found[0] for found in _PEM.finditer(data)] or [data]


def _revocation() -> Revocation:
    try:
        return Revocation(environment.REVOCATION.read())
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{environment.REVOCATION.name} should be {' or '.join(kind.value for kind in Revocation)}."
        ) from error


def demo_authority(at: datetime) -> Authority:
    """The authority of a demo, made now where it was not there; its certificates are worth nothing elsewhere.

    Raises:
        ImproperlyConfigured: this installation is no demo.
    """
    if not installation.is_demo():
        raise ImproperlyConfigured("This installation is no demo: signatories sign with their own means.")
    certificate, key = settings.KEYS_FOLDER / DEMO_CERTIFICATE, settings.KEYS_FOLDER / DEMO_KEY
    if not (certificate.exists() and key.exists()):
        made = make_authority("Sluis demo authority", at - timedelta(days=1))
        settings.KEYS_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
        key.touch(mode=0o600)
        key.write_bytes(made.key)
        certificate.write_bytes(made.certificate)
    return Authority(certificate.read_bytes(), key.read_bytes())
