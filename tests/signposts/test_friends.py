"""Whether what somebody typed after /support is about somebody else."""

from __future__ import annotations

import pytest

from bot.signposts.friends import is_for_a_friend, names_somebody
from bot.texts import translator

T = translator("en-GB")


@pytest.mark.parametrize(
    "typed",
    [
        "for-a-friend",
        "For a friend",
        "worried about a friend",
        "I’m worried about my brother",
        "i'm really worried about my best friend",
        "how do I help my mum",
        "my child",
        "worried about my brother in Iceland",
        "I’m so worried about my friend, who never comes out any more",
    ],
)
def test_words_about_somebody_else(typed: str) -> None:
    """These are about a friend, however they are spelt."""
    assert is_for_a_friend(typed, T)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "my mum died",
        "about my mum who died",
        "no friends",
        "worried about money",
        "worried about my exams",
        "friendship",
        "help",
    ],
)
def test_words_about_oneself(typed: str) -> None:
    """These are about whoever writes, and get options for that."""
    assert not is_for_a_friend(typed, T)


@pytest.mark.parametrize(
    "typed",
    [
        "Para alguien cercano",
        "para un amigo",
        "me preocupa mi hermana",
        "cómo ayudo a mi madre",
        "para mi compañero de piso",
    ],
)
def test_spanish_words_about_somebody_else(typed: str) -> None:
    """These are about somebody else in Spanish, with accents or without."""
    assert is_for_a_friend(typed, translator("es"))


@pytest.mark.parametrize("typed", ["murió mi madre", "me preocupa el dinero", "sin amigos", "mi cuerpo", "ayuda"])
def test_spanish_words_about_oneself(typed: str) -> None:
    """These are about whoever writes."""
    assert not is_for_a_friend(typed, translator("es"))


@pytest.mark.parametrize("typed", ["friend", "somebody", "mi compañero de piso", "student"])
def test_somebody_and_no_more(typed: str) -> None:
    """Nothing but a person was typed: worry about them, unless it is a topic as well."""
    assert names_somebody(typed)
    assert not is_for_a_friend(typed, T)
