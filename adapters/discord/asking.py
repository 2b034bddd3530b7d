"""Asking Discord for something, and what became of it in the contract's three words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import Final, TypeVar

import aiohttp
import discord

from bot.contract.ports import Busy, Remedy, Uncertain, Undeliverable

T = TypeVar("T")

LONGEST: Final = 10.0
"""Seconds that one request may take; a delivery's lease is longer."""

UNAVAILABLE: Final = 503
TOO_MANY: Final = 429
FAULT_OF_THEIRS: Final = 500
GONE: Final = 404
SOON: Final = timedelta(seconds=5)


REMEDIES: Final[Mapping[int, Remedy]] = {10003: Remedy.CHOOSE, 50001: Remedy.ALLOW, 50013: Remedy.ALLOW}
"""What moderators can do about Discord's codes for an unknown channel, missing access and a missing permission."""


class Refused(Undeliverable):
    """Discord said no. ``status`` is HTTP's, ``code`` its own."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"{status} with Discord's code {code}", REMEDIES.get(code))
        self.status = status
        self.code = code

    @property
    def is_gone(self) -> bool:
        """Whether there is no such thing any more."""
        return self.status == GONE


async def ask(request: Awaitable[T]) -> T:
    """What Discord answers; Undeliverable for 4xx, Busy for 429 and 503, Uncertain where no answer came back."""
    try:
        async with asyncio.timeout(LONGEST):
            return await request
    except discord.RateLimited as error:
        raise Busy(timedelta(seconds=error.retry_after)) from None
    except discord.HTTPException as error:
        raise _meant(error) from None
    except aiohttp.ClientConnectorError:
        raise Busy(SOON) from None  # not even connected: nothing was said
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Uncertain(type(error).__name__) from None


def _meant(error: discord.HTTPException) -> Exception:
    """Never with Discord's own words, which may repeat what was sent."""
    if error.status in {TOO_MANY, UNAVAILABLE}:
        return Busy(SOON)
    if error.status >= FAULT_OF_THEIRS:
        return Uncertain(f"{error.status}")
    return Refused(error.status, error.code)
