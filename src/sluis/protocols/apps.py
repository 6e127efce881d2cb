"""Tells Django that this room has tables."""

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "sluis.protocols"
