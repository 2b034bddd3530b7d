"""A command is declared once: its options are read off the ask."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.contract.commands import Ask, Option, option, options_of, values_of, written
from bot.contract.lettering import lettering_faults
from bot.contract.places import Channel, Member
from bot.contract.reading import read
from bot.texts import translator
from tests.contract.asks import EVERYTHING, HELP, HERE, Everything, Find, Size, Sky

BRITISH = translator("en-GB")

TEXTS = st.text(min_size=1, max_size=40).map(str.strip).filter(lambda text: text.isprintable() and text != "")
NATIVES = st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True)


def declared(name: str) -> Option:
    """The option of this name."""
    return next(each for each in options_of(Everything) if each.name == name)


def test_options_keep_their_order() -> None:
    """Options come in the order in which the ask declares its fields."""
    assert [each.name for each in EVERYTHING.options] == [
        *("text", "channel", "member", "count", "sky", "size", "loud", "version")
    ]


def test_an_option_carries_what_people_see() -> None:
    """Label, hint, size and length stand in the option as they were declared."""
    found = declared("text")
    assert (found.label, found.hint, found.most, found.long) == ("Text", "anything", 40, True)


def test_a_field_without_a_default_is_required() -> None:
    """Only what has no default has to be filled in."""
    assert [each.name for each in EVERYTHING.options if each.required] == ["text", "channel"]


def test_an_optional_field_has_the_type_it_holds() -> None:
    """``int | None`` is a whole number, and ``Member | None`` a member."""
    assert (declared("count").type, declared("member").type) == (int, Member)


def test_a_labelled_enum_becomes_choices() -> None:
    """Each member is a choice: its value, and the label that people read."""
    assert declared("sky").choices == (("sunny", "Sunny"), ("bright", "Sunny spells"), ("stormy", "Stormy"))


def test_a_plain_enum_is_labelled_by_its_values() -> None:
    """Without labels the values are what people read."""
    assert declared("size").choices == (("small", "small"), ("large", "large"))


def test_other_types_have_no_choices() -> None:
    """A text, a number or a channel can be anything."""
    assert {each.name for each in options_of(Everything) if each.choices} == {"sky", "size"}


def test_a_hidden_field_is_never_required() -> None:
    """What travels with a form can't be asked for, even where it has no default."""

    @dataclass(frozen=True, slots=True)
    class Hiding(Ask):
        row: int = option("Row", hidden=True)

    (found,) = options_of(Hiding)
    assert (found.hidden, found.required) == (True, False)


def test_an_option_names_its_suggester() -> None:
    """The suggester's name is passed on to the adapters."""
    assert [each.suggester for each in options_of(Find)] == ["topics", "areas"]


def test_a_command_may_have_no_options() -> None:
    """An ask without fields has no options."""
    assert HELP.options == ()


def test_the_top_of_a_path_is_its_first_word() -> None:
    """``do everything`` stands under ``/do``."""
    assert EVERYTHING.top == "do"


def test_a_value_is_written_as_a_form_shows_it() -> None:
    """Yes and no, a choice's value, a place's own id, and figures as they are."""
    values = (True, False, Sky.BRIGHT, Channel(HERE, "tea"), Member(HERE, "ana"), 1000, "word")
    assert [written(each) for each in values] == ["yes", "no", "bright", "tea", "ana", "1000", "word"]


def test_what_is_none_is_not_written() -> None:
    """A field that nobody filled in does not stand in the form."""
    assert "member" not in values_of(Everything("hello", Channel(HERE, "tea")))


@given(
    st.builds(
        Everything,
        text=TEXTS.filter(lambda text: not lettering_faults(text) and any(map(str.isalnum, text))),
        channel=st.builds(Channel, st.just(HERE), NATIVES),
        member=st.none() | st.builds(Member, st.just(HERE), NATIVES),
        count=st.none() | st.integers(-(2**31) + 1, 2**31 - 1),
        sky=st.none() | st.sampled_from(Sky),
        size=st.sampled_from(Size),
        loud=st.booleans(),
        version=st.integers(0, 10**6),
    )
)
def test_what_is_written_reads_the_same(ask: Everything) -> None:
    """An ask that was put into a form and read back is the same ask."""
    assert read(EVERYTHING, values_of(ask), community=HERE, t=BRITISH, knows=lambda _: True) == ask
