"""Somebody tries to make each feature hurt somebody else: what the other sees of it, and what is left behind."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from adapters.html import render
from bot.community import store as communities
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.places import CommunityId, Member
from bot.contract.replies import Replies, Say, To
from bot.texts import translator
from tests.journeys.hands import receives, sends
from tests.stages import Stage
from tests.stages.in_the_room import RoomStage

LINE = "“I thought of you and wondered how you are."
SENT = "Done. If they take messages like this from me"
ABUSE = "xylophonist go and disappear"


def inbox(stage: Stage, name: str) -> list[str]:
    """Every direct message that somebody got without asking for it."""
    told = [post.text for post in stage[name].everything() if post.place == ""]
    return [text for text in told if "asked me to pass this on" in text or "I was asked to pass on" in text]


DEFAULTS = communities.Defaults("en-GB", "Europe/London", "GB")


async def forged(stage: RoomStage, who: str, action: str, subject: str, choice: str = "") -> Replies:
    """A press that no message offered to whoever makes it."""
    by = Member(stage.inner.room.community, who)
    id_ = stage.inner.room.new_id("forged")
    event = ButtonPressed(id=id_, by=by, where=None, at=stage.clock(), action=action, subject=subject, choice=choice)
    return await stage.running.core.handle(event)


async def test_one_person_can_t_wear_somebody_down(stage: Stage) -> None:
    """Whoever offers help again and again gets through once a day, in fixed words, until the other has had enough."""
    for _ in range(6):
        await sends(stage, "Jon", "Kim")
    assert len(inbox(stage, "Kim")) == 1
    await stage.later(timedelta(hours=26))
    await sends(stage, "Jon", "Kim")
    assert len(inbox(stage, "Kim")) == 2
    await stage["Kim"].presses("Not from this person")
    for _ in range(4):
        await stage.later(timedelta(hours=26))
        assert SENT in await sends(stage, "Jon", "Kim")
    assert len(inbox(stage, "Kim")) == 2
    assert all(LINE in each for each in inbox(stage, "Kim"))


async def test_a_crowd_is_stopped_by_one_choice(stage: Stage) -> None:
    """However many gang up, "No offers, please" ends it at once, and none of them can tell."""
    for name in ("Jon", "Lou"):
        await sends(stage, name, "Kim")
    assert len(inbox(stage, "Kim")) == 2
    kim = stage["Kim"]
    await kim.says("/preferences")
    await kim.presses("No offers, please")
    told = [await sends(stage, name, "Kim") for name in ("Finn", "Hari", "Esi", "Dee")]
    assert len(inbox(stage, "Kim")) == 2
    assert set(told) == {told[0]}
    assert SENT in told[0]


async def test_one_person_can_t_work_through_the_members(stage: Stage) -> None:
    """After three people in a day the fourth gets nothing."""
    told = [await sends(stage, "Jon", name) for name in ("Kim", "Lou", "Mo", "Dee", "Esi")]
    assert [SENT in each for each in told] == [True, True, True, False, False]
    assert inbox(stage, "Dee") == inbox(stage, "Esi") == []


async def test_nothing_can_be_smuggled_into_a_line(room_stage: RoomStage) -> None:
    """Words after the command change nothing, there is no field for any, and a name that is markup is only a name."""
    stage = room_stage
    jon = stage["Jon"]
    await jon.says(f"/offer-help-to @kim {ABUSE}")
    await jon.presses("Send in my name")
    await jon.presses("Send it")
    assert "xylophonist" not in "".join(inbox(stage, "Kim"))
    evil = "<b>@everyone</b> [here](http://evil.example)"
    room = stage.inner.room
    room.add_person(evil)
    person = stage.inner.actor(evil)
    await person.says("/offer-help-to @kim")
    await person.presses("Send in my name")
    await person.presses("Send it")
    got = next(post for post in reversed(room.posts) if post.key and LINE in stage.inner.text(post))
    assert isinstance(got.content, Message)
    page = render(got.content, name=room.called, t=translator("en-GB"), zone=ZoneInfo("Europe/London"))
    assert "<b>@" not in page
    assert "&lt;b&gt;" in page
    assert "href" not in page
    assert "everyone" not in got.content.summary


async def test_old_and_foreign_buttons_gain_nothing(room_stage: RoomStage) -> None:
    """Buttons of others and from long ago mean what they mean for whoever presses them, and are checked anew."""
    stage = room_stage
    await sends(stage, "Jon", "Kim")
    got = receives(stage, "Kim")
    await forged(stage, "mo", "offers.block", "jon")
    assert LINE in "".join(inbox(stage, "Kim"))
    assert SENT not in str(await forged(stage, "kim", "offers.send", "kim"))
    assert inbox(stage, "Jon") == []
    await stage.later(timedelta(days=40))
    kim, jon = stage["Kim"], stage["Jon"]
    for _ in range(5):
        await kim.presses("Thanks", got)
    jon.sees("thank you")
    assert len(inbox(stage, "Jon")) == 1
    await jon.presses("Not from this person")
    await stage.later(timedelta(days=2))
    await kim.presses("Thanks", got)
    assert len(inbox(stage, "Jon")) == 1


async def test_forged_subjects_fall_flat(room_stage: RoomStage) -> None:
    """Whatever a press carries, it is answered with a sentence, reaches nobody and writes nothing of it down."""
    stage = room_stage
    known = await stage.kept()
    nonsense = ("", "xylophonist\x00", "xylophonist" * 20, "../kim", "@kim", "{0}", "room:playground/@/kim", "' OR 1=1")
    actions = [
        name for name in stage.running.catalogue.actions if name.startswith(("offers.", "stigma.", "signposts."))
    ]
    for action in actions:
        for subject in nonsense:
            for reply in await forged(stage, "jon", action, subject, choice=subject):
                assert "side" not in str(reply), (action, subject)
    assert inbox(stage, "Kim") == []
    kept = set((await stage.kept()).splitlines()) - set(known.splitlines())
    assert not [line for line in kept if "xylophonist" in line]


async def test_reporting_in_a_loop_is_one_report(stage: Stage) -> None:
    """However often somebody reports, the moderators are told once a day, with both names."""
    await sends(stage, "Jon", "Kim")
    kim, got = stage["Kim"], receives(stage, "Kim")
    for _ in range(5):
        await kim.presses("Report", got)
        await kim.presses("Report it")
    await stage.later(timedelta(hours=1))
    reports = [stage.text(post) for post in stage.posts("moderators") if "reported" in stage.text(post)]
    assert len(reports) == 1
    assert "Sent by: Jon" in reports[0].replace("@", "")
    stage["Jon"].sees_nothing()


async def test_abuse_typed_at_the_bot_goes_nowhere(room_stage: RoomStage) -> None:
    """/support, /stigma and direct messages answer kindly, repeat nothing that anybody else sees, and keep nothing."""
    stage = room_stage
    jon = stage["Jon"]
    await jon.says(f"/support {ABUSE}")
    jon.sees_privately("Samaritans")
    await jon.says(f"/support area:{ABUSE}")
    jon.sees_privately("I don’t know that place")
    await jon.says(f"/stigma {ABUSE}")
    await jon.says(f"/offer-help {ABUSE}")
    await jon.tells_brewmate(ABUSE)
    jon.sees_privately("I’m a bot")
    for name in ("Kim", "Ana"):
        stage[name].sees_nothing()
    assert "xylophonist" not in await stage.kept()


async def test_going_round_in_circles_costs_nothing(room_stage: RoomStage) -> None:
    """Turning replies over and over, made-up pages too, keeps answering and leaves no row but that of the press."""
    stage = room_stage
    before = await stage.kept()
    for page in (*map(str, range(25)), "999", "1000", "-1", "٣", "²", "x"):
        (reply,) = await forged(stage, "jon", "stigma.replies", "attention", page)
        assert "calm replies" in str(reply)
    after = (await stage.kept()).splitlines()
    assert before.splitlines() == [line for line in after if "forged" not in line]


async def test_flooding_the_bot_hides_nobody_else(stage: Stage) -> None:
    """Somebody who writes to the bot without end is answered each time, and so is everybody else."""
    jon, kim = stage["Jon"], stage["Kim"]
    for number in range(30):
        await jon.tells_brewmate(f"hello {number}")
        jon.sees_privately("I’m a bot")
    await kim.says("i want to kill myself")
    await kim.is_answered("116 123")


async def test_nobody_reaches_into_another_community(room_stage: RoomStage) -> None:
    """A button names somebody of the presser's own community, whatever id it carries."""
    stage = room_stage
    elsewhere = CommunityId("room", "elsewhere")
    async with stage.running.storage.write() as session:
        met = await communities.known_community(session, elsewhere, DEFAULTS, stage.clock())
        met.under_18s = "no"
    event = ButtonPressed(
        id="elsewhere", by=Member(elsewhere, "jon"), where=None, at=stage.clock(), action="offers.send", subject="kim"
    )
    replies = await stage.running.core.handle(event)
    assert [each.to for each in replies if isinstance(each, Say)] == [To.ACTOR, Member(elsewhere, "kim")]
    assert inbox(stage, "Kim") == []
