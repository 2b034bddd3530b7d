"""Installing the app in a workspace: to Slack's own page of consent and back, by the same browser, once."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import pages, translate
from adapters.slack.asking import Refused, ask
from adapters.slack.connection import SLACK, Settings
from adapters.slack.permissions import LISTENING, PURPOSES
from adapters.slack.workspaces import tokens_in
from bot.contract.doors import Answered, Called, Door
from bot.contract.installing import Installation, Installations
from bot.contract.places import CommunityId, Member
from bot.contract.ports import Busy, Clock, Uncertain
from bot.texts import Translator, translator

log = structlog.get_logger("brewmate.slack")

CONSENT: Final = "https://slack.com/oauth/v2/authorize"
TEN_MINUTES: Final = timedelta(minutes=10)
COOKIE: Final = "brewmate_setting_out"
INSTALL, BACK, STYLE = "/slack/install", "/slack/oauth_redirect", "/slack/style.css"
FOUND, OK, REFUSED_, UNAVAILABLE = 302, 200, 400, 503

Arrived = Callable[[str, str, str], Awaitable[None]]
"""Told of each workspace: its id, its name, and the bot's user there."""


class Consent:
    """The way from /slack/install to a workspace in which the bot is at home."""

    def __init__(
        self,
        settings: Settings,
        client: Callable[[str | None], AsyncWebClient],
        installations: Installations,
        clock: Clock,
        arrived: Arrived,
    ) -> None:
        self._settings = settings
        self._client = client
        self._installations = installations
        self._clock = clock
        self._arrived = arrived

    @property
    def doors(self) -> tuple[Door, ...]:
        """Where somebody's browser goes."""
        return (
            Door("GET", INSTALL, self._set_out),
            Door("GET", BACK, self._come_back),
            Door("GET", STYLE, _style),
        )

    async def _set_out(self, called: Called) -> Answered:
        """To Slack's page, with a state that only this browser can come back with."""
        state, browser = secrets.token_urlsafe(32), called.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        now = self._clock()
        try:
            await self._installations.begin(state, browser, now=now, until=now + TEN_MINUTES)
        except Busy:
            return _page(UNAVAILABLE, pages.LATER, _speaks(called))
        asked = {
            "client_id": self._settings.client_id or "",
            "scope": ",".join([*PURPOSES, *LISTENING]),
            "state": state,
        }
        asked["redirect_uri"] = self._back(called)
        where = f"{self._consent_page()}?{urlencode(asked)}"
        return Answered(FOUND, headers=(("Location", where), ("Set-Cookie", self._cookie(browser, called))))

    async def _come_back(self, called: Called) -> Answered:
        """From Slack's page: with a code that is traded for tokens, or with a no."""
        t, now = _speaks(called), self._clock()
        try:
            state, browser = called.query.get("state", ""), called.cookies.get(COOKIE, "")
            if not await self._installations.arrive(state, browser, now=now):
                return _page(REFUSED_, pages.START_AGAIN, t)
            if called.query.get("error") or not called.query.get("code"):
                return _page(OK, pages.NOT_INSTALLED, t)
            name = await self._installed(called.query["code"], self._back(called))
        except Refused as error:
            log.warning("not_installed", reason=error.code)
            return _page(REFUSED_, pages.SLACK_SAYS_NO, t)
        except (Busy, Uncertain):
            return _page(UNAVAILABLE, pages.LATER, t)
        return _page(OK, pages.INSTALLED, t, name=name)

    async def _installed(self, code: str, back: str) -> str:
        """Trade the code, keep what it was traded for, and let the core know; the name of where it is."""
        client_id, secret = self._settings.client_id or "", self._settings.client_secret or ""
        answer = await ask(
            self._client(None).oauth_v2_access(client_id=client_id, client_secret=secret, code=code, redirect_uri=back)
        )
        given: dict[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        for_all = bool(given.get("is_enterprise_install"))
        where: dict[str, Any] = (given.get("enterprise") if for_all else given.get("team")) or {}
        now = self._clock()
        here = translate.community(str(where["id"]))
        by = await self._first(here) or translate.member(here, str(given["authed_user"]["id"]))
        scopes = frozenset(str(given.get("scope") or "").split(","))
        bot_user, name = str(given["bot_user_id"]), str(where.get("name") or "")
        found = Installation(str(where["id"]), name, bot_user, scopes, tokens_in(given, now), by, now)
        teams = await self._workspaces(found) if for_all else {found.id: found.name}
        await self._installations.keep(found, tuple(translate.community(each) for each in teams))
        for team, its_name in teams.items():
            await self._arrived(team, its_name, found.bot_user)
        log.info("installed", count=len(scopes))
        return found.name

    async def _first(self, where: CommunityId) -> Member | None:
        """Who installed it there before and moderates it for that: nobody takes their place by doing it once more."""
        before = await self._installations.of(where)
        return before.installed_by if before is not None and before.id == where.native else None

    async def _workspaces(self, found: Installation) -> dict[str, str]:
        """The names, by their ids, of the organisation's workspaces that were given the bot."""
        names: dict[str, str] = {}
        cursor = ""
        asked = self._client(found.tokens.access)
        while True:
            answer = await ask(asked.auth_teams_list(limit=200, cursor=cursor or None))
            names |= {str(each["id"]): str(each["name"]) for each in answer["teams"]}
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return names

    def _consent_page(self) -> str:
        """Slack's, or that of whatever the configured API belongs to."""
        if self._settings.api_url == SLACK:
            return CONSENT
        api = urlsplit(self._settings.api_url)
        return f"{api.scheme}://{api.netloc}/oauth/v2/authorize"

    def _back(self, called: Called) -> str:
        """Where Slack sends the browser back to: one of the addresses that the app's page lists, or Slack refuses."""
        if self._settings.public_url:
            return self._settings.public_url + BACK
        scheme = "http" if self._is_plain(called) else "https"
        return f"{scheme}://{called.headers.get('host', '')}{BACK}"

    def _is_plain(self, called: Called) -> bool:
        """Whether it all runs over http, as it may on one machine."""
        if self._settings.public_url:
            return self._settings.public_url.startswith("http://")
        return urlsplit(f"//{called.headers.get('host', '')}").hostname in {"localhost", "127.0.0.1", "::1"}

    def _cookie(self, browser: str, called: Called) -> str:
        """Sent back by the same browser alone; over http only where it runs on this very machine."""
        jar = SimpleCookie({COOKIE: browser})
        held = jar[COOKIE]
        held["path"], held["max-age"], held["httponly"], held["samesite"] = "/slack", 600, True, "Lax"
        held["secure"] = not self._is_plain(called)
        return held.OutputString()


async def _style(_called: Called) -> Answered:
    return Answered(body=pages.CSS, content_type="text/css")


def _page(status: int, page: pages.Page, t: Translator, **values: str) -> Answered:
    return Answered(status, pages.drawn(page, t, **values), content_type="text/html")


def _speaks(called: Called) -> Translator:
    """The browser's first language."""
    return translator(called.headers.get("accept-language", "").partition(",")[0].partition(";")[0].strip() or None)
