"""The installed command in front of Slack, and of Slack and Discord at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from adapters.discord.permissions import invited
from bot.assembly import prepare
from bot.contract.installing import Installation, Tokens
from bot.contract.places import CommunityId
from bot.installing.keeping import KeptInstallations
from bot.installing.sealing import Keyring, new_key
from bot.storage import open_storage
from tests.discord.test_running import free_port
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.server import TOKEN
from tests.simulators.slack import SlackSimulator
from tests.simulators.slack.browser import Browser
from tests.simulators.slack.calling import SIGNING_SECRET
from tests.simulators.slack.connecting import SOON
from tests.simulators.slack.installing import CLIENT_ID, CLIENT_SECRET
from tests.simulators.slack.sockets import APP_TOKEN

BREWMATE = (sys.executable, "-m", "bot")
REFUSED = 2
LOCAL = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
OK = 200


def now() -> datetime:
    """The real present: the command has no other."""
    return datetime.now(UTC)


async def started(folder: Path, written: str, **tokens: str) -> Process:
    """``brewmate run``, with nothing set but the tokens and where the simulators are."""
    return await started_among(folder, written, {}, tokens)


async def started_among(folder: Path, written: str, around: dict[str, str], tokens: dict[str, str]) -> Process:
    """The same in an environment where more is set."""
    (folder / "config.toml").write_text(f"{written}[web]\nport = {free_port()}\n", "utf-8")
    names = {f"BREWMATE_{name.upper()}": token for name, token in tokens.items()}
    env = os.environ | names | around | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return await asyncio.create_subprocess_exec(*BREWMATE, "run", cwd=folder, env=env, stdout=PIPE, stderr=STDOUT)


async def ended(process: Process) -> tuple[int | None, str]:
    """Its exit code, and all that it said."""
    async with asyncio.timeout(2 * SOON):
        said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_with_only_the_two_tokens_it_runs(tmp_path: Path) -> None:
    """It answers a command for one pair of eyes, and ends when it is told to."""
    async with SlackSimulator(now) as slack:
        team = slack.world.add_team("Fernhill")
        ben = slack.person("Ben", team)
        general = slack.world.add_channel("general", team.id)
        written = f'[slack]\napi_url = "{slack.api_url}"\n'
        process = await started(tmp_path, written, slack_bot_token=team.token, slack_app_token=APP_TOKEN)
        async with asyncio.timeout(SOON):
            await slack.sockets.connected.wait()
            asked = await ben.types(general, "/help")
            (said,) = await asked.answered()
        process.send_signal(signal.SIGTERM)
        code, output = await ended(process)
        assert (code, slack.faults) == (0, [])
    assert said.seen_by == ben.user.id
    assert "Traceback" not in output
    assert team.token not in output
    assert APP_TOKEN not in output


async def test_a_proxy_is_not_used_where_the_environment_says_so(tmp_path: Path) -> None:
    """Slack's SDK reads HTTPS_PROXY and never NO_PROXY; a server on this machine is reached all the same."""
    dead = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), dead)
    async with SlackSimulator(now) as slack:
        team = slack.world.add_team("Fernhill")
        ben = slack.person("Ben", team)
        general = slack.world.add_channel("general", team.id)
        written = f'[slack]\napi_url = "{slack.api_url}"\n'
        tokens = {"slack_bot_token": team.token, "slack_app_token": APP_TOKEN}
        process = await started_among(tmp_path, written, proxies | LOCAL, tokens)
        async with asyncio.timeout(SOON):
            await slack.sockets.connected.wait()
            (said,) = await (await ben.types(general, "/help")).answered()
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
    assert code == 0
    assert said.seen_by == ben.user.id


async def test_beside_discord_in_one_process(tmp_path: Path) -> None:
    """With tokens for both it answers on both."""
    async with SlackSimulator(now) as slack, DiscordSimulator(now) as discord:
        team = slack.world.add_team("Fernhill")
        ben = slack.person("Ben", team)
        general = slack.world.add_channel("general", team.id)
        guild = discord.invite(allowed=invited())
        place = discord.world.add_place("general", guild)
        cal = discord.person("Cal", guild)
        addresses = f'api_url = "{discord.api_url}"\ngateway_url = "{discord.gateway_url}"\n'
        written = f'[slack]\napi_url = "{slack.api_url}"\n[discord]\n{addresses}'
        process = await started(
            tmp_path, written, slack_bot_token=team.token, slack_app_token=APP_TOKEN, discord_token=TOKEN
        )
        async with asyncio.timeout(SOON):
            await slack.sockets.connected.wait()
            await discord.gateway.told_all.wait()
            assert await (await ben.types(general, "/help")).answered()
            assert (await cal.types(place, "help")).shown
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
        assert (code, slack.faults, discord.faults) == (0, [], [])


@pytest.mark.parametrize("wrong", ["slack_bot_token", "slack_app_token"])
async def test_a_wrong_token_is_one_sentence_and_exit_code_2(tmp_path: Path, wrong: str) -> None:
    """Never a traceback, and never the token."""
    async with SlackSimulator(now) as slack:
        team = slack.world.add_team("Fernhill")
        tokens = {"slack_bot_token": team.token, "slack_app_token": APP_TOKEN} | {wrong: "xoxb-wrong"}
        code, output = await ended(await started(tmp_path, f'[slack]\napi_url = "{slack.api_url}"\n', **tokens))
    assert code == REFUSED
    assert "doesn't know one of the two tokens" in output
    assert "Traceback" not in output
    assert "xoxb-wrong" not in output


async def test_without_any_token_there_is_nobody_to_ask(tmp_path: Path) -> None:
    """`check --online` names the variables of both platforms."""
    command = (*BREWMATE, "check", "--online")
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=env, stdout=PIPE, stderr=STDOUT)
    code, output = await ended(process)
    assert code == REFUSED
    assert "BREWMATE_DISCORD_TOKEN" in output
    assert "BREWMATE_SLACK_BOT_TOKEN" in output


async def test_over_http_a_workspace_installs_it_and_is_answered(tmp_path: Path) -> None:
    """The command with the secrets of HTTP and one key: link, consent, first command; nothing of them is shown."""
    key = new_key()
    async with SlackSimulator(now) as slack:
        team = slack.world.add_team("Fernhill", is_installed=False)
        ida = slack.person("Ida", team, is_admin=True)
        general = slack.world.add_channel("general", team.id)
        secrets = {"slack_signing_secret": SIGNING_SECRET, "slack_client_id": CLIENT_ID}
        secrets |= {"slack_client_secret": CLIENT_SECRET, "encryption_keys": key}
        process = await started(tmp_path, f'[slack]\napi_url = "{slack.api_url}"\n', **secrets)
        address = await answering(tmp_path)
        browser = Browser(slack, ida)
        page = await browser.installs(address)
        await browser.close()
        slack.calls_out.addresses.append(address)
        (said,) = await (await ida.types(general, "/help")).answered()
        process.send_signal(signal.SIGTERM)
        code, output = await ended(process)
        assert (code, slack.faults) == (0, [])
    assert "Brewmate is in Fernhill" in page
    assert said.seen_by == ida.user.id
    assert "Traceback" not in output
    assert not [each for each in (SIGNING_SECRET, CLIENT_SECRET, key, *slack.offices.tokens) if each in output]


async def test_over_http_a_bot_token_serves_one_workspace(tmp_path: Path) -> None:
    """Without OAuth, the signing secret beside the token is enough."""
    async with SlackSimulator(now) as slack:
        team = slack.world.add_team("Fernhill")
        ben = slack.person("Ben", team)
        general = slack.world.add_channel("general", team.id)
        secrets = {"slack_signing_secret": SIGNING_SECRET, "slack_bot_token": team.token}
        process = await started(tmp_path, f'[slack]\napi_url = "{slack.api_url}"\n', **secrets)
        slack.calls_out.addresses.append(await answering(tmp_path))
        (said,) = await (await ben.types(general, "/help")).answered()
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
        assert (code, slack.faults) == (0, [])
    assert said.seen_by == ben.user.id


async def answering(folder: Path) -> str:
    """The address of the command's page, once it answers there."""
    port = int((folder / "config.toml").read_text("utf-8").rpartition("=")[2])
    address = f"http://127.0.0.1:{port}"
    async with asyncio.timeout(SOON), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{address}/readyz") as answer:
                    if answer.status == OK:
                        return address
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)  # a process of its own: there is nothing to wait for but its port


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"slack_signing_secret": "s"}, "BREWMATE_SLACK_CLIENT_ID"),
        ({"slack_signing_secret": "s", "slack_client_id": "1.2"}, "BREWMATE_SLACK_CLIENT_SECRET"),
        ({"slack_signing_secret": "s", "slack_client_id": "1.2", "slack_client_secret": "s"}, "brewmate keys new"),
        ({"slack_bot_token": "xoxb-a"}, "BREWMATE_SLACK_SIGNING_SECRET"),
        ({"slack_app_token": "xapp-a"}, "BREWMATE_SLACK_BOT_TOKEN"),
    ],
)
async def test_what_is_missing_is_named(tmp_path: Path, given: dict[str, str], wanted: str) -> None:
    """Whoever gave a part learns which other belongs to it, and where."""
    code, output = await ended(await started(tmp_path, "", **given))
    assert code == REFUSED
    assert wanted in output
    assert "Traceback" not in output


async def test_a_key_that_fits_nothing_is_said_at_the_start(tmp_path: Path) -> None:
    """Whoever lost the key learns which workspaces it was for, before anything is sent."""
    storage = open_storage(f"sqlite:///{tmp_path}/brewmate.db")
    await prepare(storage)
    here, at = CommunityId("slack", "T1"), now()
    kept = Installation("T1", "Fernhill", "U1", frozenset(), Tokens("xoxb-1"), None, at)
    await KeptInstallations(storage, Keyring(new_key())).keep(kept, (here,))
    await storage.close()
    secrets = {"slack_signing_secret": "s", "slack_client_id": "1.2", "slack_client_secret": "s"}
    code, output = await ended(await started(tmp_path, "", **secrets, encryption_keys=new_key()))
    assert code == REFUSED
    assert "The tokens of Fernhill were encrypted with a key that isn't in BREWMATE_ENCRYPTION_KEYS." in output


async def test_half_of_the_tokens_is_named(tmp_path: Path) -> None:
    """Whoever gave one of the two learns which is missing, and where it belongs."""
    code, output = await ended(await started(tmp_path, "", slack_bot_token="xoxb-a"))  # noqa: S106  # made up
    assert code == REFUSED
    assert "BREWMATE_SLACK_APP_TOKEN" in output
