"""The sentences of a municipality's desk (asking, deliveries, keys, getting started) and of asking the gate."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "refusal_why": ("Waarom", "Why"),
    "refusal_clause": ("Grond", "Clause"),
    "refusal_lifted_by": ("Wie kan dit opheffen", "Who can lift it"),
    "refusal_next": ("Wat u nu kunt doen", "What you can do now"),
    "kept_back": ("Deze zending wordt nu niet overhandigd", "This delivery is not handed over now"),
    "ask_intro": (
        "Kies eerst waarvoor u gegevens nodig hebt. U krijgt dan alleen wat uw protocol voor dat doeleinde toelaat.",
        "First choose what you need data for. You then get only what your protocol allows for that purpose.",
    ),
    "ask_in_the_way": ("U kunt nu niets vragen", "You cannot ask for anything now"),
    "ask_data": ("Gegevens", "Data"),
    "ask_data_hint": (
        "Vink uit wat u niet nodig hebt: wat u niet vraagt, krijgt u niet.",
        "Untick what you do not need: what you do not ask for, you do not get.",
    ),
    "ask_of_whom": ("Van wie", "Of whom"),
    "ask_services": ("Voor deze diensten", "For these services"),
    "ask_service": ("Dienst", "Service"),
    "ask_service_hint": (
        "De dienst van de gemeente die de gegevens ontvangt.",
        "The service of the municipality that receives the data.",
    ),
    "ask_keep_until": ("Te bewaren tot en met", "May be kept until"),
    "ask_again_on": ("Opnieuw te vragen vanaf", "Can be asked again from"),
    "ask_not_now": ("Dit kunt u nu niet vragen", "You cannot ask for this now"),
    "ask_not_now_above": ("Hierboven staat waarom.", "The reason is said above."),
    "ask_for_this": ("Vraag gegevens", "Ask for data"),
    "ask_for": ("Gegevens vragen voor: {purpose}", "Ask for data for: {purpose}"),
    "ask_other_purpose": ("Een ander doeleinde kiezen", "Choose another purpose"),
    "ask_first": ("Vanaf", "From"),
    "ask_first_hint": (
        "Alleen als u niet iedereen nodig hebt. Geef een eerste en een laatste dag; beide tellen mee.",
        "Only if you do not need everybody. Give a first and a last day; both count.",
    ),
    "ask_last": ("Tot en met", "Until"),
    "ask_half_a_period": (
        "Geef beide dagen van de periode, of geen van beide.",
        "Give both days of the period, or neither.",
    ),
    "ask_ends_before": ("De periode eindigt voor ze begint.", "The period ends before it begins."),
    "ask_then_recorded": (
        "Uw aanvraag en het antwoord komen in het openbare logboek, zonder namen van personen: wie vroeg, waarvoor en "
        "onder welke tekst.",
        "Your ask and the answer are entered in the public ledger, without names of people: who asked, what for and "
        "under which text.",
    ),
    "ask_then_sealed": (
        "De gegevens worden verzegeld met de sleutels van uw gemeente en liggen dan hier klaar. Iedere keer dat iemand "
        "ze ophaalt of opent, wordt genoteerd.",
        "The data are sealed to the keys of your municipality and then lie ready here. Every time somebody fetches or "
        "opens them is noted.",
    ),
    "ask_then_kept": (
        "U mag ze bewaren tot en met {day}; daarna wist u ze, overal waar ze staan.",
        "You may keep them until {day}; then you delete them, wherever they are.",
    ),
    "ask_then_deleted": (
        "U bevestigt hier dat ze gewist zijn, ten laatste op {day}. Zonder bevestiging weigert de sluis nieuwe "
        "aanvragen.",
        "You confirm here that they are deleted, on {day} at the latest. Without it the gate refuses new asks.",
    ),
    "ask_do": ("Vraag deze gegevens", "Ask for these data"),
    "ask_answered": (
        "Uw aanvraag is behandeld. Hier staat het antwoord.",
        "Your ask was dealt with. Here is the answer.",
    ),
    "deliveries_caption": ("{count} aanvragen, de nieuwste eerst", "{count} asks, the newest first"),
    "deliveries_ask": ("Aanvraag", "Ask"),
    "deliveries_stage": ("Stand", "State"),
    "deliveries_rows": ("Personen", "People"),
    "deliveries_keep_until": ("Bewaren tot en met", "Keep until"),
    "deliveries_moment": ("Gevraagd op", "Asked on"),
    "deliveries_empty": (
        "Uw gemeente heeft nog niets gevraagd. De integratieambtenaar vraagt gegevens.",
        "Your municipality has not asked for anything yet. The integration officer asks for data.",
    ),
    "count_waiting": ("{count} zendingen liggen klaar om op te halen.", "{count} deliveries wait for collection."),
    "count_waiting_one": ("{count} zending ligt klaar om op te halen.", "{count} delivery waits for collection."),
    "count_soon": (
        "Van {count} zendingen is de bewaartermijn bijna of net voorbij: wis ze op tijd en bevestig dat.",
        "The time of keeping {count} deliveries is almost or just over: delete them in time and confirm that.",
    ),
    "count_soon_one": (
        "Van {count} zending is de bewaartermijn bijna of net voorbij: wis ze op tijd en bevestig dat.",
        "The time of keeping {count} delivery is almost or just over: delete it in time and confirm that.",
    ),
    "count_overdue": (
        "Van {count} zendingen is het wissen te laat bevestigd. Tot dat gebeurt, kunt u niets nieuws vragen.",
        "The deletion of {count} deliveries is overdue. Until it is confirmed you cannot ask for anything new.",
    ),
    "count_overdue_one": (
        "Van {count} zending is het wissen te laat bevestigd. Tot dat gebeurt, kunt u niets nieuws vragen.",
        "The deletion of {count} delivery is overdue. Until it is confirmed you cannot ask for anything new.",
    ),
    "delivery_of": ("Aanvraag van {day}: {purpose}", "Ask of {day}: {purpose}"),
    "delivery_state": ("Hoe staat het ermee?", "Where does it stand?"),
    "delivery_under_way": (
        "De aanvraag is genoteerd en heeft nog geen antwoord. Duurt dit langer dan enkele minuten, vraag dan opnieuw.",
        "The ask was noted and has no answer yet. If this takes more than a few minutes, ask again.",
    ),
    "delivery_ready": (
        "De zending is verzegeld en vertrekt zodra het logboek ondertekend is, binnen enkele minuten.",
        "The delivery is sealed and leaves once the ledger is signed, within a few minutes.",
    ),
    "delivery_as_of": ("Zo stond het op {moment}.", "So it stood on {moment}."),
    "delivery_reload": ("Opnieuw laden", "Reload"),
    "delivery_refused": ("De sluis heeft deze aanvraag geweigerd", "The gate refused this ask"),
    "delivery_withheld": (
        "De zending is tegengehouden voor ze vertrok; er is niets meegedeeld",
        "The delivery was withheld before it left; nothing was communicated",
    ),
    "delivery_asked": ("Wat is gevraagd?", "What was asked?"),
    "delivery_all_agreed": ("alles wat overeengekomen is", "all that was agreed"),
    "delivery_period": ("Periode", "Period"),
    "delivery_from_until": ("{first} tot en met {last}", "{first} until {last}"),
    "to_delivery": ("Terug naar de aanvraag", "Back to the ask"),
    "certificate": (
        "Certificaat: wat is geselecteerd, en waarom mocht dat?",
        "Certificate: what was selected, and why?",
    ),
    "certificate_hint": (
        "Dit bewijst welke selectie er gebeurde en onder welke ondertekende tekst. De kenmerken (sha256) zijn "
        "vingerafdrukken: wie de tekst of het pakket heeft, kan nagaan dat het dezelfde is.",
        "This proves which selection was made and under which signed text. The marks (sha256) are fingerprints: "
        "whoever "
        "has the text or the parcel can check that it is the same one.",
    ),
    "certificate_rows": ("Aantal personen", "Number of people"),
    "certificate_fields": ("Gegevens per persoon", "Data of each person"),
    "certificate_territory": ("Grondgebied", "Territory"),
    "certificate_reference_date": ("Toestand van de bron op", "State of the source on"),
    "certificate_protocol": ("Protocol", "Protocol"),
    "certificate_version": ("{code}, versie {number}", "{code}, version {number}"),
    "certificate_terms": ("Vingerafdruk van de tekst", "Fingerprint of the text"),
    "certificate_rules": ("Vingerafdruk van de regels", "Fingerprint of the rules"),
    "certificate_entry": ("Nummer in het logboek", "Number in the ledger"),
    "certificate_parcel": ("Vingerafdruk van het pakket", "Fingerprint of the parcel"),
    "certificate_predicate": ("De selectie zelf (SQL)", "The selection itself (SQL)"),
    "certificate_predicate_older": (
        "Door een vroegere versie van het programma anders verwoord; vingerafdruk:",
        "Worded otherwise by an earlier version of the program; fingerprint:",
    ),
    "openings": ("Wie heeft deze zending opgehaald of geopend?", "Who fetched or opened this delivery?"),
    "openings_hint": (
        "Dit logboek blijft in huis. De functionarissen voor gegevensbescherming kijken het na.",
        "This log stays in the house. The data protection officers look it over.",
    ),
    "openings_caption": ("Ophalen en openen, het nieuwste eerst", "Fetching and opening, the newest first"),
    "openings_when": ("Wanneer", "When"),
    "openings_who": ("Wie", "Who"),
    "openings_how": ("Hoe", "How"),
    "openings_none": ("Nog niemand.", "Nobody yet."),
    "files_fetch": ("De verzegelde bestanden ophalen", "Fetch the sealed files"),
    "files_hint": (
        "Hiermee opent en controleert u de zending op uw eigen computer, met uw eigen sleutel. De eerste keer komt in "
        "het openbare logboek, iedere keer in het logboek van deze zending.",
        "With these you open and check the delivery on a computer of your own, with your own key. The first time "
        "stands "
        "in the public ledger, every time in the log of this delivery.",
    ),
    "file_all": ("Alles samen ophalen (ZIP)", "Fetch all of it (ZIP)"),
    "file_parcel": ("Het verzegelde pakket ophalen", "Fetch the sealed parcel"),
    "file_signature": ("De handtekening van het agentschap ophalen", "Fetch the agency's signature"),
    "file_entry": ("De inschrijving in het logboek ophalen", "Fetch the ledger entry"),
    "file_proof": ("Het bewijs van inschrijving ophalen", "Fetch the proof of the entry"),
    "open_here": ("De zending openen", "Open the delivery"),
    "open_up_to_officer": (
        "Alleen de integratieambtenaar van uw gemeente opent zendingen.",
        "Only the integration officer of your municipality opens deliveries.",
    ),
    "open_intro": (
        "De zending wordt alleen voor u geopend en nergens bewaard: niet in het portaal en niet in uw browser. Dat u "
        "ze "
        "opende, wordt genoteerd. Dit kan enkele seconden duren.",
        "The delivery is opened for you alone and kept nowhere: not in the portal and not in your browser. That you "
        "opened it is noted. This can take a few seconds.",
    ),
    "open_with_passphrase": (
        "Met de wachtwoordzin van uw gemeente, als haar sleutel hier gemaakt is.",
        "With the passphrase of your municipality, if its key was made here.",
    ),
    "open_with_identity": (
        "Met het sleutelbestand dat uw gemeente zelf bewaart (AGE-SECRET-KEY-1...). Het wordt niet bewaard; kies het "
        "opnieuw als het niet lukt.",
        "With the key file that your municipality keeps itself (AGE-SECRET-KEY-1...). It is not kept; choose it again "
        "if it does not work.",
    ),
    "open_own_key": ("Openen met een eigen sleutelbestand", "Open with your own key file"),
    "open_passphrase": ("Wachtwoordzin", "Passphrase"),
    "open_passphrase_hint": (
        "Hoofdletters en spaties tellen mee. Ze wordt niet bewaard.",
        "Capitals and spaces count. It is not kept.",
    ),
    "open_identity": ("Sleutelbestand", "Key file"),
    "open_identity_hint": ("Een klein tekstbestand.", "A small text file."),
    "open_show": ("Openen op deze bladzijde", "Open on this page"),
    "open_csv": ("Openen als bestand (CSV)", "Open as a file (CSV)"),
    "open_again": ("De gegevens als bestand", "The data as a file"),
    "opened": (
        "De handtekening van het agentschap klopt en de inhoud is volledig. Bewaar deze gegevens niet na {keep}.",
        "The agency's signature is right and the content is complete. Do not keep these data after {keep}.",
    ),
    "opened_sender": ("Afzender", "Sender"),
    "opened_recipient": ("Ontvanger", "Recipient"),
    "opened_purpose": ("Doeleinde", "Purpose"),
    "opened_caption": ("{count} personen", "{count} people"),
    "opened_nobody": (
        "Er is niemand die aan de afspraak voldoet. Ook dat is een antwoord.",
        "There is nobody who fits what was agreed. That too is an answer.",
    ),
    "opened_yes": ("ja", "yes"),
    "opened_no": ("nee", "no"),
    "deleted_confirm": ("Het wissen bevestigen", "Confirm the deletion"),
    "deleted_explained": (
        "Hiermee verklaart uw gemeente dat ze alle gegevens van deze zending heeft gewist, ook kopieën, rekenbladen en "
        "afdrukken. De verklaring komt in het openbare logboek en kan niet meer ongedaan worden. Wat hier nog "
        "klaarligt, "
        "wordt ook gewist.",
        "Your municipality declares that it deleted all data of this delivery, copies, spreadsheets and prints too. "
        "The "
        "declaration is entered in the public ledger and cannot be undone. What still lies ready here is deleted too.",
    ),
    "deleted_by": (
        "Te bewaren tot en met {keep}; het wissen te bevestigen ten laatste op {confirm}.",
        "To be kept until {keep}; its deletion to be confirmed on {confirm} at the latest.",
    ),
    "deleted_tick": (
        "Alle gegevens van deze zending zijn overal gewist.",
        "All data of this delivery are deleted everywhere.",
    ),
    "deleted_done": ("Het wissen is bevestigd.", "The deletion is confirmed."),
    "deleted_on": ("Het wissen is bevestigd op {moment}.", "The deletion was confirmed on {moment}."),
    "keys_intro": (
        "Zendingen worden verzegeld met elke sleutel die hier in gebruik is. Alleen wie zo’n sleutel heeft, kan ze "
        "openen.",
        "Deliveries are sealed to every key in use here. Only who has such a key can open them.",
    ),
    "keys_used": ("Sleutels in gebruik", "Keys in use"),
    "keys_withdrawn": (
        "Ingetrokken sleutels: ze openen nog wat er vroeger mee verzegeld is",
        "Withdrawn keys: they still open what was sealed to them before",
    ),
    "keys_key": ("Sleutel", "Key"),
    "keys_since": ("Sinds", "Since"),
    "keys_until": ("Ingetrokken op", "Withdrawn on"),
    "keys_kind": ("Soort", "Kind"),
    "keys_act": ("Wat u kunt doen", "What you can do"),
    "keys_behind": ("achter een wachtwoordzin", "behind a passphrase"),
    "keys_own": ("eigen sleutelbestand", "own key file"),
    "keys_empty": (
        "Uw gemeente heeft nog geen sleutel. Zonder sleutel kan niets verzegeld worden en krijgt u geen gegevens.",
        "Your municipality has no key yet. Without a key nothing can be sealed and you get no data.",
    ),
    "key_make": ("Een sleutel maken", "Make a key"),
    "key_is": (
        "De sleutel opent de zendingen van uw gemeente. Hij wordt hier bewaard achter een zin die alleen u kent.",
        "The key opens the deliveries of your municipality. It is kept here behind a phrase that only you know.",
    ),
    "key_without": (
        "Niemand opent een zending zonder die zin: geen collega, niet het agentschap en niet de beheerder.",
        "Nobody opens a delivery without that phrase: no colleague, not the agency and not the operator.",
    ),
    "key_write_down": (
        "Schrijf de zin op en bewaar haar veilig, bijvoorbeeld in de kluis of de wachtwoordkluis van de gemeente. Zo "
        "kan "
        "een collega verder als u er niet bent.",
        "Write the phrase down and keep it safe, in the safe or the password manager of the municipality for instance. "
        "Then a colleague can go on when you are away.",
    ),
    "key_lost": (
        "Is de zin verloren, dan kan niemand haar terughalen. Trek de sleutel in, maak een nieuwe, en vraag de "
        "gegevens "
        "opnieuw.",
        "If the phrase is lost, nobody can get it back. Withdraw the key, make a new one, and ask for the data again.",
    ),
    "key_passphrase": ("Wachtwoordzin", "Passphrase"),
    "key_passphrase_hint": (
        "Minstens twaalf tekens. Vier gewone woorden die niets met elkaar te maken hebben, zijn beter dan een moeilijk "
        "woord. Geen namen of nummers van personen.",
        "Twelve characters at least. Four plain words that have nothing to do with each other are better than one "
        "difficult word. No names or numbers of people.",
    ),
    "key_again": ("Dezelfde zin nog eens", "The same phrase again"),
    "key_differs": (
        "Dit is niet dezelfde zin. Typ ze allebei opnieuw.",
        "This is not the same phrase. Type both again.",
    ),
    "key_made": (
        "De sleutel is gemaakt. Bewaar de wachtwoordzin veilig; wij kennen ze niet.",
        "The key was made. Keep the passphrase safe; we do not know it.",
    ),
    "key_file": ("Sleutel als bestand bewaren", "Keep the key as a file"),
    "key_register": ("Een eigen sleutel registreren", "Register your own key"),
    "key_register_explained": (
        "Voor wie een sleutelpaar van het programma age op een eigen computer bewaart. Geef alleen de publieke helft; "
        "de "
        "geheime helft houdt u zelf. Wie haar kwijt is, kan zijn zendingen niet meer openen.",
        "For who keeps a key pair of the program age on a computer of their own. Give the public half only; you keep "
        "the "
        "secret half. Who loses it cannot open their deliveries any more.",
    ),
    "key_recipient": ("Publieke sleutel", "Public key"),
    "key_recipient_hint": ("Begint met age1.", "Begins with age1."),
    "key_not_taken": (
        "Deze sleutel kan niet geregistreerd worden: hij is geen publieke sleutel van age (age1...), hij is van een "
        "andere gemeente, of hij werd ingetrokken.",
        "This key cannot be registered: it is no public key of age (age1...), it is another municipality's, or it was "
        "withdrawn.",
    ),
    "key_registered": ("De sleutel is geregistreerd.", "The key is registered."),
    "key_withdraw": ("Sleutel intrekken", "Withdraw the key"),
    "key_withdraw_explained": (
        "Vanaf nu wordt niets meer met deze sleutel verzegeld. Wat er vroeger mee verzegeld is, blijft ermee te "
        "openen. "
        "Intrekken kan niet ongedaan gemaakt worden. Is de sleutel gestolen, wis dan ook wat er nog klaarligt.",
        "From now on nothing is sealed to this key. What was sealed to it before can still be opened with it. It "
        "cannot "
        "be undone. If the key was stolen, also delete what still lies ready.",
    ),
    "key_withdraw_last": (
        "Dit is uw enige sleutel. Zonder sleutel weigert de sluis uw aanvragen.",
        "This is your only key. Without a key the gate refuses your asks.",
    ),
    "key_not_used": ("Deze sleutel was al ingetrokken.", "This key was withdrawn already."),
    "key_withdrawn": ("De sleutel is ingetrokken.", "The key was withdrawn."),
    "onboarding_intro": (
        "Van de eerste aanmelding tot de eerste gegevens. Wat hier staat, is nagekeken op het ogenblik dat u kijkt.",
        "From the first log-in to the first data. What stands here was checked at the moment that you look.",
    ),
    "onboarding_progress": ("{done} van de {all} stappen zijn gezet.", "{done} of {all} steps are done."),
    "onboarding_go_on": ("Wat nog te doen is", "What is left to do"),
    "onboarding_not_yet": ("nog niet aan de orde", "not yet due"),
    "onboarding_nothing_due": ("Nu is er niets te bevestigen.", "There is nothing to confirm now."),
    "onboarding_by": ("Dit doet: {who}.", "Done by: {who}."),
    "step_coordinator": ("Een coördinator heeft zich aangemeld", "A coordinator has logged in"),
    "step_coordinator_what": (
        "De coördinator volgt het protocol op. Uw lokale beheerder geeft de rol; daarna meldt de persoon zich hier "
        "aan.",
        "The coordinator looks after the protocol. Your local administrator gives the role; then the person logs in "
        "here.",
    ),
    "step_dpo": (
        "De functionaris voor gegevensbescherming heeft zich aangemeld",
        "The data protection officer has logged in",
    ),
    "step_dpo_what": (
        "Geeft advies over de tekst en ziet wie wat opende.",
        "Gives advice on the text and sees who opened what.",
    ),
    "step_officer": ("Een integratieambtenaar heeft zich aangemeld", "An integration officer has logged in"),
    "step_officer_what": (
        "Vraagt de gegevens, opent ze en werkt ermee.",
        "Asks for the data, opens them and works with them.",
    ),
    "step_protocol": ("Er is een protocol in de maak", "A protocol is in the making"),
    "step_protocol_what": (
        "De schriftelijke afspraak met het agentschap over welke gegevens, waarvoor en hoelang.",
        "The written agreement with the agency on which data, what for and for how long.",
    ),
    "step_in_force": ("Het protocol is van kracht", "The protocol is in force"),
    "step_in_force_what": (
        "Na advies, beslissing, handtekeningen en bekendmaking valideert het agentschap de tekst.",
        "After advice, decision, signatures and publication the agency validates the text.",
    ),
    "step_key": ("Uw gemeente heeft een sleutel", "Your municipality has a key"),
    "step_key_what": (
        "Daarmee worden uw zendingen verzegeld, zodat alleen u ze opent.",
        "Your deliveries are sealed to it, so that only you open them.",
    ),
    "step_asked": ("De eerste gegevens zijn gevraagd", "The first data were asked for"),
    "step_asked_what": (
        "U kiest een doeleinde; de sluis antwoordt meteen.",
        "You choose a purpose; the gate answers at once.",
    ),
    "step_collected": ("De eerste zending is opgehaald of geopend", "The first delivery was fetched or opened"),
    "step_collected_what": ("Met de wachtwoordzin of een sleutelbestand.", "With the passphrase or a key file."),
    "step_deleted": ("Wat voorbij de bewaartermijn is, is gewist", "What is past its time of keeping was deleted"),
    "step_deleted_what": (
        "Na de laatste dag van bewaren wist u de gegevens en bevestigt u dat.",
        "After the last day of keeping you delete the data and confirm that.",
    ),
    "gate_intro": (
        "Hier kijkt u wat de sluis op een aanvraag zou antwoorden. Er wordt niets aangevraagd, niets genoteerd en "
        "niets "
        "meegedeeld.",
        "Here you see what the gate would answer to an ask. Nothing is asked for, nothing is recorded and nothing is "
        "communicated.",
    ),
    "gate_municipality": ("Gemeente", "Municipality"),
    "gate_purpose": ("Doeleinde", "Purpose"),
    "gate_service_hint": (
        "Zoals ze in het protocol staat, bijvoorbeeld integratiedienst.",
        "As it stands in the protocol, for instance integratiedienst.",
    ),
    "gate_data_hint": (
        "Vinkt u niets aan, dan gaat het om alles wat overeengekomen is.",
        "If you tick nothing, it is about all that was agreed.",
    ),
    "gate_try": ("Vraag het de sluis", "Ask the gate"),
    "gate_answer": ("Het antwoord", "The answer"),
    "gate_yes": (
        "Ja: de sluis zou dit toelaten. De gegevens zouden bewaard mogen worden tot en met {day}.",
        "Yes: the gate would permit this. The data could be kept until {day}.",
    ),
    "gate_no": ("Nee: de sluis zou dit weigeren. {why}", "No: the gate would refuse this. {why}"),
    "gate_nothing_happened": (
        "Er is niets genoteerd en niets meegedeeld. Hoeveel personen het zouden zijn, blijkt pas bij een echte "
        "aanvraag.",
        "Nothing was recorded and nothing was communicated. How many people it would be shows only with a real ask.",
    ),
    "gate_caption": ("Elke regel van de sluis, met haar antwoord", "Every rule of the gate, with its answer"),
    "gate_rule": ("Regel", "Rule"),
    "gate_verdict": ("Oordeel", "Verdict"),
    "gate_reason": ("Reden", "Reason"),
    "gate_says_yes": ("ja", "yes"),
    "gate_says_no": ("nee", "no"),
}
