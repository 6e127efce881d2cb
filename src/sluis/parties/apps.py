"""Tells Django that this room has tables."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "sluis.parties"
