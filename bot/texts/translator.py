"""A translator turns a marked sentence into the reader's language and fills its named gaps."""

from __future__ import annotations

import string
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations

from bot.texts.catalogues import catalogue

SOURCE_LOCALE = "en-GB"

LONGEST_TAG = 35
"""No BCP 47 tag in use is longer (RFC 5646, section 4.4.1)."""

MOST_KEPT = 128
"""Tags come from outside, so not all of them are kept."""

T = TypeVar("T")


def mark(sentence: str) -> str:
    """The sentence unchanged: extraction finds it here, and it is translated when it is drawn."""
    return sentence


class Translator:
    """Sentences, numbers, dates and lists for one locale, all in one language.

    Call it with the source sentence and its named values: ``t("Next: {when}", when=…)``.
    """

    def __init__(self, locale: Locale, translations: NullTranslations, wanted: Locale | None = None) -> None:
        self._locale = locale
        self._translations = translations
        self._wanted = wanted or locale

    @property
    def locale(self) -> str:
        """The BCP 47 tag of the language that is really spoken, for a page's ``lang`` and for other words beside it."""
        return _tag(self._locale)

    @property
    def wanted(self) -> str:
        """The BCP 47 tag of the language that was asked for, for choosing services in it."""
        return _tag(self._wanted)

    def __call__(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language with its ``{names}`` filled in."""
        translated = self._translations.gettext(sentence) if sentence else sentence
        return translated.format(**values) if values else translated

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form of the sentence for ``count``, which is also available as ``{count}``."""
        translated = self._translations.ngettext(one, many, count)
        return translated.format(count=self.number(count), **values)

    def spans(self, sentence: str, /, **values: T) -> tuple[str | T, ...]:
        """The sentence cut at its ``{names}``, each replaced by the value itself (a mention, a time, a link)."""
        parts = string.Formatter().parse(self._translations.gettext(sentence))
        return tuple(part for text, name, _, _ in parts for part in _pieces(text, name, values))

    def number(self, value: int) -> str:
        """A whole number as this language writes it."""
        return format_decimal(value, locale=self._locale)

    def listed(self, items: Iterable[str], style: str = "standard") -> str:
        """``Ana, Ben and Cal``; with style ``or``: ``Ana, Ben or Cal``."""
        return format_list(list(items), style, locale=self._locale)  # type: ignore[arg-type]  # Babel's literal

    def day(self, value: date) -> str:
        """``Monday 22 March 2027``: in full as the language writes it, but for the comma, as it stands in sentences."""
        return format_date(value, "full", locale=self._locale).replace(",", "")

    def time(self, value: time) -> str:
        """``10:00``."""
        return format_time(value, "HH:mm", locale=self._locale)

    def moment(self, value: datetime, zone: tzinfo) -> str:
        """``Monday 22 March 2027 at 10:00`` in the given zone."""
        at = format_datetime(value, "HH:mm", tzinfo=zone, locale=self._locale)
        return self(mark("{day} at {time}"), day=self.day(value.astimezone(zone).date()), time=at)


@lru_cache(maxsize=MOST_KEPT)
def translator(locale: str | None) -> Translator:
    """The translator for a BCP 47 tag.

    A language without a catalogue is answered in British English, the days and numbers too: half a
    sentence in each helps nobody. So is an unknown or missing tag.
    """
    source = Locale.parse(SOURCE_LOCALE, sep="-")
    wanted = (known_locale(locale) if locale else None) or source
    found = catalogue(wanted)
    if found is None:
        return Translator(source, NullTranslations(), wanted)
    return Translator(wanted, found.translations, wanted)


def known_locale(tag: str) -> Locale | None:
    """The locale that a BCP 47 tag names, or None where there is no such locale."""
    if len(tag) > LONGEST_TAG:
        return None
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _tag(locale: Locale) -> str:
    parts = (locale.language, locale.script, locale.territory, locale.variant)
    return "-".join(part for part in parts if part)


def _pieces(text: str, name: str | None, values: dict[str, T]) -> Iterable[str | T]:
    if text:
        yield text
    if name is not None:
        yield values[name]
