"""A lexicon that people edit is read strictly, and its little language means what it says."""

from pathlib import Path

import pytest

from signposting import LexiconError, load_engine
from signposting.lexicon import REQUIRED_CLASSES
from signposting.lexicon_reading import load_lexicon
from signposting.matching import Found, Matcher
from signposting.phrases import read_phrase

CLASSES = "[classes]\n" + "".join(f'{name} = "x{index}"\n' for index, name in enumerate(REQUIRED_CLASSES))
RULE = '[[rule]]\nname = "thirst"\nkind = "soft"\ntopics = ["crisis"]\nphrases = ["i need tea"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "xx.toml"
    path.write_text(text, "utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(LexiconError) as caught:
        load_lexicon(written(folder, text))
    return [str(fault) for fault in caught.value.faults]


def places(phrase: str, said: str) -> list[tuple[int, int]]:
    matcher = Matcher([read_phrase(phrase, {"drink": frozenset({"tea", "coffee"})})], ())
    return [(found.first, found.last) for found in matcher.find(said.split(), stops={"|"})]


@pytest.mark.parametrize(
    ("phrase", "said", "found"),
    [
        ("need tea", "i need tea now", [(1, 2)]),
        ("need tea", "tea need", []),
        ("need <drink>", "need coffee need tea", [(0, 1), (2, 3)]),
        ("need/want tea", "i want tea", [(1, 2)]),
        ("need (some) tea", "need tea or need some tea", [(0, 1), (3, 5)]),
        ("need ... tea", "need tea need a b c tea need a b c d tea", [(0, 1), (2, 6)]),
        ("need _ tea", "need tea need some tea", [(2, 4)]),
        ("need ... tea", "need | tea", []),
        ("need (_) tea", "need tea", []),
    ],
)
def test_phrases_mean_what_they_say(phrase: str, said: str, found: list[tuple[int, int]]) -> None:
    """Words, choices, classes, options, gaps and single blanks match just there, and never across a stop."""
    if "(_)" in phrase:
        with pytest.raises(ValueError, match="not a plain word"):
            read_phrase(phrase, {})
    else:
        assert places(phrase, said) == found


def test_the_nearest_start_is_taken() -> None:
    """A phrase with a gap begins at its nearest possible word."""
    assert places("need ... tea", "need need tea") == [(1, 2)]


def test_matching_repeats_costs_no_more() -> None:
    """Thousands of half-matches are found in one pass, each only once."""
    matcher = Matcher([read_phrase("a ... a ... b", {})], ())
    assert list(matcher.find(["a"] * 3000 + ["b"], stops=())) == [Found(0, 2998, 3000)]


def test_a_community_can_bring_its_own_file(tmp_path: Path) -> None:
    """An engine made from another file hears that file's phrases and no others."""
    engine = load_engine(written(tmp_path, CLASSES + RULE))
    assert engine.judge("oh I need TEA!").rule == "thirst"
    assert engine.judge("I want to die").rule == ""


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ('"i need <tea>"', '"i need tea"', 'no class of words named "tea"'),
        ('"(a+)+$"', '"i need tea"', "not a plain word"),
        ('"..."', '"i need tea"', "names no word"),
        ('"need (tea)"', '"i need tea"', "must begin and end"),
        ('kind = "urgent"', 'kind = "soft"', "is not one of"),
        ('topics = ["tea"]', 'topics = ["crisis"]', "is not one of"),
        ('phrase = ["i need tea"]', 'phrases = ["i need tea"]', 'did you mean "phrases"?'),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(tmp_path: Path, wrong: str, right: str, reason: str) -> None:
    """Whatever is wrong in a lexicon is said with file, line and reason; a regular expression is never accepted."""
    found = faults(tmp_path, CLASSES + RULE.replace(right, wrong))
    assert any(reason in fault and fault.startswith("xx.toml:") for fault in found), found


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    """A missing class and two bad phrases are three faults, not one."""
    text = CLASSES.replace("denial", "refusal") + RULE.replace('"i need tea"', '"a+", "b+"')
    assert len(faults(tmp_path, text)) >= 3


def test_a_missing_file_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    """A lexicon that isn't there is reported like any other fault."""
    with pytest.raises(LexiconError, match="cannot be read"):
        load_lexicon(tmp_path / "gone.toml")
