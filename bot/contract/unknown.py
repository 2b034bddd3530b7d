"""What is said to a typed command that there is none of."""

from __future__ import annotations

from bot.contract import messages
from bot.contract.commandline import Unknown
from bot.contract.messages import Message
from bot.texts import Translator, mark

UNKNOWN = mark("I don’t know that command. Type /help to see what I can do.")
PERHAPS = mark("I don’t know that command. Did you mean {near}?")
BELONGS = mark("That needs one more word: {under}.")


def answered(typed: Unknown, usable: frozenset[str], t: Translator) -> Message:
    """A sentence with the commands that were perhaps meant, among those that this person may use."""
    under = [f"/{path}" for path in typed.under if path in usable]
    near = [f"/{path}" for path in typed.near if path in usable]
    if under:
        return messages.text(t(BELONGS, under=t.listed(under, "or")))
    if near:
        return messages.text(t(PERHAPS, near=t.listed(near, "or")))
    return messages.text(t(UNKNOWN))
