"""The bot's own page on Slack: drawn when it is opened, drawn anew when something was done on it."""

from __future__ import annotations

from bot.texts import translator
from tests.simulators.slack.connecting import dealt_with
from tests.simulators.slack.people import Person
from tests.simulators.slack.reading import reads
from tests.stages.on_slack import SlackStage


async def opened(stage: SlackStage, name: str) -> tuple[Person, str]:
    """Somebody who looks at it, and what it says."""
    person = stage[name].person
    await person.opens_home()
    await dealt_with()
    return person, read(stage, person)


def read(stage: SlackStage, person: Person) -> str:
    """What stands there now."""
    return reads(person.home, stage.world, translator("en-GB"), stage.zone)


async def test_a_member_finds_what_is_theirs(slack_stage: SlackStage) -> None:
    """Support, what they chose, what is held of them and the next nudge; nothing that moderators do."""
    ben, page = await opened(slack_stage, "Ben")
    labels = [each["text"]["text"] for each in ben.home.buttons]
    assert "#tea-room" in page
    assert labels[0] == "Options, privately"
    assert "Place and language" in labels
    assert not {"Pause", "A new schedule", "Add a prompt of your own"} & set(labels)


async def test_what_is_pressed_there_is_answered_in_their_own_messages(slack_stage: SlackStage) -> None:
    """The page belongs to no channel, so an answer goes where only they read."""
    ben, _ = await opened(slack_stage, "Ben")
    await ben.presses_at_home("Options, privately")
    await dealt_with()
    answer = slack_stage.world.shown_to(ben.user.id)[-1]
    assert answer.place.startswith("D")
    assert "Samaritans" in reads(answer, slack_stage.world, translator("en-GB"), slack_stage.zone)


async def test_a_moderator_steers_from_there(slack_stage: SlackStage) -> None:
    """A schedule that is paused there stands there as paused at once."""
    ana, _ = await opened(slack_stage, "Ana")
    await ana.presses_at_home("Pause")
    await dealt_with()
    assert "Resume" in [each["text"]["text"] for each in ana.home.buttons]


async def test_its_forms_are_the_commands_own(slack_stage: SlackStage) -> None:
    """A prompt that is added from there counts there at once, and is answered in their own messages."""
    ana, before = await opened(slack_stage, "Ana")
    form = await ana.presses_at_home("Add a prompt of your own")
    await dealt_with()
    assert form.form is not None
    await ana.submits(form, text="What made you smile this week?")
    await dealt_with()
    assert "of your own: 0" in before
    assert "of your own: 1" in read(slack_stage, ana)


async def test_whoever_lost_the_role_finds_nothing_to_steer(slack_stage: SlackStage) -> None:
    """A press of a button that still stood there is refused, and the page is drawn as theirs."""
    ana, _ = await opened(slack_stage, "Ana")
    slack_stage["Ana"].moderates_no_more()
    await ana.presses_at_home("Pause")
    await dealt_with()
    assert "Only moderators" in slack_stage.world.shown_to(ana.user.id)[-1].text
    assert "A new schedule" not in [each["text"]["text"] for each in ana.home.buttons]


async def test_the_messages_tab_is_no_opening(slack_stage: SlackStage) -> None:
    """Slack tells of that, too; nothing is drawn."""
    ben = slack_stage["Ben"].person
    await ben.tells({"type": "app_home_opened", "user": ben.user.id, "channel": "D1", "tab": "messages"})
    await dealt_with()
    assert "views.publish" not in slack_stage.simulator.calls


async def test_a_user_group_moderates(slack_stage: SlackStage) -> None:
    """Once moderators chose it, whoever is in it steers; whoever is taken out doesn't any more."""
    ben, team = slack_stage["Ben"].person, slack_stage.team
    team.groups["S1"] = ("Listeners", {ben.user.id})
    ana = slack_stage["Ana"]
    await ana.says("/set moderators")
    form = await ana.opens()
    assert form is not None
    await ana.fills_in(role="S1")
    _, page = await opened(slack_stage, "Ben")
    assert "Schedules" in page
    team.groups["S1"] = ("Listeners", set())
    await ben.tells({"type": "subteam_members_changed", "subteam_id": "S1"})
    _, page = await opened(slack_stage, "Ben")
    assert "Schedules" not in page
