"""The API over HTTP: a whole life by six tokens, who may call what, and that every wrong turn ends as a problem."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connections
from django.http import HttpResponse
from django.test import Client
from tests.rooms.desk import COLLEGE, NAMES, kbo, register_agency
from tests.stories import cast as stories
from tests.stories.cast import HEADER, beersel_terms, insz

from sluis.adapters import websites
from sluis.adapters.certificates import Authority, issue, make_authority, sign
from sluis.api.door import api
from sluis.cli import clock
from sluis.cli.main import main
from sluis.disclosures import closing
from sluis.domain.access import Actor, Role, may, side_of, up_to
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import Deed, Verb
from sluis.dossiers import actions as dossiers
from sluis.ledger import queries as ledger
from sluis.parties import tokens
from sluis.parties.models import ApiAnswer, ApiToken
from sluis.protocols import actions
from sluis.protocols.models import Comment, Version
from sluis.web.headers import HEADERS

HALLE, CODE = "23027", "AGII-23027"
BASE = "/api/v1"
PROTOCOL = f"{BASE}/protocols/{CODE}"

# Everybody who may come in: person, party, role.
CAST: Mapping[str, tuple[str, str, Role]] = {
    "manager": ("an", "agency:agii", Role.PROTOCOL_MANAGER),
    "validator": ("bert", "agency:agii", Role.VALIDATOR),
    "agency_dpo": ("carla", "agency:agii", Role.DPO),
    "agency_signatory": ("vera", "agency:agii", Role.SIGNATORY),
    "coordinator": ("dina", f"nis:{HALLE}", Role.COORDINATOR),
    "dpo": ("eli", f"nis:{HALLE}", Role.DPO),
    "signatory": ("bea", f"nis:{HALLE}", Role.SIGNATORY),
    "supervisor": ("tom", "supervisor:vtc", Role.SUPERVISOR),
}
STRANGERS: Mapping[str, tuple[str, str, Role]] = {
    "another municipality": ("fien", "nis:23003", Role.COORDINATOR),
    "its officer": ("gil", "nis:23003", Role.DPO),
}


@dataclass
class Door:
    """The API as programs call it, each with a token; every answer is looked through."""

    texts: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost", raise_request_exception=False))

    def call(
        self,
        who: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        kind: str = "application/json",
        **headers: str,
    ) -> HttpResponse:
        if who is not None:
            headers["Authorization"] = f"Bearer {self.texts.get(who, who)}"
        data = json.dumps(body) if kind.endswith("json") and body is not None else body if body is not None else ""
        answer = cast(HttpResponse, self.client.generic(method, path, data, content_type=kind, headers=headers))
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["Cache-Control"] == "no-store"
        if answer.status_code >= 400:
            assert_problem(answer)
        elif answer.headers.get("Content-Type", "").startswith("application/json"):
            # Only the rows of a simulation hold numbers, and those of nobody: the counter 000 is not issued.
            for number in INSZ_SHAPED.findall(answer.content.decode()):
                assert "/simulation" in path and number[6:9] == "000"
            assert not [name for name, _, _ in CAST.values() if f'"{name}"' in answer.content.decode()]
        return answer

    def done(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = self.call(who, method, path, body, **more)
        assert answer.status_code in (200, 201), answer.content.decode()
        return json.loads(answer.content)

    def refused(self, status: int, who: str | None, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = self.call(who, method, path, body, **more)
        assert answer.status_code == status, answer.content.decode()
        return json.loads(answer.content)

    def decide(self, who: str = "coordinator", path: str = PROTOCOL, **changes: Any) -> HttpResponse:
        named = [
            {"side": side, "capacity": capacity, "name": name}
            for side, row in NAMES.items()
            for capacity, name in row.items()
        ]
        fields = {
            "body": COLLEGE, "on": clock.today().isoformat(), "reference": "CBS/2026/12",
            "signatories": json.dumps(named), "document": SimpleUploadedFile("besluit.pdf", b"%PDF-1.7 besluit"),
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {self.texts[who]}"}
        answer = cast(HttpResponse, self.client.post(f"{path}/decision", fields | changes, headers=headers))
        if answer.status_code >= 400:
            assert_problem(answer)
        return answer


def assert_problem(answer: HttpResponse) -> None:
    """A problem as RFC 9457 and the Belgian guide have it, and nothing of what was asked in it."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content[:200]
    said = json.loads(answer.content)
    assert re.fullmatch(r"urn:problem-type:(belgif|sluis):[a-zA-Z]+", said["type"])
    assert said["status"] == answer.status_code
    assert said["title"]
    assert said["reasons"]
    for reason in said["reasons"]:
        assert reason["nl"]
        assert reason["en"]
        assert reason["nl"] != reason["en"]
    assert not INSZ_SHAPED.search(answer.content.decode())


@pytest.fixture(scope="module")
def authority() -> Authority:
    return make_authority("Sluis test authority", clock.now() - timedelta(days=30))


@pytest.fixture
def door(
    database: str, home: Path, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Door]:
    register_agency()
    roots = tmp_path / "roots"
    roots.mkdir()
    (roots / "test.pem").write_bytes(authority.certificate)
    monkeypatch.setenv("SLUIS_TRUST_ROOTS", str(roots))
    made = Door()
    for name, (person, party, role) in {**CAST, **STRANGERS}.items():
        made.texts[name], _ = tokens.make_token(
            party=party, person=person, role=role, label=name, by="agency:agii", at=clock.now()
        )
    yield made


def answers() -> dict[str, Any]:
    return {
        "nis": HALLE, "kbo": kbo(HALLE), "dpo": "functionaris voor gegevensbescherming",
        "services": ["integratiedienst"], "start": clock.today().isoformat(),
    }  # fmt: skip


def advice(outcome: str = "positive", **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "text": "Nagekeken.", "on": clock.today().isoformat(), **more}


def sign_all(door: Door, authority: Authority) -> None:
    for who, row in zip(("agency_signatory", "signatory"), NAMES.values(), strict=True):
        for capacity, name in row.items():
            at = clock.now()
            given = door.call(who, "GET", f"{PROTOCOL}/document")
            assert given.headers["Content-Type"] == "application/pdf"
            credential = issue(authority, name, "Testorganisatie", valid_from=at - timedelta(days=20))
            pdf = sign(given.content, credential, capacity=capacity, reason="akkoord", location="hier", at=at)
            door.done(who, "POST", f"{PROTOCOL}/signatures", pdf, kind="application/pdf")


def test_a_whole_life_by_six_tokens(door: Door, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    (model,) = door.done("coordinator", "GET", f"{BASE}/models")
    assert next(question["place"] for question in model["questions"]) == "recipient.kbo"
    assert door.done("dpo", "GET", f"{BASE}/models/1") == model
    assert door.done("coordinator", "GET", f"{BASE}/protocols")["items"] == []

    begun = door.done("coordinator", "POST", f"{BASE}/protocols", {"nis": HALLE, "services": ["integratiedienst"]})
    assert (begun["code"], begun["status"]) == (CODE, "draft")
    seen = door.done("manager", "GET", PROTOCOL)
    assert {"nl": "recipient.kbo ontbreekt", "en": "recipient.kbo is missing"} in seen["missing"]
    assert [question["place"] for question in seen["asked"]] == ["recipient.kbo", "recipient.dpo", "start"]
    assert seen["turns"][0]["role"] == "coordinator"
    missing = door.refused(409, "coordinator", "POST", f"{PROTOCOL}/completion")
    assert "recipient.kbo ontbreekt" in missing["reasons"][0]["nl"]

    read = door.call("coordinator", "GET", PROTOCOL)
    changes = {"recipient": {"kbo": kbo(HALLE), "dpo": "de functionaris"}, "start": clock.today().isoformat()}
    patch = {"kind": "application/merge-patch+json"}
    door.refused(428, "coordinator", "PATCH", PROTOCOL, changes, **patch)
    revised = door.call("coordinator", "PATCH", PROTOCOL, changes, **patch, **{"If-Match": read.headers["ETag"]})
    assert revised.status_code == 200
    assert revised.headers["ETag"] == f'"{json.loads(revised.content)["termsDigest"]}"' != read.headers["ETag"]
    stale = door.refused(
        412, "manager", "PATCH", PROTOCOL, {"rowLimit": 3}, **patch, **{"If-Match": read.headers["ETag"]}
    )
    assert stale["type"] == "urn:problem-type:sluis:textChanged"

    door.done("dpo", "POST", f"{PROTOCOL}/comments", {"text": "Kan dit korter?", "place": "clauses.subject"})
    assert [one["text"] for one in door.done("manager", "GET", f"{PROTOCOL}/comments")] == ["Kan dit korter?"]
    proposal = door.done("manager", "POST", f"{PROTOCOL}/proposals", {"changes": {"rowLimit": 500}, "why": "klein"})
    settlement = f"{PROTOCOL}/proposals/{proposal['id']}/settlement"
    assert "The other party accepts" in door.refused(409, "manager", "POST", settlement, {"accept": True})["detail"]
    assert door.done("coordinator", "POST", settlement, {"accept": True})["accepted"] is True
    assert len(door.done("dpo", "GET", f"{PROTOCOL}/proposals")) == 1

    assert door.done("coordinator", "POST", f"{PROTOCOL}/completion")["status"] == "complete"
    conditional = advice("conditional", conditions=["Noem de dienst."])
    door.done("agency_dpo", "POST", f"{PROTOCOL}/advices", conditional)
    door.done("supervisor", "POST", f"{PROTOCOL}/advices", advice(body="VTC"))
    door.done("dpo", "POST", f"{PROTOCOL}/advices", advice("negative"))
    given = door.done("manager", "GET", f"{PROTOCOL}/advices")
    assert [(one["side"], one["outcome"]) for one in given] == [
        ("sender", "conditional"), ("supervisor", "positive"), ("recipient", "negative"),
    ]  # fmt: skip
    condition = given[0]["conditions"][0]["id"]
    door.done("coordinator", "POST", f"{PROTOCOL}/conditions/{condition}/answer", {"answer": "Artikel 5."})
    advised = door.done(
        "manager", "POST", f"{PROTOCOL}/advices/recipient/reasonNotFollowed", {"reason": "Het is nodig."}
    )
    assert advised["status"] == "advised"

    assert door.decide().status_code == 201
    sign_all(door, authority)
    assert door.done("dpo", "GET", PROTOCOL)["status"] == "signed"
    piece = door.call("coordinator", "GET", f"{PROTOCOL}/snippet?url=https://agency.example/text")
    digest = Version.objects.get().terms_digest
    assert digest in piece.content.decode()
    assert piece.headers["Content-Type"] == "text/plain; charset=utf-8"
    for who, side in (("manager", "sender"), ("coordinator", "recipient")):
        door.done(who, "PUT", f"{PROTOCOL}/addresses/{side}", {"address": f"https://{side}.example/x"})
    monkeypatch.setattr(websites, "fetch", lambda _: piece.content.decode())
    found = door.done("manager", "POST", f"{PROTOCOL}/publicationChecks")
    assert [(one["side"], one["found"]) for one in found] == [("sender", True), ("recipient", True)]
    checks = door.done("validator", "GET", f"{PROTOCOL}/checklist")
    assert [check["name"] for check in checks if check["missing"]] == []
    assert door.done("validator", "POST", f"{PROTOCOL}/validation")["status"] == "active"

    assert door.done("dpo", "POST", f"{PROTOCOL}/suspension", {"reason": "lek"})["status"] == "suspended"
    said = door.refused(409, "manager", "POST", f"{PROTOCOL}/resumption", {"reason": "ok"})
    assert "alleen die partij kan haar opheffen" in said["reasons"][0]["nl"]
    assert door.done("coordinator", "POST", f"{PROTOCOL}/resumption", {"reason": "ok"})["status"] == "active"

    hold = door.done("dpo", "POST", f"{PROTOCOL}/holds", {"kind": "breach", "reason": "een lek"})
    assert (hold["kind"], hold["placedBy"], hold["liftedAt"]) == ("breach", f"nis:{HALLE}", None)
    door.refused(409, "manager", "POST", f"{PROTOCOL}/holds/sanction/lifting")
    door.refused(403, "dpo", "POST", f"{PROTOCOL}/holds/breach/lifting")
    assert door.done("manager", "POST", f"{PROTOCOL}/holds/breach/lifting") == {"kind": "breach", "lifted": 1}
    assert [one["liftedBy"] for one in door.done("coordinator", "GET", f"{PROTOCOL}/holds")] == ["agency:agii"]

    amended = door.done("coordinator", "POST", f"{PROTOCOL}/amendments", {"changes": {"rowLimit": 400}})
    assert (amended["version"], amended["status"]) == (2, "draft")
    differences = door.done("manager", "GET", f"{PROTOCOL}/differences")
    assert "rowLimit" in {one["place"] for one in differences}
    assert differences == door.done("manager", "GET", f"{PROTOCOL}/differences?before=1&after=2")
    tried = door.done("dpo", "GET", f"{PROTOCOL}/simulation")
    assert (tried["version"], tried["missing"], tried["changes"]) == (2, [], differences)
    (waits,) = door.done("manager", "GET", f"{BASE}/waiting")["items"]
    assert (waits["code"], waits["version"], waits["turns"][0]["what"]) == (CODE, 2, "complete")
    early = clock.now()
    door.done("coordinator", "POST", f"{PROTOCOL}/withdrawal", {"reason": "toch niet"})
    door.done("coordinator", "POST", f"{PROTOCOL}/notice", {"reason": "stopt"})
    assert door.done("manager", "GET", PROTOCOL)["endsOn"]
    door.done("coordinator", "POST", f"{PROTOCOL}/noticeWithdrawal", {"reason": "vergissing"})
    assert door.done("coordinator", "POST", f"{PROTOCOL}/ending", {"reason": "klaar"})["status"] == "ended"
    door.refused(403, "coordinator", "POST", f"{PROTOCOL}/versions/1/closing")
    door.refused(404, "manager", "POST", f"{PROTOCOL}/versions/3/closing")
    door.refused(409, "manager", "POST", f"{PROTOCOL}/versions/2/closing")
    assert door.done("manager", "POST", f"{PROTOCOL}/versions/1/closing")["status"] == "closed"
    assert stood(door, "coordinator", early) == {1: "active", 2: "draft"}
    assert stood(door, "coordinator", clock.now()) == {1: "closed", 2: "withdrawn"}
    assert door.done("manager", "GET", f"{BASE}/waiting")["total"] == 0

    told = [event["what"] for event in door.done("coordinator", "GET", f"{PROTOCOL}/history")]
    assert [what for what in ("draft", "give_advice", "decide", "validate", "end") if what not in told] == []
    assert [one["code"] for one in door.done("coordinator", "GET", f"{BASE}/protocols")["items"]] == [CODE]

    bodies = b"".join(ledger.bodies(0, ledger.size())).decode()
    for person, _, _ in CAST.values():
        assert f'"{person}"' not in bodies
    assert '"kind":"token.made"' in bodies


def stood(door: Door, who: str, at: datetime) -> dict[int, str]:
    """How each version of Halle's protocol stood, as a token sees it."""
    rows = door.done(who, "GET", f"{BASE}/standings?{urlencode({'at': at.isoformat()})}")["items"]
    assert {(row["code"], row["nis"]) for row in rows} <= {(CODE, HALLE)}
    return {row["version"]: row["status"] for row in rows}


def test_to_accede_and_to_reopen(door: Door) -> None:
    assert door.done("coordinator", "POST", f"{BASE}/accessions", answers())["status"] == "complete"
    assert door.done("manager", "POST", f"{PROTOCOL}/reopening", {"reason": "fout"})["status"] == "draft"


def test_a_signature_on_paper(door: Door) -> None:
    door.done("coordinator", "POST", f"{BASE}/accessions", answers())
    for who in ("agency_dpo", "dpo"):
        door.done(who, "POST", f"{PROTOCOL}/advices", advice())
    door.decide()
    place = {"side": "recipient", "capacity": "de algemeen directeur"}
    scans = f"{PROTOCOL}/scans?side=recipient&capacity=de+algemeen+directeur"
    door.refused(415, "manager", "POST", scans, {})
    door.done("manager", "POST", scans, b"%PDF-1.4 scan", kind="application/pdf")
    door.refused(409, "manager", "POST", f"{PROTOCOL}/scanAttestations", place)
    door.done("validator", "POST", f"{PROTOCOL}/scanAttestations", place)
    ways = {(one["side"], one["capacity"]): one["way"] for one in door.done("dpo", "GET", PROTOCOL)["signatories"]}
    assert ways["recipient", "de algemeen directeur"] == "paper"
    assert ways["sender", "de algemeen directeur"] is None
    refused = door.refused(422, "manager", "POST", f"{PROTOCOL}/signatures", b"no", kind="application/pdf")
    assert (refused["type"], refused["reason"]) == ("urn:problem-type:sluis:signatureRefused", "not_a_pdf")


# --- who may call what ---

# Every operation: what it does to a protocol (None: it only reads), how it is called, and with what.
REASON = {"reason": "x"}
PARTY_SIDE = {"side": "sender"}
OPERATIONS: Mapping[str, tuple[Verb | Deed | None, str, str, Any]] = {
    "readProtocol": (None, "GET", "", None),
    "readChecklist": (None, "GET", "/checklist", None),
    "readDifferences": (None, "GET", "/differences", None),
    "readHistory": (None, "GET", "/history", None),
    "readDocument": (None, "GET", "/document", None),
    "readSnippet": (None, "GET", "/snippet?url=https://x.example/", None),
    "listComments": (None, "GET", "/comments", None),
    "listProposals": (None, "GET", "/proposals", None),
    "listAdvices": (None, "GET", "/advices", None),
    "listTasks": (None, "GET", "/tasks", None),
    "listHolds": (None, "GET", "/holds", None),
    "readInheritance": (None, "GET", "/inheritance", None),
    "simulateProtocol": (None, "GET", "/simulation", None),
    "reviseProtocol": (Deed.REVISE, "PATCH", "", {}),
    "addComment": (Deed.COMMENT, "POST", "/comments", {"text": "x"}),
    "propose": (Deed.PROPOSE, "POST", "/proposals", {"changes": {}, "why": "x"}),
    "settleProposal": (Deed.SETTLE, "POST", "/proposals/{proposal}/settlement", {"accept": False}),
    "completeProtocol": (Verb.COMPLETE, "POST", "/completion", None),
    "reopenProtocol": (Verb.REOPEN, "POST", "/reopening", REASON),
    "withdrawProtocol": (Verb.WITHDRAW, "POST", "/withdrawal", REASON),
    "amendProtocol": (Verb.DRAFT, "POST", "/amendments", {}),
    "giveAdvice": (Deed.GIVE_ADVICE, "POST", "/advices", {"outcome": "positive", "text": "x", "on": "2026-01-01"}),
    "answerCondition": (Deed.ANSWER_CONDITION, "POST", "/conditions/{condition}/answer", {"answer": "x"}),
    "notFollowAdvice": (Deed.NOT_FOLLOW_ADVICE, "POST", "/advices/sender/reasonNotFollowed", REASON),
    "decideProtocol": (Verb.DECIDE, "POST", "/decision", "form"),
    "placeSignature": (Deed.PLACE_SIGNATURE, "POST", "/signatures", b"x"),
    "placeScan": (Deed.PLACE_SCAN, "POST", "/scans?side=sender&capacity=x", b"x"),
    "attestScan": (Deed.ATTEST_SCAN, "POST", "/scanAttestations", {**PARTY_SIDE, "capacity": "x"}),
    "recordAddress": (Deed.RECORD_ADDRESS, "PUT", "/addresses/sender", {"address": "https://x.example"}),
    "checkPublication": (Deed.CHECK_PUBLICATION, "POST", "/publicationChecks", None),
    "attestPublication": (Deed.CHECK_PUBLICATION, "POST", "/publicationAttestations", PARTY_SIDE),
    "validateProtocol": (Verb.VALIDATE, "POST", "/validation", None),
    "suspendProtocol": (Verb.SUSPEND, "POST", "/suspension", REASON),
    "resumeProtocol": (Verb.RESUME, "POST", "/resumption", REASON),
    "endProtocol": (Verb.END, "POST", "/ending", REASON),
    "lapseProtocol": (Verb.LAPSE, "POST", "/lapse", REASON),
    "giveNotice": (Verb.GIVE_NOTICE, "POST", "/notice", REASON),
    "withdrawNotice": (Verb.WITHDRAW_NOTICE, "POST", "/noticeWithdrawal", REASON),
    "placeHold": (Deed.HOLD, "POST", "/holds", {"kind": "breach", **REASON}),
    "liftHolds": (Deed.LIFT_HOLD, "POST", "/holds/sanction/lifting", None),
    "finishTask": (Deed.FINISH_TASK, "POST", "/tasks/key/completion", None),
    "closeVersion": (Verb.CLOSE, "POST", "/versions/1/closing", None),
}
# For any token; whose protocol it is shows in what they answer.
OPEN: Mapping[str, tuple[str, str, Any]] = {
    "listModels": ("GET", "/models", None),
    "readModel": ("GET", "/models/1", None),
    "listProtocols": ("GET", "/protocols", None),
    "listWaiting": ("GET", "/waiting", None),
    "listMessages": ("GET", "/messages", None),
    "listStandings": ("GET", "/standings?at=2026-01-01T12:00:00Z", None),
    "markRead": ("POST", "/messages/readings", {"ids": [1]}),
}
# These are about no protocol that there is, so nobody can be a party to it: who may.
PARTIES = frozenset({"manager", "coordinator"})
BEGIN: Mapping[str, tuple[frozenset[str], str, str, Any]] = {
    "draftProtocol": (PARTIES, "POST", "/protocols", {"nis": HALLE}),
    "accede": (PARTIES, "POST", "/accessions", {"nis": HALLE}),
    "adviseOnModel": (
        frozenset({"agency_dpo"}), "POST", "/models/1/advices",
        {"outcome": "negative", "text": "x", "on": "2026-01-01"},
    ),
}  # fmt: skip


def described() -> dict[str, Any]:
    return dict(api.get_openapi_schema())


def operations() -> dict[str, tuple[str, str]]:
    """Every operation of the API as it describes itself: its method and path."""
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    }


class TestWhoMayCall:
    def test_no_operation_is_missing_from_the_matrix(self) -> None:
        there = operations()
        assert set(there) == {*OPERATIONS, *OPEN, *BEGIN}
        for name, (_, method, rest, _) in OPERATIONS.items():
            assert there[name][0] == method
            shape = re.sub(r"\{[^}]+\}", "[^/]+", there[name][1])
            assert re.fullmatch(shape, PROTOCOL + rest.partition("?")[0].replace("{", "").replace("}", "")), name

    @pytest.mark.parametrize("who", [None, "sluis_wrong", "", "sluis_" + "x" * 200])
    def test_nobody_without_a_token(self, door: Door, who: str | None) -> None:
        calls = [(method, BASE + path, body) for method, path, body in OPEN.values()]
        calls += [(method, BASE + path, body) for _, method, path, body in BEGIN.values()]
        calls += [(method, PROTOCOL + rest.format(proposal=1, condition=1), body)
                  for _, method, rest, body in OPERATIONS.values()]  # fmt: skip
        for method, path, body in calls:
            answer = door.call(who, method, path, *shaped(body)[:1], kind=shaped(body)[1])
            assert answer.status_code == 401, path
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            kind = "noAccessToken" if who is None else "invalidAccessToken"
            assert json.loads(answer.content)["type"] == f"urn:problem-type:belgif:{kind}"

    def test_a_stranger_learns_nothing_not_even_that_it_exists(self, door: Door) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        for who in STRANGERS:
            for name, (_, method, rest, body) in OPERATIONS.items():
                data, kind = shaped(body)
                told = []
                for code in (CODE, "AGII-00000"):
                    path = f"{BASE}/protocols/{code}{rest.format(proposal=1, condition=1)}"
                    answer = door.decide(who, path.removesuffix("/decision")) if body == "form" else door.call(
                        who, method, path, data, kind=kind
                    )  # fmt: skip
                    assert answer.status_code == 404, (name, answer.content)
                    told.append((answer.content, {**answer.headers}))
                assert told[0] == told[1], name
            assert door.done(who, "GET", f"{BASE}/protocols")["total"] == 0
            for name in ("listWaiting", "listMessages", "listStandings"):
                method, path, body = OPEN[name]
                assert door.done(who, method, BASE + path, body)["total"] == 0, name
            assert door.done(who, "POST", f"{BASE}/messages/readings", {"ids": [*range(1, 100)]}) == {"marked": 0}
            for _, method, path, body in BEGIN.values():
                door.refused(403, who, method, BASE + path, body)

    @pytest.mark.parametrize("who", CAST)
    def test_each_role_may_what_the_table_of_access_says(self, door: Door, who: str) -> None:
        # Out for advice, so that the supervisor sees it too.
        door.done("coordinator", "POST", f"{BASE}/accessions", answers())
        change = {"changes": {"rowLimit": 100}, "why": "x"}
        proposal = door.done("manager", "POST", f"{PROTOCOL}/proposals", change)["id"]
        person, party, role = CAST[who]
        side = side_of(Actor(person, party, role), agency="agii", nis=HALLE)
        for name, (what, method, rest, body) in OPERATIONS.items():
            data, kind = shaped(body)
            path = PROTOCOL + rest.format(proposal=proposal, condition=1)
            answer = door.decide(who) if body == "form" else door.call(who, method, path, data, kind=kind)
            if what is not None and not may(side, role, what):
                assert answer.status_code == 403, (name, answer.content)
                assert up_to(what).nl in json.loads(answer.content)["reasons"][0]["nl"]
            else:
                assert answer.status_code not in (401, 403, 405, 500, 503), (name, answer.content)
                absent = name in ("readDocument", "answerCondition")
                assert (answer.status_code == 404) == absent, (name, answer.content)
        for method, path, body in OPEN.values():
            assert door.call(who, method, BASE + path, body).status_code == 200
        for allowed, method, path, body in BEGIN.values():
            status = door.call(who, method, BASE + path, body).status_code
            assert (status == 403) == (who not in allowed), path

    def test_a_supervisor_sees_what_it_is_asked_about_and_what_it_advised_on(self, door: Door) -> None:
        door.texts["another supervisor"], _ = tokens.make_token(
            party="supervisor:gba", person="ria", role=Role.SUPERVISOR, label="", by="agency:agii", at=clock.now()
        )
        both = ("supervisor", "another supervisor")

        def seen() -> list[bool]:
            """Who of both sees it; who does not, gets the answer of a protocol that there is not, to every call."""
            found = [door.call(who, "GET", PROTOCOL).status_code == 200 for who in both]
            for who in (who for who, sees in zip(both, found, strict=True) if not sees):
                absent = door.call(who, "GET", f"{BASE}/protocols/AGII-00000").content
                for name, (_, method, rest, body) in OPERATIONS.items():
                    data, kind = shaped(body)
                    path = PROTOCOL + rest.format(proposal=1, condition=1)
                    answer = door.decide(who) if body == "form" else door.call(who, method, path, data, kind=kind)
                    assert (answer.status_code, answer.content) == (404, absent), name
            return found

        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        assert seen() == [False, False]
        door.done("coordinator", "POST", f"{PROTOCOL}/completion")
        assert seen() == [True, True]
        for who in ("agency_dpo", "dpo"):
            door.done(who, "POST", f"{PROTOCOL}/advices", advice())
        assert door.done("manager", "GET", PROTOCOL)["status"] == "advised"
        assert seen() == [True, True]
        # The name of a body is whatever was typed: it makes nobody a reader.
        door.done("supervisor", "POST", f"{PROTOCOL}/advices", advice(body="gba"))
        door.done("manager", "POST", f"{PROTOCOL}/reopening", {"reason": "anders"})
        assert seen() == [True, False]

    def test_the_description_is_for_everybody(self, door: Door) -> None:
        assert door.call(None, "GET", f"{BASE}/openapi.json").status_code == 200
        assert door.call(None, "GET", f"{BASE}/docs").status_code == 404


def shaped(body: Any) -> tuple[Any, str]:
    """What goes in the body, and what kind it is."""
    if isinstance(body, bytes):
        return body, "application/pdf"
    return (None, "multipart/form-data; boundary=x") if body == "form" else (body, "application/json")


def test_a_list_comes_in_pages(door: Door) -> None:
    for nis in ("23003", HALLE, "71072"):
        door.done("manager", "POST", f"{BASE}/protocols", {"nis": nis})
    first = door.done("manager", "GET", f"{BASE}/protocols?pageSize=2")
    last = door.done("manager", "GET", f"{BASE}/protocols?pageSize=2&page=2")
    assert [one["nis"] for one in first["items"] + last["items"]] == ["23003", HALLE, "71072"]
    assert (last["total"], last["page"], last["pageSize"]) == (3, 2, 2)
    for query in ("page=0", "pageSize=101", "page=x"):
        door.refused(422, "manager", "GET", f"{BASE}/protocols?{query}")


class TestMessages:
    def test_each_party_has_its_own_and_marks_them_as_read(self, door: Door) -> None:
        door.done("coordinator", "POST", f"{BASE}/accessions", answers())
        door.done("manager", "POST", f"{PROTOCOL}/reopening", {"reason": "fout"})
        door.done("manager", "POST", f"{PROTOCOL}/withdrawal", {"reason": "toch niet"})
        mine = door.done("dpo", "GET", f"{BASE}/messages")
        theirs = door.done("manager", "GET", f"{BASE}/messages?pageSize=1&page=2")
        assert mine["total"] == theirs["total"] == len(mine["items"]) > 1 == len(theirs["items"])
        assert {one["protocol"] for one in mine["items"]} == {CODE}
        assert (mine["items"][0]["about"], mine["items"][0]["readAt"]) == ("withdraw", None)
        ids = {"ids": [one["id"] for one in (mine["items"][0], theirs["items"][0])]}
        for marked in (1, 0):
            assert door.done("coordinator", "POST", f"{BASE}/messages/readings", ids) == {"marked": marked}
        unread = door.done("dpo", "GET", f"{BASE}/messages?unread=true")
        assert unread["items"] == mine["items"][1:]
        assert door.done("manager", "GET", f"{BASE}/messages?unread=true")["total"] == theirs["total"]
        assert door.done("dpo", "GET", f"{BASE}/messages")["total"] == mine["total"]

    @pytest.mark.parametrize("ids", [[], [0], [2**63], ["x"], [1] * 1001, None], ids=lambda ids: str(ids)[:10])
    def test_what_is_no_list_of_messages(self, door: Door, ids: Any) -> None:
        door.refused(422, "dpo", "POST", f"{BASE}/messages/readings", {"ids": ids})


def test_the_advice_on_a_model_stands_for_who_accedes(door: Door) -> None:
    path = f"{BASE}/models/1/advices"
    for who in ("supervisor", "dpo", "manager"):
        assert "niet aan u als" in door.refused(403, who, "POST", path, advice())["reasons"][0]["nl"]
    door.refused(404, "agency_dpo", "POST", f"{BASE}/models/9/advices", advice())
    door.refused(422, "agency_dpo", "POST", path, advice(conditions=["x"]))
    door.refused(409, "agency_dpo", "POST", path, advice("negative"))
    given = door.done("agency_dpo", "POST", path, advice())
    assert given["modelDigest"] == door.done("dpo", "GET", f"{BASE}/models/1")["digest"]
    door.done("coordinator", "POST", f"{BASE}/accessions", answers())
    (stands,) = door.done("dpo", "GET", f"{PROTOCOL}/advices")
    assert (stands["side"], stands["outcome"]) == ("sender", "positive")
    assert "acceded to unchanged" in stands["note"]


def registered(terms: Mapping[str, Any]) -> None:
    """A protocol that was concluded elsewhere; only the operator registers such a one, and not through this door."""
    actions.register(
        actions.Concluded(
            terms=json.dumps(terms).encode(),
            agency="agii",
            author="beheerder",
            validator="validator",
            in_force_at=datetime(2020, 11, 1, tzinfo=clock.BRUSSELS),
            published_by_sender="https://sender.example/x",
            published_by_recipient="https://recipient.example/x",
        ),
        by=Actor("an", "agency:agii", Role.PROTOCOL_MANAGER),
        at=clock.now(),
    )


class TestSimulation:
    def test_a_draft_with_gaps_says_what_is_missing(self, door: Door) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", {"nis": HALLE})
        tried = door.done("manager", "GET", f"{PROTOCOL}/simulation")
        assert (tried["purposes"], tried["changes"]) == ([], [])
        assert "recipient.kbo is missing" in {one["en"] for one in tried["missing"]}

    def test_it_counts_and_shows_rows_of_nobody(self, door: Door, tmp_path: Path) -> None:
        people = [
            stories.row(100 + n, HALLE, contract="2025-02-03", attest="2026-01-10" if n < 4 else "") for n in range(7)
        ]
        extract = tmp_path / "extract.csv"
        extract.write_text("\n".join((HEADER, *people)) + "\n", encoding="utf-8")
        dossiers.import_extract(extract, agency="agii", as_of=clock.today(), by="agency:agii", at=clock.now())
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        answer = door.call("dpo", "GET", f"{PROTOCOL}/simulation?version=1").content.decode()
        tried = json.loads(answer)
        counts = {one["purpose"]: one["count"] for one in tried["purposes"]}
        assert (counts["ceremony"], max(counts.values())) == (0, 5)
        for one in tried["purposes"]:
            assert {len(sample) for sample in one["samples"]} == {len(one["fields"])}
            assert (one["before"], one["overLimit"]) == (None, False)
        for line in people:
            assert line.split(",")[1] not in answer
        door.refused(404, "dpo", "GET", f"{PROTOCOL}/simulation?version=2")


def test_a_version_closes_once_every_deletion_is_confirmed(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(json.loads(beersel_terms()))
    path = f"{BASE}/protocols/AGII-23003"
    door.done("manager", "POST", f"{path}/ending", {"reason": "klaar"})
    monkeypatch.setattr(closing, "undeleted", lambda code, number: 2)
    said = door.refused(409, "manager", "POST", f"{path}/versions/1/closing")
    assert said["reasons"] == [
        {
            "nl": "Van 2 zending(en) is het wissen niet bevestigd.",
            "en": "The deletion of 2 parcel(s) has not been confirmed.",
        }
    ]
    monkeypatch.undo()
    once = {"Idempotency-Key": "close"}
    for _ in range(2):
        assert door.done("manager", "POST", f"{path}/versions/1/closing", **once)["status"] == "closed"


def test_after_a_merger(door: Door) -> None:
    """Hasselt, of Hasselt and Kortessem: what it took over, where the two differed, and what is to be done."""
    before = {"71022": {"rowLimit": 100}, "73040": {"rowLimit": 40}}
    for nis, changes in before.items():
        terms = json.loads(beersel_terms())
        terms |= {
            "protocol": f"AGII-{nis}", "territory": [nis], "recipient": {**terms["recipient"], "nis": nis}, **changes,
        }  # fmt: skip
        registered(terms)
    for who, (person, party, role) in {
        "successor": ("kim", "nis:71072", Role.COORDINATOR), "predecessor": ("lou", "nis:71022", Role.COORDINATOR),
    }.items():  # fmt: skip
        door.texts[who], _ = tokens.make_token(
            party=party, person=person, role=role, label="", by="agency:agii", at=clock.now()
        )
    path = f"{BASE}/protocols/AGII-71072"
    door.refused(404, "successor", "GET", f"{path}/inheritance")
    actions.merge("71072", agency="agii", by=Actor("an", "agency:agii", Role.PROTOCOL_MANAGER), at=clock.now())

    inherited = door.done("successor", "GET", f"{path}/inheritance")
    assert inherited["version"] == 1
    assert [(one["code"], one["nis"], one["version"]) for one in inherited["sources"]] == [
        ("AGII-71022", "71022", 1), ("AGII-73040", "73040", 1),
    ]  # fmt: skip
    row = next(one for one in inherited["rows"] if one["place"] == "rowLimit")
    assert ([value["en"] for value in row["values"]], row["applies"]["en"]) == (
        ["100 people", "40 people"],
        "40 people",
    )
    none = door.done("predecessor", "GET", f"{BASE}/protocols/AGII-71022/inheritance")
    assert none == {"version": None, "sources": [], "rows": []}
    for rest in ("", "/inheritance", "/tasks", "/holds"):
        door.refused(404, "predecessor", "GET", path + rest)

    tasks = door.done("successor", "GET", f"{path}/tasks")
    assert {one["kind"] for one in tasks} == {"decide", "parties", "signatories", "publication", "key"}
    assert door.done("successor", "POST", f"{path}/tasks/key/completion")["doneBy"] == "nis:71072"
    open_ = {one["kind"] for one in door.done("manager", "GET", path)["tasks"]}
    assert {one["kind"] for one in door.done("manager", "GET", f"{path}/tasks") if not one["doneAt"]} == open_
    assert open_ == {one["kind"] for one in tasks} - {"key"}

    def there(who: str, at: str) -> dict[str, str]:
        found = door.done(who, "GET", f"{BASE}/standings?at={at}")
        return {one["code"]: one["status"] for one in found["items"]}

    eve, day = "2024-12-31T22:59:59Z", "2024-12-31T23:00:00Z"
    assert there("manager", eve) == {"AGII-71022": "active", "AGII-73040": "active"}
    assert there("manager", day) == {"AGII-71022": "superseded", "AGII-73040": "superseded", "AGII-71072": "active"}
    assert (there("successor", eve), there("successor", day)) == ({}, {"AGII-71072": "active"})
    assert there("predecessor", day) == {"AGII-71022": "superseded"}
    assert there("another municipality", day) == {}


@pytest.mark.parametrize("at", ["", "yesterday", "2026-01-01T12:00:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_is_none_or_is_still_to_come(door: Door, at: str) -> None:
    door.refused(422, "dpo", "GET", f"{BASE}/standings?{urlencode({'at': at})}")


def test_the_first_moment_there_is(door: Door) -> None:
    door.done("coordinator", "POST", f"{BASE}/protocols", answers())
    assert door.done("dpo", "GET", f"{BASE}/standings?{urlencode({'at': '0001-01-01T00:00:00+14:00'})}")["total"] == 0


def test_who_waits_is_reminded(door: Door) -> None:
    for nis in ("23003", HALLE):
        door.done("manager", "POST", f"{BASE}/protocols", {"nis": nis})
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE protocols_move SET recorded_at = recorded_at - interval '31 days'")
    first = door.done("manager", "GET", f"{BASE}/waiting?pageSize=1")
    (one,) = first["items"]
    assert (first["total"], one["nis"], one["reminders"][0]["kind"]) == (2, "23003", "waiting")
    (mine,) = door.done("dpo", "GET", f"{BASE}/waiting")["items"]
    assert (mine["code"], mine["turns"][0]["role"]) == (CODE, "coordinator")


def test_a_number_of_another_protocol_is_none_of_this_one(door: Door) -> None:
    """A party to one protocol cannot settle or answer in another through its own address."""
    door.done("coordinator", "POST", f"{BASE}/protocols", answers())
    proposal = door.done("manager", "POST", f"{PROTOCOL}/proposals", {"changes": {"rowLimit": 100}, "why": "x"})["id"]
    door.done("another municipality", "POST", f"{BASE}/protocols", answers() | {"nis": "23003", "kbo": kbo("23003")})
    path = f"{BASE}/protocols/AGII-23003/proposals/{proposal}/settlement"
    door.refused(404, "another municipality", "POST", path, {"accept": True})


# --- tokens ---


class TestTokens:
    def test_a_withdrawn_token_opens_nothing_at_once(self, door: Door) -> None:
        tokens.withdraw_token(ApiToken.objects.get(label="dpo").pk, by="agency:agii", at=clock.now())
        door.refused(401, "dpo", "GET", f"{BASE}/models")

    def test_only_the_digest_is_kept_and_only_the_day_of_use(self, door: Door) -> None:
        door.done("dpo", "GET", f"{BASE}/models")
        row = ApiToken.objects.get(label="dpo")
        assert row.last_used_on == clock.today()
        assert door.texts["dpo"] not in str(ApiToken.objects.values())
        assert len(door.texts["dpo"]) >= 43
        assert door.texts["dpo"] not in b"".join(ledger.bodies(0, ledger.size())).decode()

    def test_the_command_line(self, door: Door, capsys: pytest.CaptureFixture[str]) -> None:
        made = (
            "token",
            "make",
            "--party",
            f"nis:{HALLE}",
            "--role",
            "dpo",
            "--person",
            "hugo",
            "--label",
            "gemeentesoftware",
        )
        assert main(made) == 0
        text = capsys.readouterr().out.splitlines()[0]
        door.texts["hugo"] = text
        door.done("hugo", "GET", f"{BASE}/models")
        assert main(("token", "list")) == 0
        listed = capsys.readouterr().out
        assert text not in listed
        number = next(line.split("\t")[0] for line in listed.splitlines() if "gemeentesoftware" in line)
        assert main(("token", "withdraw", number)) == 0
        door.refused(401, "hugo", "GET", f"{BASE}/models")
        assert main(("token", "withdraw", number)) == 1
        assert "There is no token" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("party", "role", "words"),
        [
            ("nis:99999", Role.DPO, "No municipality has the NIS code"),
            ("agency:nobody", Role.DPO, "There is no agency"),
            ("system:schedule", Role.SCHEDULE, "A party is agency:CODE"),
            (f"nis:{HALLE}", Role.VALIDATOR, "there: coordinator, dpo, signatory"),
            ("agency:agii", Role.COORDINATOR, "there: dpo, protocol_manager, signatory, validator"),
        ],
    )
    def test_what_can_be_no_token(self, door: Door, party: str, role: Role, words: str) -> None:
        with pytest.raises(tokens.InvalidToken, match=words):
            tokens.make_token(party=party, person="x", role=role, label="", by="agency:agii", at=clock.now())


# --- what goes wrong ends as a problem ---


class TestProblems:
    @pytest.mark.parametrize(
        ("status", "method", "path", "kind"),
        [
            (404, "GET", "/api/v1/nowhere", "belgif:resourceNotFound"),
            (404, "GET", "/api/nowhere", "belgif:resourceNotFound"),
            (404, "GET", f"/api/v1/protocols/{'x' * 40}", "belgif:resourceNotFound"),
            (404, "GET", "/api/v1/models/9", "belgif:resourceNotFound"),
            (405, "DELETE", "/api/v1/models", "sluis:methodNotAllowed"),
            (405, "PUT", "/api/v1/protocols", "sluis:methodNotAllowed"),
            (422, "GET", f"/api/v1/protocols/{'x' * 61}", "sluis:invalidInput"),
            (422, "GET", "/api/v1/protocols/a%00b", "sluis:invalidInput"),
            (404, "GET", f"{PROTOCOL}?version=0", "belgif:resourceNotFound"),
            (404, "GET", f"{PROTOCOL}?version={'9' * 30}", "belgif:resourceNotFound"),
            (422, "GET", f"{PROTOCOL}?version=one", "sluis:invalidInput"),
            (422, "GET", "/api/v1/models/x", "sluis:invalidInput"),
            (400, "GET", f"{PROTOCOL}?version={insz(1)}", "sluis:personInText"),
            (422, "GET", f"{PROTOCOL}/snippet", "sluis:invalidInput"),
            (422, "GET", f"{PROTOCOL}/snippet?url=javascript:x", "sluis:invalidInput"),
        ],
    )
    def test_addresses(self, door: Door, status: int, method: str, path: str, kind: str) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        assert door.refused(status, "coordinator", method, path)["type"] == f"urn:problem-type:{kind}"

    def test_a_refused_method_says_which_there_are(self, door: Door) -> None:
        assert door.call("dpo", "DELETE", f"{BASE}/models").headers["Allow"] == "GET"

    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (400, b"{"),
            (400, b'{"text": "a", "text": "b"}'),
            (400, b'{"text": NaN}'),
            (400, b'{"text": "\\u0000"}'),
            (400, b'{"text": "\\ud800"}'),
            (400, b"[" * 100_000),
            (400, b"\xff\xfe"),
            (400, b'{"text": "over 60.01.01-000.01"}'),
            (422, b'{"text": ""}'),
            (422, b'{"text": "x", "tekst": "y"}'),
            (422, b'{"text": 3}'),
            (422, b"[]"),
            (422, b""),
            (413, b'{"text": "' + b"x" * 21_000_001 + b'"}'),
        ],
        ids=lambda value: str(value)[:30],
    )
    def test_bodies(self, door: Door, status: int, body: bytes) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        for headers in ({}, {"Idempotency-Key": "k"}):
            answer: Any = door.client.generic(
                "POST", f"{PROTOCOL}/comments", body, content_type="application/json",
                headers={"Authorization": f"Bearer {door.texts['dpo']}", **headers},
            )  # fmt: skip
            assert answer.status_code == status, answer.content
            assert_problem(answer)
        assert not Comment.objects.exists()
        assert not ApiAnswer.objects.exists()

    def test_what_does_not_fit_is_said_at_its_place_and_not_repeated(self, door: Door) -> None:
        said = door.refused(422, "coordinator", "POST", f"{BASE}/protocols", {"nis": "Halle!", "start": "morgen"})
        assert {issue["name"].split(".")[-1] for issue in said["issues"]} == {"nis", "start"}
        assert "Halle!" not in json.dumps(said)

    @pytest.mark.parametrize(
        "changes",
        [{"rowLimit": 2**60}, {"rowLimit": 1.5e308}, {"version": 9}, {"start": None, "purposes": {"a": {"b": []}}}],
        ids=str,
    )
    def test_any_patch_is_taken_or_refused(self, door: Door, changes: dict[str, Any]) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        tag = door.call("coordinator", "GET", PROTOCOL).headers["ETag"]
        answer = door.call("coordinator", "PATCH", PROTOCOL, changes, **{"If-Match": tag})
        assert answer.status_code in (200, 409)
        for rest in ("", "/simulation", "/inheritance"):
            assert door.call("coordinator", "GET", PROTOCOL + rest).status_code == 200

    @pytest.mark.parametrize(
        "changes",
        [
            {"signatories": "x"}, {"signatories": "[]"}, {"signatories": '[{"side": "supervisor"}]'},
            {"on": "gisteren"}, {"body": ""}, {"document": ""},
            {"signatories": json.dumps([{"side": "sender", "capacity": "a", "name": "b"}] * 2)},
        ],
        ids=str,
    )  # fmt: skip
    def test_a_decision_that_does_not_fit(self, door: Door, changes: dict[str, str]) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        assert door.decide(**changes).status_code in (400, 422)

    def test_a_fault_of_ours(self, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("secret")

        monkeypatch.setattr("sluis.api.reading.models", broken)
        said = door.refused(500, "dpo", "GET", f"{BASE}/models")
        assert said["type"] == "urn:problem-type:belgif:internalServerError"
        assert "secret" not in json.dumps(said)

    def test_the_database_away(self, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_: object, **__: object) -> None:
            raise OperationalError("away")

        monkeypatch.setattr(tokens, "recognise", away)
        answer = door.client.get(f"{BASE}/models", headers={"Authorization": f"Bearer {door.texts['dpo']}"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
        assert answer.headers["Retry-After"] == "60"

    def test_no_trust_roots(self, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SLUIS_TRUST_ROOTS")
        door.done("coordinator", "POST", f"{BASE}/accessions", answers())
        said = door.refused(503, "manager", "POST", f"{PROTOCOL}/signatures", b"%PDF-", kind="application/pdf")
        assert "SLUIS" not in json.dumps(said)

    def test_the_log_repeats_no_address(self, door: Door, caplog: pytest.LogCaptureFixture) -> None:
        caplog.clear()
        door.refused(404, "dpo", "GET", f"{BASE}/protocols/{insz(1)}")
        door.refused(401, None, "GET", PROTOCOL)
        assert caplog.text == ""


class TestOnce:
    KEY = {"Idempotency-Key": "7d3c"}

    def test_the_same_call_again_is_answered_as_it_was(self, door: Door) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        first = door.call("dpo", "POST", f"{PROTOCOL}/comments", {"text": "x"}, **self.KEY)
        again = door.call("dpo", "POST", f"{PROTOCOL}/comments", {"text": "x"}, **self.KEY)
        assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert Comment.objects.count() == 1
        other = door.refused(409, "dpo", "POST", f"{PROTOCOL}/comments", {"text": "y"}, **self.KEY)
        assert other["type"] == "urn:problem-type:sluis:idempotencyKeyReused"
        # A key is its token's own.
        door.done("manager", "POST", f"{PROTOCOL}/comments", {"text": "x"}, **self.KEY)
        assert Comment.objects.count() == 2

    def test_a_move_is_not_made_twice(self, door: Door) -> None:
        for _ in range(2):
            assert door.done("coordinator", "POST", f"{BASE}/protocols", answers(), **self.KEY)["status"] == "draft"
        assert Version.objects.count() == 1

    def test_what_failed_can_be_tried_again(self, door: Door) -> None:
        door.refused(404, "coordinator", "POST", f"{PROTOCOL}/comments", {"text": "x"}, **self.KEY)
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        door.done("coordinator", "POST", f"{PROTOCOL}/comments", {"text": "x"}, **self.KEY)

    def test_an_answer_is_kept_for_a_day(self, door: Door) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())
        door.done("dpo", "POST", f"{PROTOCOL}/comments", {"text": "x"}, **self.KEY)
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE parties_api_answer SET at = at - interval '25 hours'")
        door.done("dpo", "POST", f"{PROTOCOL}/comments", {"text": "x"}, **self.KEY)
        assert Comment.objects.count() == 2
        assert ApiAnswer.objects.count() == 1

    def test_two_at_once_do_it_once(self, door: Door) -> None:
        door.done("coordinator", "POST", f"{BASE}/protocols", answers())

        def call(_: int) -> int:
            try:
                client = Client(SERVER_NAME="localhost", raise_request_exception=False)
                return client.generic(
                    "POST", f"{PROTOCOL}/comments", '{"text": "x"}', content_type="application/json",
                    headers={"Authorization": f"Bearer {door.texts['dpo']}", **self.KEY},
                ).status_code  # fmt: skip
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(call, range(8))) == [201] * 8
        assert Comment.objects.count() == 1

    @pytest.mark.parametrize("key", ["x" * 201, insz(1)])
    def test_a_key_that_is_none(self, door: Door, key: str) -> None:
        door.refused(400, "dpo", "POST", f"{PROTOCOL}/completion", **{"Idempotency-Key": key})


def test_of_two_who_change_at_once_the_second_gets_412(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text changes between the look at it and the change: the lock below decides, and the answer is the same."""
    door.done("coordinator", "POST", f"{BASE}/protocols", answers())
    tag = door.call("coordinator", "GET", PROTOCOL).headers["ETag"]
    manager, revise = Actor("an", "agency:agii", Role.PROTOCOL_MANAGER), actions.revise

    def overtaken(code: str, changes: Any, **more: Any) -> Version:
        revise(code, {"rowLimit": 1}, by=manager, at=clock.now())
        return revise(code, changes, **more)

    monkeypatch.setattr(actions, "revise", overtaken)
    door.refused(412, "coordinator", "PATCH", PROTOCOL, {"rowLimit": 2}, **{"If-Match": tag})


# --- the description ---


class TestDescription:
    def test_it_is_openapi_3_1_with_every_part_in_its_place(self, door: Door) -> None:
        page = json.loads(door.call(None, "GET", f"{BASE}/openapi.json").content)
        assert re.fullmatch(r"3\.1\.\d+", page["openapi"])
        assert {"title", "version", "description"} <= set(page["info"])
        names = []
        for path, methods in page["paths"].items():
            assert path.startswith("/api/v1/")
            assert re.fullmatch(r"(/[a-z]+[A-Za-z0-9]*|/\{[a-z]+\})+", path), path
            for method, operation in methods.items():
                names.append(operation["operationId"])
                assert operation["summary"]
                assert operation["description"]
                assert operation["security"] == [{"BearerToken": []}]
                given = {(one["name"], one["in"]) for one in operation["parameters"]}
                assert len(given) == len(operation["parameters"])
                assert {(name, "path") for name in re.findall(r"\{(\w+)\}", path)} <= given
                assert all(one["required"] for one in operation["parameters"] if one["in"] == "path")
                for status, answer in operation["responses"].items():
                    assert re.fullmatch(r"[1-5][0-9][0-9]", status)
                    assert answer["description"]
                    kinds = set(answer.get("content", {}))
                    assert kinds == {"application/problem+json"} if int(status) >= 400 else kinds
                assert [status for status in operation["responses"] if int(status) < 300]
                assert ("requestBody" in operation) <= (method != "get")
                if "requestBody" in operation:
                    assert all("schema" in kind for kind in operation["requestBody"]["content"].values())
        assert len(names) == len(set(names))
        assert page["components"]["securitySchemes"]["BearerToken"] == {"type": "http", "scheme": "bearer"}

    def test_every_reference_leads_somewhere_and_every_schema_is_used(self) -> None:
        page = described()
        wanted = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(page)))
        assert wanted == set(page["components"]["schemas"])

    def test_every_name_is_lower_camel_case_and_none_is_a_person_s(self) -> None:
        for name, schema in described()["components"]["schemas"].items():
            for part in schema.get("properties", {}):
                assert re.fullmatch(r"[a-z]+[A-Za-z0-9]*", part), (name, part)
                assert part not in ("person", "insz"), name
