"""Zones, languages and places are understood by the words that people use for them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community import suggesting
from bot.texts import translator
from bot.texts.translator import known_locale
from tests.stage import Stage

T = translator("en-GB")


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        (" London ", "Europe/London"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("nowhere", None),
        ("", None),
        ("../../etc/passwd", None),
    ],
)
def test_zones_by_name_or_city(typed: str, zone: str | None) -> None:
    """A zone is found by its name or its city, however it is written, and by nothing else."""
    assert suggesting.find_zone(typed) == zone


def test_every_zone_can_be_used() -> None:
    """What is found as a zone is one that times can be told in."""
    assert all(ZoneInfo(name) for name in suggesting.zones())
    assert all(suggesting.find_zone(name) == name for name in suggesting.zones())
    assert max(len(name) for name in suggesting.zones()) <= 64


def test_a_zone_that_is_nearly_right_is_named() -> None:
    """A mistyped zone is answered with those that look like it."""
    assert "Europe/London" in suggesting.unknown_zone("Europe/Lodnon", T)
    assert "Europe/London" in suggesting.unknown_zone("qqqqqq", T)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("cy", "cy"),
        ("Welsh", "cy"),
        ("french", "fr"),
        ("en-GB", "en-GB"),
        ("en_gb", "en-GB"),
        ("klingonese", None),
        ("", None),
        ("a" * 200, None),
    ],
)
def test_languages_by_tag_or_name(typed: str, tag: str | None) -> None:
    """A language is found by its tag or by its name, and by nothing else."""
    assert suggesting.find_locale(typed, T) == tag


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("Scotland", "GB-SCT"),
        ("gb-sct", "GB-SCT"),
        ("uk", "GB"),
        ("Ireland", "IE"),
        ("Iceland", "IS"),
        ("france", "FR"),
        ("de", "DE"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_places_by_name_or_code(typed: str, area: str | None) -> None:
    """A place is one that services are known for, or a country; Iceland is not Ireland."""
    assert suggesting.find_place(typed, T) == area


def test_what_a_form_shows_is_read_again() -> None:
    """The names in which choices are shown are understood when they come back."""
    for area in ("GB", "GB-SCT", "IE", "FR", "IS"):
        assert suggesting.find_place(suggesting.place_in_words(area, T), T) == area
    for tag in ("cy", "fr", "es", *suggesting.spoken()):
        assert suggesting.find_locale(suggesting.locale_in_words(tag, T), T) == tag


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    """No text breaks the reading; what is understood fits its column and can be used."""
    zone, locale, area = (
        suggesting.find_zone(typed),
        suggesting.find_locale(typed, T),
        suggesting.find_place(typed, T),
    )
    assert zone is None or len(ZoneInfo(zone).key) <= 64
    assert locale is None or (known_locale(locale) is not None and len(locale) <= 35)
    assert area is None or len(area) <= 10
    assert suggesting.unknown_zone(typed, T)


async def test_zones_are_completed_with_the_time_there(stage: Stage) -> None:
    """Typing a part of a zone suggests it with the time it is there; typing nothing suggests the one in use."""
    by = stage["Cal"].visitor.member
    found = await stage.running.core.suggest("zones", "new y", by, None)
    assert [(each.label, each.value) for each in found] == [("America/New_York, 04:00 now", "America/New_York")]
    assert [each.value for each in await stage.running.core.suggest("zones", " ", by, None)] == ["Europe/London"]
    assert len(await stage.running.core.suggest("zones", "e", by, None)) == suggesting.MOST


async def test_languages_are_completed(stage: Stage) -> None:
    """The languages Brewmate speaks come first; any other is found by its name."""
    by = stage["Cal"].visitor.member
    spoken = await stage.running.core.suggest("locales", "", by, None)
    assert [each.value for each in spoken] == list(suggesting.spoken())
    assert "cy" in [each.value for each in await stage.running.core.suggest("locales", "wel", by, None)]
    assert await stage.running.core.suggest("locales", "qqq", by, None) == ()
