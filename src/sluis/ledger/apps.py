"""Tells Django that this room has tables."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sluis.ledger"
