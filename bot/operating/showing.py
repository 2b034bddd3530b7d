"""Services as the command line shows them: plain lines for a terminal of 80 to 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime

from bot.operating.review_pack.services_in_words import facts
from signposting import Option, Service, contact_in_words, hours_in_words
from signposting.words import summary_in_words, way_in_words

WIDTH = 96
NAMED = 14  # the column of what is said of a service, after its fact's name
ID = 26


def line(service: Service) -> str:
    """A service in one line: its id, its name, and its first ways as far as they fit."""
    start, ways = f"{service.id:<{ID}}  {service.name}", [contact_in_words(each) for each in service.contacts]
    longest_first = (f"{start}: {'; '.join(ways[:2])}", f"{start}: {ways[0]}")
    return next((each for each in longest_first if len(each) <= WIDTH), start)


def option(found: Option, at: datetime, language: str, *, why: bool) -> Iterator[str]:
    """A service as a card would name it, a fact a line, and why it stands there."""
    service = found.service
    yield f"{service.id:<{ID}}  {service.name}"
    said = [summary_in_words(service, language)]
    current = service.is_current(at)
    said += [
        way_in_words(service, each, at, language) if current else contact_in_words(each, language)
        for each in found.contacts
    ]
    said += [hours_in_words(service, at, language)]
    said += [f"why: {found.reason}"] if why else []
    for each in said:
        yield from _wrapped(each, "    ", "      ")


def everything(service: Service, at: datetime) -> Iterator[str]:
    """All that is known of a service, with sources and dates."""
    yield f"{service.id}  {service.name}"
    yield from _wrapped(service.summary, "  ", "  ")
    for name, said in facts(service, at):
        indent = " " * NAMED
        for number, each in enumerate(said.replace(" · ", "\n").split("\n")):
            yield from _wrapped(each, indent if number else f"  {name}:".ljust(NAMED), indent)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
