"""The portal's settings, with one page more: one that does nothing, the floor of the page times."""

from sluis.config.settings import *  # noqa: F403 - a settings module takes over another's names

ROOT_URLCONF = "bench.portal_addresses"
