"""By which ways people can log in, as the layer above hands it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from sluis.adapters.identity import Provider
from sluis.domain.access import Role

# What the accounts of a demo's invented people have for an issuer.
DEMO = "demo"


@dataclass(frozen=True, slots=True)
class WaysIn:
    """An identity provider, with how its roles are read; or a demo's invented people; or nothing."""

    provider: Provider | None
    demo: bool
    role_claim: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)

    @property
    def issuer(self) -> str | None:
        """Whose word counts at this moment, as it stands with an account."""
        if self.provider is not None:
            return self.provider.issuer
        return DEMO if self.demo else None


def ways_in() -> WaysIn:
    """The ways that the installation's settings open now.

    Raises:
        ImproperlyConfigured: they cannot be read.
    """
    found = import_string(settings.WAYS_IN)()
    assert isinstance(found, WaysIn)
    return found
