"""Asking Slack for something, and what became of it in the contract's three words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import Final, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.contract.ports import Busy, Remedy, Uncertain, Undeliverable

T = TypeVar("T")

LONGEST: Final = 10.0
"""Seconds that one request may take; a delivery's lease is longer."""

PATIENCE: Final = 1.5
"""Seconds for what somebody waits for who has typed or pressed something."""

FORGIVEN_AFTER: Final = timedelta(seconds=30)
"""How long, after no answer came in time, nobody is made to wait for the same again."""

TOO_MANY: Final = 429
FAULT_OF_THEIRS: Final = 500
SOON: Final = timedelta(seconds=5)

BUSY: Final = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "request_timeout"})
"""Nothing was done; Slack asks to come back."""

NOBODY_KNOWS: Final = frozenset({"fatal_error", "internal_error"})
"""Slack's own words: "it may have been done"."""


REMEDIES: Final[Mapping[str, Remedy]] = {
    "not_in_channel": Remedy.INVITE,
    "is_archived": Remedy.UNARCHIVE,
    "channel_not_found": Remedy.CHOOSE,
    "restricted_action": Remedy.ALLOW,
    "restricted_action_read_only_channel": Remedy.ALLOW,
}
"""What moderators can do about Slack's words for why it won't."""


class Refused(Undeliverable):
    """Slack said no. ``code`` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack’s answer: {code}", REMEDIES.get(code))
        self.code = code


async def ask(request: Awaitable[T], *, within: float = LONGEST) -> T:
    """What Slack answers; Undeliverable where it says no, Busy for 429, Uncertain where no answer came back in time."""
    try:
        async with asyncio.timeout(within):
            return await request
    except SlackApiError as error:
        raise _meant(error) from None
    except aiohttp.ClientConnectorError:
        raise Busy(SOON) from None  # not even connected: nothing was said
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Uncertain(type(error).__name__) from None


def _meant(error: SlackApiError) -> Exception:
    """Never with more of the answer than Slack's word for it: the rest may repeat what was sent."""
    status = error.response.status_code
    code = str(error.response.get("error") or status)
    if status == TOO_MANY or code in BUSY:
        return Busy(_pause(error))
    if status >= FAULT_OF_THEIRS or code in NOBODY_KNOWS:
        return Uncertain(code)
    return Refused(code)


def _pause(error: SlackApiError) -> timedelta:
    given = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(given)) if given.isdigit() else SOON
