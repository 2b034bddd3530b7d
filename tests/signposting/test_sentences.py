"""How well the engine hears, on sentences of our own; the figures are floors, not targets."""

import tomllib
from pathlib import Path

import pytest

from signposting import Kind, load_engine

ENGINE = load_engine()
SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))
HEARD = {"crisis": {Kind.CRISIS, Kind.SOFT}, "soft": {Kind.SOFT, Kind.CRISIS}}


def misheard(part: str, expected: str) -> list[str]:
    right = HEARD.get(expected, {Kind(expected)})
    return [text for text in SENTENCES[part][expected] if ENGINE.judge(text).kind not in right]


@pytest.mark.parametrize("expected", ["crisis", "soft", "worried_other", "topic", "none"])
def test_sentences_it_was_written_with(expected: str) -> None:
    """Every sentence that the lexicon was written with is heard as it was meant."""
    assert misheard("worked", expected) == []


@pytest.mark.parametrize(
    ("part", "expected", "share"),
    [
        ("second_look", "crisis", 0.85),
        ("second_look", "worried_other", 0.9),
        ("second_look", "topic", 0.9),
        ("second_look", "none", 1.0),
        ("held_back", "crisis", 0.85),
        ("held_back", "worried_other", 0.8),
        ("held_back", "topic", 0.7),
        ("held_back", "none", 0.93),
    ],
)
def test_sentences_it_was_not_written_with(part: str, expected: str, share: float) -> None:
    """Of sentences that the lexicon was not written with, at least this share is heard as it was meant."""
    sentences = SENTENCES[part][expected]
    assert len(sentences) - len(misheard(part, expected)) >= share * len(sentences)
