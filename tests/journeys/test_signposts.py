"""Worrying words are answered privately with real services, and by nobody's eyes but the author's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.contract.events import CommunityLeft
from bot.contract.places import Channel, CommunityId, Member
from bot.storage import open_storage
from tests.stages import COVER, Stage
from tests.stages.in_the_room import RoomStage
from tests.test_promises import dump

CRISIS = "i want to kill myself"
SOFT = "i can't do this anymore"


ON_SQLITE = ("room_on_sqlite", "discord_stage", "slack_stage")


async def test_a_worrying_message_is_answered_privately(stage: Stage) -> None:
    """The author alone sees the emergency number first, then real services."""
    cal, ben = stage["Cal"], stage["Ben"]
    await cal.says(CRISIS)
    card = stage.text(await cal.is_answered("Samaritans"))
    assert card.startswith("If you or somebody else is in danger right now, you can call 999 or 112")
    assert "Call 116 123" in card
    ben.sees_nothing()
    stage["Ana"].sees_nothing()


async def test_ordinary_talk_is_left_alone(stage: Stage) -> None:
    """An idiom is no cry for help."""
    await stage["Dee"].says("this deadline is killing me, send biscuits")
    stage["Dee"].sees_nothing()


async def test_nothing_is_heard_where_no_notice_stands(stage: Stage) -> None:
    """In a channel without a notice nobody is answered."""
    await stage["Cal"].says(CRISIS, "allotments")
    stage["Cal"].sees_nothing()


async def test_the_whole_card_comes_once_an_hour(stage: Stage) -> None:
    """A second crisis message within the hour gets a line, and after an hour the card again."""
    cal = stage["Cal"]
    await cal.says(CRISIS)
    await cal.is_answered("116 123")
    await cal.says(CRISIS)
    assert "116 123" not in stage.text(cal.sees_privately("options"))
    await stage.later(timedelta(minutes=61))
    await cal.says(CRISIS)
    await cal.is_answered("116 123")


async def test_a_morning_quiet_line_never_costs_the_afternoons_crisis(stage: Stage) -> None:
    """The limit of quiet answers and that of crisis answers are two."""
    cal = stage["Cal"]
    await cal.says(SOFT)
    await cal.is_answered("")
    await cal.says(SOFT)
    cal.sees_nothing()
    await stage.later(timedelta(hours=4))
    await cal.says(CRISIS)
    await cal.is_answered("116 123")


async def test_worry_about_a_friend_is_answered_with_how_to_listen(stage: Stage) -> None:
    """Somebody who is worried about another person learns how to ask and where to turn."""
    esi = stage["Esi"]
    await esi.says("my best friend told me she wants to kill herself and i don't know what to do")
    answer = stage.text(await esi.is_answered("worried about somebody"))
    assert answer.startswith("If you or somebody else is in danger right now")
    await esi.presses("See some options")
    esi.sees_privately("Samaritans")


async def test_not_for_me_holds_at_once(stage: Stage) -> None:
    """Whoever says "Not for me" is not answered in channels again, until they change their mind."""
    cal = stage["Cal"]
    await cal.says(CRISIS)
    await cal.presses("Not for me")
    cal.sees_privately("I won’t answer what you write in channels any more")
    await stage.later(timedelta(minutes=90))
    await cal.says(CRISIS)
    cal.sees_nothing()
    await cal.presses("Answer me again")
    cal.sees_privately("again")
    await cal.says(CRISIS)
    await cal.is_answered("116 123")


async def test_why_did_i_get_this(stage: Stage) -> None:
    """Every private answer says why it came, and that nothing was kept."""
    cal = stage["Cal"]
    await cal.says(CRISIS)
    await cal.presses("Why did I get this?")
    cal.sees_privately("Your message wasn’t kept, and nobody was told.")


async def test_writing_to_the_bot_is_always_answered(stage: Stage) -> None:
    """A direct message gets "I'm a bot" and options, every time, even after "Not for me"."""
    mo = stage["Mo"]
    await mo.says(CRISIS)
    await mo.presses("Not for me")
    mo.sees("")
    for _ in range(3):
        await mo.tells_brewmate("are you there?")
        answer = stage.text(mo.sees_privately("I’m a bot, so nobody reads what you write to me"))
        assert answer.startswith("If you or somebody else is in danger right now")


async def test_a_mention_is_answered_privately(stage: Stage) -> None:
    """Mentioning the bot in a channel is answered for the author's eyes only, listened or not."""
    await stage["Mo"].says("hello @Brewmate", "allotments")
    await stage["Mo"].is_answered("116 123")
    stage["Ben"].sees("hello @Brewmate")
    stage["Ben"].sees_nothing()


async def test_a_direct_answer_gives_nothing_away(discord_stage: Stage) -> None:
    """Where only a direct message is private, it names no topic, service or feeling before a press."""
    cal = discord_stage["Cal"]
    await cal.says(CRISIS)
    first = cal.sees_privately("")
    assert (first.text, first.place) == (COVER, "")
    await cal.presses("Yes, show me")
    cal.sees_privately("116 123")


async def test_a_closed_direct_message_uses_up_nothing(discord_stage: Stage) -> None:
    """Where direct messages are closed nothing appears, and the limit is not used up by it."""
    cal = discord_stage["Cal"]
    cal.takes_direct_messages(taken=False)
    await cal.says(CRISIS)
    cal.sees_nothing()
    cal.takes_direct_messages(taken=True)
    await cal.says(CRISIS)
    cal.sees_privately("Would some options be useful?")


async def test_a_closed_direct_message_costs_no_quiet_line_either(discord_stage: Stage) -> None:
    """The one quiet answer of the day isn't used up by one that nobody could see, nor is a crisis answer by it."""
    cal = discord_stage["Cal"]
    cal.takes_direct_messages(taken=False)
    await cal.says(SOFT)
    cal.sees_nothing()
    cal.takes_direct_messages(taken=True)
    await cal.says(SOFT)
    cal.sees_privately("Would some options be useful?")
    await cal.says(SOFT)
    cal.sees_nothing()
    await cal.says(CRISIS)
    cal.sees_privately("Would some options be useful?")


async def test_deleting_the_notice_stops_the_listening(stage: Stage) -> None:
    """Once its notice is deleted a channel is not heard, and the moderators are told."""
    ana = stage["Ana"]
    await ana.deletes(stage.posts("general")[0])
    await stage["Cal"].says(CRISIS)
    stage["Cal"].sees_nothing()
    await stage.later(timedelta(seconds=1))
    ana.sees("I’ve stopped listening there")


async def test_listening_starts_with_its_notice(stage: Stage) -> None:
    """A moderator asks for it, the notice is posted, and only then is the channel heard."""
    ana, cal = stage["Ana"], stage["Cal"]
    await ana.says("/triggers listen #allotments", "moderators")
    ana.sees_privately("I’ll post a notice in #allotments first")
    await cal.says(CRISIS, "allotments")
    cal.sees_nothing()
    await stage.later(timedelta(seconds=1))
    cal.sees("Brewmate listens here")
    await cal.says(CRISIS, "allotments")
    await cal.is_answered("116 123")
    await ana.says("/triggers stop #allotments", "moderators")
    await stage.later(timedelta(minutes=90))
    await cal.says(CRISIS, "allotments")
    cal.sees_nothing()


async def test_support_by_topic_and_area(stage: Stage) -> None:
    """/support names services for a topic and a place, for whoever asked alone."""
    isla = stage["Isla"]
    await isla.says("/support my mum died in Scotland")
    isla.sees_privately("Cruse Scotland")
    stage["Ben"].sees_nothing()


@pytest.mark.parametrize("typed", ["i want to die", "suicidal", "help", "me", "zzz", "x" * 400])
async def test_support_never_refuses(stage: Stage, typed: str) -> None:
    """Whatever somebody types after /support, a card with an emergency number comes, and no form."""
    isla = stage["Isla"]
    await isla.says(f"/support {typed}")
    card = stage.text(isla.sees_privately("Samaritans"))
    assert "999 or 112" in card
    assert "Domestic" not in card
    assert await isla.opens() is None


async def test_an_unknown_place_is_said(stage: Stage) -> None:
    """A place that is not known is not guessed: the community's services come, and the card says so."""
    await stage["Isla"].says("/support area:Atlantis")
    stage["Isla"].sees_privately("I don’t know that place, so these are for United Kingdom.")


async def test_more_options_never_name_a_service_twice(stage: Stage) -> None:
    """Pressing "More options" goes on until there are none, without repeating one."""
    isla = stage["Isla"]
    await isla.says("/support")
    named: list[str] = []
    while True:
        card = isla.sees_privately("option" if not named else "")
        services = [line.split(":")[0] for line in stage.text(card).split("\n") if ": " in line and "?" not in line]
        assert not set(services) & set(named)
        named += services
        if "More options" not in card.labels:
            break
        await isla.presses("More options", card)
    assert len(named) > 3


async def test_a_worried_friend_behind_a_cover_learns_how_to_listen(discord_stage: Stage) -> None:
    """Behind the cover, too, somebody who is worried about another person learns how to ask."""
    esi = discord_stage["Esi"]
    await esi.says("my best friend told me she wants to kill herself and i don't know what to do")
    esi.sees_privately("Would some options be useful?")
    await esi.presses("Yes, show me")
    esi.sees_privately("worried about somebody")


async def test_a_mention_on_discord_gives_nothing_away(discord_stage: Stage) -> None:
    """Where only a direct message is private, a mention is answered there, behind the same cover."""
    mo = discord_stage["Mo"]
    await mo.says("@Brewmate i want to die", "allotments")
    first = mo.sees_privately("")
    assert (first.text, first.place) == (COVER, "")


@pytest.mark.parametrize("stage", ON_SQLITE, indirect=True)  # a lock on the whole database is SQLite's
async def test_a_database_in_trouble_takes_no_card_away(stage: Stage, sqlite_url: str) -> None:
    """While nothing can be saved, whoever writes to the bot or asks for options still gets them."""
    other = open_storage(sqlite_url)
    mo = stage["Mo"]
    async with other.write() as session:
        await session.connection()
        await mo.tells_brewmate("i want to die")
        mo.sees_privately("116 123")
        await mo.says("/support")
        mo.sees_privately("116 123")
        await mo.presses("Options, privately", stage.posts("general")[0])
        mo.sees_privately("116 123")
    await other.close()


async def test_no_row_tells_when_somebody_was_answered(stage: Stage) -> None:
    """What stays of an answer is rounded: it leads to no message in the channel."""
    await stage.later(timedelta(minutes=7, seconds=13))
    await stage["Cal"].says(CRISIS)
    stage["Cal"].sees_privately("options")
    kept = [line for line in (await stage.kept()).splitlines() if line.startswith(("limits", "seen_", "hash"))]
    assert len(kept) >= 3
    assert not [line for line in kept if ":07:" in line or ":13" in line or ", 7, 13" in line]


async def test_stopping_here_leaves_other_communities_alone(room_stage: RoomStage) -> None:
    """Two communities may have channels of the same name; stopping in one cancels nothing of the other's."""
    stage = room_stage.inner
    from bot.signposts.listening import begin  # noqa: PLC0415  # the other community has no hands in this room

    elsewhere = Channel(CommunityId("room", "elsewhere"), "allotments")
    async with stage.running.storage.write() as session:
        await begin(session, elsewhere, stage.clock())
    await stage["Ana"].says("/triggers listen #allotments", "moderators")
    await stage["Ana"].says("/triggers stop #allotments", "moderators")
    kept = await dump(stage.running.storage)
    assert "listening was stopped" in kept
    waiting = [line for line in kept.splitlines() if "room:elsewhere" in line and "'pending'" in line]
    assert len(waiting) == 1


async def test_a_community_that_leaves_takes_everything_with_it(room_stage: RoomStage) -> None:
    """Eight days after the bot was removed no row knows the community or anybody in it."""
    stage = room_stage.inner
    nudge = await stage.next_nudge()
    await stage["Ben"].presses("I’m up for a brew", nudge)
    await stage["Cal"].says(CRISIS)
    await stage["Cal"].presses("Not for me")
    by = Member(stage.room.community, "ana")
    left = CommunityLeft(id="left", by=by, where=None, at=stage.clock())
    await stage.running.core.handle(left)
    await stage.later(timedelta(days=8))
    assert "playground" not in await dump(stage.running.storage)
