"""The sentences of the page about people and roles."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "people_intro": (
        "Rollen worden gegeven in het gebruikersbeheer van uw organisatie. Hier ziet u wie met een rol aanmeldde, en "
        "kan een rol onmiddellijk geblokkeerd worden.",
        "Roles are given in the user administration of your organisation. Here you see who logged in with a role, and "
        "a role can be blocked at once.",
    ),
    "people_caption": ("Mensen met een rol bij {organisation}", "People with a role at {organisation}"),
    "people_name": ("Naam", "Name"),
    "people_role": ("Rol", "Role"),
    "people_seen": ("Laatst aangemeld", "Last log-in"),
    "people_state": ("Toegang", "Access"),
    "people_may": ("heeft toegang", "has access"),
    "people_may_not": ("geblokkeerd", "blocked"),
    "people_act": ("Wijzigen", "Change"),
    "people_you": ("(uzelf)", "(you)"),
    "people_empty": (
        "Nog niemand meldde zich aan met een rol bij uw organisatie.",
        "Nobody has logged in with a role at your organisation yet.",
    ),
    "people_block": ("Blokkeren", "Block"),
    "people_block_of": ("De rol {role} van {name} blokkeren", "Block the role {role} of {name}"),
    "people_block_explained": (
        "{name} verliest deze rol onmiddellijk, ook waar die nu is aangemeld, tot u ze teruggeeft. Neem de rol ook weg "
        "in het gebruikersbeheer als dat zo moet blijven.",
        "{name} loses this role at once, also where they are logged in now, until you give it back. Take the role "
        "away in the user administration too if it should stay so.",
    ),
    "people_blocked": ("De rol van {name} is geblokkeerd.", "The role of {name} is blocked."),
    "people_unblock": ("Deblokkeren", "Unblock"),
    "people_unblock_of": ("De rol {role} van {name} teruggeven", "Give the role {role} of {name} back"),
    "people_unblock_explained": (
        "{name} kan zich weer met deze rol aanmelden, zolang het gebruikersbeheer die geeft.",
        "{name} can log in with this role again, as long as the user administration gives it.",
    ),
    "people_unblocked": ("{name} heeft de rol terug.", "{name} has the role back."),
}
