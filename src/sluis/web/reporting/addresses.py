"""Every address of the reports, behind the log-in and public, each with the view that answers it."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

import sluis.web.languages  # noqa: F401 - lets addresses hold a language
from sluis.web.reporting import answering, public, yearly


class FormOfReport:
    """`<form:form>` in an address: as what a report is given."""

    regex = "|".join(yearly.FORMS)

    def to_python(self, value: str) -> str:
        """The form as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The form as it stands."""
        return value


register_converter(FormOfReport, "form")

REPORTING: list[URLPattern] = [
    path("<language:language>/answer", answering.answer, name="answer"),
    path("<language:language>/answer/<str:kind>", answering.file, name="answer-file"),
    path("<language:language>/reports", yearly.reports, name="reports"),
    path("<language:language>/reports/<str:span>", yearly.report, name="report"),
    path("<language:language>/reports/<str:span>/report.<form:form>", yearly.file, name="report-file"),
    path("<language:language>/reports/<str:span>/<str:nis>", yearly.report, name="report-of"),
    path("<language:language>/reports/<str:span>/<str:nis>/report.<form:form>", yearly.file, name="report-of-file"),
]

# Open to all. They stand here and not in the register, which cannot count what was delivered.
YEARLY: list[URLPattern] = [
    path("<language:language>/yearly", public.latest, name="yearly-latest"),
    path("<language:language>/yearly/<int:year>", public.of_year, name="yearly"),
]
