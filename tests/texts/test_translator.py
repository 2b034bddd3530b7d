"""One language at a time: the reader's where there is a catalogue, else British English throughout."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import Translator, translator
from bot.texts.translator import MOST_KEPT, known_locale

MONDAY = date(2027, 3, 22)
TEN = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)


def everything(t: Translator) -> tuple[str, ...]:
    """A sentence, a day, a time, a moment, a number and a list."""
    zone = ZoneInfo("Europe/London")
    return (
        t("Every {day}", day=t.day(MONDAY)),
        t.time(time(10)),
        t.moment(TEN, zone),
        t.number(12_345),
        t.listed(["Ana", "Ben", "Cal"], "or"),
        t.plural("{count} person", "{count} people", 2),
    )


BRITISH = (
    "Every Monday 22 March 2027",
    "10:00",
    "Monday 22 March 2027 at 10:00",
    "12,345",
    "Ana, Ben or Cal",
    "2 people",
)


@pytest.mark.parametrize("tag", ["de", "cy", "ar", "ja-JP", "en-US", "en", "xx-nowhere", "", None])
def test_without_a_catalogue_everything_is_british(tag: str | None) -> None:
    """No sentence mixes two languages: its days, numbers and lists are British as its words are."""
    assert everything(translator(tag)) == BRITISH


@pytest.mark.parametrize("tag", ["de", "de-AT"])
def test_with_a_catalogue_everything_is_in_that_language(german: None, tag: str) -> None:
    """Where there is a catalogue for the language, words, days and numbers follow it."""
    t = translator(tag)
    assert t("Every {day}", day=t.day(MONDAY)) == "Jeden Montag 22. März 2027"
    assert t.listed(["Ana", "Ben"], "or") == "Ana oder Ben"


@pytest.mark.parametrize(
    ("tag", "spoken", "wanted"),
    [
        ("de", "en-GB", "de"),
        ("en-US", "en-GB", "en-US"),
        ("zh_Hant_TW", "en-GB", "zh-Hant-TW"),
        ("xx-nowhere", "en-GB", "en-GB"),
        (None, "en-GB", "en-GB"),
    ],
)
def test_what_is_spoken_and_what_was_wanted_are_told_apart(tag: str | None, spoken: str, wanted: str) -> None:
    """A page is marked with the language it is in, and services are looked for in the one that was wanted."""
    t = translator(tag)
    assert (t.locale, t.wanted) == (spoken, wanted)


def test_with_a_catalogue_what_was_wanted_is_spoken(german: None) -> None:
    """A reader from Austria gets Austrian German where there is German."""
    t = translator("de-AT")
    assert (t.locale, t.wanted) == ("de-AT", "de-AT")


def test_tags_from_outside_fill_no_memory() -> None:
    """However many tags somebody makes up, only so many translators are kept."""
    for number in range(MOST_KEPT * 2):
        translator(f"en-x-{number}")
    assert translator.cache_info().currsize <= MOST_KEPT


@given(st.text(max_size=80) | st.from_regex(r"[a-z]{2,3}([-_@.][A-Za-z0-9]{1,8}){0,5}", fullmatch=True))
def test_any_tag_at_all_is_read(tag: str) -> None:
    """Whatever a platform calls a language, there is a translator whose tags hold nothing odd."""
    t = translator(tag)
    assert all(each.replace("-", "").isalnum() for each in (t.locale, t.wanted))


def test_a_very_long_tag_is_no_language() -> None:
    """What is longer than any tag in use isn't even parsed."""
    assert known_locale("en" + "-x" * 1_000) is None
