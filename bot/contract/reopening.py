"""A form where none can open: what is wrong, said privately, and a button that opens it again.

The adapter draws ``instead_of``, keeps the form (and what it was about) in memory under the key for KEPT_FOR, and
answers a press of the button by opening ``reopened``. The press is the adapter's own: the core never hears of it.
"""

from __future__ import annotations

from datetime import timedelta

from bot.contract.commands import Command
from bot.contract.messages import Button, ButtonStyle, Choices, Facts, Message, Spans, say
from bot.contract.replies import Form
from bot.texts import Translator, mark

REOPEN = "form.reopen"
"""The action of the button; its subject is the adapter's key, its choice the command's path."""

KEPT_FOR = timedelta(minutes=15)
"""How long what was filled in is kept: as long as Discord lets an interaction be answered. No column ever holds it."""

NOT_YET = mark("That isn’t done yet: something needs another look. What you filled in is kept for 15 minutes.")
OPEN_AGAIN = mark("Open the form again")


def instead_of(form: Form, command: Command, t: Translator, *, key: str) -> Message:
    """The form's errors in words, each beside its field's label in the form's order, and the button."""
    labels = {option.name: option.label for option in command.options if not option.hidden}
    beside: list[tuple[str, Spans]] = [
        (t(label), (form.errors[name],)) for name, label in labels.items() if name in form.errors
    ]
    loose = [say(error) for name, error in form.errors.items() if name not in labels]
    button = Button(t(OPEN_AGAIN), REOPEN, key, command.path, ButtonStyle.PRIMARY)
    facts = (Facts(tuple(beside)),) if beside else ()
    return Message(t(NOT_YET), (say(t(NOT_YET)), *facts, *loose, Choices((button,))))


def reopened(kept: Form | None, command: Command) -> Form:
    """The form to open at the press: as it was sent, or after a restart or KEPT_FOR empty, so that the button works."""
    return kept or Form(command.path)
