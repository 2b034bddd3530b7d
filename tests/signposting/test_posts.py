"""How well the engine hears long posts and sideways statements; the figures are floors, not targets."""

from pathlib import Path

import pytest

from signposting import Kind, load_engine
from signposting.evaluate import Report, evaluate, read

ENGINE = load_engine()
FOURTH = Path(__file__).parent / "examples" / "fourth.jsonl"
READ, HELD_BACK = "f4a", "f4b"
"""How the ids of its two halves begin: the first was read while the lexicon grew, the second was only measured."""


def heard(half: str) -> Report:
    return evaluate(ENGINE, (line for line in read(FOURTH) if str(line["id"]).startswith(half)))


@pytest.mark.parametrize(
    ("half", "expected", "share"),
    [
        (READ, Kind.CRISIS, 0.83),
        (READ, Kind.SOFT, 0.8),
        (READ, Kind.WORRIED_OTHER, 0.78),
        (READ, Kind.TOPIC, 0.83),
        (READ, Kind.NONE, 0.85),
        (HELD_BACK, Kind.CRISIS, 0.8),
        (HELD_BACK, Kind.SOFT, 0.85),
        (HELD_BACK, Kind.WORRIED_OTHER, 0.82),
        (HELD_BACK, Kind.TOPIC, 0.55),
        (HELD_BACK, Kind.NONE, 0.85),
    ],
)
def test_posts_are_heard_as_they_were_meant(half: str, expected: Kind, share: float) -> None:
    """Of the posts and statements of each half, at least this share is judged rightly."""
    tally = heard(half).by_expected[expected]
    assert tally.right >= share * tally.lines
