"""The operations that need a count from behind the wall: how a text would work out, and what is not deleted yet.

What is delivered, and of whom, is out of reach here. These two modules of `disclosures` count and show nobody; the
import contract lets this one module have them, and no other.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sluis.api import shapes
from sluis.api.calling import allowed, now, protocol_for
from sluis.api.operations import Code, Number, answers, done, router
from sluis.api.reading import seen_version
from sluis.disclosures import closing, simulation
from sluis.domain.lifecycle import Verb


@router.get(
    "/protocols/{code}/simulation",
    response=answers(shapes.SimulationOut),
    operation_id="simulateProtocol",
    summary="What a text would give today",
)
def simulate_protocol(request: HttpRequest, code: Code, version: int | None = None) -> shapes.SimulationOut:
    """How many people each purpose concerns (rounded down to fives), which fields, and rows as they would look.

    The rows are of nobody: they are invented, and a number in them has the counter 000, which is never issued.
    """
    protocol_for(request, code)
    found = simulation.simulate(seen_version(code, version), now().date())
    purposes = [
        shapes.SimulatedOut(
            purpose=one.purpose, fields=list(one.fields), count=one.count, before=one.before,
            over_limit=one.over_limit, keep_until=one.keep_until, samples=[list(sample) for sample in one.samples],
        )
        for one in found.purposes
    ]  # fmt: skip
    return shapes.SimulationOut(
        version=found.version.number,
        on=found.on,
        purposes=purposes,
        changes=shapes.listed(found.changes),
        missing=[shapes.said(problem) for problem in found.problems],
    )


@router.post(
    "/protocols/{code}/versions/{number}/closing",
    response=answers(shapes.ProtocolOut),
    operation_id="closeVersion",
    summary="Close a version that is over",
)
def close_version(request: HttpRequest, response: HttpResponse, code: Code, number: Number) -> shapes.ProtocolOut:
    """409 while the deletion of something that was delivered under it is not confirmed."""
    actor = allowed(request, code, Verb.CLOSE)
    seen_version(code, number)
    return done(closing.close(code, number, by=actor, at=now()), actor, response)
