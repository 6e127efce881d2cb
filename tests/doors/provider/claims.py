"""What the provider says of its people: read from the file of the cast each time, so that it can change meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from tests.doors.provider.settings import HOME

# Which scope gives which claims, as ACM/IDM has it.
SCOPES = {
    "profile": ("given_name", "family_name"),
    "vo": ("vo_id", "vo_doelgroepcode", "vo_orgcode", "vo_orgnaam"),
    "sluis": ("sluis_rol_3d",),
}


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """Gives the claims of ACM/IDM; a person's number comes along unasked, as it should not."""

    def get_claims(
        self, purpose: str, user: Any, client: Any, scopes: Iterable[str], email: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        said = json.loads((HOME / "cast.json").read_text(encoding="utf-8"))[user.username]
        granted = {claim for scope in scopes for claim in SCOPES.get(scope, ())}
        claims = {name: value for name, value in said.items() if name in granted or name == "rrn"}
        return {"sub": said.get("sub", f"sub-{user.pk}"), **claims}
