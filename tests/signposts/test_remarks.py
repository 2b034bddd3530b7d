"""/stigma: calm replies to copy, privately; the bot itself answers nobody."""

from __future__ import annotations

import pytest

from bot.contract.commands import options_of
from bot.contract.messages import VERBATIM_SIZE, Message, Verbatim
from bot.signposts.belittling import AT_ONCE, AnswerRemark
from bot.signposts.remarks import REPLIES, Remark
from tests.stage import Stage


def offered(message: Message | str) -> list[str]:
    """The replies that a message offers."""
    assert isinstance(message, Message)
    return [block.text for block in message.blocks if isinstance(block, Verbatim)]


@pytest.mark.parametrize("remark", Remark)
def test_every_kind_has_its_replies(remark: Remark) -> None:
    """Each kind has whole pages of replies, each said once and short enough to copy."""
    replies = REPLIES[remark]
    assert len(replies) >= 2 * AT_ONCE
    assert len(replies) % AT_ONCE == 0
    assert len(set(replies)) == len(replies)
    assert max(len(each) for each in replies) < min(160, VERBATIM_SIZE)


def test_the_choice_is_a_closed_list() -> None:
    """Every platform offers the kinds by what they say, and not choosing one is fine."""
    (option,) = options_of(AnswerRemark)
    assert not option.required
    assert [label for _, label in option.choices] == [each.label for each in Remark]


async def test_another_few_goes_round(stage: Stage) -> None:
    """Three at a time, "Another few" shows the next, and after the last come the first again."""
    dee = stage["Dee"]
    await dee.says("/stigma attention")
    card = dee.sees_privately("Here are a few calm replies")
    seen = []
    for _ in range(3):
        seen.append(offered(card.content))
        await dee.presses("Another few", card)
        card = dee.sees_privately("Here are a few calm replies")
    assert [len(each) for each in seen] == [AT_ONCE] * 3
    assert seen[0] == seen[2]
    assert not set(seen[0]) & set(seen[1])
    stage["Ben"].sees_nothing()


async def test_without_a_kind_all_kinds_are_shown(stage: Stage) -> None:
    """Typed alone it asks what the remark says; a press of a kind shows its replies, and oneself isn't forgotten."""
    dee = stage["Dee"]
    await dee.says("/stigma")
    asked = dee.sees_privately("I have a few calm replies to choose from")
    await dee.presses("Men don’t show feelings", asked)
    card = dee.sees_privately("Not answering is fine, too")
    assert offered(card.content) == list(REPLIES[Remark.MEN][:AT_ONCE])
    await dee.presses("Options, privately", card)
    dee.sees_privately("116 123")


async def test_an_unknown_kind_is_no_dead_end(stage: Stage) -> None:
    """A kind that doesn't exist is answered at its field with those that do."""
    dee = stage["Dee"]
    await dee.says("/stigma xylophone")
    assert dee.form is not None
    assert "Pull yourself together" in dee.form.form.errors["remark"]
