"""The installed command as the operator runs it, in front of the simulator."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.discord.permissions import invited
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.connecting import SOON
from tests.simulators.discord.server import TOKEN

BREWMATE = (sys.executable, "-m", "bot")
WRONG = "wrong.wrong.wrong"
REFUSED = 2


async def started(folder: Path, simulator: DiscordSimulator, *arguments: str, token: str = TOKEN) -> Process:
    """The command, with nothing set but the token and where the simulator is."""
    addresses = f'[discord]\napi_url = "{simulator.api_url}"\ngateway_url = "{simulator.gateway_url}"\n'
    (folder / "config.toml").write_text(f"{addresses}[web]\nport = {free_port()}\n", "utf-8")
    home = str(Path(__file__).parents[2])
    env = os.environ | {"BREWMATE_DISCORD_TOKEN": token, "PYTHONPATH": home}
    return await asyncio.create_subprocess_exec(*BREWMATE, *arguments, cwd=folder, env=env, stdout=PIPE, stderr=STDOUT)


def free_port() -> int:
    """One that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def ended(process: Process) -> tuple[int | None, str]:
    """Its exit code, and all that it said."""
    async with asyncio.timeout(2 * SOON):
        said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_with_only_a_token_it_runs(tmp_path: Path) -> None:
    """It says its mode, answers a command, and ends when it is told to."""
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        guild = simulator.invite(allowed=invited())
        general = simulator.world.add_place("general", guild)
        ben = simulator.person("Ben", guild)
        process = await started(tmp_path, simulator, "run")
        async with asyncio.timeout(SOON):
            await simulator.gateway.told_all.wait()
        (said,) = (await ben.types(general, "help")).shown
        process.send_signal(signal.SIGTERM)
        code, output = await ended(process)
        assert (code, simulator.faults) == (0, [])
    assert said.seen_by == ben.user.id
    assert "I’m Brewmate" in said.content
    assert "trigger words are heard in channels where moderators let it listen" in output
    assert "Traceback" not in output
    assert TOKEN not in output


@pytest.mark.parametrize("arguments", [("run",), ("check", "--online"), ("discord-invite",)])
async def test_a_wrong_token_is_one_sentence_and_exit_code_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Never a traceback, and never the token."""
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        code, output = await ended(await started(tmp_path, simulator, *arguments, token=WRONG))
    assert code == REFUSED
    assert "doesn't know this token" in output
    assert "Traceback" not in output
    assert WRONG not in output


async def test_refused_intents_are_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    """Discord closes with 4014 where an intent was taken away between the look and the connection."""
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        simulator.invite(allowed=invited())
        simulator.gateway.granted.message_content = False
        code, output = await ended(await started(tmp_path, simulator, "run"))
    assert code == REFUSED
    assert "Intent" in output
    assert "Traceback" not in output


async def test_the_invitation_asks_for_the_least(tmp_path: Path) -> None:
    """The link, and what each permission in it is for."""
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        code, output = await ended(await started(tmp_path, simulator, "discord-invite"))
    assert code == 0
    link, *lines = output.splitlines()
    assert f"permissions={invited().value}" in link
    assert "scope=bot" in link
    assert "applications.commands" in link
    assert any(line.strip().startswith("send messages: to ") for line in lines)


async def test_checking_online_tells_what_to_mend(tmp_path: Path) -> None:
    """Outside every server it ends with exit code 2 and the link."""
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        code, output = await ended(await started(tmp_path, simulator, "check", "--online"))
        assert code == REFUSED
        assert "It isn't in any server yet" in output
        simulator.invite(allowed=invited())
        code, output = await ended(await started(tmp_path, simulator, "check", "--online"))
    assert code == 0
    assert "It is in the server Fernhill." in output
