"""The portal as a WSGI application, for gunicorn or any other server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sluis.config.boundaries import boundaries

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluis.config.settings")

application = get_wsgi_application()
# A file of boundaries that cannot be used is said when the portal starts, not to whoever looks at the map.
boundaries()
