"""The sentences of the protocol desk."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "parts": ("Onderdelen van dit protocol", "Parts of this protocol"),
    "part_overview": ("Stand", "State"),
    "protocol_with": ("Protocol met {municipality}", "Protocol with {municipality}"),
    "protocol_line": (
        "{code}, versie {number}; laatste stap op {since}",
        "{code}, version {number}; last step on {since}",
    ),
    "held": (
        "Mededelingen worden tegengehouden sinds {since} ({kind}): {reason}",
        "Communications are held since {since} ({kind}): {reason}",
    ),
    "whose_turn": ("Wie is aan zet?", "Whose turn is it?"),
    "your_turn": ("Dat bent u.", "That is you."),
    "nobodys_turn": ("Niemand hoeft nu iets te doen.", "Nobody has to do anything now."),
    "until_in_force": ("Wat is nodig om van kracht te worden?", "What does it need to be in force?"),
    "tasks_after_merger": ("Te doen na de fusie", "To do after the merger"),
    "what_you_can_do": ("Wat kunt u doen?", "What can you do?"),
    "what_cannot_be_done": ("Wat nu niet kan, en waarom", "What cannot be done now, and why"),
    "nothing_to_do": (
        "Met uw rol hoeft u hier nu niets te doen.",
        "In your role there is nothing for you to do here now.",
    ),
    "explain_complete": (
        "De tekst gaat voor advies naar de functionarissen voor gegevensbescherming van beide partijen. Zolang zij "
        "adviseren, kan niemand hem wijzigen; heropenen kan wel.",
        "The text goes to the data protection officers of both parties for advice. While they advise nobody can "
        "change it; it can be reopened.",
    ),
    "explain_complete_done": ("De tekst is voorgelegd voor advies.", "The text was offered for advice."),
    "explain_validate": (
        "Vanaf nu geldt deze tekst: de gemeente kan gegevens vragen, en alleen wat erin staat. Een vorige versie "
        "wordt op hetzelfde ogenblik vervangen.",
        "From now on this text is in force: the municipality can ask for data, and only for what it says. A version "
        "before it is replaced at the same moment.",
    ),
    "explain_validate_done": ("Het protocol is van kracht.", "The protocol is in force."),
    "explain_reopen": (
        "De tekst wordt weer een ontwerp. Wat erop beslist en ondertekend is, blijft bewaard maar telt niet meer.",
        "The text becomes a draft again. What was decided and signed on it stays on record and counts no more.",
    ),
    "explain_reopen_done": ("De tekst is weer een ontwerp.", "The text is a draft again."),
    "explain_withdraw": (
        "Deze tekst wordt opgegeven. Een versie die van kracht is, blijft dat.",
        "This text is given up. A version in force stays in force.",
    ),
    "explain_withdraw_done": ("De tekst is ingetrokken.", "The text was withdrawn."),
    "explain_suspend": (
        "Vanaf dit ogenblik vertrekt er niets meer onder dit protocol, ook geen zending die al klaarstaat. Beide "
        "partijen krijgen bericht. Wie schorste, kan de schorsing opheffen.",
        "From this moment nothing leaves under this protocol, not even a parcel that is ready. Both parties are told. "
        "Whoever suspended can lift the suspension.",
    ),
    "explain_suspend_done": ("Het protocol is geschorst.", "The protocol is suspended."),
    "explain_resume": (
        "Het protocol is weer van kracht. Wat tijdens de schorsing tegengehouden werd, vertrekt niet vanzelf: vraag "
        "het opnieuw.",
        "The protocol is in force again. What was withheld during the suspension does not leave by itself: ask again.",
    ),
    "explain_resume_done": ("De schorsing is opgeheven.", "The suspension is lifted."),
    "explain_give_notice": (
        "Het protocol eindigt na de opzegtermijn die in de tekst staat, op de laatste dag van een maand. Tot dan "
        "blijft het van kracht.",
        "The protocol ends after the term of notice in its text, on the last day of a month. Until then it stays in "
        "force.",
    ),
    "explain_give_notice_done": ("Het protocol is opgezegd.", "Notice was given."),
    "explain_withdraw_notice": (
        "De opzegging vervalt en het protocol loopt gewoon door.",
        "The notice lapses and the protocol goes on as before.",
    ),
    "explain_withdraw_notice_done": ("De opzegging is ingetrokken.", "The notice was taken back."),
    "explain_end": (
        "Het protocol eindigt onmiddellijk en voorgoed. De gemeente wist wat zij ontving en bevestigt dat. Zegt u "
        "liever op met een termijn, kies dan ‘opzeggen’.",
        "The protocol ends at once and for good. The municipality deletes what it received and confirms it. If you "
        "would rather give notice with a term, choose ‘give notice’.",
    ),
    "explain_end_done": ("Het protocol is beëindigd.", "The protocol has ended."),
    "explain_lapse": (
        "Een rechtsgrond viel weg. Het protocol eindigt onmiddellijk en voorgoed; de gemeente wist wat zij ontving.",
        "A legal ground fell away. The protocol ends at once and for good; the municipality deletes what it received.",
    ),
    "explain_lapse_done": ("Het protocol is van rechtswege geëindigd.", "The protocol ended by law."),
    "your_turn_here": ("U bent aan zet", "It is your turn"),
    "list_new": ("Nieuw protocol", "New protocol"),
    "list_as_list": ("Lijst", "List"),
    "list_as_board": ("Bord", "Board"),
    "list_board": ("Protocollen op een bord", "Protocols on a board"),
    "list_filters": ("De lijst beperken", "Narrow the list down"),
    "list_show": ("Toon", "Show"),
    "list_all": ("Alles", "All"),
    "list_preparing": ("In voorbereiding", "In preparation"),
    "list_in_force": ("Van kracht of geschorst", "In force or suspended"),
    "list_over": ("Voorbij", "Over"),
    "list_status": ("Stand", "State"),
    "list_province": ("Provincie", "Province"),
    "list_turn": ("Aan zet", "Whose turn"),
    "list_mine": ("U", "You"),
    "list_others": ("Anderen", "Others"),
    "list_none": ("Niemand", "Nobody"),
    "list_sort": ("Volgorde", "Order"),
    "list_by_municipality": ("Gemeente", "Municipality"),
    "list_by_code": ("Code", "Code"),
    "list_by_status": ("Stand", "State"),
    "list_by_since": ("Langst wachtend eerst", "Longest waiting first"),
    "list_caption": ("{count} protocollen", "{count} protocols"),
    "list_waits": ("Laatste stap", "Last step"),
    "list_beside": ("versie {number} is {status}", "version {number} is {status}"),
    "list_nobody": ("Niemand hoeft iets te doen.", "Nobody has to do anything."),
    "list_empty": (
        "Hier is geen protocol te zien. Verruim de lijst, of begin een nieuw protocol als dat uw taak is.",
        "There is no protocol to show here. Widen the list, or begin a new protocol if that is your task.",
    ),
    "list_column_empty": ("Geen", "None"),
}
