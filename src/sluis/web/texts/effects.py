"""Sentences of what worked: what came of each channel. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "effects": ("Wat werkte", "What worked"),
    "effects_intro": (
        "Wat er van elk kanaal gekomen is: hoeveel gemeenten interesse toonden, en hoe ver ze kwamen.",
        "What came of each channel: how many municipalities showed interest, and how far they got.",
    ),
    "effects_to_how": ("Hoe we tellen", "How we count"),
    "effects_campaign": ("Campagne", "Campaign"),
    "effects_first": ("Vanaf", "From"),
    "effects_last": ("Tot en met", "Until and with"),
    "effects_backwards": ("Deze dag ligt voor de eerste dag.", "This day lies before the first day."),
    "effects_counts": ("Per kanaal", "By channel"),
    "effects_caption": (
        "Wat er tot en met {on} van elk gebruikt kanaal gekomen is; gemeenten, elk één keer geteld",
        "What had come of each channel that was used, until and with {on}; municipalities, each counted once",
    ),
    "effects_channel": ("Kanaal", "Channel"),
    "effects_announcements": ("Bekendmakingen", "Announcements"),
    "effects_reached": ("Bereikt", "Reached"),
    "effects_contacted": ("Gesproken", "Spoken to"),
    "effects_interested": ("Interesse", "Interest"),
    "effects_drafted": ("Ontwerp", "Draft"),
    "effects_concluded": ("Protocol", "Protocol"),
    "effects_cost": ("Kosten", "Costs"),
    "effects_unknown": ("niet bekend", "not known"),
    "effects_known": ("van {known} van {all}", "of {known} of {all}"),
    "effects_no_channel": ("Niet bekend hoe ze kwamen", "Not known how they came"),
    "effects_csv": ("Download als CSV", "Download as CSV"),
    "effects_well": ("Hoe goed het werkte", "How well it worked"),
    "effects_well_caption": (
        "Kanalen waarbij minstens {enough} gemeenten interesse toonden",
        "Channels by which at least {enough} municipalities showed interest",
    ),
    "effects_some_tell": (
        "De andere kanalen hebben minder dan {enough} gemeenten met interesse. Daarvan kunnen we niet zeggen hoe goed "
        "ze werken; een vergelijking zou toeval zijn.",
        "The other channels have fewer than {enough} municipalities that showed interest. Of these we cannot tell how "
        "well they work; a comparison would be chance.",
    ),
    "effects_cannot_tell": (
        "Dat kunnen we niet zeggen. Bij geen enkel kanaal toonden minstens {enough} gemeenten interesse; aandelen, "
        "tijden of een rangorde zouden toeval zijn.",
        "We cannot tell. By no channel did at least {enough} municipalities show interest; shares, times or a ranking "
        "would be chance.",
    ),
    "effects_share": ("Van interesse tot protocol", "From interest to protocol"),
    "effects_to_interest": ("Tot interesse (mediaan)", "To interest (median)"),
    "effects_to_draft": ("Interesse tot ontwerp (mediaan)", "Interest to draft (median)"),
    "effects_to_conclusion": ("Ontwerp tot protocol (mediaan)", "Draft to protocol (median)"),
    "effects_per_protocol": ("Kosten per protocol", "Costs per protocol"),
    "effects_few": ("te weinig gevallen ({cases})", "too few cases ({cases})"),
    "effects_days": ("{days} dagen", "{days} days"),
    "effects_days_one": ("{days} dag", "{days} day"),
    "effects_cases": ("{cases} gevallen", "{cases} cases"),
    "effects_empty": (
        "Er is nog niets bekendgemaakt of genoteerd dat aan deze keuze voldoet.",
        "Nothing was announced or noted yet that fits this choice.",
    ),
    "effects_how": ("Hoe we tellen", "How we count"),
    "effects_how_once": (
        "Een gemeente telt één keer: voor de eerste keer dat ze interesse toonde, op het formulier of in een contact "
        "waarin ze ja zei.",
        "A municipality counts once: for the first time that it showed interest, on the form or in a contact in which "
        "it said yes.",
    ),
    "effects_how_link": (
        "Kwam ze via een link van een bekendmaking, dan telt ze voor het kanaal van die bekendmaking.",
        "Where it came by a link of an announcement, it counts for the channel of that announcement.",
    ),
    "effects_how_contact": (
        "Anders telt ze voor het kanaal van het eerste contact, tot en met die dag. Was er geen contact, dan weten we "
        "niet hoe ze kwam.",
        "Else it counts for the channel of the first contact, up to that day. Where there was no contact, we do not "
        "know how it came.",
    ),
    "effects_how_text": (
        "Een ontwerp en een protocol tellen mee als de tekst op die dag of later begonnen is. Een wijziging van een "
        "protocol telt niet, en wat bij een fusie overgenomen werd evenmin.",
        "A draft and a protocol count where the text was begun on that day or later. An amendment of a protocol does "
        "not count, and what was inherited in a merger neither.",
    ),
    "effects_how_merger": (
        "Gemeenten die fuseerden, tellen als de ene gemeente van vandaag.",
        "Municipalities that merged count as the one municipality of today.",
    ),
    "effects_how_unknown": (
        "Wat niet bekend is, is niet nul: bereik en kosten tellen alleen op wat ingevuld is, en kosten per protocol "
        "staan er pas als alle kosten bekend zijn.",
        "What is not known is not nothing: reach and costs add up only what was filled in, and costs per protocol are "
        "given only where all costs are known.",
    ),
}
