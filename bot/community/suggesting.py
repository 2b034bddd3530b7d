"""Zones, languages and places by the words that people use for them, and what completes them while somebody types."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

from bot.community.context import Context
from bot.community.features import Feature
from bot.contract.ports import Suggestion
from bot.texts import Translator, mark
from bot.texts.catalogues import languages
from bot.texts.translator import SOURCE_LOCALE, known_locale
from signposting import area_in_words, find_area

MOST = 20
"""The most suggestions at once; Discord shows 25."""

NEAR = 3
NO_PLACES = frozenset({"Etc", "posix", "right", "SystemV", "US"})

UNKNOWN_ZONE = mark("I don’t know a zone called “{given}”. It looks like Europe/London.")
NEAR_ZONE = mark("I don’t know a zone called “{given}”. Did you mean {near}?")
UNKNOWN_LANGUAGE = mark("I don’t know a language called “{given}”. Its English name or a code such as cy will do.")
UNKNOWN_AREA = mark("I don’t know a place called “{given}”. A country, or Scotland, Wales and the like, will do.")


def find_zone(typed: str) -> str | None:
    """The IANA zone by its name, or by its city where only one zone has it: ``london`` is ``Europe/London``."""
    plain = _plain(typed)
    exact = {_plain(name): name for name in zones()}
    if plain in exact:
        return exact[plain]
    named = [name for name in zones() if _plain(_city(name)) == plain]
    return named[0] if len(named) == 1 else None


def unknown_zone(typed: str, t: Translator) -> str:
    """What to say of a zone that isn't known, with the ones that look like it."""
    cities = {_plain(_city(name)): name for name in zones()}
    near = difflib.get_close_matches(_plain(typed.rpartition("/")[2])[:40], cities, n=NEAR)
    if near:
        return t(NEAR_ZONE, given=typed, near=t.listed([cities[each] for each in near], "or"))
    return t(UNKNOWN_ZONE, given=typed)


@cache
def zones() -> tuple[str, ...]:
    """The zones that people live in, sorted: none of the database's old spellings of hours."""
    return tuple(sorted(name for name in available_timezones() if _is_a_place(name)))


def find_locale(typed: str, t: Translator) -> str | None:
    """The tag of a language by tag, or by its name in the reader's language, in English or in itself."""
    if (found := known_locale(typed.strip())) is not None:
        return _tag(found)
    wanted = typed.strip().casefold()
    for tag in spoken():
        if wanted in {locale_in_words(tag, t).casefold(), locale_in_words(tag).casefold()}:
            return tag
    for names in (_language_names(t.locale), _language_names(SOURCE_LOCALE)):
        for code, name in names.items():
            if name.casefold() == wanted and known_locale(code) is not None:
                return code
    return None


def spoken() -> tuple[str, ...]:
    """The tags of the languages that Brewmate itself speaks, its own first."""
    return (SOURCE_LOCALE, *languages())


def is_spoken(tag: str) -> bool:
    """Whether Brewmate answers in this language and not in English instead."""
    return tag.partition("-")[0] in {each.partition("-")[0] for each in spoken()}


def locale_in_words(tag: str, t: Translator | None = None) -> str:
    """The language's name as the reader says it, or as its own speakers do."""
    locale = known_locale(tag)
    name = locale.get_display_name(t.locale.replace("-", "_") if t else None) if locale else None
    return name[:1].upper() + name[1:] if name else tag


def find_place(typed: str, t: Translator) -> str | None:
    """The area that services are known for by name or code, else a country; ISO 3166."""
    if (area := find_area(typed, t.locale)) is not None:
        return area
    wanted = typed.strip().casefold()
    for names in (_country_names(t.locale), _country_names(SOURCE_LOCALE)):
        for code, name in names.items():
            if wanted in {name.casefold(), code.casefold()}:
                return code
    return None


def place_in_words(area: str, t: Translator) -> str:
    """The name of an area or a country, or its code where there is none."""
    known = area_in_words(area, t.locale)
    return known if known != area else _country_names(t.locale).get(area, area)


async def suggest_zones(typed: str, context: Context) -> tuple[Suggestion, ...]:
    """Zones with the time it is there; before anything is typed, the one in use."""
    names = [name for name in zones() if _plain(typed) in _plain(name)] if typed.strip() else [context.zone.key]
    return tuple(Suggestion(_zone_label(name, context), name) for name in names[:MOST])


async def suggest_locales(typed: str, context: Context) -> tuple[Suggestion, ...]:
    """Languages by name; the spoken ones first, and alone before anything is typed."""
    t, wanted = context.t, typed.strip().casefold()
    ours = [(locale_in_words(tag, t), tag) for tag in spoken()]
    named = [each for each in ours if wanted in f"{each[0]} {locale_in_words(each[1])}".casefold()]
    others = sorted((name, code) for code, name in _language_names(t.locale).items() if wanted in name.casefold())
    listed = [*named, *(each for each in others if wanted and known_locale(each[1]) is not None)]
    return tuple(Suggestion(name, tag) for name, tag in listed[:MOST])


def feature() -> Feature:
    """The suggesters that more than one feature's options name."""
    return Feature("suggesting", suggesters=(("zones", suggest_zones), ("locales", suggest_locales)))


def _zone_label(name: str, context: Context) -> str:
    there = context.now.astimezone(ZoneInfo(name)).time()
    return context.t("{zone}, {time} now", zone=name, time=context.t.time(there))


def _is_a_place(name: str) -> bool:
    return name == "UTC" or ("/" in name and name.partition("/")[0] not in NO_PLACES)


def _city(name: str) -> str:
    return name.rpartition("/")[2]


def _plain(typed: str) -> str:
    return typed.strip().casefold().replace(" ", "_")


@cache
def _language_names(tag: str) -> Mapping[str, str]:
    return {code: name for code, name in _names(tag).languages.items() if "_" not in code and "-" not in code}


@cache
def _country_names(tag: str) -> Mapping[str, str]:
    territories = _names(tag).territories
    return {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}  # noqa: PLR2004  # ISO 3166


def _names(tag: str) -> Locale:
    return known_locale(tag) or Locale.parse(SOURCE_LOCALE, sep="-")


def _tag(locale: Locale) -> str:
    return "-".join(part for part in (locale.language, locale.script, locale.territory, locale.variant) if part)
