"""Tells Django that this room has tables."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "sluis.disclosures"
