"""A party's page is fetched with care: from the public internet, within bounds, and with a reason where it fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from sluis.adapters import websites
from sluis.adapters.websites import NotFetched, fetch

PAGE = "<p>sha256:abc é</p>"


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/page":
            self._answer(200, PAGE.encode("latin-1"), {"Content-Type": "text/html; charset=iso-8859-1"})
        elif self.path == "/moved":
            self._answer(301, b"", {"Location": "/page"})
        elif self.path == "/round":
            self._answer(302, b"", {"Location": "/round"})
        elif self.path == "/large":
            self._answer(200, b"x" * (websites.MOST_BYTES + 1), {})
        else:
            self._answer(404, b"nothing here", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.mark.parametrize("path", ["/page", "/moved"])
def test_a_page_is_read_in_its_own_encoding_also_after_a_redirect(site: str, path: str) -> None:
    assert fetch(site + path, allow_private=True) == PAGE


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nowhere", "answered 404"),
        ("/round", "sends on more than 3 times"),
        ("/large", "larger than 2 MB"),
    ],
)
def test_what_is_no_page_says_why(site: str, path: str, why: str) -> None:
    with pytest.raises(NotFetched, match=why):
        fetch(site + path, allow_private=True)


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/"],
)
def test_the_house_s_own_network_is_not_looked_around_in(address: str) -> None:
    with pytest.raises(NotFetched, match="not on the public internet"):
        fetch(address)


def test_a_redirect_into_the_own_network_is_refused_too() -> None:
    def sends_inside(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "https://127.0.0.1/secret"})

    # An address of the public internet; nothing goes out, because the client answers by itself.
    with httpx.Client(transport=httpx.MockTransport(sends_inside)) as client, pytest.raises(NotFetched, match="public"):
        fetch("https://8.8.8.8/", client=client)


@pytest.mark.parametrize("address", ["http://gemeente.example/", "ftp://gemeente.example/", "https:///", "nonsense"])
def test_only_https_is_fetched(address: str) -> None:
    with pytest.raises(NotFetched, match="https"):
        fetch(address)


def test_a_site_that_is_not_there_says_so(site: str) -> None:
    with pytest.raises(NotFetched, match="could not be fetched"):
        fetch("http://127.0.0.1:1/", allow_private=True)
