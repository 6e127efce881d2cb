"""Django's settings. Everything an installation may choose comes from `environment`."""

from __future__ import annotations

import secrets
from pathlib import Path

from sluis.config import environment

BASE_DIR = environment.PROJECT
# Beside this package, also where the program was installed without its working copy.
WEB = Path(__file__).resolve().parents[1] / "web"
SECRET_KEY = environment.SECRET_KEY.read() or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in environment.ALLOWED_HOSTS.read().split(",")]

INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "sluis.ledger",
    "sluis.parties",
    "sluis.protocols",
    "sluis.dossiers",
    "sluis.disclosures",
    "sluis.register",
    "sluis.outreach",
    "sluis.jobs",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    # First, so that static files and redirects carry the headers too.
    "sluis.web.headers.SecurityHeaders",
    # Next, so that whatever goes wrong further in reaches a program as a problem.
    "sluis.api.problems.Problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sluis.web.away.DatabaseAway",
    # Last, so that whatever it reads from the database can be answered by those before it when it is away.
    "sluis.web.visiting.Visiting",
]
ROOT_URLCONF = "sluis.config.urls"
WSGI_APPLICATION = "sluis.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {"environment": "sluis.web.rendering.environment"},
    }
]

# One alias a database role: what a part of the program may touch is decided by the connection it uses.
DATABASES = {
    "default": environment.database("app"),
    "owner": environment.database("owner"),
    "steward": environment.database("steward"),
    "delivery": environment.database("delivery"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True

# The portal's cookies: of this host alone, out of reach of scripts, and over https only, but for a portal that is
# served without it, which is one on this machine.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.ADDRESS.read().startswith("https://")
SESSION_COOKIE_NAME = "__Host-sluis" if SESSION_COOKIE_SECURE else "sluis"
CSRF_COOKIE_NAME = "__Host-sluis-form" if SESSION_COOKIE_SECURE else "sluis-form"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# When a visit ends is for `web.visiting`; what is left in the table after this many seconds is of no use.
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "sluis.web.public.stale_form"

LANGUAGE_CODE = "nl"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # It would write what proves a log-in to be ours into the log, for whoever asks for more lines.
    "loggers": {"authlib": {"level": "WARNING"}},
}

# A decision or a signed protocol is at most 20 MB (`protocols.actions.deciding`). It stays in memory: nothing that is
# sent to us is put on the disk on its way in.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 21_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Where the private keys of the agency and of the ledger lie (mode 0600).
KEYS_FOLDER = environment.home() / "keys"
LOG_ORIGIN = environment.LOG_ORIGIN.read()
# Where the source drops extracts.
INBOX = environment.inbox()
# Where the operator's own channels of outreach stand.
CHANNELS = environment.CHANNELS.read()
# Where people reach the portal, and how they are mailed that something waits for them there.
ADDRESS = environment.ADDRESS.read()
SMTP = environment.SMTP.read()
MAIL_FROM = environment.MAIL_FROM.read()
# The tasks are found where jobs are put in or done; a command that does neither need not read them.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = ["sluis.jobs.tasks"]
# What says whom the house trusts to name signatories. The doors below this layer find it by this name.
SIGNATURE_TRUST = "sluis.config.trust.trust"
# What says by which ways people can log in: an identity provider, or the invented people of a demo.
WAYS_IN = "sluis.config.identity.ways_in"
# What gives the outlines that the operator supplied for the map.
BOUNDARIES = "sluis.config.boundaries.boundaries"
