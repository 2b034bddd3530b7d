"""What a button carries; all of it survives a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PRESS: Final = re.compile(r"press-\d+")
"""The action id of each of our buttons: different within a message, as Slack wants it."""

LONGEST: Final = 2_000
"""The most characters of a button's value."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button said."""

    action: str
    subject: str = ""
    choice: str = ""


def action_id(number: int) -> str:
    """The action id of the so-many-th button of a message."""
    return f"press-{number}"


def written(press: Press) -> str:
    """The button's value; ValueError where it is too long, so that a test finds it before Slack does."""
    found = "|".join(map(_escaped, (press.action, press.subject, press.choice)))
    if len(found) > LONGEST:
        msg = f"the button of {press.action} carries more than {LONGEST} characters"
        raise ValueError(msg)
    return found


def read(value: str) -> Press | None:
    """The press; None for what is no button of ours."""
    parts = value.split("|")
    return Press(*map(_plain, parts)) if len(parts) == 3 else None  # noqa: PLR2004  # action, subject, choice


def _escaped(part: str) -> str:
    return part.replace("%", "%25").replace("|", "%7C")


def _plain(part: str) -> str:
    return part.replace("%7C", "|").replace("%25", "%")
