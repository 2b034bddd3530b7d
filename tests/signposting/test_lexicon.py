"""A lexicon that people edit is read strictly, and its little language means what it says."""

from pathlib import Path

import pytest

from signposting import Kind, LexiconError, load_engine
from signposting.compiling import compiled
from signposting.lexicon import REQUIRED_CLASSES
from signposting.lexicon_reading import load_lexicons
from signposting.matching import Found, Matcher
from signposting.phrases import Vocabulary, read_phrase

CLASSES = "[classes]\n" + "".join(f'{name} = "x{index}"\n' for index, name in enumerate(REQUIRED_CLASSES))
VOCABULARY = Vocabulary({"drink": frozenset({"tea", "coffee"})}, {"thirst": ["need tea", "be/am so dry"]})
RULE = '[[rule]]\nname = "thirst"\nkind = "soft"\ntopics = ["crisis"]\nphrases = ["i need tea"]\n'


def written(folder: Path, text: str) -> Path:
    (folder / "xx").mkdir()
    (folder / "xx" / "all.toml").write_text(text, "utf-8")
    return folder


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(LexiconError) as caught:
        load_lexicons(written(folder, text))
    return [str(fault) for fault in caught.value.faults]


def places(phrase: str, said: str) -> list[tuple[int, int]]:
    matcher = Matcher(compiled([read_phrase(phrase, VOCABULARY)], ()))
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
        ("need & tea", "need a b c d | e tea | need", [(0, 7)]),
        ("need & tea", "tea need", []),
        ("(i) need (some) ... tea (now)", "i need tea now", [(1, 2)]),
        ("need (_) tea", "need tea need some tea", [(0, 1), (2, 4)]),
        ("need (a lot of|much) tea now", "need a lot of tea now need tea now", [(0, 5), (6, 8)]),
        ("[need|am] [tea|a cup] now", "am a cup now need tea now", [(0, 3), (4, 6)]),
        ("{thirst} now", "so i am so dry now", [(2, 5)]),
        ("[(so) a|(so) b|c|d|e|... f|g h|i|j] now", "so b now d now x f now g now h now", [(1, 2), (3, 4), (6, 7)]),
    ],
)
def test_phrases_mean_what_they_say(phrase: str, said: str, found: list[tuple[int, int]]) -> None:
    """Words, choices, classes, options, gaps and single blanks match just there, and never across a stop."""
    assert places(phrase, said) == found


def test_the_nearest_start_is_taken() -> None:
    """A phrase with a gap begins at its nearest possible word."""
    assert places("need ... tea", "need need tea") == [(1, 2)]


def test_matching_repeats_costs_no_more() -> None:
    """Thousands of half-matches are found in one pass, each only once."""
    matcher = Matcher(compiled([read_phrase("a ... a ... b", VOCABULARY)], ()))
    assert list(matcher.find(["a"] * 3000 + ["b"], stops=())) == [Found(0, 2998, 3000)]


def test_a_community_can_bring_its_own_file(tmp_path: Path) -> None:
    """An engine made from another file hears that file's phrases and no others."""
    engine = load_engine(written(tmp_path, CLASSES + RULE))
    assert engine.judge("oh I need TEA!").rule == "thirst"
    assert engine.judge("I want to die").rule == ""


def test_every_language_is_heard(tmp_path: Path) -> None:
    """Two languages of which neither says what is common are both heard, in disguise too."""
    folder = written(tmp_path, CLASSES + RULE + RULE.replace("i need tea", "where is my tea"))
    (folder / "yy").mkdir()
    (folder / "yy" / "all.toml").write_text(CLASSES + RULE.replace("i need tea", "ich brauche tee"), "utf-8")
    engine = load_engine(folder)
    for text in ("where is my tea", "where is my t3a", "ich brauche tee", "ich brauche t3e"):
        assert engine.judge(text).rule == "thirst", text


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ('"i need <tea>"', '"i need tea"', 'no class of words named "tea"'),
        ('"(a+)+$"', '"i need tea"', "not a plain word"),
        ('"i need {tea}"', '"i need tea"', 'no expression named "tea"'),
        ('"i need (tea"', '"i need tea"', "never closes"),
        ('"i need tea)"', '"i need tea"', "never opened"),
        ('"i need (tea] now"', '"i need tea"', "closes another bracket"),
        ('"..."', '"i need tea"', "names no word"),
        ('"(tea)"', '"i need tea"', "names no word"),
        ('kind = "urgent"', 'kind = "soft"', "is not one of"),
        ('topics = ["tea"]', 'topics = ["crisis"]', "is not one of"),
        ('phrase = ["i need tea"]', 'phrases = ["i need tea"]', 'did you mean "phrases"?'),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(tmp_path: Path, wrong: str, right: str, reason: str) -> None:
    """Whatever is wrong in a lexicon is said with file, line and reason; a regular expression is never accepted."""
    found = faults(tmp_path, CLASSES + RULE.replace(right, wrong))
    assert any(reason in fault and fault.startswith("xx/all.toml:") for fault in found), found


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    """A missing class and two bad phrases are three faults, not one."""
    text = CLASSES.replace("denial", "refusal") + RULE.replace('"i need tea"', '"a+", "b+"')
    assert len(faults(tmp_path, text)) >= 3


def test_a_missing_file_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    """A folder without a lexicon is reported like any other fault."""
    with pytest.raises(LexiconError, match="holds no folder of a language"):
        load_lexicons(tmp_path)


def test_a_file_that_is_no_toml_names_its_line(tmp_path: Path) -> None:
    """What cannot be read at all is said with the line where reading stopped."""
    (found,) = (each for each in faults(tmp_path, "[classes]\nfirst = i am") if "cannot be read" in each)
    assert found.startswith("xx/all.toml:2:")


def test_an_expression_may_not_lead_back_to_itself(tmp_path: Path) -> None:
    """Expressions build on each other, but never in a circle."""
    text = CLASSES + '[expressions]\none = "a {two}"\ntwo = "b {one}"\n' + RULE
    assert any("leads back to itself" in fault for fault in faults(tmp_path, text))


def test_phrases_stand_one_on_a_line(tmp_path: Path) -> None:
    """Phrases may be a text of lines; a wrong one is named with its own line, and remarks are left out."""
    text = CLASSES + RULE.replace('["i need tea"]', '"""\ni need tea  # hot\ni need <milk>\n"""')
    (found,) = faults(tmp_path, text)
    assert "milk" in found
    assert text.splitlines()[int(found.split(":")[1]) - 1] == "i need <milk>"


def test_fillers_and_spellings_are_read_alike_in_phrases_and_messages(tmp_path: Path) -> None:
    """A phrase written with "just" or "gonna" fits messages with and without them."""
    text = 'fillers = "just so"\n' + CLASSES + '[spellings]\ngonna = "going to"\n"can not" = "cant"\n' + RULE
    text = text.replace('["i need tea"]', '["just gonna drink tea", "i can not wait"]')
    engine = load_engine(written(tmp_path, text))
    assert engine.judge("so going to just drink tea").rule == "thirst"
    assert engine.judge("gonna drink tea").rule == "thirst"
    assert engine.judge("i just cant wait").rule == "thirst"


def test_a_closer_look_reads_guessed_words_too(tmp_path: Path) -> None:
    """Once the words of one phrase call for a closer look, a word that is only guessed may make another fit."""
    engine = load_engine(written(tmp_path, CLASSES + RULE.replace('tea"]', 'tea", "you are gone"]')))
    assert engine.judge("tea need i. you are 9one").rule == "thirst"
    assert engine.judge("tea need i. you are here").rule == ""


SIGN = RULE.replace("thirst", "dryness").replace("need tea", "feel dry") + "only_with_another = true\n"


def test_a_sign_counts_only_with_another(tmp_path: Path) -> None:
    """What says little by itself is answered where other words fit another rule, and not for being said twice."""
    other_sign = SIGN.replace("dry", "parched")
    engine = load_engine(written(tmp_path, CLASSES + SIGN + other_sign))
    assert engine.judge("i feel dry. so i feel dry").kind is Kind.NONE
    assert engine.judge("i feel dry. and i feel parched").kind is Kind.SOFT


def test_a_sign_needs_another_about_the_same_person(tmp_path: Path) -> None:
    """Worry about somebody else is no company for a sign of the writer's own."""
    worry = RULE.replace("thirst", "worry").replace("soft", "worried_other").replace("i need tea", "she needs tea")
    engine = load_engine(written(tmp_path, CLASSES + SIGN.replace('"soft"', '"crisis"') + worry))
    assert engine.judge("i feel dry. she needs tea").rule == "worry"
