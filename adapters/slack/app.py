"""Slack's Bolt in front of the hands: what Slack says is acknowledged in time, and handed on."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import connection, custom_ids, forms
from adapters.slack.connection import Installed, Settings
from adapters.slack.ears import Ears
from adapters.slack.hands import Hands, Submitted
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import Json
from bot.contract.house import House
from bot.contract.ports import Undeliverable

log = structlog.get_logger("brewmate.slack")

FIRST_PAUSE, LONGEST_PAUSE = 5, 300  # seconds
NOT_ATTACHED = "the app was not attached to a core"
EVERY = re.compile(".*")
HEARD = ("message", "app_mention", "user_change", "app_uninstalled", "tokens_revoked")
"""The events that are heard."""

REMOVED = ("app_uninstalled", "tokens_revoked")
"""The events by which a workspace ends it."""

SPOKEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The kinds of message that somebody wrote; the others tell of edits, joining and the like."""


class OneWorkspace:
    """The one that the configured token is for."""

    def __init__(self, installed: Installed, client: AsyncWebClient) -> None:
        self._installed = installed
        self._client = client

    async def of(self, team: str) -> AsyncWebClient:
        """As Clients."""
        if team != self._installed.team:
            msg = "the bot isn’t installed there"
            raise Undeliverable(msg)
        return self._client


class SlackApp:
    """Everything that Slack tells of one workspace goes through here. ``attach`` it to a core, then listen."""

    def __init__(self, settings: Settings, installed: Installed, client: AsyncWebClient) -> None:
        for name in ("slack_bolt", "slack_sdk"):  # at DEBUG they write down what members say
            logging.getLogger(name).setLevel(logging.WARNING)
        self._settings = settings
        self._installed = installed
        self._client = client
        self._clients = OneWorkspace(installed, client)
        self._hands: Hands | None = None
        self._ears: Ears | None = None
        self._closed = asyncio.Event()
        self.platform = SlackPlatform(self._clients)
        self.bolt = AsyncApp(
            token=settings.bot_token,
            client=client,
            raise_error_for_unhandled_request=False,
            ignoring_self_events_enabled=False,  # that somebody deleted a post of ours counts as our own event
        )
        self._listen()

    def attach(self, house: House) -> None:
        """The core that is told everything."""
        self._ears = Ears(self._clients, self.platform, house)
        self._hands = Hands(self._clients, self.platform, house, prefix=self._settings.prefix)

    async def run_until_closed(self, say: Callable[[str], None]) -> None:
        """Connect, and stay connected; SlackFault where only the operator can help. What passes is waited for."""
        pause = FIRST_PAUSE
        while not self._closed.is_set():
            try:
                with connection.in_words():
                    async with self.connected():
                        log.info("slack_ready")
                        await self._closed.wait()
            except connection.PASSING as error:
                say(connection.UNREACHABLE.format(error=type(error).__name__, seconds=pause))
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def close(self) -> None:
        """End the connection."""
        self._closed.set()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """While Slack talks to us over a socket that we opened: no public address is needed."""
        app_token = self._settings.app_token or ""
        await self._client.apps_connections_open(app_token=app_token)  # the SDK would try a wrong one for ever
        handler = AsyncSocketModeHandler(self.bolt, app_token, web_client=self._client)
        found = self._installed
        await self._all_ears.joined(found.team, found.name, found.bot_user)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it without types
        try:
            yield
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]

    # --- private ------------------------------------------------------------------------------------

    def _listen(self) -> None:
        self.bolt.command(EVERY)(self._typed)
        self.bolt.action(custom_ids.PRESS)(self._pressed)
        self.bolt.view(forms.CALLBACK)(self._submitted)
        self.bolt.shortcut(re.compile("menu-.*"))(self._chosen)
        self.bolt.middleware(self._first)
        for name in HEARD:
            self.bolt.event(name)(_nothing_more)

    async def _typed(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        await self._at_hand.typed(body)

    async def _pressed(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        await self._at_hand.pressed(body)

    async def _chosen(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        await self._at_hand.chosen(body)

    async def _submitted(self, ack: AsyncAck, body: Json) -> None:
        done: Submitted = await self._at_hand.submitted(body)
        await ack(**(done.acknowledged or {}))
        if done.finish is not None:
            await done.finish()

    async def _first(self, body: Json, next_: Callable[[], Awaitable[None]]) -> None:
        """An event takes effect before it is acknowledged: what is lost in between, Slack tells again."""
        event: Json = body.get("event") or {}
        if body.get("type") == "event_callback" and event.get("type") in HEARD:
            await self._heard(body, event)
        await next_()

    async def _heard(self, body: Json, event: Json) -> None:
        team = str(body.get("team_id") or self._installed.team)
        if event["type"] in REMOVED:
            await self._all_ears.removed(team, self._installed.bot_user)
        elif event["type"] == "user_change":
            if event["user"].get("deleted"):
                await self._all_ears.left(event["user"]["id"], team)
        elif event.get("subtype") == "message_deleted":
            await self._all_ears.deleted(event, team, self._installed.bot_user)
        elif event.get("subtype") in SPOKEN and not event.get("bot_id") and self._is_somebody(event.get("user")):
            await self._all_ears.wrote(event, team, self._installed.bot_user)

    def _is_somebody(self, user: str | None) -> bool:
        return bool(user) and user != self._installed.bot_user

    @property
    def _at_hand(self) -> Hands:
        if self._hands is None:
            raise RuntimeError(NOT_ATTACHED)
        return self._hands

    @property
    def _all_ears(self) -> Ears:
        if self._ears is None:
            raise RuntimeError(NOT_ATTACHED)
        return self._ears


async def _nothing_more() -> None:
    """It was dealt with before."""


@asynccontextmanager
async def app(settings: Settings) -> AsyncIterator[SlackApp]:
    """The app for the workspace that the token is for; SlackFault where it isn't good."""
    async with connection.client(settings) as client:
        with connection.in_words():
            installed = await connection.look(client)
        log.info("slack_found", scopes=len(installed.scopes))
        yield SlackApp(settings, installed, client)
