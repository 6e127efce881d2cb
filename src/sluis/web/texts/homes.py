"""The sentences of the frame behind the log-in and of the home page of each role."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav": ("Hoofdmenu", "Main menu"),
    "nav_home": ("Start", "Home"),
    "nav_protocols": ("Protocollen", "Protocols"),
    "nav_ask": ("Gegevens vragen", "Ask for data"),
    "nav_deliveries": ("Zendingen", "Deliveries"),
    "nav_gate": ("Vraag het de sluis", "Ask the gate"),
    "nav_imports": ("Bron", "Source"),
    "nav_ledger": ("Logboek", "Ledger"),
    "nav_jobs": ("Taken", "Jobs"),
    "nav_people": ("Mensen en rollen", "People and roles"),
    "nav_keys": ("Sleutels", "Keys"),
    "nav_onboarding": ("Aan de slag", "Getting started"),
    "nav_search": ("Zoeken", "Search"),
    "nav_overview": ("Openbaar overzicht", "Public overview"),
    "you_are": ("{name}, {role} bij {organisation}", "{name}, {role} at {organisation}"),
    "log_in": ("Aanmelden", "Log in"),
    "log_out": ("Afmelden", "Log out"),
    "other_capacity": ("Andere hoedanigheid", "Other capacity"),
    "account": ("Uw aanmelding", "Your log-in"),
    "crumbs": ("U bent hier", "You are here"),
}
