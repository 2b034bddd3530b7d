"""Where a form can't open, its errors are said and a button opens it again."""

from __future__ import annotations

from datetime import UTC

from bot.contract.messages import Facts, Message
from bot.contract.plain import buttons, plain
from bot.contract.reopening import REOPEN, instead_of, reopened
from bot.contract.replies import Form
from bot.texts import translator
from tests.contract.asks import EVERYTHING

T = translator("en-GB")
WRONG = Form(
    EVERYTHING.path,
    filled={"text": "hush, my words", "channel": "gone", "version": "3"},
    errors={"count": "Please give a whole number.", "channel": "I don’t know it."},
)


def shown(form: Form) -> Message:
    """What a member gets instead of the form."""
    return instead_of(form, EVERYTHING, T, key="k1")


def words(message: Message) -> str:
    """The message as text."""
    return plain(message, name=str, t=T, zone=UTC)


def test_errors_stand_beside_their_labels_in_the_forms_order() -> None:
    """Each error is said with the label that people know its field by."""
    (facts,) = [block for block in shown(WRONG).blocks if isinstance(block, Facts)]
    assert facts.pairs == (("Channel", ("I don’t know it.",)), ("Count", ("Please give a whole number.",)))


def test_an_error_without_a_visible_field_is_said_too() -> None:
    """What is wrong with a field that the form doesn't show is said without a label."""
    said = words(shown(Form(EVERYTHING.path, errors={"version": "Somebody else changed it."})))
    assert said.endswith("\nSomebody else changed it.")


def test_what_was_filled_in_is_not_repeated() -> None:
    """The message says what is wrong, and nothing of what somebody typed."""
    assert "hush" not in words(shown(WRONG)) + shown(WRONG).summary


def test_the_button_carries_the_key_and_the_command() -> None:
    """The adapter finds what it kept, and after a restart at least the command."""
    (button,) = buttons(shown(WRONG))
    assert (button.label, button.action) == ("Open the form again", REOPEN)
    assert (button.subject, button.choice) == ("k1", "do everything")


def test_it_reopens_as_it_was_sent() -> None:
    """All that was filled in, hidden fields too, stands in the form again."""
    assert reopened(WRONG, EVERYTHING) == WRONG


def test_after_a_restart_it_opens_empty() -> None:
    """What was kept in memory is gone, but the button still opens the form."""
    assert reopened(None, EVERYTHING) == Form("do everything")
