"""/support find …: services by any words, privately, and nothing of it is kept."""

from __future__ import annotations

import difflib

from bot.community.context import Bare
from signposting import ADULT, NEVER_UNASKED, UNDER_18, Directory, Service, country_of, find_topics, search
from signposting.directory import WORLD
from signposting.finding import plain
from signposting.words import FALLBACK, texts

LIKE = 0.75
"""How much of a misspelt word must fit a word of a service's name."""


def words_to_find(said: str, language: str) -> str | None:
    """What follows "find" (or its word in the reader's language) at the beginning; None where it doesn't begin so."""
    first, _, rest = said.strip().partition(" ")
    return rest.strip() if plain(first.rstrip(":")) in _find_words(language) else None


def found_by(said: str, directory: Directory, area: str, bare: Bare) -> tuple[str, ...]:
    """The ids of the services that the words fit, best first: those that may be named to this reader, here before far.

    Abuse is named only to whoever asked about it, by topic or by a service's own name.
    """
    asked = set(find_topics(said, bare.t.locale))
    fitting = [
        each
        for each in search(directory, said, bare.t.locale, area=area)
        if _may_be_named(each, bare) and (not each.topics & NEVER_UNASKED - asked or is_named(each, said))
    ]
    here = [each for each in fitting if _serves(each, area)]
    return tuple(each.id for each in here or fitting)


def named_in(said: str, directory: Directory, area: str, bare: Bare) -> tuple[str, ...]:
    """The ids of the services whose very name was typed, misspelt or not."""
    found = (directory.get(each) for each in found_by(said, directory, area, bare))
    return tuple(each.id for each in found if each is not None and is_named(each, said))


def is_named(service: Service, said: str) -> bool:
    """Whether every word that was typed is, or looks like, a word of the service's name."""
    typed, name = plain(said).split(), plain(service.name).split()
    return bool(typed) and all(difflib.get_close_matches(each[:40], name, n=1, cutoff=LIKE) for each in typed[:20])


def _may_be_named(service: Service, bare: Bare) -> bool:
    ages = None if bare.is_minor is None else UNDER_18 if bare.is_minor else ADULT
    fixed = service.emergency or service.last_resort  # they stand on every card that wants them
    return not fixed and service.is_for(ages) and bool(service.contacts_at(bare.now))


def _serves(service: Service, area: str) -> bool:
    """Whether it is there for that area: all of its country, or the world; a part of a country serves the whole's."""
    near = {area, country_of(area), WORLD}
    return bool(service.areas & near) or (
        area == country_of(area) and any(country_of(each) == area for each in service.areas)
    )


def _find_words(language: str) -> frozenset[str]:
    return frozenset(plain(each) for tag in (language, FALLBACK) for each in texts(tag)["finding"]["find"].split(","))
