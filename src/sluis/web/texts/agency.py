"""The sentences of the agency's own desk: source, deliveries and refusals, ledger, jobs, and what its home says."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Source
    "source_intro": (
        "De gegevens van de sluis komen uit extracten van de bron. Een extract noemt iedereen die het agentschap "
        "op een dag volgt. Op deze pagina’s staan nooit gegevens van personen.",
        "The data of the lock come from extracts of the source. An extract names everybody whom the agency follows "
        "on a day. No data of people ever stand on these pages.",
    ),
    "source_none": (
        "Er is nog geen extract ingelezen. Zonder extract is er niets om mee te delen.",
        "No extract was taken in yet. Without one there is nothing to communicate.",
    ),
    "source_stale": (
        "De gegevens zijn van {day}: {days} dagen oud, en meer dan {most} dagen is te oud. Lees een nieuw extract in.",
        "The data are as of {day}: {days} days old, and more than {most} days is too old. Take in a new extract.",
    ),
    "source_fresh": ("De gegevens zijn van {day}.", "The data are as of {day}."),
    "source_running": ("Wordt nu ingelezen", "Being taken in now"),
    "source_reload": ("Opnieuw laden", "Load again"),
    "source_inbox": ("In de inbox", "In the inbox"),
    "source_inbox_caption": (
        "Bestanden die de bron hier heeft neergezet, het nieuwste eerst",
        "Files that the source put here, newest first",
    ),
    "source_inbox_empty": (
        "De inbox is leeg. Zodra de bron er een extract neerzet, kunt u het hier inlezen.",
        "The inbox is empty. As soon as the source puts an extract there, you can take it in here.",
    ),
    "source_refused_names": (
        "Bestanden of mappen die we niet aannemen: {count}. Een naam bestaat uit letters, cijfers, punten en "
        "streepjes, eindigt op .csv en bevat geen nummer van een persoon. Vraag de beheerder om ze te hernoemen of "
        "weg te nemen.",
        "Files or folders that we do not accept: {count}. A name is of letters, digits, dots and dashes, ends in .csv "
        "and holds no person’s number. Ask the operator to rename them or take them away.",
    ),
    "source_who_imports": (
        "Een databeheerder van het agentschap leest ze in.",
        "A data steward of the agency takes them in.",
    ),
    "source_file": ("Bestand", "File"),
    "source_size": ("Grootte", "Size"),
    "source_bytes": ("{count} bytes", "{count} bytes"),
    "source_changed_at": ("Neergezet", "Put there"),
    "source_last": ("Laatst ingelezen", "Last taken in"),
    "source_never": ("nog niet", "not yet"),
    "source_act": ("Wat u kunt doen", "What you can do"),
    "source_busy": ("wordt al ingelezen", "is being taken in already"),
    "source_take_in": ("Inlezen", "Take in"),
    "source_take_in_again": ("Opnieuw inlezen", "Take in again"),
    "source_past": ("Eerder ingelezen", "Taken in before"),
    "source_past_caption": (
        "Alles wat ingelezen werd of had moeten worden, het nieuwste eerst: {count}",
        "All that was taken in, or should have been, newest first: {count}",
    ),
    "source_past_empty": ("Er is nog niets ingelezen.", "Nothing was taken in yet."),
    "source_as_of": ("Referentiedatum", "Reference date"),
    "source_as_of_hint": (
        "De dag waarop de bron dit extract maakte. Wie er dan niet meer in staat, geldt vanaf die dag als "
        "vertrokken. Een extract van een vroegere dag wordt daarna niet meer aangenomen.",
        "The day on which the source made this extract. Who is no longer in it counts as gone from that day on. An "
        "extract of an earlier day is not accepted after this.",
    ),
    "source_when": ("Gevraagd of ingelezen", "Asked or taken in"),
    "source_by": ("Door", "By"),
    "source_status": ("Toestand", "State"),
    "source_rows_in": ("Ingelezen rijen", "Rows taken in"),
    "source_quarantined": ("Rijen in quarantaine", "Rows in quarantine"),
    "source_command_line": ("Extract {number} (opdrachtregel)", "Extract {number} (command line)"),
    "source_rows_read": ("{count} rijen gelezen", "{count} rows read"),
    "source_again": (
        "Het liep mis en wordt straks opnieuw geprobeerd:",
        "It went wrong and will be tried again soon:",
    ),
    "source_may_leave": (
        "U mag deze pagina verlaten: het inlezen gaat door.",
        "You may leave this page: the import goes on.",
    ),
    "source_start": ("{name} inlezen", "Take in {name}"),
    "source_start_gone": ("Een bestand inlezen", "Take in a file"),
    "source_start_explained": (
        "Het programma leest het extract en vergelijkt het met wat er al is: nieuwe personen komen erbij, bekende "
        "worden bijgewerkt, en wie er niet meer in staat, geldt als vertrokken. Rijen die niet kloppen gaan in "
        "quarantaine: hun personen blijven zoals ze waren.",
        "The program reads the extract and compares it with what is there: new people are added, known ones "
        "updated, and who is no longer in it counts as gone. Rows that are not right go into quarantine: their "
        "people stay as they were.",
    ),
    "source_start_whole": (
        "Het hele bestand wordt ingelezen, of niets ervan. Het staat in het logboek, met aantallen en zonder personen.",
        "The whole file is taken in, or nothing of it. It stands in the ledger, with counts and without people.",
    ),
    "source_started": (
        "Gevraagd. Het programma leest het bestand in zodra het kan.",
        "Asked. The program takes the file in as soon as it can.",
    ),
    "source_one": ("Inlezing van {name}", "Import of {name}"),
    "source_asked_at": ("Gevraagd", "Asked"),
    "source_taken_in_at": ("Ingelezen", "Taken in"),
    "source_digest": ("Controlegetal van het bestand", "Digest of the file"),
    "source_how_far": ("Hoever het staat", "How far it is"),
    "source_failed": ("Niet ingelezen", "Not taken in"),
    "source_failed_help": (
        "Er is niets gewijzigd. Ligt het aan het bestand, laat de bron dan een nieuw neerzetten en lees dat in. "
        "Ligt het niet aan het bestand, lees het dan opnieuw in of vraag de beheerder.",
        "Nothing was changed. If it is the file’s fault, have the source put a new one there and take that in. If it "
        "is not, take it in again or ask the operator.",
    ),
    "source_report": ("Wat ervan kwam", "What came of it"),
    "source_report_line": (
        "Van {rows} gelezen rijen zijn er {accepted} ingelezen.",
        "Of {rows} rows that were read, {accepted} were taken in.",
    ),
    "source_added": ("Nieuwe personen", "New people"),
    "source_changed": ("Bijgewerkt", "Updated"),
    "source_unchanged": ("Ongewijzigd", "Unchanged"),
    "source_left": ("Vertrokken: niet meer in het extract", "Gone: no longer in the extract"),
    "source_remapped": (
        "Rijen met de NIS-code van voor een fusie, nu onder de nieuwe gemeente",
        "Rows with a NIS code from before a merger, now under the new municipality",
    ),
    "source_quarantine": ("Quarantaine", "Quarantine"),
    "source_quarantine_help": (
        "Deze rijen zijn niet ingelezen; hun personen blijven zoals ze waren. Zoek de regel op in het bestand, laat de "
        "bron ze verbeteren, en lees het volgende extract in. Wat er in een rij staat, tonen we hier niet.",
        "These rows were not taken in; their people stay as they were. Look up the line in the file, have the source "
        "mend it, and take in the next extract. What a row says is not shown here.",
    ),
    "source_faults": ("Redenen, de meest voorkomende eerst", "Reasons, the most frequent first"),
    "source_put_aside": ("Rijen in quarantaine, op regelnummer: {count}", "Rows in quarantine, by line: {count}"),
    "source_reason": ("Reden", "Why"),
    "source_column": ("Kolom", "Column"),
    "source_count": ("Aantal", "How many"),
    "source_line": ("Regel", "Line"),
    "source_no_quarantine": ("Geen enkele rij: alles is ingelezen.", "No row at all: everything was taken in."),
    # Deliveries and refusals
    "agency_deliveries": ("Zendingen en weigeringen", "Deliveries and refusals"),
    "agency_deliveries_intro": (
        "Elke aanvraag van een gemeente staat hier, met wat ervan kwam. U ziet hoeveel rijen er vertrokken, nooit "
        "welke.",
        "Each ask of a municipality is here, with what came of it. You see how many rows left, never which.",
    ),
    "agency_waiting": ("Ligt klaar om op te halen", "Waiting for collection"),
    "agency_due_soon": ("Binnen 30 dagen te wissen", "To be deleted within 30 days"),
    "agency_overdue": ("Bevestiging van het wissen is te laat", "Confirmation of deletion is overdue"),
    "agency_overdue_hint": (
        "Zolang die ontbreekt, krijgt de gemeente niets nieuws.",
        "While it is missing, the municipality receives nothing new.",
    ),
    "agency_show": ("Toon", "Show"),
    "agency_all": ("alles", "everything"),
    "agency_refused": ("wat geweigerd is", "what was refused"),
    "agency_delivered": ("zendingen", "deliveries"),
    "agency_everywhere": ("alle gemeenten", "all municipalities"),
    "agency_caption": ("Aanvragen, de nieuwste eerst: {count}", "Asks, newest first: {count}"),
    "agency_empty": (
        "Geen aanvragen gevonden. Toon alles, of wacht tot een gemeente iets vraagt.",
        "No asks were found. Show everything, or wait until a municipality asks something.",
    ),
    "agency_asked_at": ("Gevraagd op", "Asked on"),
    "agency_asked_by": ("Gevraagd door", "Asked by"),
    "agency_purpose": ("Doeleinde", "Purpose"),
    "agency_stage": ("Toestand", "State"),
    "agency_rows": ("Aantal rijen", "Number of rows"),
    "agency_keep_until": ("Te bewaren tot en met", "To be kept until"),
    "agency_one": ("Aanvraag van {name}: {purpose}", "Ask of {name}: {purpose}"),
    "agency_why_refused": ("Geweigerd", "Refused"),
    "agency_withheld": ("Tegengehouden: er is niets vertrokken", "Withheld: nothing left"),
    "agency_rule": ("Regel", "Rule"),
    "agency_lifted_by": ("Wie dit kan oplossen:", "Who can lift this:"),
    "agency_what_was_asked": ("Wat gevraagd is", "What was asked"),
    "agency_service": ("Dienst", "Service"),
    "agency_period": ("Periode", "Period"),
    "agency_protocol": ("Protocol", "Protocol"),
    "agency_protocol_version": ("{code}, versie {number}", "{code}, version {number}"),
    "agency_what_became": ("Wat ervan kwam", "What came of it"),
    "agency_status": ("Zending", "Delivery"),
    "agency_reference_date": ("Stand van de bron", "State of the source"),
    "agency_recorded_at": ("Vastgelegd", "Recorded"),
    "agency_left_at": ("Meegedeeld", "Communicated"),
    "agency_withheld_at": ("Tegengehouden", "Withheld"),
    "agency_collected_at": ("Opgehaald", "Collected"),
    "agency_deletion": ("Wissen", "Deletion"),
    "agency_deleted_at": ("bevestigd op {at}", "confirmed on {at}"),
    "agency_confirm_by": ("nog niet bevestigd; kan tot en met {day}", "not confirmed yet; until {day}"),
    "agency_certificate": ("Certificaat", "Certificate"),
    "agency_certificate_intro": (
        "Dit is wat het programma uitvoerde, onder welke tekst en welke regels. Een controlegetal (digest) "
        "verandert zodra er één teken verandert; dezelfde getallen staan in het logboek.",
        "This is what the program ran, under which text and which rules. A digest changes as soon as one character "
        "does; the same digests stand in the ledger.",
    ),
    "agency_columns": ("Velden", "Fields"),
    "agency_territory": ("Grondgebied", "Territory"),
    "agency_row_limit": ("Rijen", "Rows"),
    "agency_row_limit_line": ("{count}, van hoogstens {most}", "{count}, of {most} at most"),
    "agency_predicate": ("Voorwaarde op de rijen", "Condition on the rows"),
    "agency_predicate_old": (
        "De voorwaarde is door een vorige versie van het programma anders verwoord; het controlegetal geldt.",
        "An earlier version of the program worded the condition otherwise; the digest counts.",
    ),
    "agency_terms_digest": ("Controlegetal van het protocol", "Digest of the protocol"),
    "agency_rules_digest": ("Controlegetal van de regels", "Digest of the rules"),
    "agency_parcel_digest": ("Controlegetal van het pakket", "Digest of the parcel"),
    "agency_people_root": ("Controlegetal van de personen, zonder wie", "Digest of the people, without who"),
    # Ledger
    "ledger_intro": (
        "Het logboek houdt elke handeling bij en vergeet er geen. Het noemt organisaties, nooit personen, en "
        "iedereen kan nagaan dat er achteraf niets aan veranderd is.",
        "The ledger keeps every act and forgets none. It names organisations, never people, and everybody can check "
        "that nothing was changed afterwards.",
    ),
    "ledger_signed": ("Ondertekende stand", "Signed state"),
    "ledger_checkpoint_is": (
        "Een ondertekende stand zegt hoeveel inschrijvingen er zijn en geeft één getal (de wortel) dat van al die "
        "inschrijvingen afhangt.",
        "A signed state, or checkpoint, says how many entries there are and gives one number (the root) that "
        "depends on all of them.",
    ),
    "ledger_size": ("Inschrijvingen", "Entries in all"),
    "ledger_covered": ("Daarvan ondertekend", "Signed of these"),
    "ledger_unsigned": ("Nog niet ondertekend", "Not signed yet"),
    "ledger_unsigned_hint": ("De worker ondertekent elke minuut.", "The worker signs every minute."),
    "ledger_signed_at": ("Ondertekend op", "Signed on"),
    "ledger_root": ("Wortel", "Root"),
    "ledger_key": ("Sleutel om na te kijken", "Verifier key"),
    "ledger_good": (
        "De handtekening onder deze stand is van onze sleutel.",
        "The signature under this state is of our key.",
    ),
    "ledger_bad": (
        "De handtekening onder deze stand is niet van onze sleutel. Laat de beheerder `sluis ledger verify` uitvoeren.",
        "The signature under this state is not of our key. Have the operator run `sluis ledger verify`.",
    ),
    "ledger_no_key": (
        "De sleutel van het logboek ontbreekt of is niet leesbaar: er kan niets ondertekend of meegedeeld worden. "
        "Laat de beheerder ze terugzetten.",
        "The ledger’s key is missing or cannot be read: nothing can be signed or communicated. Have the operator "
        "put it back.",
    ),
    "ledger_never": (
        "Er is nog niets ondertekend. Inschrijvingen die wachten: {count}.",
        "Nothing was signed yet. Entries that wait: {count}.",
    ),
    "ledger_as_text": ("De ondertekende stand als tekst", "The signed state as text"),
    "ledger_outsider": ("Hoe een buitenstaander dit nakijkt", "How an outsider checks this"),
    "ledger_outsider_key": (
        "Vraag de sleutel hierboven langs een weg die u vertrouwt en bewaar ze in een bestand (ledger.vkey). Ze is "
        "openbaar.",
        "Ask for the key above by a road that you trust and keep it in a file (ledger.vkey). It is public.",
    ),
    "ledger_outsider_fetch": (
        "De ondertekende stand staat voor iedereen op",
        "The signed state is there for everybody at",
    ),
    "ledger_outsider_run": (
        "Laat de verifier het hele logboek narekenen en de stand onthouden. Hij heeft geen databank en geen geheim "
        "nodig:",
        "Have the verifier work out the whole ledger again and remember its state. It needs no database and no secret:",
    ),
    "ledger_command": ("Opdracht", "Command"),
    "ledger_outsider_more": ("Wat hij wel en niet ziet, staat in", "What it can and cannot see is told in"),
    "ledger_entries": ("Inschrijvingen", "Entries"),
    "ledger_caption": ("Inschrijvingen, de nieuwste eerst: {count}", "Entries, newest first: {count}"),
    "ledger_empty": ("Er staat nog niets in het logboek.", "Nothing stands in the ledger yet."),
    "ledger_number": ("Nummer", "Number"),
    "ledger_what": ("Wat", "What"),
    "ledger_at": ("Wanneer", "When"),
    "ledger_by": ("Door", "By"),
    "ledger_facts": ("Waarover", "About"),
    "ledger_entry": ("Inschrijving {number}", "Entry {number}"),
    "ledger_body": ("Wat er staat", "What it says"),
    "ledger_body_hint": (
        "Dit is de hele inschrijving, hier over meer regels gezet om ze te lezen.",
        "This is the whole entry, spread over lines here to be read.",
    ),
    "ledger_proof": ("Bewijs", "Proof"),
    "ledger_proof_hint": (
        "Hiermee kan iedereen nagaan dat deze inschrijving in de ondertekende stand zit, zonder het hele logboek op te "
        "halen (tlog-proof).",
        "With this everybody can check that the entry is in the signed state, without fetching the whole ledger "
        "(tlog-proof).",
    ),
    "ledger_no_proof": (
        "Deze inschrijving is nog niet ondertekend. Er is een bewijs zodra dat gebeurd is.",
        "This entry was not signed yet. There is a proof as soon as it is.",
    ),
    "ledger_protocol": ("protocol", "protocol"),
    "ledger_version": ("versie", "version"),
    "ledger_recipient": ("gemeente", "municipality"),
    "ledger_purpose": ("doeleinde", "purpose"),
    "ledger_rows": ("rijen", "rows"),
    "ledger_quarantined": ("in quarantaine", "in quarantine"),
    "ledger_as_of": ("referentiedatum", "reference date"),
    "ledger_ends_on": ("eindigt op", "ends on"),
    "ledger_rule": ("regel", "rule"),
    "ledger_side": ("kant", "side"),
    "ledger_outcome": ("uitkomst", "outcome"),
    # Jobs
    "jobs_intro": (
        "Een taak is werk dat het programma zelf doet. Het deel dat ze uitvoert, heet de worker.",
        "A job is work that the program does by itself. The part that does it is called the worker.",
    ),
    "jobs_worker": ("Er is een worker aan het werk.", "A worker is at work."),
    "jobs_no_worker": (
        "Er is nu geen worker aan het werk: wat wacht, blijft wachten. Vraag de beheerder om `sluis work` te starten.",
        "No worker is at work now: what waits keeps waiting. Ask the operator to start `sluis work`.",
    ),
    "jobs_recent": ("Laatste taken", "Latest jobs"),
    "jobs_caption": (
        "Taken, de nieuwste eerst: {count}. Van wat elke minuut gebeurt, blijft alleen het laatste staan.",
        "Jobs, newest first: {count}. Of what is done every minute only the last is kept.",
    ),
    "jobs_what": ("Taak", "Job"),
    "jobs_status": ("Toestand", "State"),
    "jobs_put_in": ("Gevraagd", "Asked"),
    "jobs_ended": ("Beëindigd", "Ended"),
    "jobs_again": ("wordt opnieuw geprobeerd: {at}", "will be tried again: {at}"),
    "jobs_started": ("bezig sinds {at}", "busy since {at}"),
    "jobs_attempts": ("Pogingen", "Attempts"),
    "jobs_trouble": ("Wat er misging", "What went wrong"),
    "jobs_empty": (
        "Er is nog geen taak gedaan. Start een worker (`sluis work`).",
        "No job was done yet. Start a worker (`sluis work`).",
    ),
    "jobs_calendar": ("Wat wanneer gebeurt", "What is done when"),
    "jobs_on_demand": (
        "Een extract inlezen en een bekendmaking nakijken gebeurt wanneer iemand erom vraagt.",
        "Taking in an extract and looking at a publication is done when somebody asks.",
    ),
    # Home
    "agency_home_no_source": (
        "Er is nog geen extract van de bron ingelezen.",
        "No extract of the source was taken in.",
    ),
    "agency_home_stale": (
        "De gegevens van de bron zijn van {day}: lees een nieuw extract in.",
        "The data of the source are as of {day}: take in a new extract.",
    ),
    "agency_home_failed_one": ("{count} taak is mislukt.", "{count} job failed."),
    "agency_home_failed": ("{count} taken zijn mislukt.", "{count} jobs failed."),
    "agency_home_unsigned": (
        "Het logboek is niet ondertekend sinds {since}.",
        "The ledger was not signed since {since}.",
    ),
    "agency_home_overdue_one": (
        "Van {count} zending is de bevestiging van het wissen te laat.",
        "The confirmation of deletion of {count} delivery is overdue.",
    ),
    "agency_home_overdue": (
        "Van {count} zendingen is de bevestiging van het wissen te laat.",
        "The confirmation of deletion of {count} deliveries is overdue.",
    ),
    "agency_home_refused_one": (
        "{count} aanvraag is de laatste 7 dagen geweigerd.",
        "{count} ask was refused in the last 7 days.",
    ),
    "agency_home_refused": (
        "{count} aanvragen zijn de laatste 7 dagen geweigerd.",
        "{count} asks were refused in the last 7 days.",
    ),
}
