"""OAuth: somebody agrees on Slack's page, and the code that comes of it is traded for tokens that may end."""

from __future__ import annotations

import secrets
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulators.slack.world import Json, Refusal, Team, World

CLIENT_ID, CLIENT_SECRET = "123.456", "a-made-up-client-secret"
TEN_MINUTES = timedelta(minutes=10)
LAST = timedelta(hours=12)


@dataclass(slots=True)
class Token:
    """Whom it is for, and until when."""

    teams: list[Team]
    expires_at: datetime | None = None


@dataclass(slots=True)
class _Code:
    user: str
    teams: list[Team]
    organisation: str
    scopes: set[str]
    at: datetime


@dataclass(slots=True)
class Offices:
    """Hands out codes and tokens."""

    world: World
    rotates: bool = False
    """Whether tokens end, and are traded for new ones."""
    tokens: dict[str, Token] = field(default_factory=dict)
    _codes: dict[str, _Code] = field(default_factory=dict)
    _refresh: dict[str, _Code] = field(default_factory=dict)

    def agree(self, user: str, teams: list[Team], scopes: set[str], *, organisation: str = "") -> str:
        """Somebody agrees to what a page asked for; the code that their browser goes back with."""
        code = secrets.token_hex(8)
        self._codes[code] = _Code(user, teams, organisation, scopes, self.world.clock())
        return code

    def access(self, authorization: str, given: Json) -> Json:
        """What a code, or a token for refreshing, is traded for; each once."""
        told = b64decode(authorization.removeprefix("Basic ")).decode() if authorization else ""
        if (told or f"{given.get('client_id')}:{given.get('client_secret')}") != f"{CLIENT_ID}:{CLIENT_SECRET}":
            raise Refusal("bad_client_secret")
        if given.get("grant_type") == "refresh_token":
            found = self._refresh.pop(str(given.get("refresh_token")), None)
            if found is None:
                raise Refusal("invalid_refresh_token")
            return self._tokens(found)
        found = self._codes.pop(str(given.get("code")), None)
        if found is None or self.world.clock() - found.at > TEN_MINUTES:
            raise Refusal("invalid_code")
        return self._tokens(found)

    def uninstall(self, team: Team) -> None:
        """The workspace, or the whole organisation, removes the app: no token is good there any more."""
        for token in self.tokens.values():
            if team in token.teams:
                token.teams = []

    def widen(self, team: Team, another: Team) -> None:
        """An organisation gives the app to another of its workspaces."""
        for token in self.tokens.values():
            if team in token.teams:
                token.teams.append(another)
                another.scopes = set(team.scopes)

    def forget_refresh_tokens(self) -> None:
        """No token can be traded for a new one any more."""
        self._refresh.clear()

    def _tokens(self, of: _Code) -> Json:
        first = of.teams[0]
        access = f"xoxb-{secrets.token_hex(8)}"
        expires_at = self.world.clock() + LAST if self.rotates else None
        self.tokens[access] = Token(list(of.teams), expires_at)
        for team in of.teams:
            team.scopes = set(of.scopes)
        body: Json = {"access_token": access, "token_type": "bot", "scope": ",".join(sorted(of.scopes))}
        body |= {"bot_user_id": first.bot, "app_id": "A1", "authed_user": {"id": of.user}}
        body["is_enterprise_install"] = bool(of.organisation)
        body["enterprise"] = {"id": of.organisation, "name": "Hills"} if of.organisation else None
        body["team"] = None if of.organisation else {"id": first.id, "name": first.name}
        if self.rotates:
            refresh = f"xoxe-{secrets.token_hex(8)}"
            self._refresh[refresh] = of
            body |= {"refresh_token": refresh, "expires_in": int(LAST.total_seconds())}
        return body
