"""Posts that nobody asked for: found again by their key, never said twice, and no faster than Slack takes them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.slack import translate
from bot.contract.messages import text
from bot.contract.places import Channel
from bot.contract.ports import Absent, Busy, CannotTell, Found, Uncertain
from tests.simulators.slack.world import Json
from tests.stages.on_slack import SlackStage

HELLO = text("Hello, everybody.")


def tea(stage: SlackStage) -> Channel:
    """Where it is posted, some time after the notice that stands there."""
    stage.clock.move_to(stage.clock() + timedelta(minutes=1))
    return Channel(stage.community, stage.native("tea-room"))


async def test_a_lost_answer_is_found_by_its_key(slack_stage: SlackStage) -> None:
    """It was said: it stands there with its key, which nobody sees."""
    since = slack_stage.clock()
    slack_stage.simulator.next_answers.append("lost")
    with pytest.raises(Uncertain):
        await slack_stage.app.platform.post(tea(slack_stage), HELLO, key="k1")
    assert isinstance(await slack_stage.app.platform.find(tea(slack_stage), key="k1", since=since), Found)
    assert isinstance(await slack_stage.app.platform.find(tea(slack_stage), key="k2", since=since), Absent)


async def test_without_listening_nobody_can_tell(slack_stage: SlackStage) -> None:
    """No history may be read, so nothing is guessed."""
    slack_stage.team.scopes -= {"channels:history", "groups:history"}
    found = await slack_stage.app.platform.find(tea(slack_stage), key="k1", since=slack_stage.clock())
    assert isinstance(found, CannotTell)


async def test_in_a_group_nobody_can_tell(slack_stage: SlackStage) -> None:
    """What people who were introduced write is never read."""
    people = [translate.member(slack_stage.community, slack_stage[name].person.user.id) for name in ("Ben", "Cal")]
    group = await slack_stage.app.platform.open(tuple(people), key="g1")
    assert isinstance(await slack_stage.app.platform.find(group, key="k1", since=slack_stage.clock()), CannotTell)


async def test_where_slack_is_busy_nobody_can_tell(slack_stage: SlackStage) -> None:
    """A look back may be refused for the moment; that is no answer."""
    slack_stage.simulator.limited.add("conversations.history")
    found = await slack_stage.app.platform.find(tea(slack_stage), key="k1", since=slack_stage.clock())
    assert isinstance(found, CannotTell)


async def test_more_than_fifteen_messages_since_then_hide_it(slack_stage: SlackStage) -> None:
    """Slack shows no more at once: where the key isn't among them, it may stand before them."""
    since = slack_stage.clock()
    place = slack_stage.places["tea-room"]
    for number in range(16):
        slack_stage.world.say(place, slack_stage["Ben"].person.user.id, {"text": f"{number}"})
    assert isinstance(await slack_stage.app.platform.find(tea(slack_stage), key="k1", since=since), CannotTell)


async def test_a_second_post_waits_a_second(slack_stage: SlackStage) -> None:
    """Slack takes about one a second in a channel; another channel needn't wait."""
    platform, channel = slack_stage.app.platform, tea(slack_stage)
    await platform.post(channel, HELLO, key="k1")
    with pytest.raises(Busy) as busy:
        await platform.post(channel, HELLO, key="k2")
    await platform.post(Channel(slack_stage.community, slack_stage.native("general")), HELLO, key="k3")
    slack_stage.clock.move_to(slack_stage.clock() + busy.value.retry_in)
    await platform.post(channel, HELLO, key="k2")
    assert [each.text for each in slack_stage.posts("tea-room")].count("Hello, everybody.") == 2


async def test_slacks_own_pause_is_kept(slack_stage: SlackStage) -> None:
    """It says how many seconds."""
    slack_stage.simulator.next_answers.append("429")
    with pytest.raises(Busy) as busy:
        await slack_stage.app.platform.post(tea(slack_stage), HELLO, key="k1")
    assert busy.value.retry_in == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("what", "remedy"),
    [("not in it", "Once somebody invites me again"), ("archived", "archived"), ("gone", "deleted")],
)
async def test_moderators_are_told_what_helps(slack_stage: SlackStage, what: str, remedy: str) -> None:
    """A channel that can't be posted in is told once, with what to do about it."""
    place = slack_stage.places["tea-room"]
    match what:
        case "not in it":
            place.people.discard(slack_stage.team.bot)
        case "archived":
            place.is_archived = True
        case _:
            del slack_stage.world.places[place.id]
    due = await slack_stage.panel.next_nudge()
    assert due is not None
    await slack_stage.until(due)
    await slack_stage.later(timedelta(minutes=1))
    notices = [each.text for each in slack_stage.posts("moderators") if remedy in each.text]
    assert len(notices) == 1


async def test_nothing_is_linked_or_unfurled(slack_stage: SlackStage) -> None:
    """No names that somebody typed, no previews of addresses."""
    await slack_stage.next_nudge()
    (asked, *_) = [given for method, given in slack_stage.simulator.given if method == "chat.postMessage"]
    wanted: Json = {"link_names": "False", "unfurl_links": "False", "unfurl_media": "False"}
    assert {name: str(asked[name]).capitalize() for name in wanted} in ({**wanted}, dict.fromkeys(wanted, "0"))
