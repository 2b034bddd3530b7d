"""What a button carries, in the hundred characters that Discord gives it; all of it survives a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 100
"""The most characters of a custom id."""

TEMPLATE = re.compile(
    r"b\|(?P<action>[^|]*)\|(?P<subject>[^|]*)\|(?P<choice>[^|]*)(\|g(?P<guild>[0-9a-z]+))?(\|k(?P<key>[\w-]+))?"
)
"""A press: ``b|action|subject|choice``; in a direct message the server that it is about, in base 36; and under a post
that is said once its key."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button said."""

    action: str
    subject: str = ""
    choice: str = ""
    guild: int | None = None
    key: str | None = None


def written(press: Press) -> str:
    """The custom id, without the key or the server where there is no room for them: a press can do without.

    ValueError where even that is too long, so that a test finds it before Discord does.
    """
    found = "|".join(["b", *map(_escaped, (press.action, press.subject, press.choice))])
    if len(found) > LONGEST:
        msg = f"the button of {press.action} carries more than {LONGEST} characters"
        raise ValueError(msg)
    for sign, more in (("g", None if press.guild is None else _base36(press.guild)), ("k", press.key)):
        if more is not None and len(found) + len(more) + 2 <= LONGEST:
            found += f"|{sign}{more}"
    return found


def read(custom_id: str) -> Press | None:
    """The press; None for what is no button of ours."""
    found = TEMPLATE.fullmatch(custom_id)
    if found is None:
        return None
    guild = int(found["guild"], 36) if found["guild"] else None
    action, subject, choice = (_plain(found[name]) for name in ("action", "subject", "choice"))
    return Press(action, subject, choice, guild, found["key"])


def _escaped(part: str) -> str:
    return part.replace("%", "%25").replace("|", "%7C")


def _plain(part: str) -> str:
    return part.replace("%7C", "|").replace("%25", "%")


def _base36(number: int) -> str:
    found = ""
    while number:
        number, digit = divmod(number, 36)
        found = DIGITS[digit] + found
    return found or "0"
