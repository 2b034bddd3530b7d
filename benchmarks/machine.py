"""What the figures were measured on: without it they mean nothing, and it names no host and no path."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

CPUINFO, STATUS = Path("/proc/cpuinfo"), Path("/proc/self/status")


def described() -> str:
    """One line: processor, cores, Python, SQLite's and the system's names, the date, and how busy it was just now."""
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    today = datetime.now(UTC).date().isoformat()
    return f"{_processor()}, {_cores()} cores, {python}, {platform.system()}; {today}{busy}"


def _processor() -> str:
    """The model's name where the system tells it, else the kind of machine."""
    if CPUINFO.exists():
        for line in CPUINFO.read_text("utf-8", "replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name" and value.strip():
                return value.strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def resident() -> float:
    """Megabytes of memory that this process holds just now; not a number where the system doesn't tell."""
    if not STATUS.exists():
        return float("nan")
    lines = STATUS.read_text("utf-8").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), float("nan"))
