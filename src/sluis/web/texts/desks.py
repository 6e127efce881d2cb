"""The sentences that every desk shares: forms, confirmations, what may not be done."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "form_required": ("Vul dit in.", "Fill this in."),
    "form_invalid": ("Dit kunnen we niet lezen. Kijk het na.", "We cannot read this. Check it."),
    "form_date": ("Geef een dag, bijvoorbeeld 2026-11-24.", "Give a day, for example 2026-11-24."),
    "form_number": ("Geef een geheel getal, alleen cijfers.", "Give a whole number, digits only."),
    "form_amount": ("Geef een bedrag, bijvoorbeeld 450 of 12,50.", "Give an amount, for example 450 or 12.50."),
    "form_choice": ("Kies iets uit de lijst.", "Choose something from the list."),
    "form_file": ("Kies een bestand.", "Choose a file."),
    "form_file_empty": ("Dit bestand is leeg. Kies een ander.", "This file is empty. Choose another."),
    "form_too_long": (
        "Dit is te lang: {given} tekens; hoogstens {most}.",
        "This is too long: {given} characters; {most} at most.",
    ),
    "form_person": (
        "Hierin staat iets met de vorm van een rijksregisternummer. Laat het weg: dit veld gaat niet over personen.",
        "This holds something shaped like a person's number. Leave it out: this field is not about people.",
    ),
    "form_reason": ("Reden", "Reason"),
    "form_reason_hint": (
        "Beide partijen lezen dit. Noem geen inburgeraars.",
        "Both parties read this. Name nobody who follows a trajectory.",
    ),
    "form_optional": ("(niet verplicht)", "(optional)"),
    "form_wrong": ("Er is iets niet in orde", "Something is not in order"),
    "form_wrong_help": (
        "Kijk na wat hieronder staat en probeer opnieuw. Er is niets verloren.",
        "Check what is said below and try again. Nothing was lost.",
    ),
    "cannot_now": ("Dit kan nu niet:", "This cannot be done now:"),
    "refused": ("Dit is niet aan u", "This is not up to you"),
    "refused_help": (
        "Hebt u deze taak toch nodig, vraag dan de lokale beheerder van uw organisatie om de rol toe te kennen.",
        "If you do need this task, ask the local administrator of your organisation to give you the role.",
    ),
    "not_set_up": ("Nog niet ingesteld", "Not set up yet"),
    "page_of": ("Pagina {page} van {pages}", "Page {page} of {pages}"),
    "page_before": ("Vorige pagina", "Previous page"),
    "page_after": ("Volgende pagina", "Next page"),
    "pages": ("Pagina’s", "Pages"),
    "check_there": ("in orde", "in order"),
    "check_missing": ("ontbreekt nog", "still missing"),
    "what_happens": ("Wat gebeurt er dan?", "What happens then?"),
    "cancel": ("Annuleren", "Cancel"),
}
