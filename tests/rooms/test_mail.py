"""Mail to the parties: once for each message, with nothing in it that the message says, over a real SMTP server."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.stories.cast import CODE, MANAGER, House, insz

from sluis.adapters.mail import InvalidServer, MailServer
from sluis.cli import clock
from sluis.cli.main import command_line
from sluis.domain.lifecycle import Deed, Verb
from sluis.jobs import mailing
from sluis.jobs.models import Mailing
from sluis.parties import contacts
from sluis.parties.contacts import InvalidAddress
from sluis.protocols import actions as protocols
from sluis.protocols.models import Message

AGENCY, BEERSEL = "protocollen@agentschap.example", "protocollen@beersel.example"
REASON = "Wegens een klacht van Jan Voorbeeld."


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as it takes to be given mail."""

    server: Postbox

    def handle(self) -> None:
        self._say("220 test.example ESMTP")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("RCPT TO:"):
                to = line.partition("<")[2].partition(">")[0]
                self._say("550 no such mailbox" if to in self.server.refused else "250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                self.server.taken.append((to, self._read()))
                self._say("250 ok")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 test.example")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _read(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


class Postbox(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it is given."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[tuple[str, bytes]] = []
        self.refused: set[str] = set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with Postbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(settings, "SMTP", server.url)
        monkeypatch.setattr(settings, "MAIL_FROM", "sluis@agentschap.example")
        monkeypatch.setattr(settings, "ADDRESS", "https://sluis.example")
        yield server
        server.shutdown()


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    house = House(tmp_path)
    contacts.set_contact("agency:agii", AGENCY, by="agency:agii", at=clock.now())
    contacts.set_contact("nis:23003", BEERSEL, by="agency:agii", at=clock.now())
    return house


def suspend() -> None:
    protocols.move(CODE, Verb.SUSPEND, reason=REASON, by=MANAGER, at=clock.now())


def mail_new() -> int:
    return mailing.mail_new(at=clock.now())


class TestMail:
    def test_each_party_hears_once_and_reads_where_to_go(self, house: House, postbox: Postbox) -> None:
        suspend()
        assert mail_new() == 2
        assert mail_new() == 0
        assert sorted(to for to, _ in postbox.taken) == [AGENCY, BEERSEL]
        mail = email.message_from_bytes(postbox.taken[0][1], policy=email.policy.default)
        text = mail.get_content()
        assert mail["From"] == "sluis@agentschap.example"
        assert mail["Subject"] == f"Sluis: nieuw bericht over {CODE}"
        assert f"protocol {CODE}" in text
        assert "Het gaat over: schorsen" in text
        assert "https://sluis.example" in text

    def test_what_the_message_says_stays_in_the_house(self, house: House, postbox: Postbox) -> None:
        suspend()
        mail_new()
        for _, data in postbox.taken:
            text = email.message_from_bytes(data, policy=email.policy.default).get_content()
            assert "Jan" not in text
            assert "klacht" not in text
            assert MANAGER.person not in text.split()

    def test_what_was_told_before_the_contact_was_set_is_not_mailed(self, house: House, postbox: Postbox) -> None:
        assert Message.objects.filter(party="nis:23003").exists()
        assert mail_new() == 0

    def test_what_was_read_already_is_not_mailed(self, house: House, postbox: Postbox) -> None:
        suspend()
        Message.objects.filter(party="nis:23003").update(read_at=clock.now())
        assert mail_new() == 1
        assert [to for to, _ in postbox.taken] == [AGENCY]

    def test_a_party_without_a_contact_is_not_mailed_any_more(self, house: House, postbox: Postbox) -> None:
        contacts.set_contact("nis:23003", "", by="agency:agii", at=clock.now())
        suspend()
        mail_new()
        assert [to for to, _ in postbox.taken] == [AGENCY]

    def test_one_that_is_refused_is_tried_again_and_the_others_go(self, house: House, postbox: Postbox) -> None:
        postbox.refused = {AGENCY}
        suspend()
        with pytest.raises(OSError):
            mail_new()
        assert [to for to, _ in postbox.taken] == [BEERSEL]
        assert Mailing.objects.count() == 1
        postbox.refused = set()
        assert mail_new() == 1
        assert [to for to, _ in postbox.taken] == [BEERSEL, AGENCY]

    def test_the_same_message_has_the_same_number_each_time(self, house: House, postbox: Postbox) -> None:
        suspend()
        mail_new()
        with pytest.raises(Exception, match="permission denied"):
            Mailing.objects.all().delete()
        numbers = {email.message_from_bytes(data)["Message-ID"] for _, data in postbox.taken}
        assert numbers == {
            f"<sluis-message-{message}@agentschap.example>"
            for message in Mailing.objects.values_list("message_id", flat=True)
        }

    def test_without_a_server_nothing_is_mailed_and_nothing_is_lost(
        self, house: House, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        suspend()
        monkeypatch.setattr(settings, "SMTP", "")
        assert mail_new() == 0
        monkeypatch.setattr(settings, "SMTP", postbox.url)
        assert mail_new() == 2

    @pytest.mark.parametrize("what", [*Verb, *Deed])
    def test_everything_that_can_be_told_has_a_name(self, what: Verb | Deed) -> None:
        assert mailing._about(what.value).strip()


class TestTheServer:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525, starttls=False)),
            ("smtp://u%40x:p%3Aw@mail.example", MailServer("mail.example", 587, "u@x", "p:w", starttls=True)),
            ("smtps://u:p@mail.example", MailServer("mail.example", 465, "u", "p", tls=True, starttls=False)),
        ],
    )
    def test_is_read_from_its_address(self, url: str, expected: MailServer) -> None:
        assert MailServer.parse(url) == expected
        assert "p:w" not in repr(MailServer.parse(url))

    @pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://u:secret@h:port"])
    def test_another_address_is_refused_without_being_repeated(self, url: str) -> None:
        with pytest.raises(InvalidServer) as refused:
            MailServer.parse(url)
        assert "secret" not in str(refused.value)


class TestContacts:
    @pytest.mark.parametrize("address", ["nobody", "a@b c.be", f"{insz(3)}@gemeente.example", "a@b.be\nBcc: x@y.be"])
    def test_what_is_no_address_is_refused(self, address: str, database: str) -> None:
        with pytest.raises(InvalidAddress):
            contacts.set_contact("nis:23003", address, by="agency:agii", at=clock.now())
        assert contacts.contacts() == []

    def test_another_address_takes_the_place_of_the_first(self, database: str) -> None:
        at = clock.now()
        for day, address in enumerate((AGENCY, BEERSEL)):
            contacts.set_contact("nis:23003", address, by="agency:agii", at=at + timedelta(days=day))
        [contact] = contacts.contacts()
        assert (contact.address, contact.set_at) == (BEERSEL, at + timedelta(days=1))

    def test_on_the_command_line(self, database: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for line in (["contact", "nis:23003", BEERSEL], ["list"], ["contact", "nis:23003"], ["list"]):
            args = command_line().parse_args(["party", *line])
            assert args.module.run(args) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"nis:23003 is mailed at {BEERSEL}.",
            f"nis:23003\t{BEERSEL}",
            "nis:23003 is not mailed any more.",
        ]
