"""The simulator itself: the Web API on a loopback port, and what goes wrong with it on request."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.simulators.slack import api
from tests.simulators.slack.calling import Calls
from tests.simulators.slack.described import call_faults
from tests.simulators.slack.installing import Offices
from tests.simulators.slack.interacting import Interactions
from tests.simulators.slack.people import Person
from tests.simulators.slack.sockets import Sockets
from tests.simulators.slack.world import Json, Refusal, Team, World

STRUCTURED = frozenset({"blocks", "metadata", "attachments", "view", "users"})


class SlackSimulator:
    """Use it as a context; then ``api_url`` is where slack_sdk finds it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.world = World(clock)
        self.faults: list[str] = []
        """Everything that Slack would not have taken."""
        self.is_checking = True
        """Whether what it is told is held against the descriptions, which takes its time."""
        self.next_answers: deque[str] = deque()
        """What becomes of the coming posts: ``429``, ``500``, or ``lost``: carried out, but the answer doesn't come."""
        self.calls: list[str] = []
        self.given: list[tuple[str, Json]] = []
        """The same with what each was given."""
        self.limited: set[str] = set()
        """Methods that have been called too often."""
        self.interrupts: dict[str, Callable[[], Awaitable[None]]] = {}
        """What happens, once, between a method's being called and its being carried out."""
        self.sockets = Sockets()
        self.calls_out = Calls(clock)
        self.offices = Offices(self.world)
        self.interactions = Interactions(self.world)
        self._runner: web.AppRunner | None = None
        self.api_url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self._handle)
        app.router.add_get("/socket", self.sockets.handle)
        app.router.add_post("/respond/{token}", self._respond)
        self._runner = web.AppRunner(app, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api_url = f"http://{host}:{port}/api/"
        self.sockets.url = f"ws://{host}:{port}/socket"
        self.interactions.url = f"http://{host}:{port}/respond/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        arguments = await _arguments(request)
        self.given.append((method, arguments))
        if method == "apps.connections.open":
            return _json(self.sockets.opened(_token(request)))
        if method == "oauth.v2.access":
            return self._traded(request, arguments)
        if method in self.interrupts:
            await self.interrupts.pop(method)()
        team = self._team(request, arguments)
        if isinstance(team, str):
            return _json({"ok": False, "error": team})
        fate = self.next_answers.popleft() if self.next_answers and method.startswith("chat.post") else ""
        if fate == "429" or method in self.limited:
            return _json({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
        if fate == "500":
            return _json({"ok": False, "error": "internal_error"}, 500)
        self.faults += () if not self.is_checking else call_faults(method, arguments)
        try:
            if method == "views.open":
                answer = self.interactions.opened(arguments)
            else:
                answer = api.answered(self.world, team, method, arguments)
        except Refusal as refusal:
            return _json({"ok": False, "error": refusal.code})
        if fate == "lost":
            assert request.transport is not None
            request.transport.close()
        scopes = {"x-oauth-scopes": ",".join(sorted(team.scopes))}
        return _json({"ok": True, **answer}, headers=scopes)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """An interaction's own address."""
        body: Json = await request.json()
        self.faults += () if not self.is_checking else call_faults("response_url", body)
        try:
            self.interactions.responded(request.match_info["token"], body)
        except Refusal as refusal:
            return _json({"ok": False, "error": refusal.code}, 404)
        return web.Response(text="ok")

    def person(self, name: str, team: Team, *, is_admin: bool = False) -> Person:
        """Somebody in a workspace."""
        return Person(self, self.world.add_user(name, team.id, is_admin=is_admin), team)

    async def tell(self, kind: str, payload: Json) -> Json:
        """Let the bot know, by the way that it chose; what its acknowledgement said."""
        ways = self.calls_out if self.calls_out.addresses else self.sockets
        return await ways.tell(kind, payload)

    def _traded(self, request: web.Request, arguments: Json) -> web.Response:
        self.faults += () if not self.is_checking else call_faults("oauth.v2.access", arguments)
        try:
            return _json({"ok": True, **self.offices.access(request.headers.get("Authorization", ""), arguments)})
        except Refusal as refusal:
            return _json({"ok": False, "error": refusal.code})

    def _team(self, request: web.Request, arguments: Json) -> Team | str:
        """The workspace that a token is good for, or Slack's word for why it isn't."""
        token = _token(request)
        own = next((each for each in self.world.teams.values() if each.token == token), None)
        if own is not None:
            return own
        known = self.offices.tokens.get(token)
        if known is None:
            return "invalid_auth"
        if known.expires_at is not None and self.world.clock() >= known.expires_at:
            return "token_expired"
        if not known.teams:
            return "account_inactive"
        meant = self.world.team_of(arguments)
        return next((each for each in known.teams if each.id == meant), known.teams[0])


def _token(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


async def _arguments(request: web.Request) -> Json:
    """What a call was given, however it came."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    elif request.can_read_body:
        given |= dict(await request.post())
    return {name: _read(name, value) for name, value in given.items() if value is not None}


def _read(name: str, value: Any) -> Any:  # whatever a call is given
    looks = isinstance(value, str) and name in STRUCTURED and value[:1] in "[{"
    return json.loads(value) if looks else value


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(body, status=status, headers=headers)
