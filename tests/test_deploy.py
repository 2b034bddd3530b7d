"""What is shipped for running in earnest names only commands, options and variables that there are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from textwrap import dedent
from threading import Thread

import pytest
import typer

from bot.__main__ import app
from bot.config import VARIABLES, load

DEPLOY = Path(__file__).parent.parent / "deploy"
ROLES = ("gateway", "web", "worker")
UNITS = ("brewmate.service", "brewmate@.service")
POSTGRES = {"POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_USER"}
"""What PostgreSQL's own image reads, under its own name."""


def shipped(name: str) -> str:
    """A file as it is shipped."""
    return (DEPLOY / name).read_text("utf-8")


def unit(name: str) -> dict[str, list[str]]:
    """What a unit sets in its service, each key with all of its values."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", shipped(name), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def is_understood(arguments: list[str]) -> bool:
    """Whether the command line takes these words; nothing is run. Raises where a command or an option is unknown."""
    group = typer.main.get_command(app)
    with group.make_context("brewmate", list(arguments)) as context:
        name, command, rest = group.resolve_command(context, list(arguments))  # type: ignore[attr-defined]  # a group
        with command.make_context(name, rest, parent=context):
            return True


def composed() -> dict[str, str]:
    """Each service of the compose file by its name, as text."""
    services = shipped("compose.yaml").split("\nservices:\n")[1].split("\nconfigs:\n")[0]
    parts = re.split(r"^  (\w+):\n", services, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def commands() -> dict[str, list[str]]:
    """What each of our services runs."""
    found = {name: re.search(r"^    command: (\[.*\])$", text, re.MULTILINE) for name, text in composed().items()}
    return {name: json.loads(command[1]) for name, command in found.items() if command}


def test_every_composed_command_is_one_of_ours() -> None:
    """Each service but PostgreSQL has a command that our command line takes, and each role has a service."""
    assert set(composed()) == {"postgres", "upgrade", *ROLES}
    assert commands() == {"upgrade": ["upgrade"], **{role: ["run", "--role", role] for role in ROLES}}
    assert all(is_understood(words) for words in commands().values())


def test_a_command_that_there_is_not_would_be_noticed() -> None:
    """The check fails for an unknown command, an unknown option and an unknown role."""
    for words in (["rum"], ["run", "--rule", "web"], ["run", "--role", "wen"]):
        with pytest.raises(Exception, match=r"No such|Invalid value|is not one of"):
            is_understood(words)


def test_two_of_each_role_run_and_stop_in_peace() -> None:
    """Every role is there twice; a stop may take its twenty seconds, and the upgrade comes before all of them."""
    everywhere = shipped("compose.yaml").split("\nservices:\n")[0]
    assert "\n  stop_grace_period: 20s\n" in everywhere
    assert "\n  restart: unless-stopped\n" in everywhere
    assert "\n    upgrade:\n      condition: service_completed_successfully\n" in everywhere
    for role in ROLES:
        assert "<<: *brewmate\n" in composed()[role]
        assert re.search(r"deploy:\n +replicas: 2\n", composed()[role])


def test_every_variable_is_one_that_is_read() -> None:
    """The compose file and its example name all variables that the configuration reads, and none that it doesn't."""
    named = set(re.findall(r"\b(?:BREWMATE|POSTGRES)_[A-Z_]+", shipped("compose.yaml")))
    assert named == {*VARIABLES, *POSTGRES}
    example = re.findall(r"^([^#=\n]+)=(.*)$", shipped("env.example"), re.MULTILINE)
    assert {name for name, _ in example} == {*VARIABLES, "POSTGRES_PASSWORD"}
    assert {value for _, value in example} == {""}


def test_each_variable_is_passed_on_under_its_own_name() -> None:
    """No slip gives one variable the value of another."""
    passed = re.findall(r"^ +([A-Z_]+): \$\{([A-Z_]+)", shipped("compose.yaml"), re.MULTILINE)
    assert [name for name, _ in passed] == [value for _, value in passed]
    assert {name for name, _ in passed} == {*VARIABLES, "POSTGRES_PASSWORD"}


def test_the_composed_settings_are_good(tmp_path: Path) -> None:
    """The settings in the compose file can be read, and listen where its ports lead."""
    content = shipped("compose.yaml").split("    content: |\n")[1].split("\nvolumes:\n")[0]
    (tmp_path / "config.toml").write_text(dedent(content), "utf-8")
    web = load(tmp_path / "config.toml", {}).web
    assert (web.host, web.allow_remote) == ("0.0.0.0", True)  # noqa: S104  # inside a container
    assert f'"127.0.0.1:8080-8081:{web.port}"' in composed()["web"]


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.parametrize("role", ROLES)
def test_what_systemd_starts_is_understood(name: str, role: str) -> None:
    """Each unit starts a command line that ours takes, whatever role stands after the @."""
    (start,) = unit(name)["ExecStart"]
    binary, *words = start.replace("%i", role).replace("${PORT}", "8081").split()
    assert (binary, words[:1]) == ("/opt/brewmate/bin/brewmate", ["run"])
    assert is_understood(words)
    assert words[-2:] == ["--config", "/etc/brewmate/config.toml"]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_shut_in_and_stops_in_peace(name: str) -> None:
    """Each unit can be read as one, runs as a user of its own, writes in its own folder alone and stops by SIGTERM."""
    RawConfigParser(strict=False).read_string(shipped(name))
    promised = {
        "Type": "exec",
        "User": "brewmate",
        "StateDirectory": "brewmate",
        "ProtectSystem": "strict",
        "NoNewPrivileges": "yes",
        "KillSignal": "SIGTERM",
        "TimeoutStopSec": "20",
        "Restart": "on-failure",
        "RestartSec": "2",
    }
    assert {key: unit(name)[key] for key in promised} == {key: [value] for key, value in promised.items()}
    assert "MemoryMax" in unit(name)


def test_the_image_asks_for_little() -> None:
    """Both stages are of Python's own image, nothing is fetched but pinned packages, and nobody is root."""
    lines = shipped("Dockerfile").replace("\\\n", " ").splitlines()
    assert [line.split()[1] for line in lines if line.startswith("FROM ")] == ["python:3.12-slim"] * 2
    assert not re.search(r"\b(apt|apt-get|git|curl|wget)\b|://(?!127\.0\.0\.1)", shipped("Dockerfile"))
    installing = [part for line in lines for part in line.split("&&") if re.search(r"\bpip\b.* install ", part)]
    assert len(installing) == 2
    assert all("--constraint requirements.lock" in part for part in installing)
    assert {"USER 10001:10001", "STOPSIGNAL SIGTERM", 'ENTRYPOINT ["brewmate"]', 'CMD ["run"]'} <= set(lines)


def test_the_image_gets_all_that_is_packed() -> None:
    """What the package is made of is copied before it is built."""
    copied = set(re.findall(r"^COPY (\w+) \w+$", shipped("Dockerfile"), re.MULTILINE))
    pyproject = (DEPLOY.parent / "pyproject.toml").read_text("utf-8")
    packed = re.search(r"^packages = (\[.*\])$", pyproject, re.MULTILINE)
    assert packed
    assert copied == set(json.loads(packed[1]))


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that answers every request so; its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is worth a line."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def healthy(cwd: Path) -> bool:
    """What the image's health check says in this folder."""
    found = re.search(r"^  CMD (\[\"python\".*\])$", shipped("Dockerfile"), re.MULTILINE)
    assert found
    _, *words = json.loads(found[1])
    env = {**os.environ, "http_proxy": "http://127.0.0.1:9"}  # which isn't asked about our own machine
    return subprocess.run([sys.executable, *words], cwd=cwd, env=env, capture_output=True, check=False).returncode == 0  # noqa: S603  # ours


def test_the_health_check_asks_the_configured_port(tmp_path: Path) -> None:
    """It is content with a server that is well, and with nothing else."""
    with answering(200) as port:
        (tmp_path / "config.toml").write_text(f"[web]\nport = {port}\n", "utf-8")
        assert healthy(tmp_path)
    assert not healthy(tmp_path)
    with answering(503) as port:
        (tmp_path / "config.toml").write_text(f"[web]\nport = {port}\n", "utf-8")
        assert not healthy(tmp_path)
