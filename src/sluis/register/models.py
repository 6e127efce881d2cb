"""Tables of the register: the targets. Everything else that it shows, the protocols themselves say."""

from __future__ import annotations

from django.db import models

from sluis.domain.privacy import personal, public

PERMANENT = "permanently; a target is a public statement"


class Target(models.Model):
    """How many municipalities an agency aims to have a protocol with by the last day of a period.

    Never changed: who says something else of the same period adds a row, and the newest counts from its day on.
    `kind` says whether `value` counts municipalities or is a share in percent; "as many as possible" has none.
    """

    agency = models.CharField(max_length=20)
    period = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField()
    kind = models.TextField()
    value = models.PositiveIntegerField(null=True)
    said_on = models.DateField()
    source = models.TextField(default="")
    set_at = models.DateTimeField()
    set_by = models.TextField()

    KEPT = {
        **{
            name: public(PERMANENT)
            for name in (
                "id", "agency", "period", "first_day", "last_day", "kind", "value", "said_on", "source", "set_at",
            )
        },
        "set_by": personal(PERMANENT),
    }  # fmt: skip

    class Meta:
        db_table = "register_target"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["number", "share"], value__isnull=False)
                | models.Q(kind="as_many_as_possible", value__isnull=True),
                name="register_target_value",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="register_target_period"
            ),
        ]
