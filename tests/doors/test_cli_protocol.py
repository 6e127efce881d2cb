"""`sluis protocol`: one protocol from the questions to closed, and every refusal once, all through the real command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.rooms.desk import COLLEGE, NAMES, kbo, register_agency
from tests.stories.cast import beersel_terms, register_beersel

from sluis.adapters import websites
from sluis.adapters.certificates import Authority, issue, make_authority, sign
from sluis.cli import clock
from sluis.cli.main import main
from sluis.config import installation
from sluis.ledger import queries as ledger
from sluis.protocols.models import Move, Version

HALLE, CODE = "23027", "AGII-23027"
MUNICIPALITY = ("--as", "dina", "--party", "nis:23027")
AGENCY_DPO = ("--as", "carla", "--role", "dpo")
MUNICIPAL_DPO = ("--as", "eli", "--party", "nis:23027", "--role", "dpo")


class Door:
    """The command as it is typed: its status, what it prints, and what it says is wrong."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as end:
            status = int(str(end.code))
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    def done(self, *arguments: str) -> str:
        status, out, err = self("protocol", *arguments)
        assert (status, err) == (0, ""), err
        return out

    def refused(self, *arguments: str, status: int = 1) -> str:
        ended, _, err = self("protocol", *arguments)
        assert ended == status, err
        return err


@pytest.fixture(scope="module")
def authority() -> Authority:
    return make_authority("Sluis test authority", clock.now() - timedelta(days=30))


@pytest.fixture
def door(
    database: str,
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    authority: Authority,
    tmp_path: Path,
) -> Iterator[Door]:
    register_agency()
    roots = tmp_path / "roots"
    roots.mkdir()
    (roots / "test.pem").write_bytes(authority.certificate)
    monkeypatch.setenv("SLUIS_TRUST_ROOTS", str(roots))
    monkeypatch.chdir(tmp_path)
    yield Door(capsys)


def answers() -> tuple[str, ...]:
    return (
        "--kbo", kbo(HALLE), "--dpo", "functionaris voor gegevensbescherming", "--service", "integratiedienst",
        "--start", clock.today().isoformat(),
    )  # fmt: skip


def decide(door: Door, folder: Path) -> str:
    (folder / "besluit.pdf").write_bytes(b"%PDF-1.7 besluit")
    named = [f"--signatory={side}:{capacity}={name}" for side, row in NAMES.items() for capacity, name in row.items()]
    return door.done(
        "decide", CODE, "--body", COLLEGE, "--on", clock.today().isoformat(), "--reference", "CBS/2026/12",
        "--document", str(folder / "besluit.pdf"), *named, *MUNICIPALITY,
    )  # fmt: skip


def signed(door: Door, folder: Path, authority: Authority, name: str, capacity: str) -> Path:
    """The document as the next signatory gives it back."""
    door.done("document", CODE, "--out", str(folder / "to-sign.pdf"))
    at = clock.now()
    credential = issue(authority, name, "Testorganisatie", valid_from=at - timedelta(days=20))
    pdf = sign(
        (folder / "to-sign.pdf").read_bytes(), credential, capacity=capacity, reason="akkoord", location="x", at=at
    )
    (folder / "signed.pdf").write_bytes(pdf)
    return folder / "signed.pdf"


def sign_all(door: Door, folder: Path, authority: Authority) -> None:
    for row in NAMES.values():
        for capacity, name in row.items():
            door.done("sign", CODE, str(signed(door, folder, authority, name, capacity)))


def publish(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.done("publish", CODE, "--side", "sender", "--address", "https://agency.example/halle")
    door.done("publish", CODE, "--side", "recipient", "--address", "https://halle.example/agii", *MUNICIPALITY)
    digest = Version.objects.get(status="signed").terms_digest
    monkeypatch.setattr(websites, "fetch", lambda _: f"<p>{digest}</p>")
    door.done("check-publication", CODE)


def until_validated(door: Door, folder: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    door.done("draft", HALLE, *answers())
    door.done("complete", CODE)
    door.done("advise", CODE, "--outcome", "positive", "--text", "Goed.", *AGENCY_DPO)
    door.done("advise", CODE, "--outcome", "positive", "--text", "Goed.", *MUNICIPAL_DPO)
    decide(door, folder)
    sign_all(door, folder, authority)
    publish(door, monkeypatch)
    door.done("validate", CODE, "--as", "bert")


def test_a_whole_life(door: Door, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Wat is het ondernemingsnummer van de gemeente?" in door.done("questions")
    begun = door.done("draft", HALLE, "--service", "integratiedienst", *MUNICIPALITY)
    assert f"{CODE}/1 is draft." in begun
    assert "missing: recipient.kbo is missing" in begun
    assert "asked:   What is the enterprise number of the municipality?\n           The number identifies" in begun
    assert "next: The municipality fills in what is missing." in begun
    assert "recipient.kbo is missing" in door.refused("complete", CODE)

    (tmp_path / "a.json").write_text(
        json.dumps({
            "recipient": {"kbo": kbo(HALLE), "dpo": "de functionaris"}, "start": clock.today().isoformat(),
        })
    )  # fmt: skip
    base = re.search(r"text: +(sha256:\w+)", door.done("show", CODE))
    assert base
    revised = door.done("revise", CODE, "--changes", "a.json", "--base", base[1], "--note", "x", *MUNICIPALITY)
    assert "changed: " in revised
    assert "Somebody else changed the text meanwhile" in door.refused(
        "revise", CODE, "--changes", "a.json", "--base", base[1]
    )

    (tmp_path / "b.json").write_text(json.dumps({"rowLimit": 500}))
    number = re.search(r"Proposal (\d+)", door.done("propose", CODE, "--changes", "b.json", "--why", "klein"))
    assert number
    assert "The other party accepts" in door.refused("settle", number[1], "--accept")
    assert "accepted" in door.done("settle", number[1], "--accept", *MUNICIPALITY)
    door.done("comment", CODE, "Kan dit korter?", "--place", "clauses.subject", *MUNICIPALITY)
    assert "Kan dit korter?" in door.done("show", CODE)
    assert "rowLimit" in door.done("differences", CODE, "--revisions") or "500" in door.done(
        "differences", CODE, "--revisions"
    )

    simulated = door.done("simulate", CODE)
    assert "ceremony: 0 people or a few more, kept until" in simulated
    assert "invented: " in simulated

    assert "is complete." in door.done("complete", CODE)
    conditional = ("advise", CODE, "--outcome", "conditional", "--text", "Ja, als.", "--condition", "Noem de dienst.")
    door.done(*conditional, *AGENCY_DPO)
    negative = door.done("advise", CODE, "--outcome", "negative", "--text", "Nee.", *MUNICIPAL_DPO)
    assert "The advice of the municipality is negative" in negative
    condition = re.search(r"condition (\d+) of sender", door.done("show", CODE))
    assert condition
    door.done("answer", condition[1], "--text", "Dat staat in artikel 5.")
    assert "is advised." in door.done("not-follow", CODE, "--side", "recipient", "--reason", "Het is nodig.")

    decided = decide(door, tmp_path)
    assert "is decided." in decided
    assert "next: Signs: de algemeen directeur. (sender signatory)" in decided
    assert "next: Signs: de algemeen directeur. (recipient signatory)" in decided
    sign_all(door, tmp_path, authority)
    assert "[x] Signed by all, on the same text" in door.done("show", CODE)
    publish(door, monkeypatch)
    assert "[ ]" not in door.done("checklist", CODE, "--as", "bert", "--role", "validator")
    assert "Whoever wrote on the text cannot validate it" in door.refused("validate", CODE, "--as", "dina")
    assert "is active." in door.done("validate", CODE, "--as", "bert")
    assert f"{CODE}\t1\t{HALLE}\tactive\tsha256:" in door.done("list")

    # In force: suspended and lifted, amended, noticed, ended.
    assert "is suspended." in door.done("suspend", CODE, "--reason", "lek", *MUNICIPALITY)
    assert "only that party can lift it" in door.refused("resume", CODE, "--reason", "ok")
    assert "is active." in door.done("resume", CODE, "--reason", "hersteld", *MUNICIPALITY)
    (tmp_path / "c.json").write_text(json.dumps({"rowLimit": 400}))
    assert f"{CODE}/2 is draft." in door.done("amend", CODE, "--changes", "c.json")
    assert "Against the text in force:" in door.done("show", CODE)
    assert "difference(s)." in door.done("differences", CODE, "--from", "1", "--to", "2")
    door.done("withdraw", CODE, "--reason", "toch niet")
    assert "last day: " in door.done("notice", CODE, "--reason", "stopt", *MUNICIPALITY)
    assert "is active." in door.done("withdraw-notice", CODE, "--reason", "vergissing", *MUNICIPALITY)
    door.done("hold", CODE, "--kind", "breach", "--reason", "onderzoek")
    door.done("lift", CODE, "--kind", "breach")
    assert "is ended." in door.done("end", CODE, "--reason", "klaar")
    assert "is closed." in door.done("close", CODE, "--version", "1")

    heard = door.done("messages", "--mark-read", *MUNICIPALITY)
    assert CODE in heard
    assert door.done("messages", *MUNICIPALITY) == "0 message(s) for nis:23027.\n"
    assert door.done("messages", "--all", *MUNICIPALITY) == heard

    told = door.done("history", CODE)
    for verb in ("draft", "revise", "complete", "give_advice", "decide", "place_signature", "validate", "close"):
        assert f"  {verb}" in told
    bodies = b"".join(ledger.bodies(0, ledger.size()))
    for person in ("dina", "carla", "eli", "bert", "operator", "Vera", "Bea"):
        assert person not in told
        assert f'"{person}'.encode() not in bodies
    assert {"dina", "bert", "operator"} <= set(Move.objects.values_list("person", flat=True))


def test_to_accede_takes_the_fewest_steps(door: Door) -> None:
    door.done("advise-model", "--outcome", "positive", "--text", "Goed model.", *AGENCY_DPO)
    said = door.done("accede", HALLE, *answers(), *MUNICIPALITY)
    assert f"{CODE}/1 is complete." in said
    assert "next: The data protection officer of the municipality gives advice." in said
    assert "agency" not in said
    assert "is advised." in door.done("advise", CODE, "--outcome", "positive", "--text", "Goed.", *MUNICIPAL_DPO)


def test_reopened_and_scanned(door: Door, tmp_path: Path, authority: Authority) -> None:
    door.done("draft", HALLE, *answers())
    door.done("complete", CODE)
    assert "is draft." in door.done("reopen", CODE, "--reason", "een fout")
    door.done("complete", CODE)
    for dpo in (AGENCY_DPO, MUNICIPAL_DPO):
        door.done("advise", CODE, "--outcome", "positive", "--text", "Goed.", *dpo)
    decide(door, tmp_path)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 scan")
    place = ("--side", "recipient", "--capacity", "de algemeen directeur")
    door.done("scan", CODE, "scan.pdf", *place, "--as", "an")
    assert "A second person of the agency attests" in door.refused("attest-scan", CODE, *place, "--as", "an")
    door.done("attest-scan", CODE, *place, "--as", "bert", "--role", "validator")
    assert "is expected (any more)" in door.refused("scan", CODE, "scan.pdf", *place, "--as", "an")


def test_the_model_for_everyone_and_what_is_due(
    door: Door, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    until_validated(door, tmp_path, authority, monkeypatch)
    assert "0 amendment(s) began; 0 protocol(s) left alone." in door.done("adopt-model-everywhere")
    assert "follows model" in door.refused("adopt-model", CODE)
    door.done("amend", CODE)
    assert "next: The text is ready to be offered for advice." in door.done("due")
    assert "is ended." in door.done("lapse", CODE, "--reason", "het decreet is opgeheven")


class TestRefusals:
    """Each once: the status, and the sentence that says what is the matter."""

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("show", CODE), f"There is no protocol {CODE}"),
            (("complete", CODE), f"There is no protocol '{CODE}'"),
            (("draft", "71022"), "Municipality 71022 does not exist on"),
            (("draft", "23003", *MUNICIPALITY), "Only the parties themselves begin a text."),
            (("draft", HALLE, "--model", "99"), "There is no model protocol of version 99."),
            (("settle", "7", "--accept"), "There is no such proposal."),
            (("answer", "7", "--text", "x"), "Give the answer to a condition that exists."),
            (("document", CODE, "--out", "x.pdf"), f"No text of {CODE} was decided on yet."),
            (("sign", CODE, "nowhere.pdf"), "FILE.pdf nowhere.pdf cannot be read: No such file"),
            (("publish", CODE, "--side", "sender", "--address", "http://x"), "starts with https://"),
            (("advise-model", "--outcome", "negative", "--text", "x", "--role", "dpo"), "Mend the model"),
            (("advise-model", "--outcome", "positive", "--text", "x", "--role", "validator"), "the data protection"),
            (("finish-task", CODE, "key"), "There is no open task 'key'."),
            (("lift", CODE, "--kind", "breach"), "There is no protocol"),
            (("amend", CODE), "There is no protocol"),
        ],
    )  # fmt: skip
    def test_before_anything_is_there(self, door: Door, arguments: tuple[str, ...], words: str) -> None:
        assert words in door.refused(*arguments)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("draft", HALLE), "has a text already (draft)"),
            (("validate", CODE, "--as", "bert"), "A protocol that is draft cannot validate"),
            (("advise", CODE, "--outcome", "positive", "--text", "x"), "cannot be done while the protocol is draft"),
            (("suspend", CODE, "--reason", "x"), "cannot suspend"),
            (("complete", CODE, "--party", "nis:23003"), "not up to you as coordinator"),
            (("complete", CODE, "--role", "dpo"), "not up to you as data protection officer of the agency"),
            (("notice", CODE, "--reason", "x"), "cannot give_notice"),
            (("check-publication", CODE), "cannot be done while the protocol is draft"),
            (("amend", CODE), "is in force to be amended"),
            (("close", CODE, "--version", "9"), f"There is no version {CODE}/9."),
            (("revise", CODE, "--changes", "touch.json"), "The system itself writes: version."),
            (("withdraw", CODE, "--reason", " "), "To withdraw a protocol, say why"),
            (("checklist", CODE), "Something is missing."),
        ],
    )  # fmt: skip
    def test_on_a_draft(self, door: Door, arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
        (tmp_path / "touch.json").write_text('{"version": 9}')
        door.done("draft", HALLE, *answers())
        assert words in door.refused(*arguments)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("validate", CODE), "--as"),
            (("complete", CODE, "--party", "halle"), "'halle' is no party, like agency:agii"),
            (("complete", CODE, "--as", " "), "--as: Say who acts"),
            (("complete", CODE, "--role", "schedule"), "schedule"),
            (("draft", "Halle"), "a NIS code is five digits"),
            (("draft", HALLE, "--purpose", "party"), "party"),
            (("draft", HALLE, "--start", "1-1-2026"), "is not a date"),
            (("draft", HALLE, "--set", "list.json"), "should be an object"),
            (("draft", HALLE, "--set", "broken.json"), "is not JSON"),
            (("draft", HALLE, "--set", "person.json"), "leave every person out"),
            (("advise", CODE, "--outcome", "good", "--text", "x"), "good"),
            (("advise", CODE, "--outcome", "positive"), "--text"),
            (("decide", CODE, "--body", "x", "--on", "2026-01-01", "--reference", "x", "--document", "x",
              "--signatory", "Vera"), "is not SIDE:CAPACITY=NAME"),
            (("settle", "x", "--accept"), "is not a number"),
            (("comment", CODE, "60.01.01-000.01"), "leave every person out"),
        ],
    )  # fmt: skip
    def test_wrong_use(self, door: Door, arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
        (tmp_path / "list.json").write_text("[]")
        (tmp_path / "broken.json").write_text("{")
        (tmp_path / "person.json").write_text('{"supervisor": "60.01.01-000.01"}')
        assert words in door.refused(*arguments, status=2)
        assert not Version.objects.exists()

    def test_each_reason_is_a_line(self, door: Door) -> None:
        door.done("draft", HALLE, *answers())
        door.done("complete", CODE)
        said = door.refused(
            "advise", CODE, "--outcome", "conditional", "--text", " ", "--on", "2031-01-01", *AGENCY_DPO
        )
        assert said.splitlines() == [
            "sluis protocol: Give the text of the advice.",
            "The advice lies in the future.",
            "Conditions belong to a conditional advice, at least one.",
        ]

    def test_terms_that_cannot_be_read(self, door: Door, tmp_path: Path) -> None:
        (tmp_path / "t.json").write_text("{}")
        said = door.refused(
            "register", "t.json", "--author", "a", "--validator", "b", "--published-by-sender", "https://x.example",
            "--published-by-recipient", "https://y.example",
        )  # fmt: skip
        assert said.splitlines()[0] == "sluis protocol: The terms cannot be read:"
        assert "protocol is missing" in said.splitlines()

    def test_a_decision_without_its_signatories(self, door: Door, tmp_path: Path) -> None:
        door.done("draft", HALLE, *answers())
        door.done("complete", CODE)
        for dpo in (AGENCY_DPO, MUNICIPAL_DPO):
            door.done("advise", CODE, "--outcome", "positive", "--text", "Goed.", *dpo)
        (tmp_path / "x").write_bytes(b"x")
        today = clock.today().isoformat()
        decide = ("decide", CODE, "--on", today, "--reference", "1", "--document", "x", "--body")
        assert "Name one signatory for each capacity" in door.refused(*decide, COLLEGE)
        assert "The decision is taken by one of" in door.refused(*decide, "burgemeester")


class TestSigning:
    @pytest.fixture(autouse=True)
    def _decided(self, door: Door, tmp_path: Path) -> None:
        door.done("draft", HALLE, *answers())
        door.done("complete", CODE)
        for dpo in (AGENCY_DPO, MUNICIPAL_DPO):
            door.done("advise", CODE, "--outcome", "positive", "--text", "Goed.", *dpo)
        decide(door, tmp_path)

    def test_a_stranger_s_authority_is_refused(self, door: Door, tmp_path: Path) -> None:
        stranger = make_authority("Another", clock.now() - timedelta(days=30))
        file = signed(door, tmp_path, stranger, "Dirk Directeur", "de algemeen directeur")
        assert "Refused (unknown_certificate): " in door.refused("sign", CODE, str(file))

    def test_without_trust_roots_it_says_what_to_set(
        self, door: Door, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = signed(door, tmp_path, authority, "Dirk Directeur", "de algemeen directeur")
        for value, words in (
            ("", "Set SLUIS_TRUST_ROOTS to a folder"),
            (str(tmp_path / "nowhere"), "cannot be read (No such file"),
            (str(tmp_path / "empty"), "there is nothing in the folder"),
        ):
            (tmp_path / "empty").mkdir(exist_ok=True)
            monkeypatch.setenv("SLUIS_TRUST_ROOTS", value)
            assert words in door.refused("sign", CODE, str(file), status=2)
        monkeypatch.setenv("SLUIS_TRUST_ROOTS", str(tmp_path / "roots"))
        monkeypatch.setenv("SLUIS_REVOCATION", "perhaps")
        assert "SLUIS_REVOCATION should be soft-fail or hard-fail" in door.refused("sign", CODE, str(file), status=2)

    def test_the_demo_s_authority_counts_in_a_demo_only(
        self, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SLUIS_TRUST_ROOTS")
        door.done("document", CODE, "--out", "to-sign.pdf")
        who = ("--name", "Dirk Directeur", "--capacity", "de algemeen directeur", "--out", "signed.pdf")
        status, _, err = door("demo-sign", "to-sign.pdf", *who)
        assert (status, "This installation is no demo" in err) == (1, True)
        installation.mark_as_demo()
        assert door("demo-sign", "to-sign.pdf", *who)[0] == 0
        key = settings.KEYS_FOLDER / "demo-authority.key"
        assert key.stat().st_mode & 0o077 == 0
        assert "Signs: de algemeen directeur." in door.done("sign", CODE, "signed.pdf")
        (tmp_path / "text").write_text("no PDF")
        status, _, err = door("demo-sign", "text", *who)
        assert (status, "is no PDF that can be signed" in err) == (1, True)


class TestMunicipality:
    def test_the_question_needs_no_database(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
        status, out, _ = Door(capsys)("municipality", "71022", "--on", "2024-06-01")
        assert (status, out.startswith("71022 is Hasselt")) == (0, True)
        assert Door(capsys)("municipality", "71022", "71072")[0] == 2

    def test_mergers_that_nobody_has_a_protocol_for(self, door: Door) -> None:
        status, out, _ = door("municipality", "merge", "--on", "2024-12-31")
        assert (status, out) == (0, "0 merger(s) carried out; 0 had nothing (more) to inherit.\n")
        assert door("municipality", "merge", "71072")[1].startswith("0 merger(s) carried out; 1 had nothing")

    def test_wrong_use(self, door: Door) -> None:
        status, _, err = door("municipality", "merge", "--on", "2031-01-01")
        assert (status, "is still to come" in err) == (2, True)
        status, _, err = door("municipality", "merge", "23003")
        assert (status, "No municipality had merged into '23003'" in err) == (1, True)
        status, _, err = door("municipality", "merge", "71072", "--role", "coordinator", "--party", "nis:71072")
        assert (status, "This is up to the agency." in err) == (1, True)

    def test_a_merger_is_carried_out_once(self, door: Door, tmp_path: Path) -> None:
        for nis in ("71022", "73040"):  # Hasselt and Kortessem became Hasselt 71072 on 1 January 2025
            terms = json.loads(beersel_terms())
            terms["protocol"], terms["recipient"]["nis"], terms["territory"] = f"AGII-{nis}", nis, [nis]
            if nis == "73040":
                terms["rowLimit"] = 25
            (tmp_path / "t.json").write_text(json.dumps(terms))
            door.done(
                "register", "t.json", "--author", "a", "--validator", "b",
                "--published-by-sender", "https://x.example", "--published-by-recipient", "https://y.example",
            )  # fmt: skip
        status, out, err = door("municipality", "merge", "71072")
        assert (status, err) == (0, "")
        assert "Hasselt (71072) inherits AGII-71022/1, AGII-73040/1 as AGII-71072/1, active." in out
        assert "Until the new municipality decides, this applies: 25" in out
        assert "  task decide: " in out
        assert "1 merger(s) carried out" in out
        assert "0 merger(s) carried out" in door("municipality", "merge")[1]
        assert door.done("finish-task", "AGII-71072", "key") == "AGII-71072: key is done.\n"
        assert "task key" not in door.done("show", "AGII-71072")


def test_the_field_is_listed_as_it_stood_on_a_past_day(
    database: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register_beersel()
    assert main(["protocol", "suspend", "AGII-23003", "--reason", "een controle"]) == 0
    capsys.readouterr()
    for day, stood in (("2020-10-31", ""), ("2020-11-01", "AGII-23003\t1\t23003\tactive\n")):
        assert main(["protocol", "list", "--on", day]) == 0
        assert capsys.readouterr().out == stood
    assert main(["protocol", "list", "--on", clock.today().isoformat()]) == 0
    assert capsys.readouterr().out == "AGII-23003\t1\t23003\tsuspended\n"
