"""However quickly phrases are looked for, whatever fits a message is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signposting import NOTHING, load_engine
from signposting.compiling import compiled
from signposting.gate import glance
from signposting.hearing import Hearing
from signposting.laying import Typing
from signposting.lexicon import Kind, Lexicon
from signposting.lexicon_reading import load_lexicons
from signposting.matching import Matcher
from signposting.normalise import Normaliser
from signposting.phrases import Choice, Gap, Later, Phrase, Step, Vocabulary, Word, read_phrase
from signposting.preparing import all_prepared, typing_of

LEXICONS = {lexicon.language: lexicon for lexicon in load_lexicons()}
PREPARED = {each.lexicon.language: each for each in all_prepared([*LEXICONS.values()])}
MATCHERS = {language: Matcher(each.spoken) for language, each in PREPARED.items()}
HEARINGS = {language: Hearing(each) for language, each in PREPARED.items()}
NORMALISERS = {
    language: Normaliser(lexicon.vocabulary, lexicon.spellings, lexicon.classes["contrast"])
    for language, lexicon in LEXICONS.items()
}
ENGINE = load_engine()
SOME = settings(max_examples=150, deadline=None)

WORDS = "abcdef"
VOCABULARY = Vocabulary({"some": frozenset("bcd")}, {"way": ["a b", "c", "(d) e ... a"]})
PARTS = st.recursive(
    st.sampled_from([*WORDS, "a/b", "c/d/e", "<some>", "{way}", "...", "_", "&"]),
    lambda part: st.lists(st.lists(part, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=9).flatmap(
        lambda ways: st.sampled_from([f"[{'|'.join(ways)}]", f"({'|'.join(ways)})"])
    ),
    max_leaves=8,
)


def read(written: Sequence[str]) -> list[Phrase]:
    """The phrases among these that name a word that must be there."""
    phrases = []
    for each in written:
        try:
            phrases.append(read_phrase(each, VOCABULARY))
        except ValueError:
            continue
    return phrases


@given(
    st.lists(st.lists(PARTS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=5),
    st.lists(st.sampled_from(WORDS + "x"), max_size=12),
)
@example(["[a|b|c|d a|e|f|... b|(c) d|a a] (_) e"], ["d", "a", "x", "e"])
@example(["f (a|b c) & e", "a"], [*"fxbca"])
@settings(deadline=None)
def test_what_fits_is_found(written: Sequence[str], words: Sequence[str]) -> None:
    """Of any phrases, just those that fit the words are found in them, and looking them up misses none."""
    phrases = read(written)
    matcher = Matcher(compiled(phrases, "ab"))
    fitting = matcher.fitting(words)
    assert fitting is not None
    assert sorted(fitting) == [number for number in range(len(phrases)) if matcher.fits(number, words)]


def made(steps: Iterable[Step], lexicon: Lexicon, draw: st.DrawFn) -> list[str]:
    """Words that these steps fit, unless they are typed for others."""
    words: list[str] = []
    anything = st.sampled_from(["so", "blue", "and", "3", *sorted(lexicon.fillers)])
    for step in steps:
        if isinstance(step, Word):
            words.append(draw(st.sampled_from(sorted(step.words)) if step.words else anything))
        elif isinstance(step, Choice):
            words += made(draw(st.sampled_from(step.options)), lexicon, draw)
        elif isinstance(step, Gap | Later):
            words += draw(st.lists(anything, max_size=3))
        words += draw(st.lists(st.sampled_from(sorted(lexicon.fillers)), max_size=1)) if lexicon.fillers else []
    return words


@st.composite
def texts(draw: st.DrawFn, language: str) -> tuple[int, str]:
    """A phrase of the language's rules and a text made of it, some of it typed otherwise, among other words."""
    lexicon = LEXICONS[language]
    number = draw(st.integers(0, len(lexicon.rules) - 1))
    words = made(lexicon.rules[number][1], lexicon, draw)
    typed: dict[str, str] = {meant[0]: typed for typed, meant in lexicon.spellings.items() if len(meant) == 1}
    if draw(st.booleans()):
        words = [typed.get(word, word.removesuffix("g") if word.endswith("ing") else word) for word in words]
    around = st.lists(st.sampled_from(sorted(lexicon.common) or ["x"]), max_size=4)
    return number, " ".join([*draw(around), *words, *draw(around)])


@pytest.mark.parametrize("language", LEXICONS)
@given(data=st.data())
@SOME
def test_a_text_made_of_a_phrase_is_looked_at(language: str, data: st.DataObject) -> None:
    """Where a phrase of a lexicon fits a text as it is read, a glance at the text as it is typed finds it."""
    number, text = data.draw(texts(language))
    seen = glance(text)
    words = NORMALISERS[language].plainly(seen.tokens)
    if MATCHERS[language].fits(number, words):
        assert number in HEARINGS[language].fitting(seen).phrases


@pytest.mark.parametrize("language", [language for language in LEXICONS if language != "en"])
@given(data=st.data())
@SOME
def test_every_language_is_called_for(language: str, data: st.DataObject) -> None:
    """A text that one language's rules make something of is answered, though messages are mostly in another."""
    _, text = data.draw(texts(language))
    if not glance(text).is_disguised:
        loud = [heard for heard in HEARINGS[language].heard(text) if not heard.rule.only_with_another]
        assert not loud or ENGINE.judge(text) is not NOTHING


@given(st.data())
@SOME
def test_a_lone_sign_is_nothing_more(data: st.DataObject) -> None:
    """What is taken for one sign without a closer look is no more than that with one."""
    _, text = data.draw(texts("en"))
    text = text.replace(" ", data.draw(st.sampled_from([" ", ". ", ", ", "! ", "/", "'", " `", "\n> ", "…"])), 2)
    hearing = HEARINGS["en"]
    fit = hearing.fitting(glance(text))
    if fit.phrases and not glance(text).is_disguised and hearing.is_lone_sign(fit, text):
        heard = list(hearing.heard(text))
        assert all(each.rule.only_with_another for each in heard)
        assert len({each.rule.name for each in heard}) <= 1
        assert ENGINE.judge(text).kind is Kind.NONE


@pytest.mark.parametrize("odd", ["`", "<b>", "a/b", "x_y", "www", "m3$", "hey!you", "foo.bar", "k i l", "ｋ", "é"])
def test_a_sign_among_odd_text_is_looked_at(odd: str) -> None:
    """Where words may not be what a glance takes them for, nothing is left out without a closer look."""
    text, fit = next(
        (text, fit)
        for rule, phrase in LEXICONS["en"].rules
        if rule.only_with_another
        for text in [" ".join(min(step.words) for step in phrase if isinstance(step, Word) and step.words)]
        if (fit := HEARINGS["en"].fitting(glance(text))).phrases and HEARINGS["en"].is_lone_sign(fit, text)
    )
    assert not HEARINGS["en"].is_lone_sign(fit, f"{text}, {odd}")


def test_words_typed_as_several_are_read_again() -> None:
    """Where two words are one, one is two, or a word is spelt as another is, the index asks for a closer reading."""
    typing = typing_of({"need", "tea"}, {"wanna": ("want", "to"), "ned": ("need",), "t ea": ("tea",)}, {"just"})
    matcher = Matcher(compiled([read_phrase("need tea", VOCABULARY)], (), typing))
    assert matcher.fitting(["ned", "just", "tea"]) == [0]
    assert matcher.fitting(["i", "wanna", "tea"]) is None
    assert matcher.fitting(["need", "t", "ea"]) is None
    assert matcher.fitting(["t", "need", "ea"]) == ()


def test_a_word_typed_for_an_unknown_one_is_no_word_of_ours() -> None:
    """A word of a phrase that always stands for another one is never taken for itself."""
    matcher = Matcher(compiled([read_phrase("need tea", VOCABULARY)], (), Typing({"tea": "dinner"}, (), {})))
    assert matcher.fitting(["need", "tea"]) == ()


def test_anchors_are_known_as_they_are_typed() -> None:
    """What calls for a language that is rarely met is told in all the ways in which it may be typed."""
    typing = typing_of({"want", "tea"}, {"t ea": ("tea",), "wannatea": ("want", "tea"), "wnt": ("want",)}, ())
    anchors = compiled([read_phrase("want tea", VOCABULARY)], ["want"], typing, rarely=True).anchors
    assert anchors.keys() == {"tea", "ea", "wannatea"}
    assert set(anchors.values()) == {frozenset({"want", "wnt", "wannatea"})}
