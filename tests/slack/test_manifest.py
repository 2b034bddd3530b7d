"""The manifest: everything that was declared, the fewest scopes, and valid by Slack's own schema."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from adapters.slack.permissions import LISTENING, PURPOSES
from bot.__main__ import app
from bot.contract.commands import Menu
from tests.simulators.slack.described import SPECS, is_there
from tests.simulators.slack.world import EVERY_SCOPE, Json
from tests.stages.on_slack import SlackStage

SCHEMA = SPECS / "slack-manifest.schema.json"
OVER_HTTP = ("--url", "https://brewmate.example.org")


def printed(*arguments: str) -> Json:
    """What the command prints."""
    result = CliRunner().invoke(app, ["slack-manifest", *arguments])
    assert result.exit_code == 0
    made: Json = json.loads(result.output)
    return made


@pytest.mark.skipif(not is_there(), reason="Slack's schemas stand beside the project, and aren't here")
@pytest.mark.parametrize("arguments", [(), ("--no-listening",), OVER_HTTP, (*OVER_HTTP, "--any-workspace")])
def test_it_is_valid(arguments: tuple[str, ...]) -> None:
    """Slack's schema has nothing against it."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(printed(*arguments))] == []


def test_without_listening_it_can_read_no_channel() -> None:
    """Neither the scopes nor the events of channels are asked for; direct messages and mentions are."""
    made = printed("--no-listening")
    scopes, events = made["oauth_config"]["scopes"]["bot"], made["settings"]["event_subscriptions"]["bot_events"]
    assert set(scopes) == set(PURPOSES)
    assert not set(scopes) & set(LISTENING)
    assert [each for each in events if each.startswith("message.")] == ["message.im"]


def test_the_simulator_grants_what_it_asks_for_and_nothing_else() -> None:
    """Every scope that the journeys need is in it, and there is none that they could do without."""
    assert set(printed()["oauth_config"]["scopes"]["bot"]) == EVERY_SCOPE


def test_over_http_every_address_is_in_it() -> None:
    """Commands, events and buttons are posted to one address; only an app that others install needs the way back."""
    made = printed(*OVER_HTTP, "--any-workspace")
    events = "https://brewmate.example.org/slack/events"
    assert {each["url"] for each in made["features"]["slash_commands"]} == {events}
    assert made["settings"]["event_subscriptions"]["request_url"] == events
    assert made["settings"]["interactivity"]["request_url"] == events
    assert made["oauth_config"]["redirect_urls"] == ["https://brewmate.example.org/slack/oauth_redirect"]
    assert made["settings"]["token_rotation_enabled"]
    assert not made["settings"]["socket_mode_enabled"]


def test_one_workspace_keeps_the_token_that_it_copied() -> None:
    """A token that its owner copied would end after twelve hours if it were rotated."""
    made = printed(*OVER_HTTP)
    assert not made["settings"]["token_rotation_enabled"]
    assert "redirect_urls" not in made["oauth_config"]


@pytest.mark.parametrize("arguments", [("--any-workspace",), ("--url", "brewmate.example.org")])
def test_half_an_address_is_refused(arguments: tuple[str, ...]) -> None:
    """A manifest that Slack would refuse is not printed: a sentence says what is missing."""
    result = CliRunner().invoke(app, ["slack-manifest", *arguments])
    assert result.exit_code == 2
    assert "Please give" in result.output or "please give" in result.output


def test_a_prefix_stands_before_every_name(tmp_path: Path) -> None:
    """Where a workspace has taken a name, all of ours can be told apart."""
    config = tmp_path / "config.toml"
    config.write_text('[slack]\nprefix = "bm-"\n', "utf-8")
    commands = printed("--config", str(config))["features"]["slash_commands"]
    assert all(each["command"].startswith("/bm-") and each["should_escape"] for each in commands)


async def test_every_command_is_in_it(slack_stage: SlackStage) -> None:
    """One for each first word, and the messages' menu."""
    declared = slack_stage.running.catalogue.declarations
    made = (await asyncio.to_thread(printed))["features"]
    assert {each["command"] for each in made["slash_commands"]} == {f"/{each.top}" for each in declared}
    in_menu = [each for each in declared if each.menu is Menu.MESSAGE]
    assert [each["callback_id"] for each in made["shortcuts"]] == [f"menu-{each.path}" for each in in_menu]
