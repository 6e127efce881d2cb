"""A draft: terms that may still lack parts, as one JSON object. What it lacks, and how it is changed.

A draft is the same JSON that is signed in the end; nothing is retyped on the way. `terms.parse_terms` says what
is wrong with its form, and here stands what a text needs besides its form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import rfc8785

from sluis.domain.lifecycle import NotPossible
from sluis.domain.terms import FORMAT, Decision, InvalidTerms, Side, Terms, parse_terms
from sluis.domain.words import Said

Draft = dict[str, Any]

# Who signs for the municipality follows from who decided. Source: decree on local government, art. 279.
CAPACITIES: Mapping[str, tuple[str, str]] = {
    "college van burgemeester en schepenen": ("de burgemeester of de bevoegde schepen", "de algemeen directeur"),
    "gemeenteraad": ("de voorzitter van de gemeenteraad", "de algemeen directeur"),
}


def capacities(draft: Mapping[str, Any], body: str) -> tuple[tuple[Side, str], ...]:
    """Who is to sign where `body` decides: the agency's representatives of the text, and those whom the body brings.

    Raises:
        NotPossible: no capacities are known for this body.
    """
    if body not in CAPACITIES:
        bodies = " / ".join(CAPACITIES)
        raise NotPossible(Said(f"Beslist wordt door: {bodies}.", f"The decision is taken by one of: {bodies}."))
    of_agency = draft.get("sender", {}).get("representatives") or ()
    return (
        *((Side.SENDER, capacity) for capacity in of_agency),
        *((Side.RECIPIENT, capacity) for capacity in CAPACITIES[body]),
    )


def read(text: bytes) -> Draft:
    """The draft that was stored as these bytes."""
    draft: Draft = json.loads(text)
    return draft


def written(draft: Mapping[str, Any]) -> bytes:
    """The canonical bytes (RFC 8785) of a draft, complete or not.

    Raises:
        NotPossible: it holds something that has no canonical form, such as a number beyond what JSON carries.
    """
    try:
        return rfc8785.dumps(dict(draft))
    except rfc8785.CanonicalizationError as error:
        raise NotPossible(
            Said(f"De tekst bevat iets dat niet in JSON past: {error}.", f"The text holds what JSON cannot: {error}.")
        ) from error


def begin(
    prepared: Mapping[str, Any], *, protocol: str, version: int, sender: Mapping[str, Any], nis: str, name: str
) -> Draft:
    """The draft for a municipality from what a model prepared; the answers to its questions are still missing."""
    return {
        "format": FORMAT,
        **json.loads(json.dumps(prepared)),
        "protocol": protocol,
        "version": version,
        "sender": {**sender, "nis": None, "decision": None},
        "recipient": {
            "name": name,
            "nis": nis,
            "representatives": list(next(iter(CAPACITIES.values()))),
            "decision": None,
        },
        "territory": [nis],
        "end": None,
        "advices": [],
        "follows": [],
    }


def problems(draft: Mapping[str, Any]) -> tuple[Said, ...]:
    """What the draft lacks before it can be advised on; each begins with its place in the terms."""
    return examined(draft)[1]


def as_terms(draft: Mapping[str, Any]) -> Terms | None:
    """The draft as terms, or None while it cannot be read as such."""
    return examined(draft)[0]


def examined(draft: Mapping[str, Any]) -> tuple[Terms | None, tuple[Said, ...]]:
    """`as_terms` and `problems` of a draft, read once."""
    try:
        terms = parse_terms(written(draft))
    except InvalidTerms as error:
        return None, error.said
    return terms, tuple(_lacking(terms))


def _lacking(terms: Terms) -> Iterator[Said]:
    """What a text whose form is right still lacks."""
    for agreed in terms.purposes:
        for name in agreed.fields:
            if name not in agreed.proportionality:
                place = f"purposes.{agreed.purpose}.proportionality.{name}"
                yield Said(f"{place} ontbreekt", f"{place} is missing")
    if terms.recipient.nis not in terms.territory:
        yield Said(
            "territory moet de eigen NIS-code van de gemeente bevatten",
            "territory should hold the municipality's own NIS code",
        )
    if terms.sender.kbo == terms.recipient.kbo:
        yield Said("recipient.kbo mag niet dat van de zender zijn", "recipient.kbo should not be that of the sender")


def changed(draft: Mapping[str, Any], changes: Mapping[str, Any]) -> Draft:
    """The draft with a merge patch (RFC 7396) applied: null takes a part away, a list is replaced whole.

    Where null is itself a value (`end`, `recipient.decision`, a population's parts), it stays null.

    Raises:
        NotPossible: the change touches what nobody writes by hand.
    """
    patched: Draft = _patched(dict(draft), changes)
    touched = sorted(WRITTEN_BY_THE_SYSTEM.intersection(changes)) + [
        f"{party}.{name}"
        for party, name in IDENTITIES
        if party in changes and _part(patched, party, name) != _part(draft, party, name)
    ]
    # A decision is taken on a text that was advised on, and written in it then; here it can only be left out.
    if "recipient" in changes and _part(patched, "recipient", "decision") not in (
        None, _part(draft, "recipient", "decision"),
    ):  # fmt: skip
        touched.append("recipient.decision")
    if touched:
        raise NotPossible(
            Said(
                f"Dit schrijft het systeem zelf: {', '.join(touched)}.",
                f"The system itself writes: {', '.join(touched)}.",
            )
        )
    patched.setdefault("end", None)
    return patched


WRITTEN_BY_THE_SYSTEM = frozenset({"format", "protocol", "version", "model", "advices", "follows"})
# Who the parties are: a text with another enterprise or municipality would be another protocol's.
IDENTITIES = (("sender", "kbo"), ("recipient", "nis"))


def _part(draft: Mapping[str, Any], party: str, name: str) -> Any:
    given = draft.get(party)
    return given.get(name) if isinstance(given, Mapping) else None


def _patched(target: Any, patch: Any) -> Any:
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None and name not in NULLABLE:
            result.pop(name, None)
        else:
            result[name] = _patched(result.get(name), value) if value is not None else None
    return result


# Parts of the terms for which null says something.
NULLABLE = frozenset({"end", "decision", "nis", "contract", "attest", "periodBy", "reason"})


def with_services(draft: Mapping[str, Any], services: Sequence[str]) -> Draft:
    """The draft with the same services for every purpose that names none yet."""
    purposes = [
        {**purpose, "services": purpose.get("services") or list(services)} for purpose in draft.get("purposes", ())
    ]
    return {**draft, "purposes": purposes}


def with_purposes(draft: Mapping[str, Any], wanted: Sequence[str]) -> Draft:
    """The draft with only these of its purposes, in its own order.

    Raises:
        NotPossible: one of them is not in the draft.
    """
    there = [purpose.get("purpose") for purpose in draft.get("purposes", ())]
    unknown = sorted(set(wanted).difference(there))
    if unknown:
        raise NotPossible(
            Said(
                f"Niet in het model: {', '.join(unknown)}; wel: {', '.join(there)}.",
                f"Not in the model: {', '.join(unknown)}; there are: {', '.join(there)}.",
            )
        )
    return {**draft, "purposes": [p for p in draft["purposes"] if p["purpose"] in wanted]}


def decided(draft: Mapping[str, Any], decision: Decision, advices: Sequence[Mapping[str, Any]]) -> Draft:
    """The text as it will be signed: with the decision, the capacities that follow from it, and the advices.

    Raises:
        NotPossible: no capacities are known for this body.
    """
    signing = capacities(draft, decision.body)
    recipient = {
        **draft["recipient"],
        "representatives": [capacity for side, capacity in signing if side == Side.RECIPIENT],
        "decision": {"body": decision.body, "on": decision.on.isoformat(), "reference": decision.reference},
    }
    return {**draft, "recipient": recipient, "advices": [dict(advice) for advice in advices]}


def amended(terms: Mapping[str, Any], *, version: int, follows: Sequence[str], start: str) -> Draft:
    """The draft of the next version of a text in force: the same terms, to be changed."""
    recipient = {**terms["recipient"], "decision": None}
    return {
        **terms, "version": version, "recipient": recipient, "advices": [], "follows": list(follows), "start": start,
    }  # fmt: skip


def remodelled(terms: Mapping[str, Any], prepared: Mapping[str, Any]) -> Draft:
    """A text brought over to another model: the model's wording, the municipality's own choices.

    Of the model's purposes those stay that the municipality had chosen, each with its own services; a purpose
    that the model does not know any more falls away.
    """
    chosen = {purpose["purpose"]: purpose["services"] for purpose in terms["purposes"]}
    purposes = [
        {**purpose, "services": chosen[purpose["purpose"]]}
        for purpose in prepared["purposes"]
        if purpose["purpose"] in chosen
    ]
    return {**terms, **json.loads(json.dumps(prepared)), "purposes": purposes}
