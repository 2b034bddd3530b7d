"""Somebody is worried about somebody else: how to ask and listen, and at most one line in their name."""

from __future__ import annotations

import pytest

from adapters.room import Post
from bot.contract.messages import Message
from bot.contract.ports import Undeliverable
from tests.journeys.hands import opens, receives, sends, writes
from tests.stages import Stage
from tests.stages.in_the_room import RoomStage

LINE = "“I thought of you and wondered how you are."
SENT = "Done. If they take messages like this from me"


async def test_offering_help_contacts_nobody(stage: Stage) -> None:
    """Chosen from a message's menu, it shows how to ask and listen, danger first, and the author learns nothing."""
    ben, isla = stage["Ben"], stage["Isla"]
    about = await writes(stage, "Ben", "not a good week")
    await isla.offers_support(about)
    card = stage.text(isla.sees_privately("You can ask them openly how they are"))
    assert card.startswith("If you or somebody else is in danger right now, you can call 999 or 112")
    assert "@Ben isn’t told that you looked" in card
    assert "Samaritans" in card
    ben.sees_nothing()


async def test_the_exact_text_is_shown_first(stage: Stage) -> None:
    """What the other gets stands word for word in what the sender was shown, and comes only after "Send it"."""
    ben, isla = stage["Ben"], stage["Isla"]
    card = await opens(isla, "Ben")
    await isla.presses("Send in my name", card)
    shown = stage.text(isla.sees_privately("This is all that @Ben would get from me, word for word:"))
    ben.sees_nothing()
    await isla.presses("Send it")
    isla.sees_privately(SENT)
    got = receives(stage, "Ben")
    assert stage.text(got) in shown
    assert "@Isla asked me to pass this on" in stage.text(got)
    assert "I’m Brewmate, a bot." in stage.text(got)
    assert got.labels == ("Thanks", "Not now", "Not from this person", "Report")


async def test_a_lock_screen_tells_nothing(room_stage: RoomStage) -> None:
    """What a notification shows of an offer names nobody, no topic and no feeling."""
    stage = room_stage
    await sends(stage, "Isla", "Ben")
    got = receives(stage, "Ben")
    assert isinstance(got.handle, Post)
    assert isinstance(got.handle.content, Message)
    assert got.handle.content.summary == "Somebody here asked me to pass something on."


async def test_leaving_it_sends_nothing(stage: Stage) -> None:
    """After "Leave it" nobody got anything, and the day's line is still there."""
    isla = stage["Isla"]
    await isla.presses("Send in my name", await opens(isla, "Ben"))
    await isla.presses("Leave it")
    isla.sees_privately("nothing was sent")
    stage["Ben"].sees_nothing()
    assert SENT in await sends(stage, "Isla", "Ben")


async def test_thanks_tells_the_sender_that_and_nothing_else(stage: Stage) -> None:
    """A thank-you comes as a direct message, once however often it is pressed."""
    ben, isla = stage["Ben"], stage["Isla"]
    await sends(stage, "Isla", "Ben")
    got = receives(stage, "Ben")
    await ben.presses("Thanks", got)
    ben.sees_privately("If @Isla takes messages from me, your thanks are with them")
    assert stage.text(isla.sees("thank you")) == "@Ben says thank you. That’s all I was asked to pass on."
    await ben.presses("Thanks", got)
    ben.sees_privately("already")
    isla.sees_nothing()


@pytest.mark.parametrize("label", ["Not now", "Not from this person", "Report"])
async def test_every_other_button_tells_the_sender_nothing(stage: Stage, label: str) -> None:
    """Whatever else the recipient presses, the sender sees nothing new."""
    ben, isla = stage["Ben"], stage["Isla"]
    await sends(stage, "Isla", "Ben")
    await ben.presses(label, receives(stage, "Ben"))
    ben.sees_privately("")
    isla.sees_nothing()


async def test_not_from_this_person_holds_until_it_is_undone(stage: Stage) -> None:
    """From then on the sender reads the same sentence as ever, and the other gets nothing; until "Allow again"."""
    ben = stage["Ben"]
    await sends(stage, "Isla", "Ben")
    await ben.presses("Not from this person", receives(stage, "Ben"))
    told = ben.sees_privately("I pass nothing on from @Isla to you, and @Isla isn’t told")
    await stage.until(stage.clock().replace(day=24))
    assert SENT in await sends(stage, "Isla", "Ben")
    assert [post for post in ben.fresh() if LINE in post.text] == []
    await ben.presses("Allow again", told)
    await stage.until(stage.clock().replace(day=26))
    ben.sees_privately("again")
    assert SENT in await sends(stage, "Isla", "Ben")
    receives(stage, "Ben")


async def test_a_block_is_found_again_where_it_was_made_about(stage: Stage) -> None:
    """Whoever blocked somebody and later chooses them from the menu finds the way back there."""
    ben = stage["Ben"]
    await sends(stage, "Isla", "Ben")
    await ben.presses("Not from this person", receives(stage, "Ben"))
    ben.sees_privately("")
    card = await opens(ben, "Isla")
    assert "You’ve asked me to pass nothing on from them to you." in stage.text(card)
    await ben.presses("Allow again", card)
    ben.sees_privately("I pass on from @Isla to you again")
    assert "offer_blocks" not in await stage.kept()


async def test_a_report_tells_the_moderators_both_names_and_the_text(stage: Stage) -> None:
    """It is asked once, posted where notices go, and then no row knows of it."""
    ben, ana = stage["Ben"], stage["Ana"]
    await sends(stage, "Isla", "Ben")
    await ben.presses("Report", receives(stage, "Ben"))
    ben.sees_privately("Whoever can read that channel sees it.")
    ana.sees_nothing()
    await ben.presses("Report it")
    ben.sees_privately("Reported, in the channel")
    await stage.next_due()
    report = stage.text(ana.sees("A member reported an offer of help"))
    assert "Sent by: Isla\nReported by: Ben" in report.replace("@", "")
    assert LINE in report
    stage["Isla"].sees_nothing()
    kept = await stage.kept()
    assert "offer_reports" not in kept
    assert stage.row("Isla") not in kept
    assert stage.row("Ben") not in kept


async def test_where_there_is_no_place_for_reports_that_is_said(room_stage: RoomStage) -> None:
    """Without a place for notices the member learns what else can be done, and nothing is kept."""
    stage = room_stage
    from bot.community import store  # noqa: PLC0415  # no command takes the place away yet

    async with stage.running.storage.write() as session:
        community = await store.community(session, stage.inner.room.community)
        assert community is not None
        community.notices = None
    ben = stage["Ben"]
    await sends(stage, "Isla", "Ben")
    await ben.presses("Report", receives(stage, "Ben"))
    ben.sees_privately("This community hasn’t named a place for reports yet.")
    await ben.presses("Not from this person")
    ben.sees_privately("I pass nothing on from @Isla")
    assert "offer_reports" not in await stage.kept()


async def test_no_row_knows_who_was_offered_help(stage: Stage) -> None:
    """After an offer, read or not, no row names the recipient or the sender, and no delivery was written."""
    before = await stage.kept()
    await sends(stage, "Isla", "Ben")
    await stage["Ben"].presses("Not now")
    after = await stage.kept()
    assert stage.row("Ben") not in after
    assert stage.row("Isla") not in after
    assert after.count("deliveries (") == before.count("deliveries (")


async def test_closed_messages_and_people_who_left_look_the_same(room_stage: RoomStage) -> None:
    """The sender reads the same sentence whether the other's messages are open, closed, or the other has gone."""
    stage = room_stage
    stage["Cal"].takes_direct_messages(taken=False)
    about = await writes(stage, "Dee", "goodbye everybody")
    isla = stage["Isla"]
    told = [await sends(stage, "Isla", "Ben"), await sends(stage, "Isla", "Cal")]
    stage.inner.room.remove_person(stage.inner["Dee"].visitor.member)
    await isla.offers_support(about)
    await isla.presses("Send in my name")
    await isla.presses("Send it")
    told.append(stage.text(isla.sees_privately(SENT)))
    assert len(set(told)) == 1


async def test_somebody_who_wants_no_offers_gets_none(stage: Stage) -> None:
    """Whoever turned offers off in /preferences gets none, and the sender can't tell."""
    ben = stage["Ben"]
    await ben.says("/preferences")
    await ben.presses("No offers, please")
    ben.sees_privately("")
    assert SENT in await sends(stage, "Isla", "Ben")
    ben.sees_nothing()


async def test_for_a_friend_works_without_anybody_chosen(stage: Stage) -> None:
    """/support for-a-friend shows how to ask and listen, and services, and offers no line to send."""
    isla = stage["Isla"]
    for typed in ("for-a-friend", "for a friend", "worried about a friend", "For my best friend in Scotland"):
        await isla.says(f"/support {typed}")
        card = isla.sees_privately("You can ask them openly how they are")
        assert stage.text(card).startswith("If you or somebody else is in danger right now")
        assert "Send in my name…" not in card.labels
        assert ("Breathing Space" in stage.text(card) or "NHS 24" in stage.text(card)) == ("Scotland" in typed)


async def test_for_a_friend_is_suggested_as_a_topic(room_stage: RoomStage) -> None:
    """Whoever types "friend" at /support finds the topic among the completions."""
    stage = room_stage
    member = stage.inner["Isla"].visitor.member
    found = await stage.running.core.suggest("topics", "friend", member, None)
    assert "For a friend" in [each.value for each in found]


async def test_chosen_for_oneself_it_is_kind(stage: Stage) -> None:
    """About one's own message there are options for oneself and nothing to send."""
    ben = stage["Ben"]
    about = await writes(stage, "Ben", "not a good week")
    await ben.offers_support(about)
    card = ben.sees_privately("it’s good to look after yourself as well")
    assert "Samaritans" in stage.text(card)
    assert "Send in my name…" not in card.labels


async def test_typed_without_anybody_it_is_kind(stage: Stage) -> None:
    """Typed, or chosen about a bot, it shows how to ask and listen; typed with a name it is about that member."""
    ben = stage["Ben"]
    await ben.says("/offer-help")
    ben.sees_privately("there is nobody to pass something on to")
    await ben.says("/offer-help-to @isla")
    ben.sees_privately("@Isla isn’t told that you looked")


async def test_the_recipients_language_and_wishes_are_kept(stage: Stage) -> None:
    """A sender who wants no mentions is named without one."""
    isla = stage["Isla"]
    await isla.says("/preferences")
    await isla.presses("Don’t mention me")
    isla.sees_privately("")
    await sends(stage, "Isla", "Ben")
    assert stage.text(receives(stage, "Ben")).removeprefix("@").startswith("Isla asked me to pass this on")
    assert "Isla" not in stage.mentioned()


async def test_a_line_that_can_t_be_delivered_leaves_no_trace(
    room_stage: RoomStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the platform refuses, nothing is tried again and no row remembers it."""
    stage = room_stage

    async def refuse(*_: object, **__: object) -> None:
        raise Undeliverable

    monkeypatch.setattr(stage.inner.room, "post", refuse)
    assert SENT in await sends(stage, "Isla", "Ben")
    monkeypatch.undo()
    await stage.next_due()
    assert [post for post in stage["Ben"].fresh() if LINE in post.text] == []
