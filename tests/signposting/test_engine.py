"""What the engine hears in a message: the kinds, whom they concern, and what takes them back."""

import gc
from types import BuiltinFunctionType, FunctionType, ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from signposting import NOTHING, Kind, Topic, explain, load_engine

ENGINE = load_engine()


def kind(text: str) -> Kind:
    return ENGINE.judge(text).kind


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "lol sorry but seriously I want to kill myself",
        "standup notes: fixed the cache. Also I want to die.",
        "told my friend I want to die",
        "I don't want to die but I can't see why I'd want to be alive, I want to kill myself",
        "nobody knows I'm suicidal",
        "I'm having thoughts of suicide/self-harm",
    ],
)
def test_a_plain_statement_is_heard_wherever_it_stands(text: str) -> None:
    """Nothing around a first-person statement silences it: not laughter, work talk, friends or an earlier denial."""
    assert kind(text) is Kind.CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "k i l l  m y s e l f",
        "K1LL MYS3LF",
        "kіll mуself",
        "ｋｉｌｌ　ｍｙｓｅｌｆ",
        "kiiiill my self",
        "k*ll myself",
        "kill\u200b my\u00adself",
    ],
)
def test_disguises_do_not_hide_it(text: str) -> None:
    """Spaced-out, stretched, look-alike, full-width, starred and broken letters read as what they spell."""
    assert kind(f"i want to {text} tonight") is Kind.CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die",
        "I'm not going to kill myself over a typo",
        "I've never self-harmed",
        "nobody is suicidal, it's a saying",
    ],
)
def test_a_denial_takes_back_its_own_clause(text: str) -> None:
    """What somebody denies is not held against them."""
    assert kind(text) is Kind.NONE


@pytest.mark.parametrize("text", ["I don't want to live", "I don't want to be here any more", "I can't go on"])
def test_a_wish_not_to_be_is_no_denial(text: str) -> None:
    """Where the "don't" is the point, it is not taken for a denial."""
    assert kind(text) in (Kind.CRISIS, Kind.SOFT)


def test_somebody_else_is_somebody_else() -> None:
    """The same words about a friend are a worry about a friend, not a crisis of one's own."""
    assert kind("my friend wants to kill himself") is Kind.WORRIED_OTHER
    assert kind('my sister said "I want to die" on the phone') is Kind.WORRIED_OTHER
    assert kind("someone I know is suicidal") is Kind.WORRIED_OTHER


@pytest.mark.parametrize("text", ["go kill yourself", "you should just die", "why don't you jump off a bridge"])
def test_abuse_is_for_moderators(text: str) -> None:
    """Words thrown at another member are not an appeal for help."""
    assert kind(text) is Kind.NONE


@pytest.mark.parametrize(
    "text",
    [
        "```\nprint('I want to kill myself')\n```",
        "`I want to die` is the fixture",
        "> I want to kill myself\nthat was in the film",
        "https://example.org/i-want-to-die",
        "opened want-to-die.py in the editor",
        "merge fix/i-want-to-die first",
        'the label says "I want to hurt myself", is that the right wording?',
    ],
)
def test_what_is_shown_is_not_said(text: str) -> None:
    """Code, quoted lines, links and labels are not the writer's own words."""
    assert kind(text) is Kind.NONE


def test_a_trivial_cause_is_a_figure_of_speech_unless_earnest() -> None:
    """A build that makes one want to die is a joke, until somebody says that it is not."""
    assert kind("this build makes me want to die") is Kind.NONE
    assert kind("this build makes me want to die, and I'm not joking") is Kind.CRISIS


def test_slang_counts_only_in_earnest() -> None:
    """A thrown-away "kms" is left alone; one that is meant is heard."""
    assert kind("ugh, kms, forgot my lunch") is Kind.NONE
    assert kind("gonna kms, I left my charger at home") is Kind.NONE
    assert kind("going to kms, not joking") is Kind.CRISIS


def test_the_strongest_clause_decides() -> None:
    """A topic beside a crisis does not water it down."""
    verdict = ENGINE.judge("I'm so lonely since the move. I want to end my life.")
    assert (verdict.kind, verdict.topics) == (Kind.CRISIS, (Topic.CRISIS,))


def test_a_topic_goes_before_bleak_words() -> None:
    """Somebody who names what troubles them is answered about that."""
    assert ENGINE.judge("I can't stop gambling and I hate myself").topics == (Topic.ADDICTION,)


def test_the_span_is_in_the_text_as_given() -> None:
    """The span points into the original, accents, code and all."""
    text = "café `x` — I’m going to K1LL myself 😭"
    start, end = ENGINE.judge(text).span
    assert text[start:end] == "K1LL myself"


def test_an_explanation_repeats_the_rule_and_nothing_else() -> None:
    """A moderator reads which rule fitted, and not a word of what was written."""
    said = explain(ENGINE.judge("please help, zebra, I want to kill myself"))
    assert "kill oneself" in said or "ending one" in said or "be dead" in said
    assert "zebra" not in said
    assert "kill" not in said


def test_every_kind_can_be_explained() -> None:
    """There is one sentence for each kind, without an exclamation mark."""
    for text in ("hello", "I want to die", "I can't do this anymore", "my friend is suicidal", "I'm so lonely"):
        assert explain(ENGINE.judge(text)).count(".") == 1


def test_nothing_is_one_shared_verdict() -> None:
    """Ordinary chat makes no new object, whether it ends at the gate or later."""
    assert ENGINE.judge("fancy a brew?") is NOTHING
    assert ENGINE.judge("I don't want to die") is NOTHING


def test_an_engine_keeps_no_words() -> None:
    """Nothing that was judged can be reached from the engine afterwards."""
    ENGINE.judge("my zquxwv says i want to zquxwv k1ll myself zquxwvv zq*xwv")
    assert not [held for held in _reachable(ENGINE) if isinstance(held, str) and "zq" in held]


def _reachable(root: object) -> list[object]:
    """Everything the object holds, at any depth, but not what its modules hold."""
    seen: dict[int, object] = {}
    waiting = [root]
    while waiting:
        held = waiting.pop()
        if id(held) not in seen and not isinstance(held, type | ModuleType | FunctionType | BuiltinFunctionType):
            seen[id(held)] = held
            waiting += gc.get_referents(held)
    return list(seen.values())


ODD = st.sampled_from(
    [
        "kill myself",
        "k i l l",
        "su*cide",
        "```",
        "`",
        "> ",
        "<@U1>",
        "https://",
        '"',
        "'",
        "ﷺ",
        "k\u0336",
        "\u202e",
        "😭",
        "\ud800",
        "1l1l1l",
        "\x00",
        "but ",
        ". ",
    ]
)


@given(st.text(max_size=300) | st.lists(ODD | st.text(max_size=8), max_size=60).map("".join))
@example("ﷺ" * 4000)
@example("k\u0335" * 2000)
@example("'\"`" * 1400)
@example("\ud800 kill myself")
def test_judging_never_raises_and_spans_lie_inside(text: str) -> None:
    """Whatever is typed, the engine answers, and its span lies inside the text."""
    verdict = ENGINE.judge(text)
    start, end = verdict.span
    assert 0 <= start <= end <= len(text)
    assert (verdict.kind is Kind.NONE) == (verdict is NOTHING)


@given(st.text(max_size=200))
def test_the_gate_lets_every_match_through(text: str) -> None:
    """A statement is heard whatever stands before it in another sentence."""
    before = text.replace("`", " ").replace(">", " ").replace("<", " ").replace('"', " ").replace("'", " ")
    assert kind(f"{before[:200]}\n\nI want to kill myself") is not Kind.NONE
