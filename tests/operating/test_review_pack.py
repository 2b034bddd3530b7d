"""The review pack: one page that holds everything, honestly and safely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from typer.testing import CliRunner

from bot.__main__ import app
from bot.operating.review_pack import Pack, draw, gather
from bot.operating.review_pack.sentences import EVERYTHING_ELSE, Sentence
from signposting import Directory, load_directory
from signposting.rulebook import Rulebook
from signposting.words import texts

TEMPLATE = Path(__file__).parents[2] / "bot/texts/brewmate.pot"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return gather(load_directory(), day=DAY)


@pytest.fixture(scope="module")
def page(pack: Pack) -> str:
    return draw(pack).replace("<wbr>", "")


def messages() -> Iterator[str]:
    with TEMPLATE.open("rb") as file:
        for each in read_po(file):
            if each.id:
                yield from [each.id] if isinstance(each.id, str) else each.id


def test_every_sentence_is_in_it(pack: Pack) -> None:
    """Whatever translators are given, whatever signposting says and every prompt is in the pack, each once."""
    said = [each.text for part in pack.sentences.values() for each in part]
    assert set(messages()) <= set(said)
    assert set(texts("en")["happens"].values()) <= set(said)
    assert any(each.startswith("No occasion and no agenda.") for each in said)


def test_a_number_names_one_sentence(pack: Pack) -> None:
    """No two sentences share the number that a remark would name."""
    numbers = [each.number for part in pack.sentences.values() for each in part]
    assert len(set(numbers)) == len(numbers)


def test_little_is_left_without_a_part(pack: Pack) -> None:
    """New features get a part of their own: few sentences stand under everything else."""
    assert len(pack.sentences.get(EVERYTHING_ELSE, ())) < 30


def test_every_rule_and_phrase_is_in_it(pack: Pack, page: str) -> None:
    """Each rule stands there by name with all its phrases."""
    for book in pack.rulebooks:
        for entry in book.entries:
            assert escape(entry.meaning.name) in page
            assert all(f"<li>{escape(phrase)}</li>" in page for phrase in entry.phrases)
    assert page.count('<ul class="phrases">') == sum(len(book.entries) for book in pack.rulebooks)


def test_every_service_is_in_it_with_its_sources(page: str) -> None:
    """Each service stands there with its name, its ways, its sources and who has checked it."""
    for service in load_directory().services:
        item = page[page.index(f'id="{service.id}"') :].partition("</li>")[0]
        publishers = [each.publisher for each in service.sources]
        for fact in (service.name, *(each.value for each in service.contacts), *publishers):
            assert escape(fact) in item
        assert "checked by nobody" in item or f"by {service.checked_by}" in item


class Reader(HTMLParser):
    """Which tags are open, and what the page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag in {"script", "link", "img", "iframe"} or "src" in named or any(each.startswith("on") for each in named):
            self.fetched.append(tag)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone(page: str) -> None:
    """It is sound HTML that fetches and runs nothing, every id is there once, and every link leads somewhere in it."""
    reader = Reader()
    reader.feed(page)
    assert (reader.open, reader.fetched) == ([], [])
    assert len(set(reader.ids)) == len(reader.ids)
    assert all(each.removeprefix("#") in reader.ids for each in reader.links)
    assert "url(" not in page
    assert "@import" not in page


def test_every_item_can_be_signed_off(pack: Pack, page: str) -> None:
    """Beside each sentence, rule and service there are the boxes for what a reviewer thinks."""
    items = len(re.findall(r'<li class="item', page))
    assert page.count('<span class="box">fine</span>') == items
    entries = sum(len(book.entries) for book in pack.rulebooks)
    assert items > sum(map(len, pack.sentences.values())) + entries + len(pack.directory.services)


def test_it_says_that_nobody_has_reviewed_it(pack: Pack, page: str) -> None:
    """The head says so plainly, and counts the services that a person has checked."""
    assert "Nobody has reviewed this yet." in page
    unchecked = Directory(tuple(replace(each, checked=None, checked_by="") for each in pack.directory.services))
    assert "No person has checked any of the" in draw(replace(pack, directory=unchecked))
    first, *rest = unchecked.services
    checked = Directory((replace(first, checked=DAY, checked_by="Ana <P>"), *rest))
    drawn = draw(replace(pack, directory=checked))
    assert "a named person has checked 1;" in drawn
    assert "checked 2026-11-23 by Ana &lt;P&gt;" in drawn


def test_nothing_in_it_becomes_markup(pack: Pack) -> None:
    """A sentence that looks like HTML, or like a placeholder of ours, is printed as it is."""
    odd = Sentence("s-1", "<script>alert(1)</script> $checked {name}")
    book = Rulebook("en", {}, (), {"<b>": "<i>"}, {})
    drawn = draw(replace(pack, sentences={"<h1>": (odd,)}, rulebooks=(book,)))
    assert "<script>" not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $checked {name}" in drawn


def test_translations_stand_under_the_english() -> None:
    """With a language, each sentence that is translated has its translation beside it."""
    spanish = gather(load_directory(), day=DAY, language="es")
    others = [each for part in spanish.sentences.values() for each in part if each.other]
    assert len(others) > sum(map(len, spanish.sentences.values())) * 0.9
    assert "Translations into Spanish stand under the English" in draw(spanish)


def test_the_command_writes_it(tmp_path: Path) -> None:
    """`brewmate review-pack --out` writes the page; what it can't do it says in a sentence, with exit code 2."""
    ran = CliRunner().invoke(app, ["review-pack", "--out", str(tmp_path / "pack.html")])
    assert ran.exit_code == 0
    assert (tmp_path / "pack.html").read_text("utf-8").startswith("<!doctype html>")
    for wrong in (["--language", "xx"], ["--out", str(tmp_path)], ["--out", str(tmp_path / "pack.html")]):
        refused = CliRunner().invoke(app, ["review-pack", *wrong])
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr.count("\n") == 1
    assert CliRunner().invoke(app, ["review-pack", "--force", "--out", str(tmp_path / "pack.html")]).exit_code == 0
