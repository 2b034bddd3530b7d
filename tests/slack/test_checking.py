"""What `brewmate check --online` finds on Slack, and what it says to click."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.slack.checking import examined
from adapters.slack.connection import Settings, SlackFault
from bot.contract.places import Channel, CommunityId
from bot.installing.keeping import KeptInstallations
from bot.installing.sealing import Keyring
from tests.simulators.slack.connecting import KEY
from tests.simulators.slack.sockets import APP_TOKEN
from tests.slack.neighbours import moved_in
from tests.stages.on_slack import SlackOverHttp, SlackStage

NOT_THERE = "C9999999999"


async def found(stage: SlackStage, *channels: str) -> list[tuple[str, bool]]:
    """Everything, asked of the simulator."""
    settings = Settings(bot_token=stage.team.token, app_token=APP_TOKEN, api_url=stage.simulator.api_url)
    here = CommunityId("slack", stage.team.id)
    return await examined(settings, [Channel(here, each) for each in channels], stage.clock)


async def test_where_all_is_well_it_says_so(slack_stage: SlackStage) -> None:
    """Tokens, listening and the channel: a sentence each, and nothing to mend."""
    findings = await found(slack_stage, slack_stage.native("general"))
    assert findings == [
        ("Both tokens are good: the bot is installed in Fernhill.", False),
        ("It may read channels, so trigger words are heard where moderators let it listen.", False),
        ("#general: I'm in it.", False),
    ]


async def test_a_scope_that_lacks_is_named_with_what_it_is_for(slack_stage: SlackStage) -> None:
    """And with where to add it."""
    slack_stage.team.scopes.discard("pins:write")
    (finding,) = [sentence for sentence, is_fault in await found(slack_stage) if is_fault]
    assert finding.startswith("The scope pins:write is missing, to pin the notice that says where it listens.")
    assert "Reinstall to Workspace" in finding


async def test_not_listening_is_no_fault(slack_stage: SlackStage) -> None:
    """What it costs is said."""
    slack_stage.team.scopes -= {"channels:history", "groups:history"}
    findings = await found(slack_stage)
    assert not any(is_fault for _, is_fault in findings)
    assert "no trigger words are heard" in findings[-1][0]


async def test_channels_that_cannot_be_used_are_named(slack_stage: SlackStage) -> None:
    """Not invited, archived, gone: each with what to do."""
    general, tea, gone = (slack_stage.places[name] for name in ("general", "tea-room", "allotments"))
    general.people.discard(slack_stage.team.bot)
    tea.is_archived = True
    del slack_stage.world.places[gone.id]
    findings = (await found(slack_stage, general.id, tea.id, gone.id, NOT_THERE))[2:]
    assert all(is_fault for _, is_fault in findings)
    assert "/invite @Brewmate" in findings[0][0]
    assert "#tea-room is archived" in findings[1][0]
    assert "isn't there any more" in findings[2][0]


@pytest.mark.parametrize("wrong", ["bot", "app"])
async def test_a_wrong_token_is_one_sentence(slack_stage: SlackStage, wrong: str) -> None:
    """And nothing else is looked at."""
    bot = "xoxb-wrong" if wrong == "bot" else slack_stage.team.token
    app = "xapp-wrong" if wrong == "app" else APP_TOKEN
    settings = Settings(bot_token=bot, app_token=app, api_url=slack_stage.simulator.api_url)
    with pytest.raises(SlackFault, match="doesn't know one of the two tokens"):
        await examined(settings, (), slack_stage.clock)


async def test_over_http_every_workspace_is_asked(slack_over_http: SlackOverHttp) -> None:
    """Where Slack has to call, and in each workspace that installed it the scopes and the channels in use."""
    stage = slack_over_http
    other = await moved_in(stage)
    settings = replace(stage.settings, public_url="https://brewmate.example.org")
    channels = [
        Channel(CommunityId("slack", stage.team.id), stage.native("general")),
        Channel(CommunityId("slack", other.team.id), other.general.id),
    ]
    other.team.scopes.discard("pins:write")
    installations = KeptInstallations(stage.storage, Keyring(KEY))
    findings = await examined(settings, channels, stage.clock, installations)
    told = " ".join(sentence for sentence, _ in findings)
    assert "Slack calls https://brewmate.example.org/slack/events" in told
    assert told.count("#general: I'm in it.") == 2
    (fault,) = [sentence for sentence, is_fault in findings if is_fault]
    assert fault.startswith("The scope pins:write is missing")


async def test_over_http_without_an_address_it_asks_for_one(slack_over_http: SlackOverHttp) -> None:
    """And a workspace whose token is no good any more is told apart from the others."""
    stage = slack_over_http
    stage.simulator.offices.uninstall(stage.team)
    installations = KeptInstallations(stage.storage, Keyring(KEY))
    findings = await examined(stage.settings, (), stage.clock, installations)
    assert [is_fault for _, is_fault in findings] == [True, True]
    assert "set [web] public_url" in findings[0][0]
    assert "doesn't know my token any more" in findings[1][0]
