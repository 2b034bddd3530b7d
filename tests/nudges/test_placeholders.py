"""What a prompt's text may hold, and what its placeholders become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.nudges.placeholders import LONGEST, PLACEHOLDERS, check, fill, season
from bot.texts import translator

T = translator("en-GB")
DAY = date(2027, 3, 22)


@dataclass(frozen=True)
class Room:
    """Stands for a mention, which must stay a value."""

    name: str


TEA_ROOM = Room("tea-room")


def filled(text: str, community: str = "Otters") -> tuple[str | Room, ...]:
    """The text as it would be posted on Monday 22 March 2027."""
    return fill(text, community=community, channel=TEA_ROOM, day=DAY, t=T)


def said(text: str) -> list[str]:
    """What a moderator is told about this text."""
    return [problem.said(T) for problem in check(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hello, {community}.", ("Hello, Otters.",)),
        ("Come to {channel}, {channel}", ("Come to ", TEA_ROOM, ", ", TEA_ROOM)),
        ("{channel}", (TEA_ROOM,)),
        ("{weekday} in {month}, {season}", ("Monday in March, spring",)),
        ("plain", ("plain",)),
        ("", ()),
    ],
)
def test_placeholders_are_filled(text: str, parts: tuple[str | Room, ...]) -> None:
    """Each placeholder becomes its value; a channel stays a value among the words."""
    assert filled(text) == parts


def test_every_placeholder_is_filled() -> None:
    """No name in the closed set is left in braces."""
    assert not any(brace in str(filled(f"{{{name}}}")) for name in PLACEHOLDERS for brace in "{}")


def test_what_is_filled_in_is_not_read_again() -> None:
    """A community that calls itself {channel} is only called so."""
    assert filled("{community}", community="{channel} {0.name}") == ("{channel} {0.name}",)


@pytest.mark.parametrize("text", ["{0.__class__}", "{community.__class__}", "{community!r:>9999}", "{{channel}", "}"])
def test_nothing_else_is_interpreted(text: str) -> None:
    """Python's own format language does nothing in a prompt, even in one that was never checked."""
    assert all(part is TEA_ROOM or (isinstance(part, str) and part in text) for part in filled(text))


def test_without_a_catalogue_days_and_months_are_british_english() -> None:
    """Where a language has no catalogue, its names of days do not stand among English words."""
    assert fill("{weekday}, {month}", community="", channel="", day=DAY, t=translator("cy")) == ("Monday, March",)


@pytest.mark.parametrize(
    ("day", "northern", "southern"),
    [
        (date(2027, 2, 28), "winter", "summer"),
        (date(2027, 3, 1), "spring", "autumn"),
        (date(2027, 6, 1), "summer", "winter"),
        (date(2027, 11, 30), "autumn", "spring"),
        (date(2027, 12, 1), "winter", "summer"),
    ],
)
def test_seasons_begin_with_a_month(day: date, northern: str, southern: str) -> None:
    """Seasons are those of meteorology, and half a year apart in the south."""
    assert (season(day), season(day, southern=True)) == (northern, southern)


@given(st.dates())
def test_the_souths_season_comes_half_a_year_later(day: date) -> None:
    """North and south never share a season."""
    assert season(day) != season(day, southern=True)


@pytest.mark.parametrize(
    "text",
    [
        "Fancy a chat in {channel} this {weekday}?",
        "@everyone <b>*look*</b> <!channel> https://example.org",
        "שלום, מה שלומך?",
        "ሰላም 你好 नमस्ते สวัสดี",
        "שָׁלוֹם",  # up to two marks on a letter are plain spelling
        "❤️‍🔥 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "☕",
        "one\nline\ttwo",
        "x" * LONGEST,
    ],
)
def test_ordinary_text_is_fine(text: str) -> None:
    """Any script, emoji and line breaks are fine; so is markup, which is never more than text."""
    assert said(text) == []


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b\u2060", "\u0301"])
def test_empty_text_is_refused(text: str) -> None:
    """A prompt that nobody could see is refused."""
    assert said(text) == ["A prompt needs some words."]


def test_long_text_is_refused_with_its_length() -> None:
    """The moderator is told how long the text is and how long it may be."""
    assert said("x" * 601) == ["This prompt has 601 characters. Please shorten it to 600."]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("{chanel}", "I can’t fill in {chanel}. Did you mean {channel}?"),
        ("{ Weekday }", "I can’t fill in { Weekday }. Did you mean {weekday}?"),
        (
            "{name}",
            "I can’t fill in {name}. What I know is {community}, {channel}, {weekday}, {month}, {season}.",
        ),
        ("{community.name}", "I can’t fill in {community.name}. Did you mean {community}?"),
    ],
)
def test_an_unknown_placeholder_is_named(text: str, answer: str) -> None:
    """What can't be filled in is shown with what was probably meant, or with all there is."""
    assert said(text) == [answer]


@pytest.mark.parametrize("text", ["{", "a } b", "{channel", "{{channel}}", "}{"])
def test_a_lone_brace_is_refused(text: str) -> None:
    """A brace without its partner is a slip, and there is no other use for one."""
    (answer,) = said(text)
    assert answer.startswith("There is a brace without its partner.")


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31m", "a\x85b", "a\ud800b", "{\x00}"])
def test_control_characters_are_refused(text: str) -> None:
    """What a terminal or a database would choke on is refused, and not repeated in the answer."""
    assert said(text) == ["There are control characters in this. Please type it in plain letters."]


def test_letters_turned_round_are_refused() -> None:
    """An override that writes letters backwards is refused; real right-to-left text does without."""
    assert [answer.split(".")[0] for answer in said("a\u202eb")] == [
        "There are hidden characters in this that turn its letters round"
    ]


@pytest.mark.parametrize("pile", ["\u0301" * 5, "\u0489" * 5, "\u0301\u200d" * 5])
def test_zalgo_is_refused(pile: str) -> None:
    """Five marks on a letter would climb over the neighbours, with or without joiners between them."""
    assert said("h" + pile) == ["There are letters with stacked marks in this. Please use plain letters."]


def test_four_marks_are_spelling() -> None:
    """Four marks in a row occur in real languages."""
    assert said("h" + "\u0301" * 4) == []


def test_everything_is_told_at_once() -> None:
    """Several slips are several sentences."""
    assert len(said("{chanel} {seeson} {" + "x" * 600)) == 4


def test_a_flood_of_slips_is_cut_short() -> None:
    """Hundreds of unknown names, or very long ones, make a short answer."""
    flood = "".join(f"{{{letter * 100}{number}}}" for number in range(500) for letter in "ab")
    assert sum(map(len, said(flood))) < 1_500


WORDS = st.text() | st.lists(st.sampled_from([*PLACEHOLDERS, "{", "}", "{channel}", "{season}", " ", "x"])).map("".join)


@given(WORDS, st.dates(), st.sampled_from(["en-GB", "cy", "ar", "ja"]))
@example("{channel}{community}", DAY, "en-GB")
def test_whatever_passes_can_be_posted(text: str, day: date, locale: str) -> None:
    """Any text can be checked and filled; of what passed no brace is left, and every channel is there."""
    problems = check(text)
    parts = fill(text, community="Otters", channel=TEA_ROOM, day=day, t=translator(locale))
    assert all(problem.said(T) for problem in problems)
    if not problems:
        assert parts.count(TEA_ROOM) == text.count("{channel}")
        assert not any(isinstance(part, str) and set("{}") & set(part) for part in parts)


@given(st.text(alphabet=st.characters(exclude_characters="{}"), min_size=1), st.integers(0, 400))
def test_text_without_braces_is_posted_as_it_is(text: str, later: int) -> None:
    """What holds no placeholder is never changed, on any day."""
    assert fill(text, community="", channel=TEA_ROOM, day=DAY + timedelta(later), t=T) == (text,)
