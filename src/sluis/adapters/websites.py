"""Fetches a party's page, to look for the digest of a protocol in it. Nothing that is fetched is run or kept."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

import httpx

# A page of a town hall, not a film: what is larger, slower or further away is looked at by a person.
MOST_BYTES = 2_000_000
SECONDS = 10.0
REDIRECTS = 3
NAME = "sluis-publication-check"


class NotFetched(RuntimeError):
    """The page could not be fetched; says why, in a sentence."""


def fetch(address: str, *, client: httpx.Client | None = None, allow_private: bool = False) -> str:
    """The text of the page at an https address, following a few redirects to https addresses.

    An address inside the house's own network is refused, so that nobody can have the program look around there;
    `allow_private` is for tests.

    Raises:
        NotFetched: no such host, no answer in time, an answer that is no page, or too large.
    """
    own = client is None
    client = client or httpx.Client(timeout=SECONDS, headers={"User-Agent": NAME})
    try:
        for _ in range(REDIRECTS + 1):
            _require_public(address, allow_private)
            with client.stream("GET", address, follow_redirects=False) as answer:
                if answer.is_redirect:
                    address = str(answer.next_request.url) if answer.next_request else ""
                    continue
                if answer.status_code != httpx.codes.OK:
                    raise NotFetched(f"The site answered {answer.status_code} instead of the page.")
                return _text(answer)
        raise NotFetched(f"The site sends on more than {REDIRECTS} times.")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotFetched(f"The page could not be fetched: {type(error).__name__}.") from error
    finally:
        if own:
            client.close()


def _text(answer: httpx.Response) -> str:
    page = bytearray()
    for block in answer.iter_bytes():
        page += block
        if len(page) > MOST_BYTES:
            raise NotFetched(f"The page is larger than {MOST_BYTES // 1_000_000} MB.")
    return page.decode(answer.charset_encoding or "utf-8", errors="replace")


def _require_public(address: str, allow_private: bool) -> None:
    parts = urlsplit(address)
    if allow_private:
        return
    if parts.scheme != "https" or not parts.hostname:
        raise NotFetched("Only https addresses are fetched.")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except OSError as error:
        raise NotFetched(f"There is no site {parts.hostname}.") from error
    if not all(ipaddress.ip_address(row[4][0]).is_global for row in found):
        raise NotFetched(f"{parts.hostname} is not on the public internet.")
