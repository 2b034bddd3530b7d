"""Finding services by whatever somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signposting import Overlay, load_directory, search

DIRECTORY = load_directory()


def found(words: str, language: str = "en", area: str = "GB") -> list[str]:
    return [service.id for service in search(DIRECTORY, words, language, area=area)]


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("samaritans", "gb-samaritans"),
        ("samartians", "gb-samaritans"),
        ("the Samaritans helpline", "gb-samaritans"),
        ("crusse", "gb-cruse"),
        ("PAPYRUS", "gb-papyrus"),
        ("gambeling", "gb-gamcare"),
        ("anorexa", "gb-eng-beat"),
        ("alcohlics anonymos", "gb-aa"),
        ("debt advice scotland", "gb-sct-cas-money"),
        ("lgbt switchbord", "gb-switchboard"),
        ("help with my gambling in wales", "gb-wls-dan247"),
        ("988", "us-988"),
        ("116 123", "gb-samaritans"),
        ("116123", "gb-samaritans"),
        ("0800 1111", "gb-childline"),
        ("lonelyness", "gb-samaritans"),
        ("lonley", "gb-samaritans"),
        ("berevement", "gb-cruse"),
        ("bereavment", "gb-cruse"),
        ("greif", "gb-cruse"),
        ("mens shed", "gb-andysmanclub"),
        ("papirus", "gb-papyrus"),
        ("childine", "gb-childline"),
        ("chidline", "gb-childline"),
        ("shuot", "gb-shout"),
        ("anxeity", "gb-anxietyuk"),
        ("depreshun", "gb-samaritans"),
        ("selfharm", "gb-childline"),
        ("alchol", "gb-aa"),
        ("debts", "gb-stepchange"),
        ("step change", "gb-stepchange"),
        ("breathingspace", "gb-sct-breathing-space"),
        ("silver line", "gb-silverline"),
        ("vetrans", "gb-combatstress"),
        ("sucide", "gb-spuk"),
        ("eating disoder", "gb-eng-beat"),
        ("domestic violance", "gb-eng-ndah"),
    ],
)
def test_misspelt_words_still_find(words: str, service: str) -> None:
    """A name, a topic or a place, spelt right or nearly, leads to the service among the first."""
    assert service in found(words)[:4]


def test_what_is_near_comes_first() -> None:
    """Of two services that fit as well, the reader's country's is named first."""
    assert found("lifeline", area="AU")[0].startswith("au-")
    assert found("samaritans", area="IE")[0] == "ie-samaritans"


def test_a_whole_name_comes_first() -> None:
    """Whoever types all of a name is given that service, before others that share a word with it."""
    assert found("kids helpline")[0] == "au-kidshelpline"
    assert found("lifeline")[0] == "gb-nir-lifeline"
    assert found("child line")[:2] == ["gb-child-bereavement", "gb-childline"]


def test_what_is_for_everybody_comes_first() -> None:
    """Of the services for a topic the broad ones come first: not another nation's, not those for some ages alone."""
    broad = found("suicidal")
    assert broad.index("gb-samaritans") < broad.index("gb-childline")


def test_words_that_only_rhyme_find_nothing() -> None:
    """A word that begins otherwise is another word: farmers are not carers."""
    assert found("farmers") == []


def test_a_directory_that_changes_is_searched_as_it_is() -> None:
    """Each directory has its own answers, also when both are searched in turn."""
    smaller = DIRECTORY.with_overlay(Overlay(hidden=frozenset({"gb-papyrus"})))
    assert found("papyrus") == ["gb-papyrus"]
    assert search(smaller, "papyrus") == ()
    assert found("papyrus") == ["gb-papyrus"]


def test_spanish_words_find() -> None:
    """A reader of Spanish finds by Spanish words, and by English ones."""
    assert found("soledad", "es")
    assert found("samaritans", "es")[0] == "gb-samaritans"


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "the of my", "🫖", "zz zz zz"])
def test_nothing_near_finds_nothing(words: str) -> None:
    """What leads nowhere is answered with nothing rather than with a guess."""
    assert found(words) == []


@given(st.text(max_size=60))
def test_any_words_will_do(words: str) -> None:
    """Whatever is typed, the answer is a few services, each only once."""
    ids = found(words)
    assert len(ids) == len(set(ids)) <= 12
