"""Tables of outreach: campaigns and what they announced where, contacts, contact persons, interest, follow-up.

Channels are no table: they are configuration (`outreach.channels`).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sluis.domain.privacy import internal, personal, public

# `outreach.forgetting` does this each day: of a person nothing is kept longer than two years, but for the list of
# contacts, which is replaced whole. What was announced where and how many answered stays: it is asked years later.
WITH_REGISTER = "permanently, with the register: what was done to make the possibility known"
MADE = "2 years after it was made, then without who made it"
LISTED = "until the list is taken in anew without them"
TALKED = "2 years after it was said, then without names and words"
COUNTED = "2 years after it was counted; a count of a municipality, of nobody in particular"
SHOWN = "2 years after it was shown, then without who showed it"
FOLLOWED = "as long as they look after the municipality"
DONE = "2 years after it was done, then without who did it"


class Campaign(models.Model):
    """An effort to make the possibility known: what is said, to whom, from which day."""

    agency = models.CharField(max_length=20)
    name = models.TextField()
    audience = models.TextField()
    text = models.TextField()
    begins_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.TextField()

    KEPT = {
        **{name: public(WITH_REGISTER) for name in ("agency", "name", "audience", "text", "begins_on")},
        **{name: internal(WITH_REGISTER) for name in ("id", "made_at")},
        "made_by": personal(MADE),
    }

    class Meta:
        db_table = "outreach_campaign"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="outreach_one_campaign_a_name")]


class Announcement(models.Model):
    """What a campaign said by one channel. Its `mark` stands in the links to the interest form.

    `reached` is how many municipalities it went to, `cost_cents` what it cost; None where that is not known.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="announcements")
    channel = models.TextField()
    mark = models.TextField(unique=True)
    on = models.DateField()
    reached = models.PositiveIntegerField(null=True)
    cost_cents = models.PositiveBigIntegerField(null=True)
    address = models.TextField(default="")

    KEPT = {
        **{name: public(WITH_REGISTER) for name in ("campaign", "channel", "mark", "on", "reached", "address")},
        **{name: internal(WITH_REGISTER) for name in ("id", "cost_cents")},
    }

    class Meta:
        db_table = "outreach_announcement"


class Correspondent(models.Model):
    """Somebody at a municipality whom the agency can reach there, as a list of contacts named them."""

    agency = models.CharField(max_length=20)
    nis = models.TextField(db_collation="C")
    name = models.TextField(default="")
    function = models.TextField(default="")
    email = models.TextField(default="")
    phone = models.TextField(default="")
    listed_at = models.DateTimeField()
    listed_by = models.TextField()

    KEPT = {
        **{name: internal(LISTED) for name in ("id", "agency", "nis", "function", "listed_at")},
        **{name: personal(LISTED) for name in ("name", "email", "phone", "listed_by")},
    }

    class Meta:
        db_table = "outreach_correspondent"
        indexes = [models.Index(fields=["agency", "nis"], name="outreach_correspondents")]


class Contact(models.Model):
    """That somebody of the agency spoke with a municipality: when, with whom, what was said, and what comes next.

    `interested` says what came of it: yes, no, or (None) not known yet. `next_by` does the next step, by `next_on`;
    like `by` it is the name of somebody's account.
    """

    agency = models.CharField(max_length=20)
    nis = models.TextField(db_collation="C")
    on = models.DateField()
    channel = models.TextField()
    whom = models.TextField(default="")
    said = models.TextField()
    interested = models.BooleanField(null=True)
    next_step = models.TextField(default="")
    next_on = models.DateField(null=True)
    next_by = models.TextField(default="")
    next_done_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.TextField()

    KEPT = {
        **{
            name: internal(TALKED)
            for name in (
                "id", "agency", "nis", "on", "channel", "interested", "next_on", "next_done_at", "at",
            )
        },
        **{name: personal(TALKED) for name in ("whom", "said", "next_step", "next_by", "by")},
    }  # fmt: skip

    class Meta:
        db_table = "outreach_contact"
        indexes = [models.Index(fields=["agency", "nis", "on"], name="outreach_contacts")]


class Interest(models.Model):
    """That a municipality showed interest, on the form that links lead to; `announcement` is the link it came by.

    What was filled in is where a draft begins from; `protocol` is the draft that came of it. `form` is the digest of
    the form as it was sent, so that a second click is the same interest.
    """

    agency = models.CharField(max_length=20)
    nis = models.TextField(db_collation="C")
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, null=True, related_name="interests")
    form = models.TextField(unique=True)
    at = models.DateTimeField()
    name = models.TextField(default="")
    function = models.TextField(default="")
    email = models.TextField(default="")
    phone = models.TextField(default="")
    kbo = models.TextField(default="")
    dpo = models.TextField(default="")
    services = models.TextField(default="")
    purposes = ArrayField(models.TextField(), default=list)
    message = models.TextField(default="")
    protocol = models.TextField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(null=True)
    settled_as = models.TextField(default="")

    KEPT = {
        **{
            name: internal(SHOWN)
            for name in (
                "id", "agency", "nis", "announcement", "form", "at", "kbo", "purposes", "protocol", "settled_at",
            )
        },
        **{
            name: personal(SHOWN)
            for name in (
                "name", "function", "email", "phone", "dpo", "services", "message", "settled_by", "settled_as",
            )
        },
    }  # fmt: skip

    class Meta:
        db_table = "outreach_interest"
        indexes = [models.Index(fields=["agency", "nis", "at"], name="outreach_interests")]


class Figure(models.Model):
    """How many people of a municipality obtained the attest in a period, counted in the vault and written down here.

    `attests` is None where they are too few to be told without telling of somebody (`FEW` in `outreach.figures`).
    """

    agency = models.CharField(max_length=20)
    nis = models.TextField(db_collation="C")
    first_day = models.DateField()
    last_day = models.DateField()
    attests = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()

    KEPT = {
        name: internal(COUNTED)
        for name in ("id", "agency", "nis", "first_day", "last_day", "attests", "counted_at")
    }  # fmt: skip

    class Meta:
        db_table = "outreach_figure"
        constraints = [
            models.UniqueConstraint(fields=["agency", "nis", "first_day", "last_day"], name="outreach_one_figure")
        ]


class FollowUp(models.Model):
    """Who looks after a municipality on the list of whom to approach, and until when it may rest.

    `done_reasons` are the names of the reasons that stood there when it was marked as done: it comes back for others.
    """

    agency = models.CharField(max_length=20)
    nis = models.TextField(db_collation="C")
    assigned_to = models.TextField(default="")
    snoozed_until = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(null=True)
    done_reasons = ArrayField(models.TextField(), default=list)

    KEPT = {
        **{
            name: internal(WITH_REGISTER)
            for name in ("id", "agency", "nis", "snoozed_until", "done_at", "done_reasons")
        },
        "assigned_to": personal(FOLLOWED),
        "done_by": personal(DONE),
    }

    class Meta:
        db_table = "outreach_follow_up"
        constraints = [models.UniqueConstraint(fields=["agency", "nis"], name="outreach_one_follow_up")]
