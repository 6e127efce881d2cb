"""Sentences of the public register. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav_register": ("Register", "Register"),
    "register_title": ("Register van protocollen", "Register of protocols"),
    "register_intro": (
        "Elk protocol dat ooit gevalideerd werd: wie het sloot, waarvoor, over welke gegevens, hoelang, en wat er "
        "daarna mee gebeurde. Van een tekst in voorbereiding staat hier alleen dat er een is.",
        "Every protocol that was ever validated: who concluded it, what for, over which data, for how long, and what "
        "happened to it since. Of a text in preparation it only says that there is one.",
    ),
    "register_state": ("Toestand", "State"),
    "register_purpose": ("Doeleinde", "Purpose"),
    "register_all": ("alle", "all"),
    "register_bad_filter": (
        "“{given}” is geen van de keuzes. Kies hieronder, of laat de keuze leeg.",
        "“{given}” is none of the choices. Choose below, or leave the choice empty.",
    ),
    "register_count_one": ("1 protocol op {on}", "1 protocol on {on}"),
    "register_count_many": ("{count} protocollen op {on}", "{count} protocols on {on}"),
    "register_caption": (
        "Protocollen op {on}, volgens de naam van de gemeente",
        "Protocols on {on}, by the name of the municipality",
    ),
    "register_protocol": ("Protocol", "Protocol"),
    "register_purposes": ("Doeleinden", "Purposes"),
    "register_not_public": ("nog niet openbaar", "not public yet"),
    "register_nothing": (
        "Op die dag was er geen protocol zoals u vraagt. Kies een andere dag, of vraag minder.",
        "On that day there was no protocol as you ask. Choose another day, or ask for less.",
    ),
    "register_data": ("Deze lijst als gegevens", "This list as data"),
    "register_as_json": ("De lijst als JSON", "The list as JSON"),
    "register_as_csv": ("De lijst als CSV", "The list as CSV"),
    "register_schema": ("wat erin staat", "what is in it"),
    "register_feed": ("Wat verandert, als feed (Atom)", "What changes, as a feed (Atom)"),
    "register_catalogue": (
        "De catalogus voor portalen van open data (DCAT-AP)",
        "The catalogue for portals of open data (DCAT-AP)",
    ),
    "register_of": ("Protocol met {name}", "Protocol with {name}"),
    "register_version_of": ("Protocol met {name}, versie {number}", "Protocol with {name}, version {number}"),
    "register_version": ("Versie {number}", "Version {number}"),
    "register_stands": ("Toestand vandaag", "State today"),
    "register_since": ("sinds {on}", "since {on}"),
    "register_agency": ("Agentschap", "Agency"),
    "register_code": ("Kenmerk", "Code"),
    "register_last_day": ("Laatste dag", "Last day"),
    "register_no_last_day": ("geen vaste einddatum", "no fixed end"),
    "register_preparing": (
        "Sinds {on} is een tekst in voorbereiding. Wat erin staat, wordt openbaar zodra hij gevalideerd is.",
        "Since {on} a text is in preparation. What it says becomes public once it is validated.",
    ),
    "register_given_up": (
        "Er werd een tekst voorbereid, en die werd op {on} ingetrokken voor hij iemand verbond.",
        "A text was prepared, and it was given up on {on} before it bound anybody.",
    ),
    "register_digest": ("Digest van de bepalingen", "Digest of the terms"),
    "register_digest_why": (
        "Deze digest (SHA-256) hoort bij precies deze bepalingen. Ze staat in het ondertekende document, op de sites "
        "van beide partijen en in het logboek.",
        "This digest (SHA-256) belongs to exactly these terms. It stands in the signed document, on the sites of both "
        "parties and in the ledger.",
    ),
    "register_happened": ("Wat er gebeurde", "What happened"),
    "register_nothing_happened": (
        "Er is nog geen tekst gevalideerd.",
        "No text was validated yet.",
    ),
    "register_versions": ("Versies", "Versions"),
    "register_versions_caption": (
        "De gevalideerde versies, de nieuwste eerst; elke versie blijft hier staan",
        "The validated versions, the newest first; each version stays here",
    ),
    "register_validated": ("Gevalideerd", "Validated"),
    "register_says": ("Wat versie {number} zegt", "What version {number} says"),
    "register_fields": ("Welke gegevens", "Which data"),
    "register_people": ("Over wie", "About whom"),
    "register_kept": ("Hoelang bewaard", "Kept for how long"),
    "register_kept_days": ("hoogstens {days} dagen", "at most {days} days"),
    "register_rhythm": ("Hoe vaak", "How often"),
    "register_rhythm_days": (
        "met minstens {days} dagen tussen twee mededelingen",
        "with at least {days} days between two communications",
    ),
    "register_rhythm_any": ("telkens als het doeleinde het vraagt", "whenever the purpose asks for it"),
    "register_services": ("Welke diensten", "Which services"),
    "register_every_part": ("Elk deel, voluit", "Each part, in full"),
    "register_purpose_why": ("{purpose}: waarom dit nodig is", "{purpose}: why this is needed"),
    "register_read": ("Lees en bewaar", "Read and keep"),
    "register_text": ("De volledige tekst", "The whole text"),
    "register_pdf": ("De tekst als PDF", "The text as PDF"),
    "register_pdf_why": (
        "zonder namen en handtekeningen; toegankelijk (PDF/UA) en voor het archief (PDF/A)",
        "without names and signatures; accessible (PDF/UA) and for the archive (PDF/A)",
    ),
    "register_terms": ("De bepalingen als JSON", "The terms as JSON"),
    "register_terms_why": (
        "tot op de byte wat ondertekend is",
        "to the byte what was signed",
    ),
    "register_terms_not": (
        "Deze bepalingen bevatten een persoonlijk contactgegeven. Daarom staat het bestand met de digest hier niet; "
        "alles behalve dat contactgegeven staat op deze pagina.",
        "These terms hold a personal contact detail. That is why the file with the digest is not here; all but that "
        "detail is on this page.",
    ),
    "register_check": ("Nakijken of dit klopt", "Check that this is right"),
    "register_all_as_json": ("Alles over dit protocol als JSON", "All of this protocol as JSON"),
    "register_all_as_jsonld": (
        "Als gelinkte gegevens (JSON-LD, ODRL en DPV)",
        "As linked data (JSON-LD, ODRL and DPV)",
    ),
    "register_came": ("Hoe deze versie er kwam", "How this version came to be"),
    "register_by_register": (
        "Gesloten en gevalideerd voor dit register er was; opgenomen zoals ze ondertekend is.",
        "Concluded and validated before this register was there; taken in as it was signed.",
    ),
    "register_by_validate": (
        "Door beide partijen ondertekend en bekendgemaakt, en door een tweede persoon gevalideerd.",
        "Signed and published by both parties, and validated by a second person.",
    ),
    "register_by_inherit": (
        "Overgenomen bij een fusie van gemeenten: het strengste van wat de vorige protocollen toelieten, tot de nieuwe "
        "gemeente beslist.",
        "Inherited in a merger of municipalities: the strictest of what the protocols before allowed, until the new "
        "municipality decides.",
    ),
    "register_acceded": (
        "De gemeente trad ongewijzigd toe tot de modeltekst.",
        "The municipality acceded to the model text without change.",
    ),
    "register_on": ("Gevalideerd op", "Validated on"),
    "register_from": ("Geldt vanaf", "Applies from"),
    "register_model": ("Modeltekst", "Model text"),
    "register_decision": ("Beslissing van de gemeente", "Decision of the municipality"),
    "register_decided": ("{body}, {on}, kenmerk {reference}", "{body}, {on}, reference {reference}"),
    "register_published": ("Bekendgemaakt op", "Published at"),
    "register_before": ("Komt in de plaats van", "Takes the place of"),
    "register_after": ("Opgevolgd door", "Followed by"),
    "register_link": ("{name}, versie {number} ({code})", "{name}, version {number} ({code})"),
    "register_signed": ("Hoe het ondertekend werd", "How it was signed"),
    "register_signed_caption": (
        "Wie ondertekende, naar hoedanigheid; namen staan niet in het register",
        "Who signed, by capacity; there are no names in the register",
    ),
    "register_side": ("Partij", "Party"),
    "register_capacity": ("Hoedanigheid", "Capacity"),
    "register_way": ("Manier", "Way"),
    "register_electronic": ("elektronisch", "electronically"),
    "register_timestamped": ("elektronisch, met tijdstempel", "electronically, with a time stamp"),
    "register_paper": (
        "op papier; twee personen bevestigden de scan",
        "on paper; two people attested the scan",
    ),
    "register_day": ("Dag", "Day"),
    "register_not_signed_here": (
        "Dit protocol werd elders ondertekend; hoe, staat niet in dit register.",
        "This protocol was signed elsewhere; how does not stand in this register.",
    ),
    "register_nobody_signs": (
        "Een overgenomen tekst wordt niet opnieuw ondertekend; hoe de vorige ondertekend zijn, staat bij elk van hen.",
        "An inherited text is not signed again; how those before were signed stands with each of them.",
    ),
    "register_changes": ("Wat deze versie veranderde", "What this version changed"),
    "register_same": ("De bepalingen zijn dezelfde gebleven.", "The terms stayed the same."),
    "register_first_version": (
        "Dit is de eerste tekst van dit protocol.",
        "This is the first text of this protocol.",
    ),
    "register_paste": ("Op uw eigen site", "On a site of your own"),
    "register_paste_why": (
        "Bent u een van de partijen, plak dit dan in een pagina van uw site: de controle van de bekendmaking zoekt de "
        "digest daar.",
        "If you are one of the parties, paste this into a page of your site: the check of the publication looks for "
        "the digest there.",
    ),
    "register_frame_why": (
        "Een lijst die zichzelf bijwerkt, kan in een kader of als JSON:",
        "A list that keeps itself up to date can go in a frame or as JSON:",
    ),
    "register_frame": ("Lijst voor een kader", "List for a frame"),
    "register_frame_json": ("Lijst als JSON", "List as JSON"),
    "register_text_title": (
        "Tekst van het protocol met {name}, versie {number}",
        "Text of the protocol with {name}, version {number}",
    ),
    "register_text_dutch": (
        "De tekst is in het Nederlands opgesteld.",
        "The text is drawn up in Dutch, the language of the law.",
    ),
    "register_proof_title": (
        "Nakijken: protocol met {name}, versie {number}",
        "Check: protocol with {name}, version {number}",
    ),
    "register_proof_intro": (
        "U hoeft ons niet op ons woord te geloven. Dit zijn de bewijzen, en zo kijkt u ze na met gewone programma’s.",
        "You need not take our word for it. These are the proofs, and this is how to check them with plain programs.",
    ),
    "register_proof_terms": ("1. De bepalingen hebben deze digest", "1. The terms have this digest"),
    "register_proof_terms_how": (
        "Haal het bestand op en bereken de digest. Hetzelfde bestand zit als bijlage in de PDF.",
        "Fetch the file and compute its digest. The same file is attached to the PDF.",
    ),
    "register_proof_entry": (
        "2. Het logboek zegt dat ze gevalideerd zijn",
        "2. The ledger says that they were validated",
    ),
    "register_proof_entry_how": (
        "Dit staat in het logboek onder nummer {number}; de digest erin is dezelfde.",
        "This stands in the ledger under number {number}; the digest in it is the same.",
    ),
    "register_proof_signed": (
        "3. Het logboek kan niet ongemerkt veranderd zijn",
        "3. The ledger cannot have been changed unnoticed",
    ),
    "register_proof_signed_how": (
        "Het bewijs leidt van deze regel naar het controlepunt van {on}, dat {count} regels dekt en ondertekend is met "
        "de sleutel hieronder.",
        "The proof leads from this entry to the checkpoint of {on}, which covers {count} entries and is signed with "
        "the key below.",
    ),
    "register_proof_key": ("Sleutel van het logboek", "Key of the ledger"),
    "register_proof_key_why": (
        "Vergelijk deze sleutel met wat het agentschap u langs een andere weg gaf: wie deze pagina kan veranderen, kan "
        "ook de sleutel op deze pagina veranderen.",
        "Compare this key with what the agency gave you another way: whoever can change this page can change the key "
        "on it too.",
    ),
    "register_proof_run": (
        "Met het programma van dit register, dat los werkt en niets van ons vraagt:",
        "With the program of this register, which works alone and asks nothing of us:",
    ),
    "register_proof_hand": (
        "Met een ander programma: de bestanden volgen de formaten van C2SP (tlog-proof, signed-note) en RFC 6962.",
        "With another program: the files are in the formats of C2SP (tlog-proof, signed-note) and RFC 6962.",
    ),
    "register_proof_file": ("Het bewijs", "The proof"),
    "register_entry_file": ("De regel", "The entry"),
    "register_proof_not_yet": (
        "Deze regel staat nog in geen ondertekend controlepunt. Dat gebeurt binnen enkele minuten; kom dan terug.",
        "This entry does not stand in a signed checkpoint yet. That happens within minutes; come back then.",
    ),
    "embed_title": ("Protocollen van {name}", "Protocols of {name}"),
    "embed_none": (
        "Vandaag verbindt geen protocol {name}.",
        "No protocol binds {name} today.",
    ),
    "embed_row": ("Protocol {code}, versie {number}", "Protocol {code}, version {number}"),
    "embed_from": ("Uit het register van protocollen, op {on}.", "From the register of protocols, on {on}."),
}
