"""Sentences of making it known: channels, campaigns, contacts and interest. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav_outreach": ("Bekendmaken", "Making it known"),
    "outreach": ("Bekendmaken", "Making it known"),
    "outreach_parts": ("Onderdelen van bekendmaken", "Parts of making it known"),
    "outreach_start": ("Overzicht", "Overview"),
    "outreach_interests": ("Interesse", "Interest"),
    "outreach_list": ("Contactlijst", "List of contacts"),
    "outreach_intro": (
        "Hier maakt u bekend dat een protocol kan, en volgt u op wat gemeenten daarop zeggen. Noem nergens "
        "inburgeraars.",
        "Here you make known that a protocol is possible, and follow up what municipalities say to it. Name nobody who "
        "follows a trajectory.",
    ),
    "outreach_show": ("Toon deze gemeente", "Show this municipality"),
    "outreach_waits": ("Interesse die op antwoord wacht", "Interest that waits for an answer"),
    "outreach_nothing_waits": ("Er wacht niets op antwoord.", "Nothing waits for an answer."),
    "outreach_steps": ("Volgende stappen", "Next steps"),
    "outreach_no_steps": (
        "Er staat geen volgende stap open. Noteer er een bij een contact met een gemeente.",
        "No next step is open. Note one with a contact with a municipality.",
    ),
    "outreach_campaigns": ("Campagnes", "Campaigns"),
    "outreach_campaigns_caption": (
        "Elke campagne, de nieuwste eerst, met wat via haar links binnenkwam",
        "Every campaign, the newest first, with what came in by its links",
    ),
    "outreach_no_campaigns": (
        "Er is nog geen campagne. Begin er een, en zet haar links in wat u bekendmaakt.",
        "There is no campaign yet. Begin one, and put its links in what you announce.",
    ),
    "outreach_announcements": ("Bekendmakingen", "Announcements"),
    "outreach_drafts": ("Ontwerpen", "Drafts"),
    "outreach_cost": ("Kosten", "Costs"),
    "outreach_euros": ("€ {whole},{cents}", "€ {whole}.{cents}"),
    "outreach_came_of_it": ("Wat ervan kwam", "What came of it"),
    "outreach_act": ("Doen", "Act"),
    "outreach_keep": ("Bewaar", "Keep"),
    "outreach_somebody": ("iemand van vroeger", "somebody of before"),
    "outreach_home_late": (
        "{count} volgende stappen bij gemeenten hadden al gedaan moeten zijn",
        "{count} next steps with municipalities should have been done already",
    ),
    "outreach_home_late_one": (
        "{count} volgende stap bij een gemeente had al gedaan moeten zijn",
        "{count} next step with a municipality should have been done already",
    ),
    "outreach_home_interest": (
        "{count} gemeenten toonden interesse en wachten op antwoord",
        "{count} municipalities showed interest and wait for an answer",
    ),
    "outreach_home_interest_one": (
        "{count} gemeente toonde interesse en wacht op antwoord",
        "{count} municipality showed interest and waits for an answer",
    ),
    "campaign_new": ("Begin een campagne", "Begin a campaign"),
    "campaign_new_intro": (
        "Zeg eerst wat u bekendmaakt en aan wie. Daarna voegt u toe via welke kanalen; elk kanaal krijgt een eigen "
        "link.",
        "First say what you make known and to whom. Then add by which channels; each channel gets a link of its own.",
    ),
    "campaign_edit": ("Verbeter de campagne", "Correct the campaign"),
    "campaign_name": ("Campagne", "Campaign"),
    "campaign_name_hint": (
        "Bijvoorbeeld: Gezamenlijke communicatie van oktober.",
        "For example: Joint communication of October.",
    ),
    "campaign_audience": ("Doelgroep", "Audience"),
    "campaign_audience_hint": (
        "Tot wie u zich richt, bijvoorbeeld alle lokale besturen.",
        "Whom you address, for example all local governments.",
    ),
    "campaign_begins": ("Begint op", "Begins on"),
    "campaign_text": ("Tekst", "Text"),
    "campaign_text_hint": (
        "Wat u zegt, zoals gemeenten het lezen.",
        "What you say, as municipalities read it.",
    ),
    "campaign_came_of": (
        "{interests} keer interesse via een link, {drafts} ontwerpen daaruit.",
        "{interests} times interest by a link, {drafts} drafts from these.",
    ),
    "campaign_made": (
        "De campagne is begonnen. Voeg nu toe via welke kanalen u bekendmaakt.",
        "The campaign has begun. Now add by which channels you announce it.",
    ),
    "campaign_changed": ("De campagne is verbeterd.", "The campaign was corrected."),
    "announcement_new": ("Voeg een bekendmaking toe", "Add an announcement"),
    "announcement_none": (
        "Er is nog niets bekendgemaakt. Voeg hieronder een kanaal toe; dan krijgt u een link.",
        "Nothing was announced yet. Add a channel below; then you get a link.",
    ),
    "announcement_caption": (
        "Elke bekendmaking, met hoeveel keer interesse via haar link binnenkwam",
        "Every announcement, with how often interest came in by its link",
    ),
    "announcement_channel": ("Kanaal", "Channel"),
    "announcement_on": ("Dag", "Day"),
    "announcement_reached": ("Bereikte gemeenten", "Municipalities reached"),
    "announcement_reached_hint": (
        "Leeg als u het niet weet, zoals bij een website.",
        "Empty where you do not know, as with a web site.",
    ),
    "announcement_cost": ("Kosten in euro", "Costs in euros"),
    "announcement_cost_hint": (
        "Leeg als ze niet bekend zijn; 0 als het niets kostte.",
        "Empty where they are not known; 0 where it cost nothing.",
    ),
    "announcement_address": ("Adres", "Address"),
    "announcement_address_hint": (
        "Waar de bekendmaking te lezen is, bijvoorbeeld https://www.vvsg.be/…",
        "Where the announcement can be read, for example https://www.vvsg.be/…",
    ),
    "announcement_edit": ("Vul aan", "Complete"),
    "announcement_by": ("Bekendmaking via {channel}", "Announcement by {channel}"),
    "announcement_made": (
        "De bekendmaking is toegevoegd. Haar link staat hieronder.",
        "The announcement was added. Its link stands below.",
    ),
    "announcement_changed": ("De bekendmaking is aangevuld.", "The announcement was completed."),
    "announcement_links": ("Links om over te nemen", "Links to copy"),
    "announcement_links_help": (
        "Zet in elke bekendmaking de link van haar kanaal. Dan ziet u hier via welk kanaal interesse binnenkwam. De "
        "link volgt niemand: hij zegt alleen van welke campagne en welk kanaal hij is.",
        "Put the link of its channel in each announcement. Then you see here by which channel interest came in. The "
        "link follows nobody: it only says of which campaign and channel it is.",
    ),
    "interests_intro": (
        "Wat gemeenten invulden op het formulier waar de links heen leiden. Neem contact op, begin er een ontwerp uit, "
        "of zeg waarom er niets meer te doen is.",
        "What municipalities filled in on the form that the links lead to. Get in touch, begin a draft from it, or say "
        "why nothing more is to be done.",
    ),
    "interests_waiting_caption": ("De oudste eerst", "The oldest first"),
    "interests_settled": ("Afgehandeld", "Settled"),
    "interests_settled_caption": ("De laatste vijftig, de nieuwste eerst", "The last fifty, the newest first"),
    "interest_of": ("Interesse van {municipality}", "Interest of {municipality}"),
    "interest_at": ("Binnengekomen", "Came in"),
    "interest_came_by": ("Via", "By"),
    "interest_without_link": ("zonder link van een campagne", "without a link of a campaign"),
    "interest_waits": ("wacht op antwoord", "waits for an answer"),
    "interest_settled": ("afgehandeld", "settled"),
    "interest_settled_now": ("De interesse is afgehandeld.", "The interest is settled."),
    "interest_drafted": (
        "Het ontwerp is begonnen, met alles wat de gemeente invulde. Kijk hieronder na wat nog ontbreekt.",
        "The draft has begun, with all that the municipality filled in. See below what is still missing.",
    ),
    "interest_drafted_as": ("ontwerp begonnen: {code}", "draft begun: {code}"),
    "interest_begin": ("Begin het ontwerp", "Begin the draft"),
    "interest_begin_help": (
        "Wat de gemeente invulde over het protocol komt in het ontwerp; u typt niets over. Namen, e-mail, telefoon en "
        "bericht gaan niet mee.",
        "What the municipality filled in about the protocol goes into the draft; you retype nothing. Names, e-mail, "
        "telephone and message do not.",
    ),
    "interest_begin_button": ("Begin het ontwerp hieruit", "Begin the draft from this"),
    "interest_settle": ("Of handel af", "Or settle"),
    "interest_settle_button": ("Handel af zonder ontwerp", "Settle without a draft"),
    "interest_reason": ("Waarom is er niets meer te doen?", "Why is nothing more to be done?"),
    "interest_reason_hint": (
        "Bijvoorbeeld: het college beslist volgend jaar. Alleen uw agentschap leest dit.",
        "For example: the college decides next year. Only your agency reads this.",
    ),
    "interest_desk_name": ("Naam", "Name"),
    "interest_desk_function": ("Functie", "Function"),
    "interest_desk_purposes": ("Doeleinden", "Purposes"),
    "interest_desk_services": ("Diensten", "Services"),
    "interest_desk_kbo": ("KBO-nummer", "KBO number"),
    "interest_desk_dpo": ("Functionaris (DPO)", "Data protection officer"),
    "interest_desk_message": ("Bericht", "Message"),
    "interest_erase": ("Wis wie dit was", "Erase who this was"),
    "interest_erase_help": (
        "Vraagt iemand om hun gegevens te wissen, doe het hier. Naam, functie, e-mail, telefoon, bericht en wat verder "
        "geschreven werd gaan weg. Dat de gemeente interesse toonde, blijft. Na twee jaar gebeurt het vanzelf.",
        "Where somebody asks for their data to be erased, do it here. Name, function, e-mail, telephone, message and "
        "whatever else was written go. That the municipality showed interest stays. After two years it happens by "
        "itself.",
    ),
    "interest_erase_button": ("Wis nu", "Erase now"),
    "interest_erased": ("Gewist is wie dit was.", "It was erased who this was."),
    "nav_interest": ("Interesse tonen", "Show interest"),
    "interest_title": ("Uw gemeente wil een protocol", "Your municipality wants a protocol"),
    "interest_intro": (
        "Met een gevalideerd protocol kan uw gemeente gegevens van inburgeraars krijgen, bijvoorbeeld om hen uit te "
        "nodigen op een ceremonie of om oefenkansen Nederlands te organiseren.",
        "With a validated protocol your municipality can get data of people who settle here, for example to invite "
        "them to a ceremony or to organise chances to practise Dutch.",
    ),
    "interest_intro_more": (
        "Laat hier weten dat u interesse hebt. U beslist nog niets. Wat u nu al weet, staat straks in het ontwerp; wat "
        "u openlaat, vult u later aan. Noem geen inburgeraars.",
        "Say here that you are interested. You do not decide anything yet. What you know now will stand in the draft; "
        "what you leave open you fill in later. Name nobody who follows a trajectory.",
    ),
    "interest_municipality": ("Uw gemeente", "Your municipality"),
    "interest_name": ("Uw naam", "Your name"),
    "interest_function": ("Uw functie", "Your function"),
    "interest_email": ("E-mail", "E-mail"),
    "interest_phone": ("Telefoon", "Telephone"),
    "interest_purposes": ("Waarvoor wilt u gegevens?", "What do you want data for?"),
    "interest_purposes_hint": (
        "Kies wat u nu al weet. Uw gemeente kan dit later wijzigen.",
        "Choose what you know now. Your municipality can change this later.",
    ),
    "interest_services": ("Welke diensten zouden ermee werken?", "Which services would work with them?"),
    "interest_services_hint": (
        "Een dienst per regel, bijvoorbeeld: integratiedienst.",
        "One service a line, for example: integratiedienst.",
    ),
    "interest_kbo": ("Ondernemingsnummer van de gemeente", "Enterprise number of the municipality"),
    "interest_kbo_hint": (
        "Tien cijfers, zoals in de Kruispuntbank van Ondernemingen.",
        "Ten digits, as in the Crossroads Bank for Enterprises.",
    ),
    "interest_dpo": (
        "Functionaris voor gegevensbescherming van de gemeente",
        "Data protection officer of the municipality",
    ),
    "interest_dpo_hint": (
        "Een functie of dienst; dit komt in de tekst van het protocol, die openbaar is.",
        "A function or service; this goes into the text of the protocol, which is public.",
    ),
    "interest_message": ("Wilt u nog iets kwijt?", "Anything else?"),
    "interest_message_hint": (
        "Een vraag, of wanneer we u best bellen.",
        "A question, or when best to call you.",
    ),
    "interest_trap": ("Laat dit leeg", "Leave this empty"),
    "interest_trapped": (
        "Een veld dat mensen niet zien, was ingevuld, wellicht door uw browser. Het is nu leeg; verzend het formulier "
        "nog eens.",
        "A field that people do not see was filled in, perhaps by your browser. It is empty now; send the form again.",
    ),
    "interest_wrong_email": (
        "Geef een e-mailadres, bijvoorbeeld integratie@gemeente.be.",
        "Give an e-mail address, for example integratie@gemeente.be.",
    ),
    "interest_wrong_phone": (
        "Geef een telefoonnummer, bijvoorbeeld 02 363 00 00.",
        "Give a telephone number, for example 02 363 00 00.",
    ),
    "interest_wrong_kbo": (
        "Dit ondernemingsnummer klopt niet. Het heeft tien cijfers; kijk na of er een verkeerd staat.",
        "This enterprise number is wrong. It has ten digits; see whether one is mistyped.",
    ),
    "interest_send": ("Verzend", "Send"),
    "interest_privacy": ("Wat we met uw gegevens doen", "What we do with your data"),
    "interest_privacy_who": (
        "Alleen wie bij {names} gemeenten begeleidt naar een protocol, leest dit formulier.",
        "Only those at {names} who guide municipalities to a protocol read this form.",
    ),
    "interest_privacy_nobody": (
        "Er is hier nog geen agentschap dat dit formulier leest.",
        "There is no agency here yet that reads this form.",
    ),
    "interest_privacy_why": (
        "Uw naam, functie, e-mail, telefoon en bericht dienen om met u over het protocol te spreken, en voor niets "
        "anders. We geven ze aan niemand door.",
        "Your name, function, e-mail, telephone and message serve to speak with you about the protocol, and for "
        "nothing else. We pass them on to nobody.",
    ),
    "interest_privacy_draft": (
        "De doeleinden, de diensten, het ondernemingsnummer en de functionaris komen in het ontwerp van het protocol.",
        "The purposes, the services, the enterprise number and the officer go into the draft of the protocol.",
    ),
    "interest_privacy_until": (
        "Na {years} jaar wissen we wie het formulier invulde en wat erin geschreven werd. Dat uw gemeente interesse "
        "toonde, en waarvoor, blijft bekend, zonder namen.",
        "After {years} years we erase who filled in the form and what was written in it. That your municipality showed "
        "interest, and for what, remains known, without names.",
    ),
    "interest_privacy_rights": (
        "U kunt uw gegevens laten inzien, verbeteren of wissen. Vraag het aan de functionaris voor gegevensbescherming "
        "van het agentschap. Bent u niet tevreden, dan kunt u een klacht indienen bij de toezichthouder.",
        "You can have your data shown, corrected or erased. Ask the data protection officer of the agency. If you are "
        "not satisfied, you can complain to the supervisory authority.",
    ),
    "interest_thanks": ("Bedankt, uw interesse is binnen", "Thank you, your interest came in"),
    "interest_thanks_came_in": (
        "U hoeft nu niets meer te doen.",
        "You need do nothing more now.",
    ),
    "interest_next": ("Wat er nu gebeurt", "What happens now"),
    "interest_next_call": (
        "Iemand van het agentschap neemt contact met u op.",
        "Somebody of the agency gets in touch with you.",
    ),
    "interest_next_draft": (
        "Samen maakt u een ontwerp van protocol; wat u invulde, staat er al in.",
        "Together you make a draft protocol; what you filled in stands in it already.",
    ),
    "interest_next_advice": (
        "De functionarissen voor gegevensbescherming geven advies, uw college of raad beslist, beide partijen "
        "ondertekenen. Pas daarna kunnen er gegevens komen.",
        "The data protection officers give advice, your college or council decides, both parties sign. Only then can "
        "data come.",
    ),
    "interest_to_overview": ("Welke gemeenten hebben een protocol?", "Which municipalities have a protocol?"),
    "contact_municipality": ("Gemeente", "Municipality"),
    "contact_gone": (
        "Deze gemeente bestaat niet meer onder deze code. Noteer nieuwe contacten bij haar opvolger.",
        "This municipality exists no more under this code. Note new contacts with its successor.",
    ),
    "contact_protocol": ("Protocol", "Protocol"),
    "contact_no_protocol": (
        "Er is nog geen protocol met deze gemeente.",
        "There is no protocol with this municipality yet.",
    ),
    "contact_begin": ("Begin een tekst met deze gemeente", "Begin a text with this municipality"),
    "contact_all": ("Contacten", "Contacts"),
    "contact_none": ("Er is nog geen contact genoteerd.", "No contact was noted yet."),
    "contact_people": ("Wie u er bereikt", "Whom you reach there"),
    "contact_nobody": (
        "Niemand van deze gemeente staat op de contactlijst.",
        "Nobody of this municipality is on the list of contacts.",
    ),
    "contact_note": ("Noteer een contact", "Note a contact"),
    "contact_noted": ("Het contact is genoteerd.", "The contact was noted."),
    "contact_forgotten": (
        "Wat gezegd werd, is na twee jaar gewist.",
        "What was said was erased after two years.",
    ),
    "contact_by_whom": ("genoteerd door {who}", "noted by {who}"),
    "contact_with": ("met {whom}", "with {whom}"),
    "contact_on": ("Dag", "Day"),
    "contact_channel": ("Via", "By"),
    "contact_whom": ("Met wie?", "With whom?"),
    "contact_whom_hint": ("Een naam of een functie.", "A name or a function."),
    "contact_said": ("Wat werd gezegd?", "What was said?"),
    "contact_said_hint": (
        "Kort. Alleen uw agentschap leest dit; na twee jaar wordt het gewist. Noem geen inburgeraars.",
        "Short. Only your agency reads this; after two years it is erased. Name nobody who follows a trajectory.",
    ),
    "contact_interested": ("Heeft de gemeente interesse?", "Is the municipality interested?"),
    "contact_yes": ("heeft interesse", "is interested"),
    "contact_no": ("heeft geen interesse", "is not interested"),
    "contact_unknown": ("nog niet bekend", "not known yet"),
    "contact_next": ("Volgende stap", "Next step"),
    "contact_next_hint": (
        "Bijvoorbeeld: bel terug over het model. Leeg als er geen is.",
        "For example: call back about the model. Empty where there is none.",
    ),
    "contact_next_on": ("Tegen wanneer?", "By when?"),
    "contact_next_by": ("Door wie?", "By whom?"),
    "contact_by_day": ("tegen {day}", "by {day}"),
    "contact_late": ("te laat", "late"),
    "contact_done": ("Gedaan", "Done"),
    "contact_done_title": ("Is deze stap gedaan?", "Is this step done?"),
    "contact_step_done": ("De stap is gedaan.", "The step is done."),
    "contact_nothing_to_do": (
        "Bij dit contact staat geen stap meer open.",
        "No step is open any more with this contact.",
    ),
    "contacts_intro": (
        "De contactlijst zegt wie u bij welke gemeente bereikt. U leest haar in uit een rekenblad; een nieuwe lijst "
        "komt in de plaats van de vorige.",
        "The list of contacts says whom you reach at which municipality. You take it in from a spreadsheet; a new list "
        "takes the place of the one before.",
    ),
    "contacts_empty": ("Er staat nog niemand op de lijst.", "Nobody is on the list yet."),
    "contacts_count": ("Er staan {count} mensen op de lijst.", "{count} people are on the list."),
    "contacts_count_one": ("Er staat {count} iemand op de lijst.", "{count} person is on the list."),
    "contacts_old": (
        "Deze lijst is van {day}. Lees een nieuwe in, zodat er niemand op staat die er niet meer werkt.",
        "This list is of {day}. Take in a new one, so that nobody is on it who does not work there any more.",
    ),
    "contacts_download": ("Neem de lijst mee als CSV", "Take the list along as CSV"),
    "contacts_new": ("Lees een nieuwe lijst in", "Take in a new list"),
    "contacts_new_help": (
        "Kolommen: gemeente (naam of NIS-code), naam, functie, e-mail, telefoon. Alleen gemeente is verplicht, met nog "
        "een van de andere. U ziet eerst wat er zou veranderen.",
        "Columns: municipality (name or NIS code), name, function, email, phone. Only municipality is required, with "
        "one of the others. You see first what would change.",
    ),
    "contacts_file": ("Bestand", "File"),
    "contacts_file_hint": (
        "CSV in UTF-8, hoogstens 1 MB. In een rekenblad: Opslaan als, CSV UTF-8.",
        "CSV in UTF-8, 1 MB at most. In a spreadsheet: Save as, CSV UTF-8.",
    ),
    "contacts_look": ("Bekijk de lijst", "Look at the list"),
    "contacts_preview": ("Klopt deze lijst?", "Is this list right?"),
    "contacts_nothing_kept_yet": (
        "Er is nog niets bewaard. Kijk na wat er zou veranderen.",
        "Nothing was kept yet. Check what would change.",
    ),
    "contacts_good": ("Mensen op goede regels", "People on good lines"),
    "contacts_municipalities": ("Gemeenten", "Municipalities"),
    "contacts_come": ("Komen erbij", "Are added"),
    "contacts_stay": ("Blijven", "Stay"),
    "contacts_go": ("Vallen weg", "Fall away"),
    "contacts_faults": ("Wat niet goed is", "What is not right"),
    "contacts_faults_caption": (
        "Elke fout met haar regel en kolom; verbeter ze in uw rekenblad",
        "Each fault with its line and column; correct them in your spreadsheet",
    ),
    "contacts_line": ("Regel", "Line"),
    "contacts_column": ("Kolom", "Column"),
    "contacts_reason": ("Wat er fout is", "What is wrong"),
    "contacts_whole_line": ("hele regel", "whole line"),
    "contacts_good_rows": ("Lees alleen de goede regels in", "Take in the good lines only"),
    "contacts_good_rows_hint": (
        "Wie op een andere regel staat, komt niet op de lijst.",
        "Whoever stands on another line does not get on the list.",
    ),
    "contacts_take_in": ("Lees de lijst in", "Take in the list"),
    "contacts_taken_in": (
        "De lijst is ingelezen: {count} mensen.",
        "The list was taken in: {count} people.",
    ),
    "contacts_other_file": ("Kies een ander bestand", "Choose another file"),
}
