"""The sentences from the advice to the end of a protocol: advice, signing, publication, holds, mergers, history."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "part_advice": ("Advies", "Advice"),
    "part_signing": ("Beslissing en handtekeningen", "Decision and signatures"),
    "part_publication": ("Bekendmaking", "Publication"),
    "part_history": ("Geschiedenis", "History"),
    "nav_messages": ("Berichten", "Messages"),
    "nav_mergers": ("Fusies", "Mergers"),
    "take_your_turn": ("Ga aan de slag", "Take your turn"),
    "to_tasks": ("Taken en wat overgenomen is", "Tasks, and what was inherited"),
    "to_holds": ("Mededelingen tegenhouden of vrijgeven", "Hold or release communications"),
    "back_to_protocol": ("Terug naar het protocol", "Back to the protocol"),
    # Advice
    "advice_now": ("Adviezen over deze tekst", "Advices on this text"),
    "advice_explained": (
        "De functionaris voor gegevensbescherming (DPO) van elke partij adviseert voor er beslist wordt. Een advies "
        "geldt voor de tekst waarover het gaat: wordt die gewijzigd, dan is er een nieuw advies nodig.",
        "The data protection officer (DPO) of each party advises before a decision is taken. An advice counts for the "
        "text that it is on: if that is changed, a new advice is needed.",
    ),
    "advice_of": ("Advies van {side}", "Advice of {side}"),
    "advice_given_on": ("gegeven op", "given on"),
    "advice_no_longer": ("Telt niet meer.", "Counts no more."),
    "advice_none": (
        "Er is nog geen advies over deze tekst. Zodra de tekst voorgelegd is, kunnen de functionarissen adviseren.",
        "There is no advice on this text yet. Once the text is offered, the officers can advise.",
    ),
    "advice_in_text": (
        "Deze adviezen staan in de tekst zelf; het protocol werd elders gesloten.",
        "These advices stand in the text itself; the protocol was concluded elsewhere.",
    ),
    "advice_changes": (
        "Wat deze tekst wijzigt aan versie {number}, die nu geldt",
        "What this text changes in version {number}, which is in force now",
    ),
    "advice_no_changes": ("Niets: de bepalingen zijn dezelfde.", "Nothing: the terms are the same."),
    "advice_weighty": ("raakt de bescherming", "touches the protection"),
    "advice_give": ("Uw advies", "Your advice"),
    "advice_give_explained": (
        "U adviseert over versie {number}, zoals die nu is. Beide partijen lezen uw advies; de uitkomst komt in de "
        "tekst die ondertekend wordt.",
        "You advise on version {number} as it is now. Both parties read your advice; its outcome enters the text that "
        "is signed.",
    ),
    "advice_read_text": ("Lees de tekst waarover u adviseert", "Read the text that you advise on"),
    "advice_button": ("Advies geven", "Give advice"),
    "advice_outcome": ("Wat is uw advies?", "What is your advice?"),
    "advice_positive": (
        "Positief: deze tekst kan zo ter beslissing voorgelegd worden.",
        "Positive: this text can be put up for decision as it is.",
    ),
    "advice_conditional": (
        "Positief onder voorwaarden: de partijen moeten eerst op elke voorwaarde antwoorden.",
        "Positive with conditions: the parties must first answer every condition.",
    ),
    "advice_negative": (
        "Negatief: de partijen wijzigen de tekst, of zeggen in de tekst waarom ze het advies niet volgen.",
        "Negative: the parties change the text, or say in the text why they do not follow the advice.",
    ),
    "advice_conditions": ("Voorwaarden", "Conditions"),
    "advice_conditions_hint": (
        "Alleen bij een advies onder voorwaarden. Eén voorwaarde per regel.",
        "Only with a conditional advice. One condition a line.",
    ),
    "advice_text": ("Uw advies in woorden", "Your advice in words"),
    "advice_text_hint": (
        "Wat u nagekeken hebt en waarom u zo adviseert. Noem geen inburgeraars.",
        "What you looked at, and why you advise so. Name nobody who follows a trajectory.",
    ),
    "advice_on": ("Datum van het advies", "Date of the advice"),
    "advice_on_hint": ("Vandaag of vroeger.", "Today or earlier."),
    "advice_body": ("Welke toezichthouder?", "Which supervisor?"),
    "advice_body_hint": (
        "De toezichthoudende autoriteit namens wie u adviseert.",
        "The supervisory authority in whose name you advise.",
    ),
    "advice_given": ("Uw advies is vastgelegd.", "Your advice was recorded."),
    "advice_earlier": ("Adviezen die niet meer tellen", "Advices that count no more"),
    "advice_earlier_explained": (
        "Ze gingen over een tekst die sindsdien gewijzigd is, of er kwam een nieuw advies in de plaats.",
        "They were on a text that was changed since, or a new advice took their place.",
    ),
    "conditions": ("Voorwaarden bij dit advies", "Conditions of this advice"),
    "condition_open": ("Nog niet beantwoord.", "Not answered yet."),
    "condition_answered_on": ("Beantwoord op {on}:", "Answered on {on}:"),
    "condition_answer": ("Hoe is hieraan voldaan?", "How is this met?"),
    "condition_answer_hint": (
        "Zeg wat er gedaan of afgesproken is. Moet de tekst wijzigen, heropen hem dan.",
        "Say what was done or agreed. If the text must change, reopen it.",
    ),
    "condition_button": ("Voorwaarde beantwoorden", "Answer the condition"),
    "condition_answered": ("De voorwaarde is beantwoord.", "The condition was answered."),
    "not_followed_title": ("Dit advies niet volgen", "Not following this advice"),
    "not_followed_explained": (
        "Wilt u het advies wel volgen, heropen de tekst dan en wijzig hem. Volgt u het niet, zeg dan waarom: uw reden "
        "komt in de tekst die ondertekend en bekendgemaakt wordt.",
        "If you do want to follow the advice, reopen the text and change it. If you do not, say why: your reason "
        "enters the text that is signed and published.",
    ),
    "not_followed_reason": ("Waarom volgt u het advies niet?", "Why do you not follow the advice?"),
    "not_followed_hint": ("Deze reden wordt openbaar. Noem geen personen.", "This reason becomes public. Name nobody."),
    "not_followed_button": ("Reden vastleggen", "Record the reason"),
    "not_followed_said": ("De reden is vastgelegd.", "The reason was recorded."),
    "not_followed_because": ("Niet gevolgd, omdat:", "Not followed, because:"),
    # Decision
    "decision": ("Beslissing", "Decision"),
    "decision_explained": (
        "Het college van burgemeester en schepenen of de gemeenteraad beslist over de tekst waarover geadviseerd is. "
        "Zodra u de beslissing vastlegt, is de tekst gesloten en maken we het document dat ondertekend wordt.",
        "The municipality’s college or council decides on the text that was advised on. As soon as you record the "
        "decision, the text is closed, and we make the document that is signed.",
    ),
    "decision_body": ("Beslist door", "Decided by"),
    "decision_on": ("Beslist op", "Decided on"),
    "decision_reference": ("Referentie", "Reference"),
    "decide_who": (
        "Wie heeft beslist? Daarvan hangt af wie voor de gemeente tekent.",
        "Who decided? On that depends who signs for the municipality.",
    ),
    "body_college": ("Het college van burgemeester en schepenen", "The college of mayor and aldermen"),
    "body_council": ("De gemeenteraad", "The municipal council"),
    "body_chosen": ("(gekozen)", "(chosen)"),
    "decide_on": ("Datum van de beslissing", "Date of the decision"),
    "decide_reference": ("Referentie van de beslissing", "Reference of the decision"),
    "decide_reference_hint": (
        "Het nummer in uw notulen, bijvoorbeeld CBS/2026/12.",
        "The number in your minutes, for example CBS/2026/12.",
    ),
    "decide_document": ("Het besluit", "The document of the decision"),
    "decide_document_hint": (
        "Een PDF van hoogstens 20 MB. Is er iets niet in orde, dan kiest u dit bestand opnieuw.",
        "A PDF of at most 20 MB. If something is not in order, you choose this file again.",
    ),
    "decide_signatory": ("Ondertekenaar", "Signatory"),
    "decide_signatory_hint": (
        "Voornaam en naam, zoals op de identiteitskaart: de handtekening moet op deze naam staan.",
        "First name and surname as on the identity card: the signature must be in this name.",
    ),
    "decide_signs": ("Wie tekent als {capacity}, namens {who}?", "Who signs as {capacity}, for {who}?"),
    "decide_button": ("Beslissing vastleggen", "Record the decision"),
    "decide_done": (
        "De beslissing is vastgelegd. Het document staat klaar om te ondertekenen.",
        "The decision was recorded. The document is ready to be signed.",
    ),
    # Signatures
    "signatures": ("Handtekeningen", "Signatures"),
    "signatures_caption": ("Wie tekent, en hoe", "Who signs, and how"),
    "signatures_none": (
        "Er is nog geen document te ondertekenen. Dat komt er met de beslissing.",
        "There is no document to be signed yet. It comes with the decision.",
    ),
    "signs_as": ("Als", "As"),
    "signs_for": ("Voor", "For"),
    "signs_name": ("Naam", "Name"),
    "signs_how": ("Ondertekend", "Signed"),
    "signed_not_yet": ("nog niet", "not yet"),
    "signed_electronically": ("elektronisch", "electronically"),
    "signed_timestamped": ("met tijdstempel", "with a time stamp"),
    "signed_on_paper": ("op papier", "on paper"),
    "signed_attested": ("bevestigd door {count} van {most} personen", "attested by {count} of {most} people"),
    "sign_steps": ("Zo ondertekent u", "How to sign"),
    "sign_step_download": (
        "Download het document, met de handtekeningen die er al op staan.",
        "Download the document, with the signatures that it bears already.",
    ),
    "sign_download": ("Document om te ondertekenen (PDF)", "Document to be signed (PDF)"),
    "sign_step_sign": (
        "Onderteken dat bestand met uw eID of itsme, in uw eigen programma (bijvoorbeeld Adobe Acrobat Reader) of bij "
        "uw ondertekendienst. Sla het niet eerst op een andere manier op en druk het niet af.",
        "Sign that file with your eID or itsme, in your own program (for example Adobe Acrobat Reader) or at your "
        "signing service. Do not first save it in another way, and do not print it.",
    ),
    "sign_step_upload": (
        "Stuur het ondertekende bestand hieronder in. We kijken elke handtekening meteen na.",
        "Send the signed file in below. We check every signature at once.",
    ),
    "sign_one_by_one": (
        "Iedereen tekent hetzelfde bestand, de ene na de andere. Wie eerst tekent, maakt niet uit.",
        "All sign the same file, one after the other. Who goes first does not matter.",
    ),
    "sign_document": ("Het ondertekende document", "The signed document"),
    "sign_document_hint": (
        "De PDF zoals uw programma hem bewaarde, hoogstens 20 MB.",
        "The PDF as your program saved it, at most 20 MB.",
    ),
    "sign_button": ("Ondertekend document insturen", "Send the signed document"),
    "sign_done": ("De handtekening is nagekeken en telt.", "The signature was checked, and counts."),
    "scan_title": ("Iemand tekende op papier", "Somebody signed on paper"),
    "scan_explained": (
        "Stuur een scan van het ondertekende papier in. U bevestigt daarmee dat u het papier zag; de handtekening telt "
        "zodra een tweede persoon van het agentschap dat ook bevestigt.",
        "Send a scan of the signed paper. By that you attest that you saw the paper; the signature counts once a "
        "second person of the agency attests it too.",
    ),
    "scan_signatory": ("Wie tekende op papier?", "Who signed on paper?"),
    "scan_document": ("De scan", "The scan"),
    "scan_document_hint": ("Een PDF van hoogstens 20 MB.", "A PDF of at most 20 MB."),
    "scan_button": ("Scan insturen", "Send the scan"),
    "scan_done": (
        "De scan is bewaard. Een tweede persoon van het agentschap bevestigt hem.",
        "The scan was kept. A second person of the agency attests it.",
    ),
    "attest_explained": (
        "Hebt u het ondertekende papier zelf gezien? Wie de scan instuurde, kan hem niet nog eens bevestigen.",
        "Did you see the signed paper yourself? Whoever sent the scan cannot attest it again.",
    ),
    "attest_button": ("Ik zag het papier", "I saw the paper"),
    "attest_done": ("De scan is bevestigd.", "The scan was attested."),
    # Documents
    "documents": ("Documenten", "Documents"),
    "documents_caption": (
        "Elk document van dit protocol, nieuwste eerst",
        "Every document of this protocol, newest first",
    ),
    "documents_none": ("Er zijn nog geen documenten.", "There are no documents yet."),
    "document_what": ("Document", "Document"),
    "document_version": ("Versie", "Version"),
    "document_since": ("Sinds", "Since"),
    "document_no_longer": ("(van een vorige tekst)", "(of an earlier text)"),
    "document_decision": ("Besluit", "Decision"),
    "document_text": ("Tekst om te ondertekenen", "Text to be signed"),
    "document_signed": ("Ondertekende tekst", "Signed text"),
    "document_scan": ("Scan van een handtekening op papier", "Scan of a signature on paper"),
    # Publication
    "publish_explained": (
        "Beide partijen maken de ondertekende tekst bekend op hun eigen site. Wij kijken of daar de digest van deze "
        "tekst staat: een reeks tekens die alleen bij precies deze tekst past.",
        "Both parties publish the signed text on their own site. We look whether the digest of this text stands there: "
        "a row of characters that fits exactly this text and no other.",
    ),
    "publish_not_yet": (
        "Er is nog niets bekend te maken. Dat kan zodra iedereen ondertekend heeft.",
        "There is nothing to publish yet. There is once everybody has signed.",
    ),
    "publish_where": ("Waar staat het?", "Where is it?"),
    "publish_no_address": ("Er is nog geen adres.", "There is no address yet."),
    "publish_seen": ("gezien", "seen"),
    "publish_not_seen": ("niet gezien", "not seen"),
    "publish_not_checked": ("nog niet gecontroleerd", "not checked yet"),
    "publish_by_hand": ("door iemand die keek", "by somebody who looked"),
    "publish_problem": (
        "De pagina kon niet opgehaald worden, of de digest staat er niet op. De controle meldt:",
        "The page could not be fetched, or the digest is not on it. The check says:",
    ),
    "publish_give": ("Adres opgeven", "Give the address"),
    "publish_change": ("Adres wijzigen", "Change the address"),
    "publish_address": ("Adres van de pagina", "Address of the page"),
    "publish_address_hint": (
        "De pagina op uw site waar de tekst of het fragment staat. Begint met https://.",
        "The page of your site where the text or the snippet stands. Begins with https://.",
    ),
    "publish_address_button": ("Adres bewaren", "Keep the address"),
    "publish_address_done": ("Het adres is bewaard.", "The address was kept."),
    "publish_check": ("Nu controleren", "Check now"),
    "publish_check_explained": (
        "We halen beide pagina’s op en zoeken de digest. Dat kan enkele seconden duren.",
        "We fetch both pages and look for the digest. That may take some seconds.",
    ),
    "publish_checked": (
        "De pagina’s zijn bekeken; hieronder staat wat we vonden.",
        "We looked; below is what we found.",
    ),
    "publish_saw_title": ("De pagina zelf bekijken", "Look at the page yourself"),
    "publish_saw_explained": (
        "Laat een site geen programma’s toe, open de pagina dan zelf en zoek deze digest:",
        "If a site lets no programs in, open the page yourself and look for this digest:",
    ),
    "publish_saw": ("Ik zag deze digest op de pagina.", "I saw this digest on the page."),
    "publish_saw_button": ("Bevestigen", "Confirm"),
    "publish_saw_done": ("Vastgelegd dat de tekst gezien is.", "Recorded that the text was seen."),
    "publish_validate": ("Naar de validatie", "To the validation"),
    "snippet_title": ("Om op uw site te plakken", "To paste into your site"),
    "snippet_explained": ("Zo maakt u bekend:", "How to publish:"),
    "snippet_step_page": (
        "Zet de tekst op uw site. Deze pagina noemt geen personen:",
        "Put the text on your site. This page names nobody:",
    ),
    "snippet_download": ("Tekst als pagina (HTML)", "Text as a page (HTML)"),
    "snippet_step_paste": (
        "Plak het fragment hieronder op uw pagina over protocollen; het verwijst naar de tekst en draagt de digest.",
        "Paste the snippet below into your page on protocols; it refers to the text and bears the digest.",
    ),
    "snippet_step_address": (
        "Geef hierboven het adres van die pagina op en laat controleren.",
        "Give the address of that page above, and have it checked.",
    ),
    "snippet_text": ("Waar staat de tekst op uw site?", "Where on your site is the text?"),
    "snippet_text_hint": ("Begint met https://.", "Begins with https://."),
    "snippet_button": ("Toon het fragment", "Show the snippet"),
    "snippet_wrong": ("Geef een adres dat met https:// begint.", "Give an address that begins with https://."),
    # Holds
    "hold_title": ("Mededelingen tegenhouden", "Holding communications"),
    "hold_explained": (
        "Loopt er een sanctie of een inbreuk, dan vertrekt er niets zolang die openstaat. Het protocol blijft van "
        "kracht en er is geen nieuwe beslissing nodig om verder te gaan. Wilt u het protocol zelf stilleggen, schors "
        "het dan.",
        "While a sanction or a breach is open, nothing leaves. The protocol stays in force, and no new decision is "
        "needed to go on. If you want to stop the protocol itself, suspend it.",
    ),
    "hold_none": ("Er wordt nu niets tegengehouden.", "Nothing is held now."),
    "hold_place": ("Tegenhouden", "Hold"),
    "hold_kind": ("Waarom?", "Why?"),
    "hold_button": ("Alles tegenhouden", "Hold everything"),
    "hold_done": (
        "Vanaf nu vertrekt er niets onder dit protocol. Beide partijen krijgen bericht.",
        "From now on nothing leaves under this protocol. Both parties are told.",
    ),
    "hold_before": ("Vroeger", "Before"),
    "hold_lifted": ("{kind}, van {since} tot {until}: {reason}", "{kind}, from {since} until {until}: {reason}"),
    "lift_title": ("Vrijgeven ({kind})", "Release ({kind})"),
    "lift_explained": (
        "Alles wat om deze reden tegengehouden werd, kan weer vertrekken. Beide partijen krijgen bericht.",
        "All that was held for this reason can leave again. Both parties are told.",
    ),
    "lift_button": ("Vrijgeven", "Release"),
    "lift_done": ("Er wordt om die reden niets meer tegengehouden.", "Nothing is held for that reason any more."),
    # Tasks and mergers
    "tasks_explained": (
        "Een nieuwe tekst van de gemeente zelf rondt de meeste taken vanzelf af. De andere vinkt u hier af.",
        "A new text of the municipality’s own finishes most tasks by itself. The others you tick off here.",
    ),
    "tasks_none": ("Er zijn geen taken voor dit protocol.", "There are no tasks for this protocol."),
    "task_is_done": ("gedaan", "done"),
    "task_is_open": ("nog te doen", "still to do"),
    "task_done_on": ("Gedaan op {on}.", "Done on {on}."),
    "task_button": ("Dit is gedaan", "This is done"),
    "task_done": ("De taak is afgerond.", "The task is finished."),
    "inherited_title": ("Wat is overgenomen?", "What was inherited?"),
    "inherited_explained": (
        "Versie {number} komt uit een fusie. Waar de teksten van de gemeenten verschilden, geldt het strengste, tot "
        "de nieuwe gemeente zelf beslist.",
        "Version {number} came from a merger. Where the municipalities’ texts differed the strictest applies, until "
        "the new municipality decides for itself.",
    ),
    "inherited_caption": (
        "Waar de teksten verschilden, en wat nu geldt",
        "Where the texts differed, and what applies now",
    ),
    "inherited_what": ("Bepaling", "Term"),
    "inherited_applies": ("Geldt nu", "Applies now"),
    "inherited_same": ("Er was niets te kiezen; de tekst komt van", "There was nothing to choose; the text is that of"),
    "mergers_explained": (
        "Na een fusie neemt de nieuwe gemeente de protocollen over van de gemeenten die erin opgingen, telkens met de "
        "strengste bepaling. Niemand hoeft daarvoor te tekenen. U krijgt daarna een lijst van wat er te doen is.",
        "After a merger the new municipality inherits the protocols of those that merged into it, with the strictest "
        "of each term. Nobody needs to sign for that. Afterwards you get a list of what is to be done.",
    ),
    "mergers_none": (
        "Er wacht geen fusie: wat gebeurd is, is verwerkt.",
        "No merger waits: what happened was carried out.",
    ),
    "merger_happened": (
        "{gone}: opgegaan in {into} op {on}.",
        "{gone}: merged into {into} on {on}.",
    ),
    "merger_in_force": (
        "Deze protocollen gelden en worden overgenomen:",
        "These protocols are in force and will be inherited:",
    ),
    "merger_drafts": (
        "Deze teksten in voorbereiding vervallen:",
        "These texts in preparation are given up:",
    ),
    "merger_button": ("Fusie verwerken", "Carry out the merger"),
    "merge_done": (
        "De fusie is verwerkt. Hieronder staat wat overgenomen is en wat er te doen is.",
        "The merger was carried out. Below is what was inherited and what is to be done.",
    ),
    "merge_nothing": (
        "De fusie is verwerkt, maar er is niets overgenomen. {why}",
        "The merger was carried out, but nothing was inherited. {why}",
    ),
    "merge_nothing_to_do": (
        "De fusie is verwerkt; er was geen protocol van kracht om over te nemen.",
        "The merger was carried out; there was no protocol in force to inherit.",
    ),
    # Closing
    "close_title": ("Versie {number} afsluiten", "Close version {number}"),
    "close_explained": (
        "Een versie die voorbij is, kan afgesloten worden zodra alles wat eronder meegedeeld werd, gewist is en de "
        "gemeente dat bevestigd heeft. Daarna gebeurt er niets meer mee.",
        "A version that is over can be closed once all that was communicated under it is deleted, and the municipality "
        "confirmed that. After that nothing happens to it any more.",
    ),
    "close_undeleted": (
        "Zendingen waarvan het wissen nog niet bevestigd is: {count}.",
        "Parcels whose deletion is not confirmed yet: {count}.",
    ),
    "close_button": ("Afsluiten", "Close"),
    "close_done": ("De versie is afgesloten.", "The version is closed."),
    # History and messages
    "history_explained": (
        "Alles wat met dit protocol gebeurde, het nieuwste eerst. Hier staan partijen en geen personen.",
        "All that happened to this protocol, the newest first. It names parties and no people.",
    ),
    "history_version": ("versie {number}", "version {number}"),
    "the_program": ("het programma zelf", "the program itself"),
    "messages_explained": (
        "Wat uw organisatie over haar protocollen te horen kreeg; het ongelezen eerst. Gelezen is gelezen voor al uw "
        "collega’s.",
        "What your organisation was told about its protocols, the unread first. Read is read for all your colleagues.",
    ),
    "messages_unread": ("Ongelezen: {count}.", "Unread: {count}."),
    "messages_none": (
        "Er zijn geen berichten. U krijgt er een zodra er iets verandert aan een van uw protocollen.",
        "There are no messages. You get one as soon as something changes in one of your protocols.",
    ),
    "messages_marked": ("Als gelezen gemarkeerd: {count}.", "Marked as read: {count}."),
    "messages_all_read": ("Alles op deze pagina gelezen", "All on this page read"),
    "message_new": ("nieuw", "new"),
    "message_read": ("Gelezen", "Read"),
    "message_to_protocol": ("Naar {code}", "To {code}"),
}
