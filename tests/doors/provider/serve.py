"""Serves the provider: `python -m tests.doors.provider.serve HOME REDIRECT_ADDRESS`; prints its address."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(home: str, redirect_address: str) -> None:
    os.environ["PROVIDER_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.doors.provider.settings"
    import django

    django.setup()
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    client = Client(id="sluis", name="Sluis")
    client.set_secret("the secret of the tests")
    client.set_scopes(["openid", "profile", "vo", "sluis"])
    client.set_redirect_uris([redirect_address])
    client.save()
    for name in json.loads((Path(home) / "cast.json").read_text(encoding="utf-8")):
        User.objects.create_user(name, password=name)
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    # Whoever started this process reads here where it is.
    print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
