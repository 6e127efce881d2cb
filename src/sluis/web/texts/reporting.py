"""Sentences of the answer to parliament and the yearly report. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav_answer": ("Parlementair antwoord", "Answer to parliament"),
    "answer_intro": (
        "Kies de vragen en de dag. Het antwoord staat hieronder, in het Nederlands, en u kunt het als bestand halen. "
        "Lees het na voor u het verstuurt: het zegt alleen wat hier geregistreerd is.",
        "Choose the questions and the day. The answer stands below, in Dutch, and you can fetch it as a file. Read it "
        "before you send it: it says only what is recorded here.",
    ),
    "answer_questions": ("Vragen", "Questions"),
    "answer_on": ("Toestand op", "State on"),
    "answer_on_hint": (
        "De dag waarover het antwoord gaat, van {first} tot vandaag.",
        "The day that the answer is about, from {first} to today.",
    ),
    "answer_since": ("Vergelijken met een vroegere dag", "Compare with an earlier day"),
    "answer_since_hint": (
        "Dan staat er bij de eerste vraag ook welke gemeenten er sindsdien bij kwamen of wegvielen.",
        "Then the first question also says which municipalities were added or dropped since.",
    ),
    "answer_show": ("Toon het antwoord", "Show the answer"),
    "answer_preview": ("Het antwoord", "The answer"),
    "answer_files": ("Als bestand", "As a file"),
    "answer_docx": (
        "Als tekstbestand (DOCX), om aan verder te schrijven",
        "As a text file (DOCX), to write on",
    ),
    "answer_pdf": ("Als PDF (PDF/A en PDF/UA)", "As PDF (PDF/A and PDF/UA)"),
}
