"""What judging costs is bounded, whatever is typed: counted in calls made, which no slow machine changes."""

import sys
from collections.abc import Sequence
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.hostile import HOSTILE_TEXTS, LONG
from signposting import NOTHING, load_engine
from signposting.gate import glance
from signposting.hearing import Hearing
from signposting.lexicon_reading import load_lexicons
from signposting.preparing import all_prepared

ENGINE = load_engine()
LEXICONS = {lexicon.language: lexicon for lexicon in load_lexicons()}
HEARINGS = {each.lexicon.language: Hearing(each) for each in all_prepared([*LEXICONS.values()])}
WORDS = sorted(LEXICONS["en"].vocabulary)

MOST_CALLS = 60_000
"""About a third of this was counted for the worst of the hostile texts; a quadratic step makes millions."""


def calls(text: str) -> int:
    """How many calls, of Python's functions and C's, judging makes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        ENGINE.judge(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_text_costs_no_more(name: str) -> None:
    """Text that is made to be slow is judged with bounded effort."""
    assert calls((HOSTILE_TEXTS[name] * LONG)[:LONG]) < MOST_CALLS


@given(st.text(min_size=1, max_size=12))
@example("ﷺ")
@example("(a+)+$")
@example("k i l l ")
@example("D½")
def test_anything_repeated_costs_no_more(piece: str) -> None:
    """Whatever is pasted over and over, four thousand characters or more, the effort stays bounded."""
    assert calls((piece * LONG)[: 2 * LONG]) < MOST_CALLS


@given(st.lists(st.sampled_from(WORDS), max_size=700))
def test_a_wall_of_trigger_words_costs_no_more(words: Sequence[str]) -> None:
    """Every word of the lexicon at once, in any order, is judged with bounded effort."""
    assert calls(" ".join(words)) < MOST_CALLS


@given(st.sampled_from(sorted(HEARINGS)), st.data())
def test_the_gate_never_closes_on_what_a_rule_fits(language: str, data: st.DataObject) -> None:
    """Where a rule fits a text of the lexicon's own words, the gate opens for it."""
    hearing = HEARINGS[language]
    words = data.draw(st.lists(st.sampled_from(sorted(LEXICONS[language].vocabulary)), max_size=40))
    text = " ".join(words)
    seen = glance(text)
    assert seen.is_disguised or hearing.fitting(seen).phrases or not list(hearing.heard(text))


@given(st.sampled_from(sorted(HEARINGS)), st.data())
def test_all_languages_together_hear_what_one_hears(language: str, data: st.DataObject) -> None:
    """What one language's rules make of a text of its own words is answered by the engine of all of them."""
    hearing = HEARINGS[language]
    words = data.draw(st.lists(st.sampled_from(sorted(LEXICONS[language].vocabulary)), max_size=40))
    text = " ".join(words)
    loud = [heard for heard in hearing.heard(text) if not heard.rule.only_with_another]
    assert glance(text).is_disguised or not loud or ENGINE.judge(text) is not NOTHING


@given(st.text("a. á", max_size=30))
@example("a.aa")
@example("ááa a")
def test_stretched_letters_are_seen_at_a_glance(text: str) -> None:
    """Any letter three times in a row is a sign of disguise; three stops or blanks are none."""
    assert glance(text).is_disguised == ("aaa" in text.replace("á", "a"))
