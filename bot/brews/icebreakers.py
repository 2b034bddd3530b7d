"""Questions to begin a chat with: light enough for strangers, open enough for friends, and none about how somebody is.

Each can be answered in a sentence or in an hour, asks for no secret, and needs no work, money, family or health.
"""

from __future__ import annotations

from bot.texts import mark

BREAKERS = (
    mark("What have you been listening to lately?"),
    mark("What is the best thing you’ve eaten this month?"),
    mark("If you had a free afternoon tomorrow, what would you do with it?"),
    mark("Which small thing made you smile this week?"),
    mark("Tea, coffee, or something else altogether, and how do you take it?"),
    mark("Is there a place near you that you’d show to a visitor?"),
    mark("What is something you’ve changed your mind about?"),
    mark("Which film or book could you go back to again and again?"),
    mark("What would you like to learn, if time were no matter?"),
    mark("What is the view from your window just now?"),
    mark("Which smell takes you straight back to somewhere?"),
    mark("What is the most useful thing you own that cost next to nothing?"),
    mark("Are you a morning person, an evening person, or neither?"),
    mark("What did you want to be when you were small?"),
    mark("Which sound do you like best around you when you rest?"),
    mark("What is a small thing that people could do more often?"),
    mark("Is there a walk you keep coming back to?"),
    mark("What would be on your perfect sandwich?"),
    mark("Which season suits you best, and why?"),
    mark("What is the last thing that you fixed, or meant to?"),
    mark("Who or what taught you something without meaning to?"),
    mark("If you could have one dull chore done for ever, which would it be?"),
    mark("What is a word you like, in any language?"),
    mark("Which game would you play on a rainy Sunday?"),
)
"""By their number in a match."""


def breaker(number: int) -> str:
    """The source sentence of this number; after the last the first comes again."""
    return BREAKERS[number % len(BREAKERS)]
