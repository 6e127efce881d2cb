"""Tells Django that this room has tables."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "sluis.register"
