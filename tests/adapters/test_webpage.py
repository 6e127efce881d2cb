"""The page: one file that anyone can read with anything, that asks nothing of anyone and names nobody."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest
from tests.adapters.documents import SIGNATORIES, long_terms
from tests.domain.given import terms
from tests.domain.test_legaltext import words

from sluis.adapters.webpage import POLICY, snippet, visible, webpage
from sluis.domain.legaltext import LegalText, Paragraph, legal_text, public

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Reads a page strictly: what is opened is closed, and it notes every element with its attributes and text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.texts: dict[int, str] = {}
        self._numbers: list[int] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "an attribute stands twice"
        self.elements.append((tag, dict(attrs), list(self.open)))
        if tag not in VOID:
            self.open.append(tag)
            self._numbers.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._numbers.pop()

    def handle_data(self, data: str) -> None:
        for number in self._numbers:
            self.texts[number] = self.texts.get(number, "") + data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        """Every element of that name, with its attributes and its text."""
        return [(attrs, self.texts.get(n, "")) for n, (name, attrs, _) in enumerate(self.elements) if name == tag]


@pytest.fixture(scope="module")
def text() -> LegalText:
    return legal_text(long_terms(), signatories=SIGNATORIES)


@pytest.fixture(scope="module")
def page(text: LegalText) -> Page:
    return Page(webpage(text))


def test_it_is_a_dutch_page_with_a_title_and_each_landmark_once(page: Page, text: LegalText) -> None:
    assert page.all("html")[0][0]["lang"] == "nl-BE"
    assert [said for _, said in page.all("title")] == [text.title]
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.all(landmark)) == 1
    assert page.all("nav")[0][0]["aria-label"]
    assert all(parents[:2] == ["html", "body"] for tag, _, parents in page.elements if tag in ("header", "main"))


def test_headings_begin_with_the_title_and_no_level_is_skipped(page: Page, text: LegalText) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [said for _, said in page.all("h1")] == [text.title]


def test_every_link_leads_into_the_page_to_something_that_is_there(page: Page) -> None:
    there = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
    assert len(there) == len(set(there))
    targets = [str(attrs["href"]) for attrs, _ in page.all("a")]
    assert targets[0] == "#tekst" and len(targets) == 16
    assert all(target.startswith("#") and target[1:] in there for target in targets)


def test_every_table_has_a_caption_and_headings_with_a_scope(page: Page) -> None:
    source = webpage(legal_text(long_terms()))
    tables = re.findall(r"<table>.*?</table>", source, re.DOTALL)
    assert len(tables) == len(page.all("caption")) == len(page.all("table")) == 8
    for table in tables:
        inside = Page(table)
        assert inside.all("caption")[0][1].strip()
        assert all(attrs.get("scope") in ("col", "row") for attrs, _ in inside.all("th"))
        rows = len(inside.all("tr")) - 1
        assert sum(attrs["scope"] == "row" for attrs, _ in inside.all("th")) == rows > 0


def test_it_asks_nothing_of_anyone_and_runs_nothing(page: Page) -> None:
    assert {tag for tag, _, _ in page.elements} <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "code", "nav", "ol",
        "ul", "li", "main", "dl", "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "footer",
    }  # fmt: skip
    for _, attrs, _ in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "srcset", "style", "action")]
    (_, style), *others = page.all("style")
    assert not others and "url(" not in style and "@import" not in style


def test_its_policy_allows_its_own_style_and_nothing_else(page: Page) -> None:
    (_, style), *_ = page.all("style")
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{hashed}'" in POLICY and "default-src 'none'" in POLICY
    given = [attrs["content"] for attrs, _ in page.all("meta") if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert given == [POLICY]


def test_it_says_what_the_public_text_says_and_shows_the_digest(page: Page, text: LegalText) -> None:
    said = page.all("body")[0][1]
    assert [piece for piece in words(public(text)) if piece not in said] == []
    assert said.count(text.digest) == 2


def test_it_names_nobody_whatever_text_it_is_given(text: LegalText) -> None:
    source = webpage(text)
    assert "Ann Voorbeeld" not in source
    assert "dpo@agentschap.example" not in source and "dpo@gemeente.example" not in source
    assert "de functionaris voor gegevensbescherming van de gemeente" in source


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ text.digest }} {% raw %}",
        "</style></main>",
        "&lt;",
    ],
)
def test_a_text_is_shown_and_never_carried_out(hostile: str) -> None:
    text = dataclasses.replace(
        legal_text(terms(protocol=hostile)), title=hostile, blocks=(Paragraph(hostile), *legal_text(terms()).blocks)
    )
    page = Page(webpage(text))
    assert page.all("h1")[0][1] == page.all("title")[0][1] == hostile
    assert hostile in [said for _, said in page.all("p")]
    assert not page.all("script") and not page.all("img")


def test_a_character_that_hides_or_turns_the_text_is_shown_as_its_number() -> None:
    assert (
        visible("a\u202eb\u200bc\x00d\u2028e\nf é \U0001f600")
        == "a[U+202E]b[U+200B]c[U+0000]d[U+2028]e\nf é \U0001f600"
    )
    source = webpage(dataclasses.replace(legal_text(terms()), blocks=(Paragraph("links\u202e"),)))
    assert "\u202e" not in source and "links[U+202E]" in source


DIGEST = "sha256:" + "a" * 64


def test_the_snippet_names_protocol_and_digest_and_links_to_the_text() -> None:
    source = snippet(digest=DIGEST, protocol='AGII-23003 "A&B" <i>', url="https://gemeente.example/p?a=1&b=2")
    page = Page(source)
    (attrs, said), *others = page.all("p")
    assert not others and attrs["lang"] == "nl"
    assert attrs["data-sluis-protocol"] == 'AGII-23003 "A&B" <i>' and attrs["data-sluis-digest"] == DIGEST
    assert DIGEST in said and 'AGII-23003 "A&B" <i>' in said
    assert [link["href"] for link, _ in page.all("a")] == ["https://gemeente.example/p?a=1&b=2"]
    assert {tag for tag, _, _ in page.elements} == {"p", "a", "br", "code"}


@pytest.mark.parametrize(
    ("digest", "url"),
    [
        ("sha256:abc", "https://gemeente.example/"),
        (f'{DIGEST}"', "https://gemeente.example/"),
        (DIGEST, "javascript:alert(1)"),
        (DIGEST, "gemeente.example"),
        (DIGEST, "https:///protocol"),
        (DIGEST, "https://ann:geheim@gemeente.example/"),
    ],
)
def test_a_snippet_with_a_wrong_digest_or_address_is_refused(digest: str, url: str) -> None:
    with pytest.raises(ValueError, match="A snippet needs"):
        snippet(digest=digest, protocol="AGII-23003", url=url)
