"""Reading what somebody filled in: the ask, or what is wrong field by field."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from babel import Locale
from babel.support import NullTranslations as NoTranslations
from hypothesis import given
from hypothesis import strategies as st

from bot.contract.places import Channel, Member, Role
from bot.contract.reading import Unreadable, read
from bot.texts import Translator, translator
from tests.contract.asks import COMMANDS, EVERYTHING, HERE, Everything, Size, Sky

BRITISH = translator("en-GB")
ENOUGH = {"text": "hello", "channel": "tea"}
"""What has to be filled in."""


def knows(who: Channel | Member | Role) -> bool:
    """One channel and one member are here."""
    return who in {Channel(HERE, "tea"), Member(HERE, "ana")}


def good(**values: str) -> Everything:
    """The ask that these values make."""
    ask = read(EVERYTHING, ENOUGH | values, community=HERE, t=BRITISH, knows=knows)
    assert isinstance(ask, Everything), ask
    return ask


def errors(values: dict[str, str], t: Translator = BRITISH) -> dict[str, str]:
    """What is wrong with these values."""
    found = read(EVERYTHING, values, community=HERE, t=t, knows=knows)
    assert isinstance(found, Unreadable)
    return dict(found.errors)


def wrong(name: str, value: str) -> str:
    """What is wrong with this one value, where nothing else is."""
    (problem,) = errors(ENOUGH | {name: value}).items()
    assert problem[0] == name
    return problem[1]


def test_enough_is_enough() -> None:
    """With the required fields alone, every other field has its default."""
    assert good() == Everything("hello", Channel(HERE, "tea"))


def test_every_type_is_read() -> None:
    """Texts, places, figures, choices and yes or no become values of their types."""
    read_ = good(member="ana", count="12", sky="stormy", size="large", loud="yes", version="3")
    assert read_ == Everything(
        "hello", Channel(HERE, "tea"), Member(HERE, "ana"), 12, Sky.STORMY, Size.LARGE, loud=True, version=3
    )


def test_what_is_missing_is_asked_for() -> None:
    """Each required field that was left empty says so at its place."""
    assert errors({}) == {"text": "Please fill this in.", "channel": "Please fill this in."}


@pytest.mark.parametrize("nothing", ["", "  ", "\n\t", "\u200b", "\u200b \u2060", "\u00a0"])
def test_what_nobody_can_see_is_missing(nothing: str) -> None:
    """Blanks and invisible characters alone fill in nothing."""
    assert wrong("text", nothing) == "Please fill this in."


def test_an_optional_field_may_be_left_empty() -> None:
    """Blanks in a field that may be empty mean its default."""
    assert good(count=" ", sky="").count is None


def test_blanks_around_a_value_do_not_matter() -> None:
    """A value is read without the blanks before and after it."""
    assert good(text="  hello there ", sky=" sunny ").text == "hello there"


def test_what_is_filled_in_comes_back_with_the_errors() -> None:
    """A form that is shown again holds what was typed, right or wrong."""
    found = read(EVERYTHING, ENOUGH | {"count": "many"}, community=HERE, t=BRITISH, knows=knows)
    assert isinstance(found, Unreadable)
    assert found.filled == {"text": "hello", "channel": "tea", "count": "many"}


def test_every_error_is_told_at_once() -> None:
    """Three wrong fields are three errors, so that nobody has to send a form three times."""
    assert set(errors({"text": "x" * 41, "count": "many", "loud": "perhaps"})) == {"text", "channel", "count", "loud"}


def test_a_text_may_be_as_long_as_declared() -> None:
    """Forty characters fit where forty are allowed."""
    assert good(text="x" * 40).text == "x" * 40


def test_a_longer_text_is_refused_with_the_figure() -> None:
    """The forty-first character is one too many, and the sentence says how many there may be."""
    assert wrong("text", "x" * 41) == "That is longer than 40 characters; please shorten it."


@pytest.mark.parametrize("said", ["stormy", "Stormy", " STORMY "])
def test_a_choice_is_known_by_value_and_label_in_any_case(said: str) -> None:
    """People may write a choice as they like."""
    assert good(sky=said).sky is Sky.STORMY


def test_a_choice_is_known_by_a_label_of_two_words() -> None:
    """What the form shows can be typed."""
    assert good(sky="sunny spells").sky is Sky.BRIGHT


@pytest.mark.parametrize("slip", ["stromy", "STROMY", "Stormyy"])
def test_a_wrong_choice_suggests_the_nearest(slip: str) -> None:
    """A slip of the finger, in any case, is met with the choice that was meant."""
    assert wrong("sky", slip) == f"I don't know “{slip}”. Did you mean Stormy?"


def test_a_choice_like_no_other_is_answered_with_all() -> None:
    """Where nothing is near, the sentence names every choice."""
    assert wrong("sky", "42") == "I don't know “42”. It can be Sunny, Sunny spells or Stormy."


def test_a_choice_is_known_in_the_readers_language() -> None:
    """The translated label that a form shows can be typed, as the value can."""

    class German(NoTranslations):
        def gettext(self, message: str) -> str:
            return {"Stormy": "Stürmisch"}.get(message, message)

    t = Translator(Locale("de"), German(NullTranslations()))  # type: ignore[arg-type]  # no file behind it
    ask = read(EVERYTHING, ENOUGH | {"sky": "stürmisch"}, community=HERE, t=t, knows=knows)
    assert isinstance(ask, Everything)
    assert ask.sky is Sky.STORMY


@pytest.mark.parametrize("said", ["yes", "Y", "true", "ON", "1"])
def test_yes_is_yes(said: str) -> None:
    """People say yes in several ways."""
    assert good(loud=said).loud is True


@pytest.mark.parametrize("said", ["no", "N", "false", "Off", "0"])
def test_no_is_no(said: str) -> None:
    """People say no in several ways."""
    assert good(loud=said).loud is False


def test_neither_yes_nor_no_is_asked_again() -> None:
    """What is neither is not taken for either."""
    assert wrong("loud", "perhaps") == "Please answer yes or no."


@pytest.mark.parametrize(("said", "meant"), [("7", 7), ("-7", -7), ("007", 7), ("#7", 7), ("٧", 7)])
def test_a_whole_number_is_read(said: str, meant: int) -> None:
    """Figures are read with a sign, with noughts, as /nudges list shows them, and in any script."""
    assert good(count=said).count == meant


@pytest.mark.parametrize("said", ["many", "1.5", "1e3", "--1", "-", "#", "0x1", "²", "1_000", "1 2"])
def test_what_is_no_whole_number_is_refused(said: str) -> None:
    """Anything else is asked for again."""
    assert wrong("count", said) == "Please give a whole number."


@pytest.mark.parametrize("said", [str(2**31 - 1), str(-(2**31) + 1), "000000000001"])
def test_a_number_may_be_as_large_as_a_column_holds(said: str) -> None:
    """Figures up to what every database holds are read."""
    assert good(count=said).count == int(said)


@pytest.mark.parametrize("said", [str(2**31), str(-(2**31)), "9" * 13, "9" * 199])
def test_a_larger_number_is_refused(said: str) -> None:
    """What no column holds is refused before anything is done with it."""
    assert wrong("count", said) == "Please give a smaller number."


def test_a_channel_that_is_not_here_is_refused_by_name() -> None:
    """Nothing is set up for a channel that is gone, made up, or closed to the bot."""
    assert wrong("channel", "gone") == "I don’t know a channel called “gone” here, or I can’t post in it."


def test_a_member_who_is_not_here_is_refused_by_name() -> None:
    """Somebody who left, or never was here, is not taken for a member."""
    assert wrong("member", "zoe") == "I don’t know anybody called “zoe” here."


@pytest.mark.parametrize("name", ["channel", "member"])
def test_an_id_is_short(name: str) -> None:
    """An id longer than any platform's is refused before anybody looks for it."""
    assert wrong(name, "x" * 61) == "That is longer than 60 characters; please shorten it."


@pytest.mark.parametrize("hostile", ["a\x00b", "a\x1b[31m", "a\x07", "a\ud800b"])
def test_control_characters_are_refused(hostile: str) -> None:
    """What would upset a terminal or a database is refused with a sentence that does not repeat it."""
    assert wrong("text", hostile) == "There are control characters in this. Please type it in plain letters."


def test_zalgo_is_refused() -> None:
    """Letters that climb over their neighbours are refused."""
    assert "stacked marks" in wrong("text", "h" + "\u0301" * 5)


def test_letters_turned_round_are_refused() -> None:
    """An override that writes plain letters backwards is refused."""
    assert "turn its letters round" in wrong("text", "abc\u202edef")


@pytest.mark.parametrize(
    "harmless",
    ["صباح الخير", "שלום", "@everyone", "<@U123> *bold*", "<b>", "e\u0301", "☕🧑‍🤝‍🧑", "{name}", "two\nlines", "%s"],
)
def test_odd_text_is_only_text(harmless: str) -> None:
    """Right-to-left words, mentions, markup, emoji and braces are taken as they stand."""
    assert good(text=harmless).text == harmless


@pytest.mark.parametrize("braces", ["{given}", "{", "{0.__class__}"])
def test_braces_in_a_wrong_choice_are_repeated_as_they_are(braces: str) -> None:
    """What somebody typed is a value in the sentence and never a gap of it."""
    assert f"“{braces}”" in wrong("sky", braces)


def test_unknown_fields_are_left_alone() -> None:
    """A field that the command never declared changes nothing."""
    assert good(colour="red") == good()


@given(st.dictionaries(st.sampled_from([each.name for each in EVERYTHING.options]), st.text(max_size=60)))
def test_reading_never_raises(values: dict[str, str]) -> None:
    """Whatever stands in the fields, the answer is an ask or what is wrong with it."""
    assert isinstance(read(EVERYTHING, values, community=HERE, t=BRITISH, knows=knows), Everything | Unreadable)


def test_every_command_can_be_begun_empty() -> None:
    """Nothing filled in is an ask, or a form to fill in."""
    found = [read(each, {}, community=HERE, t=BRITISH, knows=knows) for each in COMMANDS]
    assert [isinstance(each, Unreadable) for each in found] == [True, False, True, False, False]
