"""Where Discord is and who we are there: settings, the least intents, and sentences for what can go wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final, Literal

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.contract.ports import Unusable

Wish = Literal["auto", "on", "off"]

PORTAL: Final = "the Discord developer portal (discord.com/developers/applications)"

WRONG_TOKEN: Final = (
    f"Discord doesn't know this token. Copy a new one from {PORTAL}, under Bot, Reset Token, "
    "into BREWMATE_DISCORD_TOKEN."
)
INTENTS_REFUSED: Final = (
    "Discord refuses the privileged intents that the configuration asks for. Switch on Message Content Intent (and "
    f"Server Members Intent, if [discord] members is on) in {PORTAL}, under Bot; or set message_content and members "
    'to "auto" under [discord].'
)
SHARDS_REFUSED: Final = "Discord refuses the number of shards. Start once more; if that doesn't help, tell the authors."
CLOSED: Final = (
    "Discord ended the connection for good (code {code}). Start once more; if that doesn't help, tell the authors."
)
UNREACHABLE: Final = "Discord can't be reached just now ({error}). I'll try again in {seconds} seconds."

FIRST_PAUSE: Final = 1
LONGEST_PAUSE: Final = 60  # seconds

TOKEN_REFUSED_CODE: Final = 4004
INTENTS_REFUSED_CODES: Final = frozenset({4013, 4014})
SHARDS_REFUSED_CODES: Final = frozenset({4010, 4011})


NOT_LET = (
    "Discord doesn't let it register its commands (code {code}). Invite it again with the link of "
    "brewmate discord-invite; and where test_guild is set under [discord], it has to be a server that it is in."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach Discord. The token is never shown."""

    token: str
    api_url: str | None = None
    gateway_url: str | None = None
    message_content: Wish = "auto"
    members: Wish = "auto"
    test_guild: int | None = None
    shards: int | None = None
    shards_each: int | None = None

    def __repr__(self) -> str:
        """Without the token."""
        return f"Settings(api_url={self.api_url!r}, gateway_url={self.gateway_url!r})"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the application may be told: the privileged intents that are switched on for it."""

    application: int
    name: str
    message_content: bool
    members: bool


class DiscordFault(Unusable):
    """Discord can't be used as it is configured; the message is a sentence for the operator."""


def pointed_at(settings: Settings) -> None:
    """Let discord.py talk to that address; it knows only one, for the whole process."""
    if settings.api_url is not None:
        Route.BASE = settings.api_url.rstrip("/")
    if settings.gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
    logging.getLogger("discord").setLevel(logging.WARNING)  # at DEBUG it writes down what members say
    for name in ("discord.client", "discord.state"):  # they warn of voice, and of intents that we leave out on purpose
        logging.getLogger(name).setLevel(logging.ERROR)


def intents(settings: Settings, allowed: Allowed) -> discord.Intents:
    """As few as the configuration needs: servers, messages and direct messages, and what is privileged if allowed."""
    return discord.Intents(
        guilds=True,
        guild_messages=True,
        dm_messages=True,
        message_content=_wished(settings.message_content, granted=allowed.message_content),
        members=_wished(settings.members, granted=allowed.members),
    )


def mode(wanted: discord.Intents) -> tuple[str, ...]:
    """What the bot will do with these intents, a sentence each, for the operator."""
    hears = (
        "It can read messages, so trigger words are heard in channels where moderators let it listen."
        if wanted.message_content
        else "It can't read messages (no message content intent): slash commands, buttons, menus, direct messages and "
        "mentions work, and no trigger words are heard."
    )
    leaves = (
        "It learns when somebody leaves, and erases what is held about them."
        if wanted.members
        else "It doesn't learn when somebody leaves (no server members intent): /mydata erase works, and removing the "
        "bot erases everything."
    )
    return hears, leaves


@asynccontextmanager
async def logged_in(settings: Settings) -> AsyncIterator[discord.Client]:
    """A client that can ask Discord things but hears nothing; DiscordFault where the token isn't good."""
    pointed_at(settings)
    async with discord.Client(intents=discord.Intents.none(), max_messages=None) as client:
        with in_words():
            await client.login(settings.token)
        yield client


async def look(settings: Settings) -> Allowed:
    """Who the application is and what it may be told."""
    async with logged_in(settings) as client:
        return allowed(client)


def allowed(client: discord.Client) -> Allowed:
    """The same of a client that is logged in."""
    application = client.application
    if application is None:
        raise DiscordFault(WRONG_TOKEN)
    flags = application.flags
    return Allowed(
        application.id,
        application.name,
        flags.gateway_message_content or flags.gateway_message_content_limited,
        flags.gateway_guild_members or flags.gateway_guild_members_limited,
    )


@contextmanager
def in_words() -> Iterator[None]:
    """What only the operator can mend, as a sentence; what passes by itself stays what it was."""
    try:
        yield
    except discord.LoginFailure:
        raise DiscordFault(WRONG_TOKEN) from None
    except discord.PrivilegedIntentsRequired:
        raise DiscordFault(INTENTS_REFUSED) from None
    except (discord.Forbidden, discord.NotFound) as error:
        raise DiscordFault(NOT_LET.format(code=error.code)) from None
    except discord.ConnectionClosed as error:
        if error.code == TOKEN_REFUSED_CODE:
            raise DiscordFault(WRONG_TOKEN) from None
        if error.code in INTENTS_REFUSED_CODES:
            raise DiscordFault(INTENTS_REFUSED) from None
        if error.code in SHARDS_REFUSED_CODES:
            raise DiscordFault(SHARDS_REFUSED) from None
        raise DiscordFault(CLOSED.format(code=error.code)) from None


PASSING = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError, discord.GatewayNotFound)
"""What goes by: Discord, or the way to it, is down."""


async def log_in(client: discord.Client, token: str, say: Callable[[str], None]) -> None:
    """DiscordFault where only the operator can help. What passes is waited for, unless the client is closed first."""
    pause = FIRST_PAUSE
    while not client.is_closed():
        try:
            with in_words():
                await client.login(token)
                break
        except PASSING as error:
            say(UNREACHABLE.format(error=type(error).__name__, seconds=pause))
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _wished(wish: Wish, *, granted: bool) -> bool:
    return granted if wish == "auto" else wish == "on"
