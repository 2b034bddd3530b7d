"""The command line as an operator meets it: whole processes, exit codes, and never a traceback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent


def brewmate(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("BREWMATE_")}
    command = [sys.executable, "-m", "bot", *arguments]
    env |= {"PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)  # noqa: S603  # ours


def test_the_example_is_a_good_configuration(tmp_path: Path) -> None:
    """``brewmate check`` says what the example would run."""
    ran = brewmate("check", "--config", str(ROOT / "config.example.toml"), cwd=tmp_path)
    assert ran.returncode == 0
    assert "A playground at http://127.0.0.1:8080" in ran.stdout


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[web]\nprot = 1\n", "config.toml:2: web.prot: there is no such key"),
        ('[community]\nzone = "Europe/Lodnon"\n', "Did you mean Europe/London?"),
        ('[[nudges]]\nchannel = "a"\nwhen = "every mondey"\n', "config.toml:3: nudges[0].when"),
        ('[[nudges]]\nchannel = "a"\nwhen = "FREQ=SECONDLY"\n', "nudges[0].when"),
        ('[[nudges]]\nchannel = "a"\nwhen = "daily"\nmood = "grumpy"\n', "config.toml:4: nudges[0].mood"),
        ("[web\n", "config.toml:1"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, settings: str, said: str) -> None:
    """What is wrong is named with file, line and key; the exit code is 2 and there is no traceback."""
    (tmp_path / "config.toml").write_text(settings, "utf-8")
    for command in ("check", "demo"):
        ran = brewmate(command, cwd=tmp_path)
        assert ran.returncode == 2
        assert said in ran.stderr
        assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/nothing", "PostgreSQL can’t be reached"),
        ("sqlite:////proc/nowhere/x.db", "folder can’t be made"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(tmp_path: Path, url: str, said: str) -> None:
    """A wrong database URL ends with a sentence and exit code 2."""
    for command in ("run", "upgrade"):
        ran = brewmate(command, cwd=tmp_path, BREWMATE_DATABASE_URL=url)
        assert (ran.returncode, said in ran.stderr, "Traceback" in ran.stderr) == (2, True, False)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    """Text in place of a database is refused and left as it is."""
    file = tmp_path / "brewmate.db"
    file.write_text("my shopping list, which is not a database at all", "utf-8")
    ran = brewmate("run", cwd=tmp_path)
    assert (ran.returncode, "not one of SQLite’s" in ran.stderr) == (2, True)
    assert file.read_text("utf-8").startswith("my shopping list")


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    """When somebody else listens on the port, the demo says so and ends with 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "config.toml").write_text(f"[web]\nport = {port}\n", "utf-8")
        ran = brewmate("demo", cwd=tmp_path)
    assert (ran.returncode, f"Port {port} on 127.0.0.1 is taken" in ran.stderr) == (2, True)


def test_the_headless_demo_ends_by_itself(tmp_path: Path) -> None:
    """It prints one JSON object a line and exits with 0."""
    ran = brewmate("demo", "--headless", "--days", "1", "--start", "2027-03-22", "--json", cwd=tmp_path)
    assert ran.returncode == 0
    assert [json.loads(line)["kind"] for line in ran.stdout.splitlines()][:1] == ["notice"]


def test_a_running_demo_is_healthy_and_stops_when_told(tmp_path: Path) -> None:
    """It answers its health checks, and SIGTERM ends it with 0 and nothing left behind."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "config.toml").write_text(f"[web]\nport = {port}\n", "utf-8")
    command = [sys.executable, "-m", "bot", "demo"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdout.readline().startswith(f"Open http://127.0.0.1:{port}")
        try:
            for path in ("healthz", "readyz"):
                with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as answer:
                    assert answer.status == 200
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml"]
