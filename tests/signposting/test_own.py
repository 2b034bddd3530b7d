"""A community's own phrases are heard beside ours, and take back what the community says they take back."""

import pytest

from signposting import Kind, LexiconError, OwnPhrase, Topic, load_engine

ENGINE = load_engine()


def test_an_own_phrase_is_heard_wherever_it_stands() -> None:
    """Whoever it is said of, capitals or not, the verdict is the community's, and names its phrase."""
    engine = ENGINE.with_own([OwnPhrase("own:1", "down the blue well", Kind.SOFT, (Topic.LONELINESS,))])
    verdict = engine.judge("Sam says he's Down the Blue Well again, poor lad")
    assert (verdict.kind, verdict.rule, verdict.topics) == (Kind.SOFT, "own:1", (Topic.LONELINESS,))
    assert ENGINE.judge("down the blue well").kind is Kind.NONE


def test_ours_still_counts_beside_it() -> None:
    """The stronger verdict wins, whosever it is."""
    engine = ENGINE.with_own([OwnPhrase("own:1", "blue well", Kind.TOPIC, (Topic.LONELINESS,))])
    assert engine.judge("in the blue well, I want to kill myself").kind is Kind.CRISIS


def test_an_own_exclusion_covers_what_it_names_and_no_more() -> None:
    """A book club that reads "I want to die" as a title is left in peace, and still heard beside it."""
    engine = ENGINE.with_own([OwnPhrase("own:2", "chapter i want to die", Kind.NONE)])
    assert ENGINE.judge("we read the chapter I want to die").kind is Kind.CRISIS
    assert engine.judge("we read the chapter I want to die").kind is Kind.NONE
    assert engine.judge("we read the chapter I want to die. I want to kill myself").kind is Kind.CRISIS


def test_spellings_and_classes_of_ours_are_known() -> None:
    """Own phrases are typed as people type, and may name our classes of words."""
    engine = ENGINE.with_own([OwnPhrase("own:3", "<want> to go to the blue well", Kind.SOFT, (Topic.LONELINESS,))])
    assert engine.judge("i wanna go to the blue well").kind is Kind.SOFT


@pytest.mark.parametrize("wrong", ["(a+)+$", "...", "", "<nothing> here", "a" * 2000])
def test_a_wrong_phrase_is_refused_by_its_name(wrong: str) -> None:
    """What cannot be understood is refused with a reason, and names the phrase at fault and no other."""
    right = OwnPhrase("own:1", "blue well", Kind.SOFT)
    with pytest.raises(LexiconError) as caught:
        ENGINE.with_own([right, OwnPhrase("own:2", wrong, Kind.SOFT)])
    (fault,) = caught.value.faults
    assert fault.file == "own:2"
    assert fault.reason


def test_without_phrases_it_is_the_engine_as_it_was() -> None:
    """Taking the last phrase away leaves ours alone."""
    engine = ENGINE.with_own([OwnPhrase("own:1", "blue well", Kind.SOFT)]).with_own([])
    assert engine.judge("blue well").kind is Kind.NONE
