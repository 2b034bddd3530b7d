"""The operator's log: one event per line, and only fields that cannot hold what a member wrote."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

FIELDS = frozenset(
    {
        "address", "at", "commands", "count", "database", "delivery", "error", "event", "job", "kind", "level",
        "logger", "mode", "outcome", "platform", "reason", "reference", "shape", "timestamp", "version",
    }
)  # fmt: skip
"""The fields that may be logged. Anything else is dropped, whoever asked for it."""


def configure(form: Literal["console", "json"], level: str) -> None:
    """Send structlog and the libraries' warnings to standard error, one event per line."""
    number = logging.getLevelNamesMapping()[level.upper()]
    draw = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            draw,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.CRITICAL, handlers=[_Libraries()], force=True)
    logging.getLogger().setLevel(max(number, logging.WARNING))


def _to_standard_error(*_: object) -> structlog.PrintLogger:
    """Standard error as it is at each event, not as it was when the log was set up."""
    return structlog.PrintLogger(sys.stderr)


def only_allowed(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list, so that a slip elsewhere can't write down a member's words."""
    return {name: value for name, value in event.items() if name in FIELDS}


class _Libraries(logging.Handler):
    """What libraries log, without their messages: those may quote what they were handling."""

    def emit(self, record: logging.LogRecord) -> None:
        """One event naming the library, the place and the kind of error."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        log = structlog.get_logger(record.name)
        log.log(record.levelno, "library", logger=record.name, at=f"{record.filename}:{record.lineno}", error=error)
