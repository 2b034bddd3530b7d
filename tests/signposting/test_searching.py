"""Finding services by whatever somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signposting import load_directory, search

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
    ],
)
def test_misspelt_words_still_find(words: str, service: str) -> None:
    """A name, a topic or a place, spelt right or nearly, leads to the service among the first."""
    assert service in found(words)[:4]


def test_what_is_near_comes_first() -> None:
    """Of two services that fit as well, the reader's country's is named first."""
    assert found("lifeline", area="AU")[0].startswith("au-")
    assert found("samaritans", area="IE")[0] == "ie-samaritans"


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
