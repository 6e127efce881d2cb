"""Which database role may do what to which table: the walls of the house, in one table.

`sluis database install` takes everything away and grants exactly this. Row-level security on the vault stands in the
migrations of `dossiers` and `disclosures`; no role but the owner can change a table or this list.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections

OWNER, APP, STEWARD, DELIVERY = "sluis_owner", "sluis_app", "sluis_steward", "sluis_delivery"

ROLES: dict[str, str] = {
    OWNER: "makes and changes tables; nothing that runs day by day takes it up",
    APP: "the portal, the command line and the jobs: protocols, asks, parcels, ledger; never the vault",
    STEWARD: "imports extracts of the source, restricts and erases dossiers; knows nothing of asks and parcels",
    DELIVERY: "reads the vault through row-level security, under a live permit; reads nothing else",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """`rights` (as SQL says them) on a table or function, for a role."""

    role: str
    rights: str
    on: str


GRANTS: tuple[Grant, ...] = (
    # The ledger: everybody who acts may append through the function; nobody may change or remove.
    Grant(APP, "EXECUTE", "FUNCTION ledger_append(bytea[])"),
    Grant(STEWARD, "EXECUTE", "FUNCTION ledger_append(bytea[])"),
    Grant(APP, "SELECT", "ledger_head"),
    Grant(APP, "SELECT", "ledger_entry"),
    Grant(APP, "SELECT, INSERT, UPDATE", "ledger_tile"),
    Grant(APP, "SELECT, INSERT", "ledger_signed_head"),
    # Parties and protocols. What was written is not rewritten: terms change only while they are a draft (a trigger
    # sees to it), and of most rows nothing changes but how they were settled.
    Grant(APP, "SELECT, INSERT, UPDATE", "parties_agency"),
    Grant(STEWARD, "SELECT", "parties_agency"),
    Grant(APP, "SELECT, INSERT, UPDATE (withdrawn_at)", "parties_recipient_key"),
    Grant(APP, "SELECT, INSERT, UPDATE (address, set_at, set_by), DELETE", "parties_contact"),
    Grant(APP, "SELECT, INSERT, UPDATE (withdrawn_at, last_used_on)", "parties_api_token"),
    Grant(APP, "SELECT, INSERT, UPDATE (status, body, headers), DELETE", "parties_api_answer"),
    Grant(APP, "SELECT, INSERT", "parties_organisation"),
    Grant(APP, "SELECT, INSERT, UPDATE (name, last_seen_at)", "parties_account"),
    Grant(APP, "SELECT, INSERT, UPDATE (gone_at, blocked_at, blocked_by)", "parties_capacity"),
    Grant(APP, "SELECT, INSERT, UPDATE, DELETE", "django_session"),
    Grant(APP, "SELECT, INSERT", "protocols_protocol"),
    Grant(
        APP,
        "SELECT, INSERT, UPDATE (terms, terms_digest, status, published_by_sender, published_by_recipient, remark, "
        "ends_on)",
        "protocols_version",
    ),
    Grant(APP, "SELECT, INSERT", "protocols_move"),
    Grant(APP, "SELECT, INSERT", "protocols_revision"),
    Grant(APP, "SELECT, INSERT, UPDATE (settled_at, settled_by)", "protocols_comment"),
    Grant(APP, "SELECT, INSERT, UPDATE (accepted, settled_at, settled_by)", "protocols_proposal"),
    Grant(APP, "SELECT, INSERT, UPDATE (reason_not_followed)", "protocols_advice"),
    Grant(APP, "SELECT, INSERT, UPDATE (answer, answered_by, answered_at)", "protocols_condition"),
    Grant(APP, "SELECT, INSERT", "protocols_model_advice"),
    Grant(APP, "SELECT, INSERT", "protocols_document"),
    Grant(APP, "SELECT, INSERT", "protocols_signatory"),
    Grant(APP, "SELECT, INSERT", "protocols_signature"),
    Grant(APP, "SELECT, INSERT", "protocols_attestation"),
    Grant(APP, "SELECT, INSERT", "protocols_publication_check"),
    Grant(APP, "SELECT, INSERT, UPDATE (done_at, done_by)", "protocols_task"),
    Grant(APP, "SELECT, INSERT, UPDATE (read_at)", "protocols_message"),
    Grant(APP, "SELECT, INSERT, UPDATE (lifted_at, lifted_by)", "protocols_hold"),
    # The vault.
    Grant(STEWARD, "SELECT, INSERT, UPDATE, DELETE", "dossiers_person"),
    Grant(STEWARD, "SELECT, INSERT, UPDATE, DELETE", "dossiers_former_insz"),
    Grant(STEWARD, "EXECUTE", "FUNCTION dossiers_open_for_bulk()"),
    Grant(STEWARD, "EXECUTE", "FUNCTION dossiers_close_after_bulk()"),
    Grant(STEWARD, "SELECT, INSERT", "dossiers_extract"),
    Grant(STEWARD, "SELECT, INSERT", "dossiers_quarantined"),
    Grant(APP, "SELECT", "dossiers_extract"),
    Grant(APP, "SELECT", "dossiers_quarantined"),
    Grant(
        DELIVERY,
        "SELECT (id, agency, insz, surname, first_name, nis, contract_signed_on, attest_obtained_on, status, "
        "left_on, restricted, secret)",
        "dossiers_person",
    ),
    Grant(DELIVERY, "EXECUTE", "FUNCTION disclosures_live_permit()"),
    # Asks and what comes of them. A draft can be tried out by counting, never by looking.
    Grant(APP, "EXECUTE", "FUNCTION disclosures_count(text[], text, boolean, boolean)"),
    Grant(APP, "SELECT, INSERT", "disclosures_ask"),
    Grant(APP, "SELECT, INSERT", "disclosures_permit"),
    Grant(APP, "SELECT, INSERT", "disclosures_refusal"),
    Grant(
        APP,
        "SELECT, INSERT, UPDATE (status, sealed, settled_at, collected_at, deletion_confirmed_at, "
        "deletion_confirmed_by)",
        "disclosures_delivery",
    ),
    Grant(APP, "SELECT, INSERT, DELETE", "disclosures_collectable"),
    Grant(APP, "SELECT, INSERT", "disclosures_opening"),
    Grant(APP, "SELECT, INSERT, DELETE", "disclosures_try"),
    # The register and outreach. A target is never rewritten; of outreach, who was named is forgotten in time.
    Grant(APP, "SELECT, INSERT", "register_target"),
    Grant(APP, "SELECT, INSERT, UPDATE (name, audience, text, begins_on, made_by)", "outreach_campaign"),
    Grant(APP, 'SELECT, INSERT, UPDATE ("on", reached, cost_cents, address)', "outreach_announcement"),
    Grant(APP, "SELECT, INSERT, DELETE", "outreach_correspondent"),
    Grant(
        APP,
        "SELECT, INSERT, UPDATE (whom, said, next_step, next_by, next_done_at, by)",
        "outreach_contact",
    ),
    Grant(
        APP,
        "SELECT, INSERT, UPDATE (name, function, email, phone, dpo, services, message, protocol, settled_at, "
        "settled_by, settled_as)",
        "outreach_interest",
    ),
    Grant(APP, "SELECT, INSERT, DELETE, UPDATE (attests, counted_at)", "outreach_figure"),
    Grant(
        APP,
        "SELECT, INSERT, UPDATE (assigned_to, snoozed_until, done_at, done_by, done_reasons)",
        "outreach_follow_up",
    ),
    # Jobs. The queue's functions (Procrastinate's) run with the rights of who calls them: without these tables they do
    # nothing. The worker takes up the steward's role for an import, and nothing of the queue is the steward's.
    Grant(
        APP,
        "SELECT, INSERT, UPDATE (status, doing_nl, doing_en, rows, job, started_at, ended_at, extract, counts, "
        "error_nl, error_en)",
        "jobs_import",
    ),
    Grant(APP, "SELECT, INSERT, UPDATE (nl, en, at), DELETE", "jobs_trouble"),
    Grant(APP, "SELECT, INSERT", "jobs_mailing"),
    Grant(APP, "SELECT, INSERT, UPDATE, DELETE", "procrastinate_jobs"),
    Grant(APP, "SELECT, INSERT, UPDATE, DELETE", "procrastinate_workers"),
    Grant(APP, "SELECT, INSERT, UPDATE, DELETE", "procrastinate_periodic_defers"),
    Grant(APP, "SELECT, INSERT", "procrastinate_events"),
)


def apply_grants() -> None:
    """Takes every right of the program's roles away and grants those of `GRANTS`, in one transaction."""
    with connections["owner"].cursor() as cursor:
        for role in ROLES:
            if role != OWNER:
                cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
                cursor.execute(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {role}")
                cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}")
                cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        for grant in GRANTS:
            cursor.execute(f"GRANT {grant.rights} ON {grant.on} TO {grant.role}")
        for role, table in sorted({(grant.role, grant.on) for grant in GRANTS if "INSERT" in grant.rights}):
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, attname) FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                [table, table],
            )
            for sequence in {name for (name,) in cursor.fetchall() if name}:
                cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {role}")
