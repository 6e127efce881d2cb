"""Tells Django that this room has tables."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sluis.jobs"
