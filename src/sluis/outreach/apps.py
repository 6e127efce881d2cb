"""Tells Django that this room has tables."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "sluis.outreach"
