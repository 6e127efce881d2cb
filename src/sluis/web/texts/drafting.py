"""The sentences of the pages with which a text is written, read, discussed, amended and tried out."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "part_text": ("Tekst", "Text"),
    "part_draft": ("Invullen", "Fill in"),
    "part_talk": ("Overleg", "Talk"),
    "part_simulation": ("Proefberekening", "Trial"),
    # Beginning
    "new_title": ("Een protocol beginnen", "Begin a protocol"),
    "new_intro": (
        "Een protocol is de afspraak die nodig is voor een gemeente persoonsgegevens van het agentschap krijgt. U "
        "vertrekt van de modeltekst en beantwoordt alleen wat per gemeente verschilt.",
        "A protocol is the agreement that is needed before a municipality gets personal data from the agency. You "
        "start from the model text and answer only what differs per municipality.",
    ),
    "new_model": ("De modeltekst is:", "The model text is:"),
    "new_no_model": (
        "Er is vandaag geen modeltekst in gebruik. Vraag het agentschap vanaf wanneer er een is.",
        "No model text is in use today. Ask the agency from when there is one.",
    ),
    "new_nobody": (
        "Er is al een tekst. Werk daaraan verder, of wijzig de tekst die van kracht is.",
        "There is a text already. Go on with that one, or amend the text in force.",
    ),
    "new_taken": (
        "Gemeente {nis} bestaat vandaag niet, of heeft al een tekst. Kies hieronder een andere.",
        "Municipality {nis} does not exist today, or has a text already. Choose another below.",
    ),
    "new_agency": ("Met welk agentschap?", "With which agency?"),
    "new_municipality": ("Met welke gemeente?", "With which municipality?"),
    "new_municipality_hint": (
        "Alleen gemeenten zonder tekst in voorbereiding of van kracht staan in de lijst.",
        "Only municipalities without a text in preparation or in force are listed.",
    ),
    "new_way": ("Op welke manier?", "In which way?"),
    "new_way_hint": (
        "U kunt een eigen tekst later nog aanpassen; toetreden doet u zonder wijziging.",
        "You can still change a text of your own; acceding is without change.",
    ),
    "new_own": ("Eigen tekst", "A text of your own"),
    "new_own_words": (
        "U begint een ontwerp van het model, past het met de andere partij aan en legt het dan voor advies voor. Wat "
        "u nog niet weet, laat u open.",
        "You begin a draft from the model, change it with the other party and then offer it for advice. What you do "
        "not know yet you leave open.",
    ),
    "new_accede": ("Toetreden tot het model", "Accede to the model"),
    "new_accede_words": (
        "U neemt het model over zonder wijziging en beantwoordt alle vragen nu. Het advies dat de functionaris van "
        "het agentschap over het model gaf, geldt; alleen de functionaris van de gemeente adviseert nog.",
        "You take over the model without change and answer all questions now. The advice that the agency's officer "
        "gave on the model stands; only the municipality's officer still advises.",
    ),
    "new_services_hint": (
        "Eén dienst per regel. Verschillen ze per doeleinde, dan past u dat in het ontwerp aan.",
        "One service on each line. Where they differ per purpose, change that in the draft.",
    ),
    "new_purpose_gives": (
        "Over: {who}. Gegevens: {fields}. Bewaard: {days} dagen.",
        "About: {who}. Data: {fields}. Kept: {days} days.",
    ),
    "new_button": ("Beginnen", "Begin"),
    "new_begun": (
        "Het ontwerp is begonnen. Hieronder ziet u wat nog ontbreekt.",
        "The draft was begun. Below you see what is still missing.",
    ),
    "new_acceded": (
        "De gemeente is toegetreden tot het model; de tekst ligt voor advies voor.",
        "The municipality acceded to the model; the text is offered for advice.",
    ),
    # Reading
    "text_against": ("Verschil met versie {number}, die van kracht is", "Difference with version {number}, in force"),
    "text_same": ("Er is geen verschil.", "There is no difference."),
    "text_in_words": ("Wat de tekst zegt", "What the text says"),
    "text_in_words_help": (
        "Dit is dezelfde inhoud als de juridische tekst hieronder, in gewone woorden.",
        "This is the same content as the legal text below, in plain words.",
    ),
    "text_model": ("Modeltekst", "Model text"),
    "text_version": ("Versie", "Version"),
    "text_version_number": ("Versie {number}", "Version {number}"),
    "text_digest": ("Digest", "Digest"),
    "text_digest_help": (
        "Een vingerafdruk van de tekst: verandert er één teken, dan verandert ook deze code.",
        "A fingerprint of the text: if one character changes, so does this code.",
    ),
    "text_purposes": ("Doeleinden: waarvoor, en welke gegevens", "Purposes: for what, and which data"),
    "text_no_purposes": ("Er is nog geen doeleinde gekozen.", "No purpose was chosen yet."),
    "text_parties": ("Partijen", "Parties"),
    "text_limits": ("Grondgebied en omvang", "Territory and extent"),
    "text_duration": ("Duur en opzegging", "Duration and notice"),
    "text_security": ("Beveiliging", "Security"),
    "text_grounds": ("Rechtsgronden", "Legal grounds"),
    "text_advices": ("Adviezen en wat de tekst vervangt", "Advices and what the text replaces"),
    "text_articles": ("Bepalingen per artikel", "Provisions of each article"),
    "text_legal": ("De juridische tekst", "The legal text"),
    "text_legal_help": (
        "Zo wordt de tekst ondertekend. Hij wordt uit de bepalingen hierboven gemaakt.",
        "This is how the text is signed. It is made from the provisions above. It is in Dutch.",
    ),
    "text_legal_open": ("De juridische tekst tonen", "Show the legal text"),
    "text_legal_not_yet": (
        "De juridische tekst kan gemaakt worden zodra alles ingevuld is.",
        "The legal text can be made once everything is filled in.",
    ),
    "text_versions": ("Versies", "Versions"),
    "text_versions_caption": ("Alle versies van dit protocol", "All versions of this protocol"),
    "text_status": ("Stand", "State"),
    "text_compare": ("Twee versies vergelijken", "Compare two versions"),
    "text_before": ("Van", "From"),
    "text_after": ("Naar", "To"),
    "text_compare_button": ("Vergelijken", "Compare"),
    "text_revisions": ("Wie schreef wat", "Who wrote what"),
    "text_revisions_help": (
        "Elke bewaarde wijziging van dit ontwerp, de nieuwste eerst.",
        "Every change of this draft that was kept, the newest first.",
    ),
    "text_begun": ("Begon de tekst.", "Began the text."),
    "text_no_revisions": (
        "Deze tekst werd niet hier geschreven; er zijn geen wijzigingen bewaard.",
        "This text was not written here; no changes are on record.",
    ),
    # Filling in
    "draft_title": ("De tekst invullen", "Fill in the text"),
    "draft_help": (
        "Beide partijen werken aan hetzelfde ontwerp. Bewaar zo vaak u wilt, ook als er nog iets ontbreekt. Wie de "
        "partijen zijn, de beslissing en de adviezen schrijft het programma zelf.",
        "Both parties work on the same draft. Save as often as you like, also while something is missing. Who the "
        "parties are, the decision and the advices are written by the program.",
    ),
    "draft_recipient": ("De gemeente", "The municipality"),
    "draft_sender": ("Het agentschap", "The agency"),
    "draft_duration": ("Begin, einde en opzegging", "Start, end and notice"),
    "draft_purposes": ("Doeleinden", "Purposes"),
    "draft_limits": ("Grondgebied en omvang", "Territory and extent"),
    "draft_security": ("Beveiliging en toezicht", "Security and supervision"),
    "draft_grounds": ("Rechtsgronden", "Legal grounds"),
    "draft_articles": ("Bepalingen per artikel", "Provisions of each article"),
    "draft_open": ("Tonen en wijzigen", "Show and change"),
    "draft_kbo_hint": (
        "Tien cijfers, zonder punten; zo staat de gemeente in de Kruispuntbank van Ondernemingen.",
        "Ten digits without points, as in the Crossroads Bank for Enterprises.",
    ),
    "draft_dpo_hint": (
        "Wie toeziet op de bescherming van persoonsgegevens. Geef een functie en een algemeen adres, geen naam.",
        "Who watches over the protection of personal data. Give a function and a general address, not a name.",
    ),
    "draft_representatives_hint": ("Functies, één per regel.", "Functions, one on each line."),
    "draft_start_hint": ("Voor deze dag vertrekken er geen gegevens.", "No data leave before this day."),
    "draft_end_hint": ("Leeg: het protocol loopt tot iemand opzegt.", "Empty: it runs until somebody gives notice."),
    "draft_notice_hint": (
        "Zoveel maanden na de opzegging eindigt het protocol, op de laatste dag van een maand.",
        "The protocol ends so many months after notice, on the last day of a month.",
    ),
    "draft_purposes_hint": (
        "Kies alleen waarvoor de gemeente de gegevens echt gebruikt. Elk doeleinde vult u hieronder in.",
        "Choose only what the municipality really uses the data for. Fill in each purpose below.",
    ),
    "draft_justification_hint": (
        "Zonder deze gegevens kan de gemeente haar taak niet doen: zeg waarom.",
        "Without these data the municipality cannot do its task: say why.",
    ),
    "draft_fields_hint": (
        "Alleen wat nodig is. Zeg hieronder van elk aangekruist gegeven waarom.",
        "Only what is needed. Say below why, for each that is ticked.",
    ),
    "draft_condition_hint": ("Over wie de gegevens gaan.", "Whom the data are about."),
    "draft_either": ("met of zonder", "with or without"),
    "draft_with": ("alleen wie het heeft", "only who has it"),
    "draft_without": ("alleen wie het niet heeft", "only who does not have it"),
    "draft_period_hint": (
        "Of de gemeente bij een aanvraag een periode mag kiezen, en volgens welke datum.",
        "Whether the municipality may choose a period when it asks, and by which date.",
    ),
    "draft_no_period": ("geen selectie op een periode", "no selection by a period"),
    "draft_retention_hint": (
        "Na zoveel dagen wist de gemeente wat zij ontving, en bevestigt dat.",
        "After so many days the municipality deletes what it received, and confirms it.",
    ),
    "draft_between_hint": (
        "Zoveel dagen liggen er minstens tussen twee aanvragen; 0 is wanneer de gemeente wil.",
        "At least so many days lie between two asks; 0 is whenever the municipality wants.",
    ),
    "draft_services_hint": (
        "Eén dienst per regel. Alleen deze diensten mogen vragen en inzien.",
        "One service on each line. Only these may ask and see.",
    ),
    "draft_territory_hint": (
        "De NIS-code van de gemeente, en na een fusie die van haar voorgangers; één per regel.",
        "The municipality's NIS code, and after a merger those of its predecessors; one on each line.",
    ),
    "draft_row_limit_hint": (
        "Een aanvraag die over meer personen gaat, wordt geweigerd.",
        "An ask about more people than this is refused.",
    ),
    "draft_lines_hint": ("Eén zin of alinea per regel.", "One sentence or paragraph on each line."),
    "draft_breach_hint": (
        "Binnen zoveel uur meldt een partij een inbreuk aan de andere.",
        "Within so many hours a party reports a breach to the other.",
    ),
    "draft_supervisor_hint": (
        "De autoriteit die toeziet op deze mededeling.",
        "The authority that watches over this communication.",
    ),
    "draft_grounds_hint": (
        "De wetten en decreten waarop dit steunt; één per regel.",
        "The laws and decrees that this rests on; one on each line.",
    ),
    "draft_note": ("Waarover gaat deze wijziging?", "What is this change about?"),
    "draft_note_hint": ("De andere partij leest dit bij de wijziging.", "The other party reads this with the change."),
    "draft_tidy_up": ("Weglaten wat niet in dit formulier past", "Leave out what does not fit this form"),
    "draft_tidy_up_hint": (
        "Een programma schreef iets in de tekst dat hier niet getoond kan worden. Kruist u dit aan, dan houdt de tekst "
        "bij het bewaren alleen wat u hier ziet.",
        "A program wrote something in the text that cannot be shown here. If you tick this, the text keeps only what "
        "you see here when you save.",
    ),
    "draft_save": ("Bewaren", "Save"),
    "draft_check": ("Controleren", "Check"),
    "draft_check_help": (
        "Controleren bewaart niets: u ziet alleen wat nog ontbreekt.",
        "Checking keeps nothing: you only see what is still missing.",
    ),
    "draft_saved": (
        "Bewaard. Er ontbreken nog zaken: {count}.",
        "Saved. Still missing: {count}.",
    ),
    "draft_saved_whole": (
        "Bewaard. De tekst is volledig en kan voor advies worden voorgelegd.",
        "Saved. The text is complete and can be offered for advice.",
    ),
    "draft_to_complete": ("Voorleggen voor advies", "Offer for advice"),
    "draft_to_talk": ("Naar het overleg over deze tekst", "To the talk about this text"),
    "draft_conflict": (
        "Iemand anders wijzigde de tekst terwijl u bezig was",
        "Somebody else changed the text while you were at it",
    ),
    "draft_conflict_help": (
        "Er is nog niets van u bewaard, en niets verloren: wat u typte staat hieronder, samen met deze wijziging. Kijk "
        "het na en bewaar opnieuw.",
        "Nothing of yours was kept yet, and nothing was lost: what you typed stands below, together with this change. "
        "Look at it and save again.",
    ),
    "draft_conflict_unknown": (
        "We weten niet van welke tekst u vertrok; kijk alles na.",
        "We do not know which text you started from; check everything.",
    ),
    "missing_title": ("Wat ontbreekt nog?", "What is still missing?"),
    "missing_count": ("Aantal: {count}", "Number: {count}"),
    "missing_nothing": ("Niets: de tekst is volledig.", "Nothing: the text is complete."),
    # Talking
    "propose_title": ("Een wijziging voorstellen", "Propose a change"),
    "propose_help": (
        "Wijzig hieronder wat u anders wilt en zeg waarom. De tekst verandert pas als de andere partij aanvaardt.",
        "Change below what you want otherwise and say why. The text changes only when the other party accepts.",
    ),
    "propose_why": ("Waarom stelt u dit voor?", "Why do you propose this?"),
    "propose_why_hint": (
        "Beide partijen lezen dit. Noem geen inburgeraars.",
        "Both parties read this. Name nobody who follows a trajectory.",
    ),
    "propose_button": ("Voorstellen", "Propose"),
    "propose_done": ("Uw voorstel ligt bij de andere partij.", "Your proposal is with the other party."),
    "talk_proposals": ("Voorstellen", "Proposals"),
    "talk_proposals_help": (
        "Een voorstel verandert de tekst als de andere partij het aanvaardt terwijl de tekst een ontwerp is.",
        "A proposal changes the text when the other party accepts it while the text is a draft.",
    ),
    "talk_no_proposals": ("Er is niets voorgesteld.", "Nothing was proposed."),
    "talk_proposal": ("Voorstel", "Proposal"),
    "talk_proposal_of": ("Voorstel van {party}", "Proposal of {party}"),
    "talk_open": ("wacht op antwoord", "waits for an answer"),
    "talk_was_accepted": ("aanvaard", "accepted"),
    "talk_was_declined": ("afgewezen", "declined"),
    "talk_changes_unknown": (
        "Wat dit zou wijzigen, kan niet meer getoond worden.",
        "What this would change cannot be shown any more.",
    ),
    "talk_see_proposal": ("Bekijken en antwoorden", "See and answer"),
    "talk_why": ("Waarom", "Why"),
    "talk_what_changes": ("Wat er zou veranderen", "What would change"),
    "talk_answer": ("Uw antwoord", "Your answer"),
    "talk_answer_help": (
        "Aanvaardt u, dan staat dit meteen in het ontwerp. Wijst u af, dan blijft het ontwerp zoals het is; het "
        "voorstel blijft bewaard.",
        "If you accept, this stands in the draft at once. If you decline, the draft stays as it is; the proposal "
        "stays on record.",
    ),
    "talk_answer_button": ("Antwoorden", "Answer"),
    "talk_accept": ("Aanvaarden", "Accept"),
    "talk_decline": ("Afwijzen", "Decline"),
    "talk_accepted": ("Het voorstel is aanvaard en staat in de tekst.", "The proposal was accepted; the text has it."),
    "talk_declined": ("Het voorstel is afgewezen.", "The proposal was declined."),
    "talk_remarks": ("Opmerkingen", "Remarks"),
    "talk_no_remarks": ("Er is nog niets opgemerkt.", "No remarks were made yet."),
    "talk_about": ("over {place}", "about {place}"),
    "talk_in_general": ("Over de hele tekst", "About the whole text"),
    "talk_place": ("Waarover?", "About what?"),
    "talk_place_hint": ("Kies het onderdeel, of laat dit open.", "Choose the part, or leave this open."),
    "talk_remark": ("Uw opmerking", "Your remark"),
    "talk_remark_hint": (
        "Beide partijen lezen dit. Noem geen inburgeraars.",
        "Both parties read this. Name nobody who follows a trajectory.",
    ),
    "talk_remark_button": ("Opmerking plaatsen", "Put the remark"),
    "talk_remark_done": ("Uw opmerking staat erbij.", "Your remark was added."),
    # Amending
    "amend_button": ("De volgende versie beginnen", "Begin the next version"),
    "amend_help": (
        "Een tekst die van kracht is, verandert niemand. U maakt er een volgende versie van, als ontwerp. Die "
        "doorloopt dezelfde stappen, van advies tot validatie. Intussen blijft de huidige tekst gelden; bij de "
        "validatie wordt hij op hetzelfde ogenblik vervangen.",
        "Nobody changes a text in force. You make a next version of it, as a draft. It goes through the same steps, "
        "from advice to validation. Meanwhile the present text stays in force; it is replaced at the moment of "
        "validation.",
    ),
    "amend_do": ("Ontwerp van de volgende versie maken", "Make the draft of the next version"),
    "amend_done": (
        "Het ontwerp van de volgende versie is er. Wijzig hieronder wat anders moet.",
        "The draft of the next version is there. Change below what should be otherwise.",
    ),
    "adopt_title": ("Een nieuwer model overnemen", "Adopt a newer model"),
    "adopt_help": (
        "Het agentschap heeft een nieuwere modeltekst. De gemeente houdt haar eigen keuzes; de rest komt van het "
        "nieuwe model:",
        "The agency has a newer model text. The municipality keeps its own choices; the rest comes from the new model:",
    ),
    "adopt_advice": (
        "Er is nieuw advies van de functionarissen nodig, omdat dit verandert:",
        "The officers have to advise anew, because this changes:",
    ),
    "adopt_no_advice": (
        "Er is geen nieuw advies nodig: de adviezen op de huidige tekst blijven gelden.",
        "No new advice is needed: the advices on the present text stand.",
    ),
    "adopt_changes": ("Alles wat zou veranderen", "All that would change"),
    "adopt_do": ("Het nieuwe model overnemen", "Adopt the new model"),
    "adopt_none": ("De tekst volgt het nieuwste model.", "The text follows the newest model."),
    "adopt_done": (
        "De volgende versie volgt het nieuwe model en is volledig.",
        "The next version follows the new model and is complete.",
    ),
    # Trying out
    "simulation_title": ("Wat de tekst op {day} zou geven", "What the text would give on {day}"),
    "simulation_help": (
        "Hier ziet u hoeveel personen elk doeleinde vandaag betreft. Het aantal is naar beneden afgerond op "
        "vijftallen, zodat niemand te herkennen is. De rijen zijn verzonnen: ze gaan over niemand.",
        "Here you see how many people each purpose concerns today. The number is rounded down to fives, so that "
        "nobody can be recognised. The rows are invented: they are about nobody.",
    ),
    "simulation_incomplete": (
        "De tekst is nog niet volledig genoeg om te berekenen. Er ontbreekt:",
        "The text is not complete enough to try out. Missing:",
    ),
    "simulation_over": (
        "Dit zijn er meer dan de tekst toelaat ({limit}): een aanvraag zonder periode wordt geweigerd.",
        "These are more than the text allows ({limit}): an ask without a period is refused.",
    ),
    "simulation_count": ("Aantal personen", "Number of people"),
    "simulation_at_least": ("Minstens {count} (afgerond op vijf).", "At least {count} (rounded to five)."),
    "simulation_before": ("Onder de tekst die van kracht is: {count}.", "Under the text in force: {count}."),
    "simulation_not_before": (
        "De tekst die van kracht is, kent dit doeleinde niet.",
        "The text in force does not know this purpose.",
    ),
    "simulation_who": ("Over wie", "About whom"),
    "simulation_keep": ("Te bewaren tot", "Kept until"),
    "simulation_keep_help": ("({days} dagen na vandaag)", "({days} days from today)"),
    "simulation_rows": ("Verzonnen rijen: {purpose}", "Invented rows: {purpose}"),
    "simulation_yes": ("ja", "yes"),
    "simulation_no": ("nee", "no"),
}
