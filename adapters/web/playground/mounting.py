"""The playground's routes: every request is somebody's hand in the room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta, tzinfo

import structlog
from aiohttp import web

from adapters.room import Change, Room
from adapters.web.guarding import SPEAKS
from adapters.web.playground import asking, wording
from adapters.web.playground.asking import Json, Refused
from adapters.web.playground.hands import Hands
from adapters.web.playground.panel import Panel
from adapters.web.playground.shell import add_page
from adapters.web.playground.showing import Show
from adapters.web.playground.streaming import Following, stream
from bot.contract.commands import Command
from bot.contract.ports import Core
from bot.texts import Translator, translator

log = structlog.get_logger("brewmate.playground")

SKIPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}

Deed = Callable[[Hands, Json], Awaitable[Json]]


def mount(
    app: web.Application,
    room: Room,
    core: Core,
    commands: Sequence[Command],
    panel: Panel | None = None,
    *,
    zone: tzinfo,
    locale: str | None = None,
) -> None:
    """Serve the room's page and its doors. ``zone`` and ``locale`` are the community's, for whoever has none.

    Without a panel the clock stays hidden.
    """
    playground = _Playground(room, core, commands, panel, zone, locale)
    app[SPEAKS] = translator(locale)
    add_page(app, app[SPEAKS])
    app.router.add_get("/room/state", playground.state)
    app.router.add_get("/room/events", playground.events)
    for name, deed in playground.deeds.items():
        app.router.add_post(f"/room/{name}", playground.door(deed))


class _Playground:
    def __init__(
        self,
        room: Room,
        core: Core,
        commands: Sequence[Command],
        panel: Panel | None,
        zone: tzinfo,
        locale: str | None,
    ) -> None:
        self._room = room
        self._core = core
        self._commands = commands
        self._panel = panel
        self._zone = zone
        self._locale = locale
        self._hands: dict[str, Hands] = {}
        self._run = room.new_id("run")
        self.deeds: dict[str, Deed] = {
            "say": Hands.say,
            "press": Hands.press,
            "submit": Hands.submit,
            "dismiss": Hands.dismiss,
            "suggest": Hands.suggest,
            "command": Hands.command,
            "delete": Hands.delete,
            "person": Hands.change_person,
            "skip": self._skip,
            "show": self._show,
        }

    async def state(self, request: web.Request) -> web.Response:
        """Everything the page needs to begin, as one person sees it; without a name, an ordinary member."""
        try:
            hands = self._hands_of(request.query.get("as") or self._somebody())
            await self._refresh(hands)
        except Refused as refused:
            return _refusal(refused, translator(self._locale))
        clock = await self._clock(hands)  # first, so that nothing changes between the posts and their number
        answer = web.json_response({**hands.view.state(), "run": self._run, "clock": clock})
        answer.enable_compression()
        return answer

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What changes from now on, or from the last event that the page saw."""
        try:
            hands = self._hands_of(request.query.get("as", ""))
            await self._refresh(hands)
            after = _number(request.headers.get("Last-Event-ID", request.query.get("after", "")))
        except Refused as refused:
            return _refusal(refused, translator(self._locale))
        same_run = request.query.get("run", self._run) == self._run
        knows = {"yes": True, "no": False}.get(request.query.get("moderates", ""), hands.view.moderates)
        following = Following(knows, lambda: self._clock(hands), lambda: self._refresh(hands), self._may_matter)
        return await stream(request, self._room, hands.view, after if same_run else None, following)

    def door(self, deed: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
        """The deed as a request handler: who does it is read, and wrong input is answered with a sentence."""

        async def handle(request: web.Request) -> web.Response:
            t = translator(self._locale)
            try:
                sent = await asking.body(request)
                hands = self._hands_of(asking.ident(sent, "as"))
                t = hands.view.t
                if not _is_talk(sent):
                    await self._refresh(hands)
                done = await deed(hands, sent)
            except Refused as refused:
                return _refusal(refused, t)
            except Exception as error:  # noqa: BLE001  # aiohttp would log a traceback, which can repeat what was written
                log.error("request_failed", route=request.path, error=type(error).__name__)
                return web.json_response(
                    {"error": t(wording.WENT_WRONG)}, status=web.HTTPInternalServerError.status_code
                )
            return web.json_response({**done, "forms": hands.view.forms()})

        return handle

    def _somebody(self) -> str:
        """The first who is no moderator, so that a visitor first sees what members see."""
        by_standing = sorted(self._room.people.values(), key=lambda person: person.is_moderator)
        return by_standing[0].member.native if by_standing else ""

    def _hands_of(self, name: str) -> Hands:
        """Somebody's hands; whoever left and came back has new ones."""
        hands = self._hands.get(name)
        if hands is None or not hands.are_here:
            hands = Hands.of(name, self._room, self._core, self._commands, self._zone, self._locale)
            self._hands[name] = hands
        return hands

    async def _refresh(self, hands: Hands) -> bool:
        """Ask anew whether they moderate; False where they are not here any more."""
        person = hands.person
        hands.view.moderates = person.is_moderator or await self._core.moderates(person.member, person.roles)
        return hands.are_here

    def _may_matter(self, change: Change) -> bool:
        """Whether it may have changed who moderates: the answer to a moderator's command, form or press."""
        post = change.post
        if post is None or not post.is_reply or post.seen_by is None:
            return False
        known = (self._hands.get(member.native) for member in post.seen_by)
        return any(hands is not None and hands.view.moderates for hands in known)

    async def _skip(self, hands: Hands, sent: Json) -> Json:
        if self._panel is None:
            raise Refused(wording.NO_CLOCK)
        to = asking.word(sent, "to")
        if to == "nudge":
            at = await self._panel.next_nudge()
            if at is None:
                raise Refused(wording.NO_NUDGE)
        elif to in SKIPS:
            at = self._panel.now() + SKIPS[to]
        else:
            raise Refused(wording.NO_SUCH_SKIP)
        before = self._room.newest_change
        await self._panel.skip_to(at)
        return {"clock": await self._clock(hands), "posted": hands.view.places_posted_in(before)}

    async def _show(self, hands: Hands, sent: Json) -> Json:
        if self._panel is None:
            raise Refused(wording.NO_CLOCK)
        show = Show(self._room, self._core, self._commands, self._panel, hands.person, self._locale)
        played = await show.play(asking.number(sent, "step"), hands.view.t)
        return {**played, "clock": await self._clock(hands)}

    async def _clock(self, hands: Hands) -> Json | None:
        if self._panel is None:
            return None
        nudge = await self._panel.next_nudge()
        return hands.view.clock(self._panel.now(), nudge)


def _is_talk(sent: Json) -> bool:
    """Plain words, which cost no look at the database."""
    text = sent.get("text")
    return isinstance(text, str) and not text.lstrip().startswith("/")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 15:  # noqa: PLR2004  # no room lives that long
        raise Refused(wording.UNREADABLE)
    return int(text)


def _refusal(refused: Refused, t: Translator) -> web.Response:
    sentence = t(refused.sentence, **refused.values)
    return web.json_response({"error": sentence}, status=web.HTTPBadRequest.status_code)
