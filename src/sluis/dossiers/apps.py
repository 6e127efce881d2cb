"""Tells Django that this room has tables."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "sluis.dossiers"
