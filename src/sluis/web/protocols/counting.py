"""What a text would give, tried out: how many people, which fields, rows as they would look.

Who was ever delivered, and to whom, is out of reach here. The module of `disclosures` that this one has only counts and
shows nobody; the import contract lets this one module have it, and no other of the portal.
"""

from __future__ import annotations

from django.http import HttpResponse

from sluis.disclosures import simulation
from sluis.domain import drafts
from sluis.domain.access import Work
from sluis.domain.catalogue import in_words
from sluis.protocols import standing
from sluis.web.door import Visit, behind_login
from sluis.web.protocols import places
from sluis.web.protocols.page import render, shown


@behind_login(Work.SEE_PROTOCOLS)
def simulate(visit: Visit, code: str) -> HttpResponse:
    """Tries out the text that is being worked on, today."""
    seen = shown(visit, code)
    found = simulation.simulate(seen.version, visit.at.date())
    draft = drafts.read(bytes(seen.version.terms))
    terms = drafts.as_terms(draft)
    agreed = {one.purpose: one for one in terms.purposes} if terms else {}
    return render(
        visit, "simulation.html", seen, part="protocol-simulation", found=found, agreed=agreed, terms=terms,
        who={purpose: in_words(one.population) for purpose, one in agreed.items()},
        missing=[places.told(problem, draft).said for problem in found.problems],
        in_force=standing.in_force_beside(seen.version),
    )  # fmt: skip
