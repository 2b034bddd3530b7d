"""Whole processes: until the demo is ready, how much memory it takes, until it has ended, and ``--help``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.table import Figure, timed
from benchmarks.timing import Timing, repeated

BREWMATE = (sys.executable, "-m", "bot")
DEMOS = 5
HELPS = 11
PATIENCE = 30.0
LOOKED_EVERY = 0.005
LIVED = 3.0
"""How long a demo lives once it is ready: its first posts are made, and its page has been read."""

READY, ENDED, HELPED, MEGABYTES = 1.5, 5.0, 0.25, 110


@dataclass(frozen=True, slots=True)
class Life:
    """One demo: seconds until it was ready and from SIGTERM to its end; peak bytes where the system tells."""

    ready: float
    ending: float
    peak: int | None


def figures(demos: int = DEMOS, helps: int = HELPS) -> Iterable[Figure]:
    """Each in a new process. The first run compiles every module and counts for the warm-up only."""
    with tempfile.TemporaryDirectory(prefix="brewmate-bench-") as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        first, *lives = [_demo(Path(folder), environment) for _ in range(1 + demos)]
        how = "a new process until /readyz answers 200"
        yield timed("`brewmate demo` ready", Timing(tuple(each.ready for each in lives), 1), how, under=READY)
        yield Figure(
            "the same with no bytecode at all",
            f"{first.ready:.3g} s",
            how="once; pip compiles the libraries, so a first start after `make` is faster",
        )
        yield _memory([each.peak for each in lives if each.peak is not None])
        ending = Timing(tuple(each.ending for each in lives), 1)
        yield timed("`brewmate demo` ended", ending, "from SIGTERM until the process is gone", under=ENDED)
        helping = repeated(lambda _: _run(("--help",), environment), warm_up=1, most=helps, within=PATIENCE)
        yield timed("`brewmate --help`", helping, "the whole process", under=HELPED)
        empty = repeated(lambda _: _python(environment), warm_up=1, most=helps, within=PATIENCE)
        yield timed("for comparison: `python -c pass`", empty, "the whole process")


def _demo(folder: Path, environment: Mapping[str, str]) -> Life:
    port, settings = _free_port(), folder / "config.toml"
    settings.write_text(f"[web]\nport = {port}\n", "utf-8")
    start = perf_counter()
    command = (*BREWMATE, "demo", "--config", str(settings))
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere) as process:  # noqa: S603  # our own
        try:
            _await_ready(f"http://127.0.0.1:{port}", process)
            ready = perf_counter() - start
            _get(f"http://127.0.0.1:{port}/")
            sleep(LIVED)
            peak = _peak(process.pid)
            start = perf_counter()
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
            return Life(ready, perf_counter() - start, peak)
        finally:
            process.kill()


def _await_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """RuntimeError where it ends instead, or takes too long."""
    began = perf_counter()
    while perf_counter() - began < PATIENCE and process.poll() is None:
        if _get(f"{address}/readyz"):
            return
        sleep(LOOKED_EVERY)
    msg = "the demo did not become ready"
    raise RuntimeError(msg)


def _get(address: str) -> bool:
    try:
        with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  # our own http address
            return bool(answer.read())
    except (URLError, ConnectionError):
        return False


def _peak(process: int) -> int | None:
    """The most memory that was resident, in bytes; None where there is no /proc."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text("ascii", "replace").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)


def _memory(peaks: list[int]) -> Figure:
    name, bound = "`brewmate demo`, peak resident memory", f"< {MEGABYTES} MB"
    if not peaks:
        return Figure(name, "not told by this system", bound=bound)
    worst = max(peaks) / 1e6
    how = f"VmHWM, the worst of {len(peaks)}, {LIVED:g} s after it was ready, its page read once"
    return Figure(name, f"{worst:.1f} MB", bound=bound, held=worst < MEGABYTES, how=how)


def _run(arguments: tuple[str, ...], environment: Mapping[str, str]) -> None:
    subprocess.run((*BREWMATE, *arguments), env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603  # our own


def _python(environment: Mapping[str, str]) -> None:
    subprocess.run((sys.executable, "-c", "pass"), env=environment, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
