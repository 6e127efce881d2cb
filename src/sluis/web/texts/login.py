"""The sentences of the log-in: the ways in, what can go wrong, the choice of a capacity, the way out."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "login_provider": (
        "U meldt zich aan bij de toegangsdienst van uw organisatie. Daarna komt u hier terug.",
        "You log in with the identity service of your organisation. Then you come back here.",
    ),
    "login_demo": (
        "Dit is een demo. Kies wie u bent: al deze mensen zijn verzonnen, en niets telt echt.",
        "This is a demo. Choose who you are: all these people are invented, and nothing counts in earnest.",
    ),
    "login_none": (
        "Hier kan nog niemand zich aanmelden: de beheerder heeft nog geen toegangsdienst ingesteld.",
        "Nobody can log in here yet: the operator has not set an identity service.",
    ),
    "login_again": ("Opnieuw aanmelden", "Log in again"),
    "login_away": ("De toegangsdienst antwoordt niet", "The identity service does not answer"),
    "login_away_help": (
        "Wij konden niet nagaan wie u bent. Probeer het over enkele minuten opnieuw.",
        "We could not find out who you are. Try again in a few minutes.",
    ),
    "login_lost": ("Deze aanmelding is verlopen", "This log-in has expired"),
    "login_lost_help": (
        "Dit antwoord hoort niet bij een aanmelding die in deze browser begon, of het duurde te lang. Begin opnieuw, "
        "en laat cookies voor deze site toe.",
        "This answer belongs to no log-in that began in this browser, or it took too long. Begin again, and allow "
        "cookies for this site.",
    ),
    "login_denied": ("U hebt de aanmelding gestopt", "You stopped the log-in"),
    "login_denied_help": (
        "Bij de toegangsdienst werd de aanmelding geweigerd of afgebroken. Er is niets bewaard. Wilt u toch verder, "
        "meld u dan opnieuw aan.",
        "The log-in was refused or stopped at the identity service. Nothing was kept. If you do want to go on, log in "
        "again.",
    ),
    "login_refused": ("De toegangsdienst aanvaardt dit niet", "The identity service does not accept this"),
    "login_refused_help": (
        "Meld u opnieuw aan. Lukt het weer niet, verwittig dan de beheerder: de instellingen van de toegangsdienst "
        "kloppen misschien niet.",
        "Log in again. If it fails once more, tell the operator: the settings of the identity service may be wrong.",
    ),
    "login_not_in_order": ("Het bewijs van de toegangsdienst klopt niet", "The proof of the identity service is wrong"),
    "login_not_in_order_help": (
        "Voor uw veiligheid laten wij niemand binnen op een bewijs dat niet klopt. Meld u opnieuw aan. Lukt het weer "
        "niet, verwittig dan de beheerder.",
        "For your safety we let nobody in on a proof that is not in order. Log in again. If it fails once more, tell "
        "the operator.",
    ),
    "login_no_person": ("Wij kunnen u zo niet aanmelden", "We cannot log you in like this"),
    "login_no_person_help": (
        "De toegangsdienst noemt u met uw rijksregisternummer of zonder eigen kenmerk, en dat bewaren wij niet. "
        "Verwittig de beheerder: de toegangsdienst moet een kenmerk van uw account doorgeven.",
        "The identity service names you by your national number or without an identifier of your own, and we do not "
        "keep that. Tell the operator: the identity service should pass on an identifier of your account.",
    ),
    "login_settings": ("Aanmelden kan nu niet", "Logging in is not possible now"),
    "login_settings_help": (
        "Een instelling van de toegangsdienst klopt niet. Verwittig de beheerder; in zijn logboek staat welke.",
        "A setting of the identity service is wrong. Tell the operator; their log says which.",
    ),
    "choose": ("Kies een hoedanigheid", "Choose a capacity"),
    "choose_why": (
        "{name}, u hebt meer dan een rol. Kies in welke u nu werkt; u kunt later wisselen.",
        "{name}, you have more than one role. Choose in which you work now; you can change later.",
    ),
    "capacity": ("{role} bij {organisation}", "{role} at {organisation}"),
    "no_role": ("U hebt hier geen rol", "You have no role here"),
    "no_role_known": (
        "U bent aangemeld als {name}, maar er is u geen rol voor Sluis gegeven, of uw organisatie heeft ze "
        "geblokkeerd.",
        "You are logged in as {name}, but you were given no role for Sluis, or your organisation blocked it.",
    ),
    "no_role_named": (
        "De toegangsdienst noemt u bij deze organisaties:",
        "The identity service names you at these organisations:",
    ),
    "no_role_unknown": ("niet bekend bij Sluis", "not known to Sluis"),
    "no_role_nowhere": (
        "De toegangsdienst noemt u bij geen enkele organisatie.",
        "The identity service names you at no organisation.",
    ),
    "no_role_what": ("Wat kunt u doen?", "What can you do?"),
    "no_role_who": (
        "Vraag de lokale beheerder van uw organisatie om u in het gebruikersbeheer een rol voor Sluis te geven. Is uw "
        "organisatie niet bekend bij Sluis, vraag dan de beheerder van Sluis om ze te registreren.",
        "Ask the local administrator of your organisation to give you a role for Sluis in the user management. If your "
        "organisation is not known to Sluis, ask the operator of Sluis to register it.",
    ),
    "no_role_after": ("Meld u daarna af en opnieuw aan.", "Then log out and log in again."),
    "logged_out": ("U bent afgemeld", "You are logged out"),
    "logged_out_here": ("Uw sessie bij Sluis is gesloten.", "Your session with Sluis has ended."),
    "logged_out_provider": (
        "Bij de toegangsdienst bent u nog aangemeld. Werkt u op een gedeelde computer, meld u dan ook daar af.",
        "You are still logged in with the identity service. On a shared computer, log out there too.",
    ),
    "logged_out_there": ("Afmelden bij de toegangsdienst", "Log out of the identity service"),
}
