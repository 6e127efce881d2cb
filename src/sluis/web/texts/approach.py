"""Sentences of the list of whom to approach next. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "approach": ("Wie benaderen", "Whom to approach"),
    "approach_intro": (
        "De gemeenten waarvoor er vandaag een reden is om contact op te nemen, de zwaarste redenen eerst. Elke reden "
        "staat erbij.",
        "The municipalities that there is a reason to get in touch with today, the weightiest reasons first. Every "
        "reason is given.",
    ),
    "approach_to_rules": ("Hoe de lijst tot stand komt", "How the list is made"),
    "approach_reason": ("Reden", "Reason"),
    "approach_province": ("Provincie", "Province"),
    "approach_who": ("Opgevolgd door", "Looked after by"),
    "approach_shown": ("Welke lijst", "Which list"),
    "approach_me": ("mij", "me"),
    "approach_nobody": ("niemand", "nobody"),
    "approach_waiting": ("wie nu te benaderen is", "whom to approach now"),
    "approach_resting": ("wat uitgesteld of afgewerkt is", "what was put off or is done"),
    "approach_count": ("{count} gemeenten", "{count} municipalities"),
    "approach_count_one": ("{count} gemeente", "{count} municipality"),
    "approach_points": ("gewicht {points}", "weight {points}"),
    "approach_last": ("Laatste contact op {day}.", "Last contact on {day}."),
    "approach_no_last": ("Nog geen contact genoteerd.", "No contact noted yet."),
    "approach_assigned": ("Opgevolgd door {who}.", "Looked after by {who}."),
    "approach_unassigned": ("Nog door niemand opgevolgd.", "Looked after by nobody yet."),
    "approach_snoozed": ("uitgesteld tot {day}", "put off until {day}"),
    "approach_is_done": ("afgewerkt", "done"),
    "approach_to_source": ("Bekijk de bron", "Look at the source"),
    "approach_mine": ("Ik volg op", "I look after it"),
    "approach_for_now": ("Later: over {days} dagen", "Later: in {days} days"),
    "approach_done": ("Afgewerkt", "Done"),
    "approach_again": ("Neem weer op", "Take up again"),
    "approach_more": ("Meer keuzes", "More choices"),
    "approach_empty": (
        "Er is nu niemand te benaderen die aan deze keuze voldoet.",
        "There is nobody to approach now who fits this choice.",
    ),
    "approach_rules": ("Hoe deze lijst tot stand komt", "How this list is made"),
    "approach_order": (
        "Elke reden weegt mee zoals hieronder staat. De gemeente met het hoogste gewicht samen staat eerst; bij gelijk "
        "gewicht telt het alfabet. Er is geen andere berekening. Wat afgewerkt is, komt terug zodra er een reden "
        "bijkomt; wat uitgesteld is, komt terug op zijn dag.",
        "Every reason weighs as said below. The municipality with the highest weight in all comes first; of equal "
        "weight, the alphabet counts. There is no other calculation. What is done comes back as soon as there is "
        "another reason; what was put off comes back on its day.",
    ),
    "approach_rules_caption": ("Alle redenen, met hun gewicht", "Every reason, with its weight"),
    "approach_weight": ("Gewicht", "Weight"),
    "approach_when": ("Wanneer", "When"),
    "approach_why": ("Waarom", "Why"),
    "approach_known": ("Alles wat we van deze gemeente weten", "All that we know of this municipality"),
    "approach_no_reason": (
        "Er is vandaag geen reden om deze gemeente te benaderen.",
        "There is no reason to approach this municipality today.",
    ),
    "approach_give": ("Wijs toe", "Assign"),
    "approach_to": ("Aan wie", "To whom"),
    "approach_later": ("Stel uit", "Put off"),
    "approach_until": ("Terug op de lijst op", "Back on the list on"),
    "approach_until_hint": (
        "Een dag na vandaag, hoogstens een jaar verder.",
        "A day after today, a year ahead at most.",
    ),
    "approach_done_help": (
        "De gemeente verdwijnt van de lijst voor de redenen die hierboven staan. Komt er een andere reden bij, dan "
        "staat ze er weer.",
        "The municipality leaves the list for the reasons above. When there is another reason, it is back.",
    ),
    "approach_again_help": (
        "De gemeente staat dan meteen weer op de lijst.",
        "The municipality is then on the list again at once.",
    ),
    "approach_no_act": (
        "Wat u vroeg, kennen we niet; er is niets veranderd. Kies hieronder wat u wilt doen.",
        "We do not know what you asked for; nothing was changed. Choose below what you want to do.",
    ),
    "approach_seen": ("Redenen", "Reasons"),
    "approach_did_later": ("{name} is uitgesteld.", "{name} was put off."),
    "approach_did_give": ("De opvolging van {name} is toegewezen.", "Who looks after {name} was noted."),
    "approach_did_done": ("{name} is afgewerkt.", "{name} is done."),
    "approach_did_again": ("{name} staat weer op de lijst.", "{name} is on the list again."),
}
