"""A private answer that is gone on reload can be sent to one's own messages: composed anew, and noted down nowhere."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.room import Post
from bot.community.context import Bare
from bot.contract.events import ButtonPressed, DirectMessageSeen, Privacy
from bot.contract.messages import Button, Message
from bot.contract.places import Channel, CommunityId, Member
from bot.contract.plain import buttons, plain
from bot.contract.replies import Say, To
from bot.signposts.directories import Directories
from bot.signposts.engines import Engines
from bot.signposts.support import Support
from bot.texts import translator
from signposting import Topic, load_directory, load_engine
from tests.stage import Stage
from tests.test_promises import dump

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEAM = CommunityId("slack", "t")
BEN = Member(TEAM, "ben")
T = translator("en-GB")
BARE = Bare(T, "GB", NOON)
DANGER = "If you or somebody else is in danger right now, you can call 999 or 112 at any time."
KEEP = "Send this to my messages"
SUMMARY = "Brewmate here. This is what you asked me to send."
SENT = "It’s in your direct messages now, unless they’re closed to me."
WORDS = {
    "crisis": "i want to kill myself",
    "soft": "i can't do this anymore",
    "worried_other": "my best friend told me she wants to kill herself and i don't know what to do",
    "topic": "i feel so lonely since i moved here",
    "mention": "@Brewmate hello",
    "mention with a topic": "@Brewmate i feel so lonely since i moved here",
}


@pytest.fixture(scope="module")
def support() -> Support:
    """The real directory and engine."""
    return Support(Directories(load_directory()), Engines(load_engine()))


def labels(message: Message) -> list[str]:
    """What its buttons say."""
    return [each.label for each in buttons(message)]


def content(post: Post) -> Message:
    """A message of the bot's."""
    assert isinstance(post.content, Message)
    return post.content


def without_storage(support: Support, button: Button) -> tuple[Say, Say]:
    """What a press is answered with from nothing but what the button carries: the card, and a word about it."""
    event = ButtonPressed(
        id="e", by=BEN, where=None, at=NOON, action=button.action, subject=button.subject, choice=button.choice
    )
    card, told = support.without_storage(event, BARE)
    assert isinstance(card, Say)
    assert isinstance(told, Say)
    return card, told


async def answered(stage: Stage, words: str) -> Post:
    """The card that somebody's words lead to, at once or after one press."""
    cal = stage["Cal"]
    await cal.says(words)
    card = cal.sees_privately("")
    if "See some options" in labels(content(card)) and KEEP not in labels(content(card)):
        await cal.presses("See some options", card)
        card = cal.sees_privately("")
    return card


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
async def test_every_answer_can_be_kept(stage: Stage, words: str) -> None:
    """Whatever the verdict, the card comes to the member's own messages with the same services and danger line."""
    card = await answered(stage, words)
    assert labels(content(card)).count(KEEP) == 1
    cal = stage["Cal"]
    await cal.presses(KEEP, card)
    kept, told = (post for post in cal.fresh() if post.by is None)
    assert kept.receipt.channel == stage.room.direct(cal.visitor.member)
    assert told.receipt.channel == card.receipt.channel
    assert stage.text(told) == SENT
    assert content(kept).summary == SUMMARY
    assert KEEP not in labels(content(kept))
    for part in ("116 123", DANGER, "findahelpline.com", "You can ask them openly how they are"):
        assert (part in stage.text(kept)) is (part in stage.text(card))
    assert stage.text(kept).startswith(DANGER) is stage.text(card).startswith(DANGER)


async def test_the_options_after_a_worry_can_be_kept_too(stage: Stage) -> None:
    """Behind how to ask and listen stands the card for oneself; it can be sent as well, and keeps its opening."""
    card = await answered(stage, WORDS["worried_other"])
    cal = stage["Cal"]
    await cal.presses("See some options", card)
    options = cal.sees_privately("Samaritans")
    await cal.presses(KEEP, options)
    kept = next(post for post in cal.fresh() if post.receipt.channel == stage.room.direct(cal.visitor.member))
    assert stage.text(kept) == stage.text(options)
    assert KEEP not in labels(content(kept))


async def test_what_is_opened_from_a_kept_card_offers_nothing_to_keep(stage: Stage) -> None:
    """In one's own messages nothing vanishes, so no button there sends it there."""
    card = await answered(stage, WORDS["worried_other"])
    cal = stage["Cal"]
    await cal.presses(KEEP, card)
    kept = next(post for post in cal.fresh() if post.receipt.channel == stage.room.direct(cal.visitor.member))
    await cal.presses("See some options", kept)
    assert KEEP not in labels(content(cal.sees_privately("Samaritans")))


async def test_the_short_reminder_leads_to_a_card_that_can_be_kept(stage: Stage) -> None:
    """A second crisis answer within the hour is a line; the card behind it can be sent."""
    await answered(stage, WORDS["crisis"])
    cal = stage["Cal"]
    await cal.says(WORDS["crisis"])
    await cal.presses("Show them again", cal.sees_privately("I can show you those options again"))
    assert KEEP in labels(content(cal.sees_privately("116 123")))


async def test_nothing_is_written_down_about_it(stage: Stage) -> None:
    """But for the number of the press, kept for two days with every other, no row tells that a card was sent."""
    card = await answered(stage, WORDS["crisis"])
    before = await dump(stage.running.storage)
    await stage["Cal"].presses(KEEP, card)
    after = await dump(stage.running.storage)
    new = set(after.splitlines()) - set(before.splitlines())
    assert not [each for each in new if "cal" in each.lower()]
    assert len(new) <= 1


async def test_where_direct_messages_are_private_already_there_is_no_such_button(stage: Stage) -> None:
    """As on Discord: the answer is a direct message, and stays."""
    cal = stage["Cal"]
    cal.on_discord()
    for words in (WORDS["crisis"], WORDS["mention"]):
        await cal.says(words)
        cover = cal.sees_privately("Would some options be useful?")
        assert KEEP not in labels(content(cover))
        await cal.presses("Yes, show me", cover)
        assert KEEP not in labels(content(cal.sees_privately("116 123")))
    await cal.tells_brewmate("hello")
    assert KEEP not in labels(content(cal.sees_privately("116 123")))


@pytest.mark.parametrize("topic", list(Topic))
def test_it_needs_no_database(support: Support, topic: Topic) -> None:
    """Under a core that knows nothing but what the button carries, the card comes and danger stays first."""
    shown = support.mentioned((topic,), BARE)
    button = next(each for each in buttons(shown) if each.label == KEEP)
    card, told = without_storage(support, button)
    drawn = plain(card.message, name=str, t=T, zone=ZoneInfo("Europe/London"))
    assert (card.to, told.to) == (To.DIRECT, To.ACTOR)
    assert drawn.startswith(DANGER)
    assert (card.message.summary, told.message.summary) == (SUMMARY, SENT)
    assert KEEP not in labels(card.message)


@pytest.mark.parametrize(("answers", "can_be_kept"), [(Privacy.EPHEMERAL, True), (Privacy.DIRECT, False)])
def test_a_mention_without_a_database_can_be_kept(support: Support, answers: Privacy, *, can_be_kept: bool) -> None:
    """When nothing can be saved, a mention's answer still can be sent where it would vanish."""
    where = Channel(TEAM, "general")
    mention = DirectMessageSeen(id="e", by=BEN, where=where, at=NOON, text="hello", is_mention=True, answers=answers)
    (reply,) = support.without_storage(mention, BARE)
    assert isinstance(reply, Say)
    assert (KEEP in labels(reply.message)) is can_be_kept
