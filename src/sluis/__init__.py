"""Sluis is a data lock: no validated protocol, no personal data."""
