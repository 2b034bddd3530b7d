"""Where Slack is and who we are there: settings, clients, and sentences for what can go wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed leaves it out

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.permissions import LISTENING, PURPOSES
from bot.contract.ports import Unusable

SLACK: Final = "https://slack.com/api/"
EVERYTHING: Final = frozenset({*PURPOSES, *LISTENING})
LONGEST: Final = 10  # seconds, for one request

PORTAL: Final = "the app's page at api.slack.com/apps"
WRONG_TOKEN: Final = (
    f"Slack doesn't know one of the two tokens. From {PORTAL}, copy the Bot User OAuth Token (xoxb-…, under OAuth & "
    "Permissions) into BREWMATE_SLACK_BOT_TOKEN and the app-level token (xapp-…, under Basic Information) into "
    "BREWMATE_SLACK_APP_TOKEN."
)
WRONG_BOT_TOKEN: Final = (
    f"Slack doesn't know the bot token. From {PORTAL}, copy the Bot User OAuth Token (xoxb-…, under OAuth & "
    "Permissions) into BREWMATE_SLACK_BOT_TOKEN."
)
NO_TOKEN: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


UNREACHABLE: Final = "Slack can't be reached just now ({error}). I'll try again in {seconds} seconds."
REFUSED: Final = "Slack refuses: {code}. Check the app's page at api.slack.com/apps."

AWAY: Final = "Slack can't be reached just now ({error}). Please try again in a few minutes."


class Away(Exception):
    """Slack answered, and not as Slack does: it is overloaded, or down behind whatever stands in front of it."""


PASSING: Final = (aiohttp.ClientError, OSError, TimeoutError, Away)
"""What goes by: Slack, or the way to it, is down."""

PASSES: Final = frozenset({"ratelimited", "rate_limited", "service_unavailable", "request_timeout", "internal_error"})
TOO_MANY, FAULT_OF_THEIRS = 429, 500


class SlackFault(Unusable):
    """Slack can't be used as it is configured; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How Slack is reached, and how it reaches us: tokens and secrets are never shown.

    With ``app_token`` we call Slack (Socket Mode); with ``signing_secret`` it calls us at ``public_url``. ``bot_token``
    is for one workspace; with ``client_id`` and ``client_secret`` any workspace can install the app.
    """

    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    api_url: str = SLACK
    public_url: str | None = None
    prefix: str = ""

    @property
    def is_installed_by_many(self) -> bool:
        """Whether any workspace can install the app."""
        return self.client_id is not None and self.client_secret is not None


@dataclass(frozen=True, slots=True)
class Workspace:
    """The bot in one workspace: with what it is asked things there, who it is, and who installed it (or nothing).

    ``of_all`` says that it was installed in the whole organisation at once.
    """

    team: str
    name: str
    bot_user: str
    client: AsyncWebClient
    scopes: frozenset[str] = frozenset()
    installed_by: str = ""
    of_all: bool = False


class Workspaces(Protocol):
    """Whom to ask about which workspace."""

    async def of(self, team: str) -> Workspace:
        """The bot there; Undeliverable where it isn't installed any more."""


def ways(settings: Settings) -> Iterator[str]:
    """Where Slack calls, and where somebody installs the bot: for whoever runs it, at its start."""
    where = settings.public_url or "https://<your address>"
    if settings.app_token is not None:
        yield "Connected to Slack by Socket Mode."
    if settings.signing_secret is not None:
        yield f"Slack calls {where}/slack/events."
    if settings.is_installed_by_many:
        yield f"A workspace installs Brewmate at {where}/slack/install."


@asynccontextmanager
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """What everything is asked over; a proxy of the environment's is used, and NO_PROXY minded."""
    timeout = aiohttp.ClientTimeout(total=LONGEST)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as opened:
        yield opened


class _Posting(AsyncWebClient):
    """Asks by POST with what is asked in the body: Slack takes that for every method, other servers only that.

    The SDK would ask some by GET, and put what others are asked into the address.
    """

    async def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        params: dict[str, Any] | None = None,
        **others: Any,  # noqa: ANN401  # the SDK's own
    ) -> AsyncSlackResponse:
        """As the SDK's."""
        if params and "token" not in params and not any(others.get(each) for each in ("data", "json", "files")):
            others["data"] = {name: int(each) if isinstance(each, bool) else each for name, each in params.items()}
            http_verb, params = "POST", None
        return await super().api_call(api_method, http_verb=http_verb, params=params, **others)


def client(settings: Settings, over: aiohttp.ClientSession, token: str | None = None) -> AsyncWebClient:
    """A client that repeats nothing by itself: a repeated post would be said twice."""
    made = _Posting(token, base_url=settings.api_url, session=over, retry_handlers=[], timeout=LONGEST)
    made.proxy = None  # the SDK would take it from the environment without minding NO_PROXY
    return made


def goes_directly(settings: Settings) -> bool:
    """Whether the environment's NO_PROXY names where Slack is; the SDK's sockets don't look."""
    return bool(proxy_bypass_environment(urlsplit(settings.api_url).hostname or ""))


@contextmanager
def in_words(settings: Settings) -> Iterator[None]:
    """What only the operator can mend, as a sentence; what passes by itself stays what it was."""
    try:
        yield
    except SlackApiError as error:
        data, status = error.response.data, int(error.response.status_code)
        code = str(data.get("error") or "") if isinstance(data, dict) else ""
        if not code or code in PASSES or status == TOO_MANY or status >= FAULT_OF_THEIRS:
            raise Away(code or str(status)) from None
        wrong = WRONG_TOKEN if settings.app_token else WRONG_BOT_TOKEN
        raise SlackFault(wrong if code in NO_TOKEN else REFUSED.format(code=code)) from None


async def look(asked: AsyncWebClient) -> Workspace:
    """Who the bot is; Away where the answer says nothing of it."""
    answer = await asked.auth_test()
    data: dict[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    if not {"team_id", "team", "user_id"} <= data.keys():
        raise Away("an answer that isn't Slack's")
    return Workspace(data["team_id"], data["team"], data["user_id"], asked, scopes_in(answer.headers))


def scopes_in(headers: Mapping[str, Any], known: frozenset[str] = EVERYTHING) -> frozenset[str]:
    """The scopes that Slack says a token has; where it doesn't say, those that are known, or that were asked for."""
    said = headers.get("x-oauth-scopes")
    return known or EVERYTHING if said is None else frozenset(filter(None, str(said).replace(" ", "").split(",")))
