"""Sentences of the yearly report, for the parties and for everybody. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav_reports": ("Jaarverslag", "Yearly report"),
    "nav_yearly": ("Jaarcijfers", "Figures by year"),
    # Choosing
    "yearly_reports": ("Jaarverslag", "Yearly report"),
    "yearly_intro_agency": (
        "Wat gemeenten in een jaar vroegen en kregen, wat geweigerd werd, hoeveel personen het betrof, wat gewist is "
        "en wat er misging: over het geheel en per gemeente.",
        "What municipalities asked and received in a year, what was refused, how many people it concerned, what was "
        "deleted and what went wrong: as a whole and for each municipality.",
    ),
    "yearly_intro_municipality": (
        "Wat uw gemeente in een jaar vroeg en kreeg, wat geweigerd werd, hoeveel personen het betrof, wat gewist is en "
        "wat er misging. U kunt het afdrukken of downloaden, bijvoorbeeld voor de gemeenteraad.",
        "What your municipality asked and received in a year, what was refused, how many people it concerned, what was "
        "deleted and what went wrong. You can print or download it, for instance for the council.",
    ),
    "yearly_years": ("Kies een jaar", "Choose a year"),
    "yearly_running": ("tot en met vandaag", "up to today"),
    "yearly_other_days": ("Of andere dagen", "Or other days"),
    "yearly_other_days_hint": (
        "Voor eigen gebruik. Geef alleen verslagen van hele jaren door.",
        "For your own use. Hand on reports of whole years only.",
    ),
    "yearly_first": ("Eerste dag", "First day"),
    "yearly_last": ("Laatste dag", "Last day"),
    "yearly_show": ("Tonen", "Show"),
    "yearly_public": ("Wat iedereen kan zien", "What everybody can see"),
    "yearly_cannot": ("Dit verslag is er niet", "There is no such report"),
    # The report
    "yearly_title": ("Verslag over {span}", "Report on {span}"),
    "yearly_title_of": ("Verslag over {span}: {name}", "Report on {span}: {name}"),
    "yearly_days": ("{first} tot en met {last}", "{first} to {last}"),
    "yearly_of_agency": ("Gegevens van: {agency}", "Data of: {agency}"),
    "yearly_other_agency": ("Gegevens van een andere zendende instantie:", "Data of another sending agency:"),
    "yearly_until": (
        "Deze periode is nog niet voorbij: alles hieronder gaat tot en met {day}.",
        "This period is not over yet: everything below goes up to {day}.",
    ),
    "yearly_draft": (
        "Een werkversie, voor eigen gebruik. Geef alleen verslagen van hele, afgelopen jaren door: wie verslagen van "
        "andere periodes naast elkaar legt, kan kleine aantallen personen afleiden.",
        "A working version, for your own use. Hand on reports of whole years that are over only: whoever holds reports "
        "of other periods side by side can work out small numbers of people.",
    ),
    "yearly_in_force": (
        "Op {day} hadden {count} van de {total} Vlaamse gemeenten een protocol van kracht.",
        "On {day} {count} of the {total} Flemish municipalities had a protocol in force.",
    ),
    "yearly_stance": ("Protocol op {day}:", "Protocol on {day}:"),
    "yearly_absorbed": (
        "Hierin telt mee wat {names} deden, die in {name} zijn opgegaan.",
        "This counts what was done by {names}, which merged into {name}.",
    ),
    "yearly_absorbed_one": (
        "Hierin telt mee wat {names} deed, dat in {name} is opgegaan.",
        "This counts what was done by {names}, which merged into {name}.",
    ),
    "yearly_merged": (
        "{name}: op {day} ging het op in {successor}. Wat daarna gebeurde, staat in het verslag van {successor}.",
        "{name}: on {day} it merged into {successor}. What happened after that is in the report of {successor}.",
    ),
    "yearly_counted_there": (
        "{name} bestond niet meer op {until}: het ging op {day} op in {successor}. Alles wat {name} in deze periode "
        "deed, telt mee in het verslag van {successor}, en nergens anders.",
        "{name} no longer existed on {until}: on {day} it merged into {successor}. All that {name} did in this period "
        "counts in the report of {successor}, and nowhere else.",
    ),
    "yearly_not_yet": (
        "{name} bestond nog niet op {until}. Wat de gemeenten deden die erin opgingen, staat in hun verslagen:",
        "{name} did not exist yet on {until}. What the municipalities did that merged into it is in their reports:",
    ),
    "yearly_traffic": ("Aanvragen en zendingen", "Asks and deliveries"),
    "yearly_traffic_caption": ("Wat er gevraagd werd en wat ervan kwam", "What was asked and what came of it"),
    "yearly_what": ("Wat", "What"),
    "yearly_purposes": ("Gebruik per doeleinde", "Use for each purpose"),
    "yearly_purposes_caption": (
        "Waarvoor gegevens gevraagd en meegedeeld werden, en hoeveel personen in de zendingen staan",
        "What data were asked and communicated for, and how many people stand in the deliveries",
    ),
    "yearly_purpose": ("Doeleinde", "Purpose"),
    "yearly_asks": ("Aanvragen", "Asks"),
    "yearly_refused": ("Geweigerd", "Refused"),
    "yearly_delivered": ("Zendingen", "Deliveries"),
    "yearly_people": ("Personen", "People"),
    "yearly_together": ("Samen", "Together"),
    "yearly_people_words": (
        "Iemand telt mee in elke zending waarin hij of zij staat; hoeveel verschillende mensen het zijn, weet niemand "
        "zonder hun dossiers te openen.",
        "Somebody counts in each delivery that they stand in; how many different people they are nobody knows without "
        "opening their dossiers.",
    ),
    "yearly_hidden": (
        "Een aantal van 1 tot 4 staat er als “minder dan 5”. Waar “niet getoond” staat, zou een ander aantal een klein "
        "aantal verraden.",
        "A number from 1 to 4 is written as “fewer than 5”. Where it says “not shown”, another number would give a "
        "small one away.",
    ),
    "yearly_people_later": (
        "Hoeveel personen in de zendingen stonden, staat hier zodra het jaar voorbij is.",
        "How many people stood in the deliveries will be here once the year is over.",
    ),
    "yearly_no_traffic": (
        "Er is in deze periode niets gevraagd of meegedeeld.",
        "Nothing was asked or communicated in this period.",
    ),
    "yearly_why_not": ("Waarom niet", "Why not"),
    "yearly_why_not_caption": (
        "Wat de sluis naging en waarop het antwoord neen was, met hoe vaak een aanvraag daarom geweigerd of een "
        "zending daarom tegengehouden werd",
        "What the lock checked and answered with no, with how often an ask was refused or a delivery withheld for it",
    ),
    "yearly_asked": ("Wat de sluis nagaat", "What the lock checks"),
    "yearly_withheld": ("Tegengehouden", "Withheld"),
    "yearly_broken": ("De regel kon niet nagegaan worden", "The rule could not be checked"),
    "yearly_deletions": ("Bewaren en wissen", "Keeping and deleting"),
    "yearly_deletions_caption": (
        "Of gewist is wat niet langer bewaard mocht worden",
        "Whether what could be kept no longer was deleted",
    ),
    "yearly_incidents": ("Incidenten", "Incidents"),
    "yearly_incidents_caption": (
        "Inbreuken, sancties en schorsingen",
        "Personal data breaches, sanctions and suspensions",
    ),
    "yearly_suspensions_caption": (
        "Elke schorsing, met de dagen die in deze periode vallen",
        "Each suspension, with the days that fall in this period",
    ),
    "yearly_since": ("Van", "From"),
    "yearly_to": ("Tot en met", "Until"),
    "yearly_still": ("nog geschorst aan het einde", "still suspended at the end"),
    "yearly_number_of_days": ("Dagen", "Days"),
    "yearly_protocols": ("Protocollen", "Protocols"),
    "yearly_moves_caption": ("Wat er met protocollen gebeurde", "What happened to protocols"),
    "yearly_no_moves": (
        "Er is in deze periode niets met een protocol gebeurd.",
        "Nothing happened to a protocol in this period.",
    ),
    "yearly_advices_caption": ("Adviezen over protocollen", "Advices on protocols"),
    "yearly_advice_of": ("Advies van {side}: {outcome}", "Advice of {side}: {outcome}"),
    "yearly_requests": ("Vragen van mensen", "Requests of people"),
    "yearly_requests_caption": (
        "Bezwaren en andere vragen van mensen waaraan gevolg gegeven is",
        "Objections and other requests of people that were honoured",
    ),
    "yearly_municipalities": ("Per gemeente", "For each municipality"),
    "yearly_municipalities_caption": (
        "Gemeenten waarover in deze periode iets te melden is",
        "Municipalities of which there is something to report in this period",
    ),
    "yearly_overdue": ("Wissen te laat", "Deletions overdue"),
    "yearly_no_municipalities": (
        "Er is in deze periode van geen gemeente iets te melden.",
        "There is nothing to report of any municipality in this period.",
    ),
    "yearly_definitions": ("Wat elk cijfer precies telt", "What each figure counts exactly"),
    "yearly_definitions_intro": (
        "Alles telt op de dag waarop het gebeurde, naar de kalender van Brussel. Terugroepen van zendingen staat er "
        "niet in: het systeem legt dat niet vast.",
        "Everything counts on the day on which it happened, by the calendar of Brussels. Recalls of deliveries are not "
        "in it: the system does not record them.",
    ),
    "yearly_take": ("Meenemen", "Take along"),
    "yearly_print": (
        "Afdrukken kan met de afdrukknop van uw browser: menu’s en knoppen vallen dan weg.",
        "To print, use the print button of your browser: menus and buttons are left out.",
    ),
    "yearly_pdf": ("Dit verslag als PDF", "This report as a PDF (in Dutch)"),
    "yearly_docx": ("Dit verslag voor een tekstverwerker (DOCX)", "This report for a word processor (DOCX, in Dutch)"),
    "yearly_csv": ("Dit verslag als CSV", "This report as CSV"),
    "yearly_json": ("Dit verslag als JSON", "This report as JSON"),
    # For everybody
    "yearly_public_title": ("Cijfers over {year}", "Figures of {year}"),
    "yearly_public_intro": (
        "Wat gemeenten in dit jaar vroegen en kregen en wat geweigerd werd, over alle gemeenten samen.",
        "What municipalities asked and received in this year and what was refused, all municipalities together.",
    ),
    "yearly_public_years": ("Andere jaren", "Other years"),
    "yearly_public_nobody": ("Er is nog geen zendende instantie.", "There is no sending agency yet."),
}
