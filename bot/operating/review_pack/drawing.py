"""The review pack as one HTML page that needs nothing else: no script, no picture, nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template

from babel import Locale

from bot.operating.review_pack import rules_in_words, services_in_words
from bot.operating.review_pack.gathering import Pack
from bot.operating.review_pack.sentences import Sentence
from signposting import Service, area_in_words
from signposting.rulebook import Rulebook, Written
from signposting.words import FALLBACK

SIGN = (
    '<div class="sign"><div class="boxes"><span class="box">fine</span><span class="box">change</span></div>'
    '<span class="rule"></span></div>'
)
"""Where a reviewer says what they think of an item."""

SERVICES = "The services"
CHOOSING = "How Brewmate answers, and how services are chosen"

MOST_REMARK = 400
"""A file's opening remark that is longer is for those who edit it."""

SHORT = 12
"""An item with at most so many lines is kept on one page."""


def draw(pack: Pack) -> str:
    """The whole page. Whatever stands in the pack is text in it, never markup."""
    parts = [
        *((title, _sentences(title, said)) for title, said in pack.sentences.items()),
        (CHOOSING, _choosing()),
        *((_rules_title(book), _rulebook(book)) for book in pack.rulebooks),
        (SERVICES, _services(pack)),
    ]
    rules = [(_rules_title(book), len(book.entries)) for book in pack.rulebooks]
    counted = [
        ("Sentences", [(title, len(said)) for title, said in pack.sentences.items()]),
        ("Rules", [(CHOOSING, len(rules_in_words.CHOOSING)), *rules]),
        ("Services", [(area, len(services)) for area, services in _by_country(pack)]),
    ]
    page = Template(files(__package__).joinpath("page.html").read_text("utf-8"))
    return page.substitute(
        version=escape(pack.version),
        day=f"{pack.day.day} {pack.day:%B %Y}",
        checked=_checked(pack),
        translated=_translated(pack),
        contents="".join(_contents(title, entries) for title, entries in counted),
        parts="\n".join(f'<section id="{_anchor(title)}">{drawn}</section>' for title, drawn in parts),
    )


def _checked(pack: Pack) -> str:
    every = len(pack.directory.services)
    if not pack.checked:
        return f"No person has checked any of the {every} services by calling it or reading its own page."
    return f"Of {every} services, a named person has checked {pack.checked}; each says so, with the date."


def _translated(pack: Pack) -> str:
    if pack.language == FALLBACK:
        return ""
    return f"<p>Translations into {_language(pack.language)} stand under the English; they are part of the review.</p>"


def _contents(title: str, entries: Sequence[tuple[str, int]]) -> str:
    links = "; ".join(f'<a href="#{_anchor(each)}">{escape(each)}</a> ({count})' for each, count in entries)
    return f"<p><strong>{title}</strong>, {sum(count for _, count in entries)} items: {links}.</p>"


def _sentences(title: str, said: Sequence[Sentence]) -> str:
    together = groupby(said, lambda each: each.under)
    drawn = (f"<h3>{escape(under)}</h3>{_items(_sentence(each) for each in several)}" for under, several in together)
    return f"<h2>{escape(title)}</h2>{''.join(drawn)}"


def _sentence(sentence: Sentence) -> str:
    other = f'<p class="other">{_text(sentence.other)}</p>' if sentence.other else ""
    about = escape(" · ".join(each for each in (sentence.number, sentence.about) if each))
    return _item(sentence.number, f'<p>{_text(sentence.text)} <span class="about">{about}</span></p>{other}')


def _choosing() -> str:
    rules = enumerate(rules_in_words.CHOOSING, start=1)
    drawn = (_item(f"c-{number}", f'<p>{escape(rule)}</p><p class="about">c-{number}</p>') for number, rule in rules)
    return f"<h2>{escape(CHOOSING)}</h2>{_items(drawn)}"


def _rules_title(book: Rulebook) -> str:
    return f"What Brewmate listens for, in {_language(book.language)}"


def _rulebook(book: Rulebook) -> str:
    signs = rules_in_words.LANGUAGE
    key = "".join(f'<tr><th scope="row">{escape(sign)}</th><td>{escape(means)}</td></tr>' for sign, means in signs)
    files_of = groupby(book.entries, lambda each: each.file)
    words = [(f"<{name}>", said.split()) for name, said in book.words.items()]
    phrases = [(f"{{{name}}}", said) for name, said in book.expressions.items()]
    lists = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(', '.join(each for each in said if not each.startswith('#')))}</dd>"
        for name, said in (*words, *phrases)
    )
    return (
        f"<h2>{escape(_rules_title(book))}</h2>"
        "<p>A message is judged on the spot and not kept. Each rule names words that are looked for; an exclusion "
        "takes them back where they mean something else. Capitals, accents and apostrophes don’t matter.</p>"
        f'<table class="key"><tbody>{key}</tbody></table>'
        f"{''.join(_file(book, name, list(entries)) for name, entries in files_of)}"
        f'<h3>Lists of words</h3><dl class="words">{lists}</dl>'
    )


def _file(book: Rulebook, name: str, entries: Sequence[Written]) -> str:
    remark = book.remarks.get(name, "")
    lead = f'<p class="lead">{escape(remark)}</p>' if remark and len(remark) <= MOST_REMARK else ""
    items = _items(_entry(book, number, each) for number, each in enumerate(entries, start=1))
    return f"<h3>{escape(name.removesuffix('.toml').replace('-', ' '))}</h3>{lead}{items}"


def _entry(book: Rulebook, number: int, written: Written) -> str:
    name = f"r-{book.language}-{written.file.removesuffix('.toml')}-{number}"
    meaning = " ".join(rules_in_words.in_words(written.meaning))
    lines = "".join(_line(each) for each in written.lines)
    said = f"<h4>{escape(rules_in_words.title(written.meaning))}</h4><p>{escape(meaning)}</p>"
    body = f'{said}<p class="about">{name}</p>'
    return _item(name, body, f'<ul class="phrases">{lines}</ul>', short=len(written.lines) <= SHORT)


def _by_country(pack: Pack) -> list[tuple[str, list[Service]]]:
    """The services by where they are for: those of the same areas together, in the directory's order."""
    found: dict[str, list[Service]] = {}
    for service in pack.directory.services:
        areas = sorted(service.areas)
        where = ", ".join(area_in_words(each) for each in areas) if len(areas) <= SHORT else "Many countries"
        found.setdefault(where[:1].upper() + where[1:], []).append(service)
    return sorted(found.items())


def _services(pack: Pack) -> str:
    at = datetime.combine(pack.day, time(12), UTC)
    return f"<h2>{SERVICES}</h2>" + "".join(
        f'<h3 id="{_anchor(area)}">{escape(area)}</h3>{_items(_service(each, at) for each in services)}'
        for area, services in _by_country(pack)
    )


def _service(service: Service, at: datetime) -> str:
    facts = "".join(
        f"<dt>{escape(name)}</dt><dd>{_text(said)}</dd>" for name, said in services_in_words.facts(service, at)
    )
    body = f'<h4>{escape(service.name)}</h4><p>{_text(service.summary)}</p><dl class="facts">{facts}</dl>'
    return _item(service.id, f'{body}<p class="about">{escape(service.id)}</p>')


def _language(tag: str) -> str:
    return escape(Locale.parse(tag).get_display_name("en") or tag)


def _items(drawn: Iterable[str]) -> str:
    return f'<ul class="items">{"".join(drawn)}</ul>'


def _item(name: str, drawn: str, below: str = "", *, short: bool = True) -> str:
    kept = "item short" if short else "item"
    return f'<li class="{kept}" id="{escape(name)}"><div>{drawn}</div>{SIGN}{below}</li>'


def _line(line: str) -> str:
    if line.startswith("#"):
        return f'<li class="remark">{escape(line.lstrip("# "))}</li>'
    return f"<li>{_breaking(line)}</li>"


def _breaking(phrase: str) -> str:
    """A phrase whose long chains of words may go on in the next line."""
    return escape(phrase).replace("/", "/<wbr>").replace("|", "|<wbr>")


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _anchor(title: str) -> str:
    return "part-" + "".join(each if each.isalnum() else "-" for each in title.lower())
