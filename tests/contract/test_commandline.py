"""A typed command is understood by its one declaration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contract.commandline import Typed, Unknown, parse
from bot.contract.places import Channel, Member
from tests.contract.asks import CHANGE, COMMANDS, EVERYTHING, FIND

PLACES: dict[tuple[type, str], str] = {(Channel, "#tea-room"): "C1", (Member, "@ana"): "U1"}


def resolve(kind: type, word: str) -> str | None:
    """One channel and one member are known."""
    return PLACES.get((kind, word))


def typed(line: str) -> dict[str, str]:
    """What was typed for each option of a known command."""
    found = parse(line, COMMANDS, resolve)
    assert isinstance(found, Typed), found
    return found.values


def unknown(line: str) -> Unknown:
    """What an unknown command is answered with."""
    found = parse(line, COMMANDS, resolve)
    assert isinstance(found, Unknown)
    return found


@pytest.mark.parametrize("line", ["/do everything", "do everything", "  /DO  Everything ", "/do everything\n"])
def test_a_command_is_known_by_its_path(line: str) -> None:
    """With or without a slash, in any case, the longest path wins."""
    found = parse(line, COMMANDS, resolve)
    assert isinstance(found, Typed)
    assert found.command is EVERYTHING


def test_a_path_of_one_word_leaves_the_rest_to_the_options() -> None:
    """``/find money`` is ``/find`` with a topic."""
    found = parse("/find money", COMMANDS, resolve)
    assert found == Typed(FIND, {"topic": "money"})


def test_a_required_text_takes_all_that_is_left() -> None:
    """Free text needs no quotes."""
    assert typed("/do everything how was your week?")["text"] == "how was your week?"


def test_quotes_around_a_text_are_left_out() -> None:
    """Whoever quotes the whole text means what is between the quotes."""
    assert typed('/do everything "how was your week?"')["text"] == "how was your week?"


@pytest.mark.parametrize(
    "text",
    ['which "small win" was yours?', "'tis the season, isn't it?", "it's Ana's turn", 'an "open end', "“a” or b"],
)
def test_quotes_within_a_text_stay(text: str) -> None:
    """What stands in quotes among other words was meant so, and apostrophes are letters."""
    assert typed(f"/do everything {text}")["text"] == text
    assert typed(f"/do everything text:so, {text}")["text"] == f"so, {text}"


@pytest.mark.parametrize("quoted", ['"two words"', "“two words”", "'two words'", "‘two words’"])
def test_quotes_hold_words_together(quoted: str) -> None:
    """Straight and curly quotes, which phones put in by themselves, hold a value together."""
    assert typed(f"/find {quoted} Wales") == {"topic": "two words", "area": "Wales"}


@pytest.mark.parametrize("quoted", ['"two words"', "“two words”", "'two words'", "‘two words’"])
def test_quotes_hold_words_together_after_a_name(quoted: str) -> None:
    """``topic:"two words"`` is one value."""
    assert typed(f"/find topic:{quoted} area:Wales") == {"topic": "two words", "area": "Wales"}


def test_an_unclosed_quote_is_only_a_sign() -> None:
    """A quote that is never closed swallows nothing."""
    assert typed('/find "two Wales') == {"topic": '"two', "area": "Wales"}


def test_a_quoted_word_is_never_a_name() -> None:
    """A text that happens to look like an option can be quoted."""
    assert typed('/do everything "sky:stormy"') == {"text": "sky:stormy"}


def test_names_may_come_in_any_order_and_case() -> None:
    """Named values need not follow the declaration."""
    assert typed("/find AREA:Wales topic:money") == {"topic": "money", "area": "Wales"}


def test_a_text_after_its_name_runs_on_to_the_next_name() -> None:
    """Several words after a name belong to it."""
    assert typed("/do everything text:how was it, really? sky:stormy loud:yes") == {
        "text": "how was it, really?",
        "sky": "stormy",
        "loud": "yes",
    }


def test_a_suggested_value_of_several_words_needs_no_quotes() -> None:
    """``area:Northern Ireland`` is one area, as it is where options come apart already."""
    assert typed("/find area:Northern Ireland topic:money") == {"topic": "money", "area": "Northern Ireland"}


def test_a_suggested_value_leaves_a_required_text_its_words() -> None:
    """Where free text has to follow, a suggested value before it is one word."""
    found = parse("/change key:own:3 how was your week?", COMMANDS, resolve)
    assert found == Typed(CHANGE, {"key": "own:3", "text": "how was your week?"})


def test_a_choice_of_two_words_needs_no_quotes() -> None:
    """After its name, a choice takes as many words as one of its labels has."""
    assert typed("/do everything sky:Sunny spells how are you?") == {"sky": "Sunny spells", "text": "how are you?"}


def test_a_colon_alone_makes_no_name() -> None:
    """Times and addresses stay what they are."""
    assert typed("/do everything at 10:00 see https://example.org") == {"text": "at 10:00 see https://example.org"}


def test_a_hidden_option_cannot_be_typed() -> None:
    """What travels with a form can't be set by hand."""
    assert typed("/do everything version:3") == {"text": "version:3"}


@pytest.mark.parametrize(
    "line",
    [
        "#tea-room hello there",
        "hello there #tea-room",
        "hello #tea-room there",
        "text:hello there #tea-room",
        "text:hello there channel:#tea-room",
        "channel:#tea-room hello there",
    ],
)
def test_a_channel_is_known_wherever_it_stands(line: str) -> None:
    """A channel is found by its look, before, within or after the text, also after a name."""
    assert typed(f"/do everything {line}") == {"text": "hello there", "channel": "C1"}


def test_a_member_is_known_wherever_they_stand() -> None:
    """A member is found by their look, too."""
    assert typed("/do everything hello @ana there") == {"text": "hello there", "member": "U1"}


def test_an_unknown_channel_stays_as_it_was_typed() -> None:
    """A named channel that can't be resolved is handed on, so that the form can show it."""
    assert typed("/do everything channel:#gone hello")["channel"] == "#gone"


def test_a_second_channel_stays_in_the_text() -> None:
    """Only the first channel fills the option."""
    assert typed("/do everything #tea-room or #tea-room") == {"channel": "C1", "text": "or #tea-room"}


def test_a_command_without_members_leaves_names_in_its_text() -> None:
    """Where no member is wanted, @ana is a word like any other."""
    assert typed("/change one ask @ana") == {"key": "one", "text": "ask @ana"}


def test_the_last_text_takes_all_that_is_left() -> None:
    """Nothing that was typed is dropped."""
    assert typed("/find money Northern Ireland") == {"topic": "money", "area": "Northern Ireland"}


def test_the_last_of_two_values_counts() -> None:
    """A value that is named twice is the later one."""
    assert typed("/find area:Wales area:Scotland") == {"area": "Scotland"}


def test_a_slip_suggests_what_is_near() -> None:
    """A command that nobody knows is answered with those it looks like."""
    assert unknown("/do evrything").near[0] == "do everything"


def test_a_first_word_alone_suggests_what_is_under_it() -> None:
    """``/do`` needs one more word, and those that fit are named."""
    assert unknown("/do").under == ("do everything", "do nothing")


def test_nothing_like_it_suggests_nothing() -> None:
    """Words that look like no command get no guess."""
    assert unknown("/xyzzy") == Unknown((), ())


@pytest.mark.parametrize("line", ["", "/", "   ", "//", '""', "/ /"])
def test_an_empty_line_is_unknown(line: str) -> None:
    """Nothing typed is no command, and no error."""
    assert isinstance(parse(line, COMMANDS, resolve), Unknown)


@pytest.mark.parametrize("piece", ["“ ", "'a ", '" "', "text:", "a ", "‘", "\u0301"])
def test_very_long_lines_are_cut_and_not_brooded_over(piece: str) -> None:
    """What no platform lets people type is read only as far as any of them would go."""
    assert sum(map(len, typed(f"/do everything {piece * 100_000}").values())) <= 10_000


@given(st.text(alphabet=st.sampled_from("ab:\"'“”‘’#@/ \n\u200b\u202e\x00dotextsky"), max_size=80))
def test_hostile_input_never_raises(text: str) -> None:
    """Quotes, colons and slashes in any order are a command with values, or an unknown one."""
    assert isinstance(parse(f"/do everything {text}", COMMANDS, resolve), Typed | Unknown)


@given(st.text(max_size=80))
def test_any_line_at_all_never_raises(line: str) -> None:
    """Whatever somebody types, there is an answer."""
    assert isinstance(parse(line, COMMANDS, resolve), Typed | Unknown)
