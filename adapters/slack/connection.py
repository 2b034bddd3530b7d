"""Where Slack is and who we are there: settings, clients, and sentences for what can go wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.contract.ports import Unusable

SLACK: Final = "https://slack.com/api/"
LONGEST: Final = 10  # seconds, for one request

PORTAL: Final = "the app's page at api.slack.com/apps"
WRONG_TOKEN: Final = (
    f"Slack doesn't know one of the two tokens. From {PORTAL}, copy the Bot User OAuth Token (xoxb-…, under OAuth & "
    "Permissions) into BREWMATE_SLACK_BOT_TOKEN and the app-level token (xapp-…, under Basic Information) into "
    "BREWMATE_SLACK_APP_TOKEN."
)
NO_TOKEN: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


UNREACHABLE: Final = "Slack can't be reached just now ({error}). I'll try again in {seconds} seconds."
REFUSED: Final = "Slack refuses: {code}. Check the app's page at api.slack.com/apps."

PASSING: Final = (aiohttp.ClientError, OSError, TimeoutError)
"""What goes by: Slack, or the way to it, is down."""


class SlackFault(Unusable):
    """Slack can't be used as it is configured; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach Slack. The tokens are never shown."""

    bot_token: str
    app_token: str | None = None
    api_url: str = SLACK
    prefix: str = ""

    def __repr__(self) -> str:
        """Without the tokens."""
        return f"Settings(api_url={self.api_url!r})"


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot in one workspace, and the scopes that it was given there."""

    team: str
    name: str
    bot_user: str
    scopes: frozenset[str]


class Clients(Protocol):
    """Whom to ask about which workspace."""

    async def of(self, team: str) -> AsyncWebClient:
        """The workspace's client; Undeliverable where the bot isn't installed any more."""


@asynccontextmanager
async def client(settings: Settings) -> AsyncIterator[AsyncWebClient]:
    """A client for one workspace. It repeats nothing by itself: a repeated post would be said twice."""
    timeout = aiohttp.ClientTimeout(total=LONGEST)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield AsyncWebClient(
            settings.bot_token, base_url=settings.api_url, session=session, retry_handlers=[], timeout=LONGEST
        )


@contextmanager
def in_words() -> Iterator[None]:
    """What only the operator can mend, as a sentence; what passes by itself stays what it was."""
    try:
        yield
    except SlackApiError as error:
        code = str(error.response.get("error"))
        raise SlackFault(WRONG_TOKEN if code in NO_TOKEN else REFUSED.format(code=code)) from None


async def look(asked: AsyncWebClient) -> Installed:
    """Who the bot is."""
    answer = await asked.auth_test()
    data: dict[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    scopes = str(answer.headers.get("x-oauth-scopes", ""))
    return Installed(data["team_id"], data["team"], data["user_id"], frozenset(filter(None, scopes.split(","))))
