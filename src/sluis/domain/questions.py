"""What each rule of the gate asks, in words: a name for people beside the rule's answer when it is no.

It decides nothing and is not part of what a rule set is identified by.
"""

from __future__ import annotations

from collections.abc import Mapping

from sluis.domain.words import Said

QUESTIONS: Mapping[str, Said] = {
    "municipality_exists": Said("Bestaat de gemeente op deze dag?", "Does the municipality exist on this day?"),
    "protocol_exists": Said(
        "Is er een protocol tussen het agentschap en de gemeente?",
        "Is there a protocol between the agency and the municipality?",
    ),
    "validated": Said("Is het protocol gevalideerd?", "Has the protocol been validated?"),
    "begun": Said("Is de begindatum bereikt?", "Has its first day come?"),
    "not_suspended": Said("Loopt er geen schorsing?", "Is it not suspended?"),
    "not_over": Said("Is het protocol nog niet afgelopen?", "Is it not over yet?"),
    "party": Said("Is de gemeente partij bij het protocol?", "Is the municipality a party to it?"),
    "purpose": Said("Is het doeleinde overeengekomen?", "Was the purpose agreed?"),
    "service": Said("Mag deze dienst de gegevens ontvangen?", "May this service receive the data?"),
    "fields": Said("Zijn alle gevraagde gegevens overeengekomen?", "Were all the data that are asked agreed?"),
    "period": Said("Mag er op een periode geselecteerd worden?", "May a period select people?"),
    "territory": Said("Valt het grondgebied onder het protocol?", "Is the territory covered by the protocol?"),
    "periodicity": Said(
        "Is er genoeg tijd sinds de vorige mededeling?", "Is there time enough since the last communication?"
    ),
    "published": Said("Maakten beide partijen het protocol bekend?", "Have both parties published the protocol?"),
    "deletions_confirmed": Said(
        "Is het wissen van vroegere zendingen op tijd bevestigd?",
        "Was the deletion of earlier deliveries confirmed in time?",
    ),
    "no_sanction": Said("Loopt er geen sanctie?", "Is no sanction under way?"),
    "no_breach": Said("Is er geen inbreuk in behandeling?", "Is no breach being dealt with?"),
    "recipient_key": Said(
        "Heeft de gemeente een sleutel om mee te verzegelen?", "Has the municipality a key to seal to?"
    ),
    "text_unchanged": Said(
        "Is de tekst niet veranderd sinds de selectie?", "Has the text not changed since the selection?"
    ),
    "row_limit": Said(
        "Blijft de selectie onder het hoogste aantal personen?",
        "Does the selection keep to the highest number of people?",
    ),
}
