"""The people of the demo: nobody among them exists. They log in by a button, in a demo only."""

from __future__ import annotations

from datetime import datetime

from sluis.domain.access import Role
from sluis.domain.capacities import Claimed
from sluis.web.ways_in import DEMO

AGENCY, HALLE, BEERSEL, SUPERVISOR = "DEMO-AGII", "23027", "23003", "DEMO-VTC"
ORGANISATIONS = {
    AGENCY: "agency:agii", HALLE: f"nis:{HALLE}", BEERSEL: f"nis:{BEERSEL}", SUPERVISOR: "supervisor:vtc",
}  # fmt: skip

# Under which name somebody acts (as in the story that the demo tells), what they are called, and their roles.
CAST: tuple[tuple[str, str, tuple[tuple[str, Role], ...]], ...] = (
    ("an", "An Voorbeeld", ((AGENCY, Role.PROTOCOL_MANAGER),)),
    ("bert", "Bert Voorbeeld", ((AGENCY, Role.VALIDATOR),)),
    ("carla", "Carla Voorbeeld", ((AGENCY, Role.DPO),)),
    ("stijn", "Stijn Voorbeeld", ((AGENCY, Role.DATA_STEWARD),)),
    ("vera", "Vera Voorbeeld", ((AGENCY, Role.SIGNATORY),)),
    ("dirk", "Dirk Voorbeeld", ((AGENCY, Role.SIGNATORY),)),
    ("tine", "Tine Voorbeeld", ((AGENCY, Role.PROTOCOL_MANAGER), (AGENCY, Role.VALIDATOR))),
    ("dina", "Dina Voorbeeld", ((HALLE, Role.COORDINATOR),)),
    ("eli", "Eli Voorbeeld", ((HALLE, Role.DPO),)),
    ("hanne", "Hanne Voorbeeld", ((HALLE, Role.INTEGRATION_OFFICER),)),
    ("bea", "Bea Voorbeeld", ((HALLE, Role.SIGNATORY),)),
    ("gert", "Gert Voorbeeld", ((HALLE, Role.SIGNATORY),)),
    ("birgit", "Birgit Voorbeeld", ((BEERSEL, Role.COORDINATOR),)),
    ("bram", "Bram Voorbeeld", ((BEERSEL, Role.INTEGRATION_OFFICER),)),
    ("toon", "Toon Voorbeeld", ((SUPERVISOR, Role.SUPERVISOR),)),
)


def register_cast(at: datetime) -> None:
    """Registers the organisations of the demo, and lets everybody in the cast be known as if they had logged in."""
    from sluis.cli.protocol.acting import AGENCY as BY
    from sluis.parties import people

    for code, party in ORGANISATIONS.items():
        people.register_organisation(code=code, party=party, by=BY, at=at)
    for person, name, roles in CAST:
        people.log_in(Claimed(issuer=DEMO, subject=person, person=person, name=name, roles=roles), at=at)
