"""Slack's Bolt in front of the hands and ears: what Slack says is acknowledged in time, and handed on."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

from adapters.slack import connection, custom_ids, forms
from adapters.slack.carrying import FAILED
from adapters.slack.comings import Comings
from adapters.slack.connection import Settings, Workspace
from adapters.slack.ears import Afterwards, Ears, Told, told_in
from adapters.slack.gate import Gate
from adapters.slack.hands import Hands
from adapters.slack.oauth import Consent
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import Json
from adapters.slack.workspaces import KnownWorkspaces
from bot.contract.doors import Answered, Called, Door
from bot.contract.house import House
from bot.contract.installing import Installations
from bot.contract.ports import Clock

log = structlog.get_logger("brewmate.slack")

FIRST_PAUSE, LONGEST_PAUSE = 5, 300  # seconds
LAST_ANSWERS = 3.0  # seconds that a stop waits for what is being answered
NOT_ATTACHED = "the app was not attached to a core"
EVERY = re.compile(".*")
AFTERWARDS = "afterwards"
JSON = "application/json"

MOST_BYTES = 1_000_000
"""The largest request that is read; Slack's own are far smaller."""

SPOKEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The kinds of message that somebody wrote; the others tell of edits, joining and the like."""


class SlackApp:
    """Everything that Slack tells goes through here, by whichever way. ``attach`` it to a core, then listen."""

    def __init__(
        self, settings: Settings, workspaces: KnownWorkspaces, clock: Clock, installations: Installations | None
    ) -> None:
        for name in ("slack_bolt", "slack_sdk"):  # at DEBUG they write down what members say
            logging.getLogger(name).setLevel(logging.ERROR)
        self._settings = settings
        self._workspaces = workspaces
        self._clock = clock
        self._installations = installations
        self._asked = workspaces.client()
        self._hands: Hands | None = None
        self._ears: Ears | None = None
        self._comings: Comings | None = None
        self._closed = asyncio.Event()
        self._under_way: set[asyncio.Task[Any]] = set()
        self.platform = SlackPlatform(workspaces, clock)
        self.bolt = AsyncApp(
            client=self._asked,
            authorize=_everybody,
            request_verification_enabled=False,  # the gate does that, by our clock and against replays
            raise_error_for_unhandled_request=False,
            ignoring_self_events_enabled=False,  # that somebody deleted a post of ours counts as our own event
        )
        self._listen()

    @property
    def doors(self) -> tuple[Door, ...]:
        """Where Slack, and whoever installs the app, call us; none in Socket Mode."""
        doors: list[Door] = []
        if self._settings.signing_secret is not None:
            gate = Gate(self._settings.signing_secret, self._clock, self._called)
            doors.append(Door("POST", "/slack/events", gate.answer, MOST_BYTES))
        if self._settings.is_installed_by_many and self._installations is not None:
            consent = Consent(self._settings, self._workspaces.client, self._installations, self._clock, self._arrived)
            doors += consent.doors
        return tuple(doors)

    def attach(self, house: House) -> None:
        """The core that is told everything."""
        self._ears = Ears(self._workspaces, self.platform, house)
        self._comings = Comings(self._ears, self._workspaces, self._installations)
        self._hands = Hands(self._workspaces, self.platform, house, prefix=self._settings.prefix)

    async def run_until_closed(self, say: Callable[[str], None]) -> None:
        """Connect, and stay connected; SlackFault where only the operator can help. What passes is waited for."""
        pause = FIRST_PAUSE
        while not self._closed.is_set():
            try:
                with connection.in_words(self._settings):
                    async with self.connected():
                        log.info("slack_ready")
                        for sentence in connection.ways(self._settings):
                            say(sentence)
                        await self._closed.wait()
            except connection.PASSING as error:
                say(connection.UNREACHABLE.format(error=type(error).__name__, seconds=pause))
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def close(self) -> None:
        """End the connection, once what is being answered is."""
        self._closed.set()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=LAST_ANSWERS)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """While Slack can talk to us: over a socket that we opened, or by calling us."""
        for own in self._workspaces.own:
            await self._at_comings.arrived(own.team, own.name, own.bot_user)
        if self._settings.app_token is None:
            yield
            return
        await self._asked.apps_connections_open(app_token=self._settings.app_token)  # the SDK would try for ever
        handler = AsyncSocketModeHandler(self.bolt, self._settings.app_token, web_client=self._asked)
        if connection.goes_directly(self._settings):
            handler.client.proxy = None
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
        self.bolt.event(EVERY)(self._then)

    async def _called(self, called: Called) -> Answered:
        """What Slack posted, once the gate has let it in."""
        kind = called.headers.get("content-type", "")
        request = AsyncBoltRequest(
            body=_as_json(called.body.decode("utf-8", "replace"), kind), headers={"content-type": JSON}
        )
        response = await self.bolt.async_dispatch(request)
        answers = response.first_headers().get("content-type", "text/plain").partition(";")[0]
        return Answered(response.status, response.body or "", content_type=answers)

    async def _typed(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        await self._to_its_end(self._at_hand.typed(body))

    async def _pressed(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        await self._to_its_end(self._at_hand.pressed(body))

    async def _chosen(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        await self._to_its_end(self._at_hand.chosen(body))

    async def _submitted(self, ack: AsyncAck, body: Json) -> None:
        done = await self._at_hand.submitted(body)
        await ack(**(done.acknowledged or {}))
        if done.finish is not None:
            await self._to_its_end(done.finish())

    async def _first(self, body: Json, context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]) -> None:
        """An event takes effect before it is acknowledged: what is lost in between, Slack tells again."""
        if body.get("type") == "event_callback":
            context[AFTERWARDS] = await self._heard(body)
        await next_()

    async def _then(self, context: AsyncBoltContext) -> None:
        """What an event leaves to say or to draw, once Slack has been told that we know."""
        afterwards: Afterwards | None = context.get(AFTERWARDS)
        if afterwards is not None:
            await self._to_its_end(afterwards())

    async def _heard(self, body: Json) -> Afterwards | None:
        told = told_in(body, self._clock())
        match told.event:
            case {"type": "app_uninstalled"} | {"type": "tokens_revoked", "tokens": {"bot": [_, *_]}}:
                await self._at_comings.removed(told)
                return None
            case {"type": "team_access_granted" | "team_access_revoked"}:
                await self._at_comings.changed(told)
                return None
        if told.organisation and told.team and not body.get("is_ext_shared_channel"):
            await self._workspaces.meet(told.team, told.organisation)
        known = await self._at_comings.with_us(told)
        return await self._happened(known) if known is not None else None

    async def _happened(self, told: Told) -> Afterwards | None:
        """Something in a workspace that the bot is in."""
        match told.event:
            case {"type": "user_change", "user": {"id": str()}}:
                await self._all_ears.changed(told)
            case {"type": "subteam_updated" | "subteam_members_changed"}:
                self.platform.groups.forget(told.team)
            case {"type": "app_home_opened", "tab": "home"}:
                return partial(self._at_hand.opened, str(told.event["user"]), told.team, told.id)
            case {"type": "message", "subtype": "message_deleted"} | {"message": {"subtype": "tombstone"}}:
                await self._all_ears.deleted(told)
            case {"type": "message" | "app_mention", "user": user} as event if _is_written(event):
                return await self._all_ears.wrote(told) if user != told.bot_user else None
        return None

    async def _arrived(self, team: str, name: str, bot_user: str) -> None:
        """Somebody installed the app in their workspace."""
        self._workspaces.forget(team)
        await self._at_comings.arrived(team, name, bot_user)

    async def _to_its_end(self, doing: Awaitable[None]) -> None:
        """Do it, even if we are told to stop meanwhile. Slack was told that we know, so nothing is raised any more."""
        task = asyncio.ensure_future(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            await task
        except FAILED as error:
            log.warning("not_answered", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001  # Bolt would write down its words, and acknowledge nothing
            log.error("slack_failed", error=type(error).__name__)

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

    @property
    def _at_comings(self) -> Comings:
        if self._comings is None:
            raise RuntimeError(NOT_ATTACHED)
        return self._comings


async def _everybody(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    """Bolt asks nobody anything by itself: the workspaces' tokens are with those who use them."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


def _as_json(body: str, kind: str) -> str:
    """What Slack posted; Bolt would take any form with the word "payload" in it for one that has such a field."""
    if kind.partition(";")[0].strip().lower() == JSON:
        return body
    fields = dict(parse_qsl(body, keep_blank_values=True))
    return fields.get("payload") or json.dumps(fields)


def _is_written(event: Json) -> bool:
    return event.get("subtype") in SPOKEN and not event.get("bot_id")


@asynccontextmanager
async def app(
    settings: Settings,
    clock: Clock,
    installations: Installations | None = None,
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> AsyncIterator[SlackApp]:
    """The app as it is configured; SlackFault where a configured token isn't good. While Slack is away it waits."""
    async with connection.session() as over:
        workspaces = KnownWorkspaces(settings, over, clock, installations)
        if settings.bot_token is not None:
            own = await _own(settings, workspaces, sleep)
            log.info("slack_found", count=len(own.scopes))
            workspaces.add(own)
        yield SlackApp(settings, workspaces, clock, installations)


async def _own(
    settings: Settings, workspaces: KnownWorkspaces, sleep: Callable[[float], Awaitable[object]]
) -> Workspace:
    """The workspace of the configured token, as soon as Slack says which."""
    pause = FIRST_PAUSE
    while True:
        try:
            with connection.in_words(settings):
                return await connection.look(workspaces.client(settings.bot_token))
        except connection.PASSING as error:
            log.warning("slack_away", error=type(error).__name__)
            await sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
