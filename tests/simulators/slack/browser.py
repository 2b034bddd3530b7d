"""Somebody's browser on the way through Slack's page of consent."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import ClientSession, CookieJar

from tests.simulators.slack.installing import CLIENT_ID
from tests.simulators.slack.people import Person
from tests.simulators.slack.server import SlackSimulator
from tests.simulators.slack.world import Json, Team

FOUND = 302


class Browser:
    """Keeps its cookies, follows nothing by itself."""

    def __init__(self, simulator: SlackSimulator, person: Person) -> None:
        self._sim = simulator
        self._person = person
        self._session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def close(self) -> None:
        """Shut it."""
        await self._session.close()

    async def sets_out(self, address: str) -> Json:
        """What Slack's page is asked for."""
        async with self._session.get(f"{address}/slack/install", allow_redirects=False) as answer:
            assert answer.status == FOUND
            return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def agrees(self, asked: Json, *, teams: Sequence[Team] = (), organisation: str = "") -> Json:
        """Press Allow; what the browser goes back with."""
        assert asked["client_id"] == CLIENT_ID
        scopes = set(asked["scope"].split(","))
        where = list(teams) or [self._person.team]
        code = self._sim.offices.agree(self._person.user.id, where, scopes, organisation=organisation)
        return {"code": code, "state": asked["state"]}

    async def comes_back(self, address: str, with_: Json) -> tuple[int, str]:
        """The page that it ends at."""
        async with self._session.get(f"{address}/slack/oauth_redirect?{urlencode(with_)}") as answer:
            return answer.status, await answer.text()

    async def installs(self, address: str, *, teams: Sequence[Team] = (), organisation: str = "") -> str:
        """The whole way; the page at its end."""
        asked = await self.sets_out(address)
        _, page = await self.comes_back(address, self.agrees(asked, teams=teams, organisation=organisation))
        return page
