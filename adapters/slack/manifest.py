"""The app manifest: all that a workspace owner would otherwise click together, read off the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from adapters.slack.hands import callback
from adapters.slack.permissions import LISTENING, PURPOSES
from adapters.slack.render import Json, shortened
from bot.contract.commands import Command, Menu, Option
from bot.texts import Translator

LONGEST_DESCRIPTION: Final = 2_000
LONGEST_HINT: Final = 1_000
LONGEST_SHORTCUT: Final = 24
LONGEST_SAID: Final = 150

EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.im",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
    "user_change",
)
HEARD: Final = ("message.channels", "message.groups")
"""What listening subscribes to besides."""

ORGANISED: Final = ("team_access_granted", "team_access_revoked")
"""What an app subscribes to that a whole organisation can install."""

SHORTCUTS: Final = {Menu.MESSAGE: "message"}
"""Which of our menus Slack has, and what it calls them."""

ABOUT: Final = "Fancy a chat? Gentle check-ins among people who know each other."


@dataclass(frozen=True, slots=True)
class Way:
    """How Slack reaches the bot: at ``url``, or by Socket Mode where that is empty; and who may install it there."""

    url: str = ""
    by_many: bool = False

    @property
    def events(self) -> str:
        """Where Slack posts whatever happens."""
        return f"{self.url}/slack/events"


BY_SOCKET: Final = Way()


def manifest(
    commands: Iterable[Command], t: Translator, *, prefix: str = "", listening: bool = True, way: Way = BY_SOCKET
) -> Json:
    """Everything for an app that is reached this way; without ``listening`` it can read no channel."""
    declared = list(commands)
    scopes = sorted([*PURPOSES, *(LISTENING if listening else ())])
    events = sorted([*EVENTS, *(HEARD if listening else ()), *(ORGANISED if way.by_many else ())])
    called = {"request_url": way.events} if way.url else {}
    redirects = {"redirect_urls": [f"{way.url}/slack/oauth_redirect"]} if way.by_many else {}
    return {
        "_metadata": {"major_version": 1},
        "display_information": {"name": "Brewmate", "description": ABOUT, "background_color": "#5b3a29"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Brewmate", "always_online": True},
            "shortcuts": list(_shortcuts(declared, t)),
            "slash_commands": list(_slash_commands(declared, t, prefix, way)),
        },
        "oauth_config": {**redirects, "scopes": {"bot": scopes}},
        "settings": {
            "event_subscriptions": {**called, "bot_events": events},
            "interactivity": {"is_enabled": True, **called},
            "org_deploy_enabled": way.by_many,
            "socket_mode_enabled": not way.url,
            "token_rotation_enabled": way.by_many,
        },
    }


def _slash_commands(commands: Iterable[Command], t: Translator, prefix: str, way: Way) -> Iterator[Json]:
    """One for each first word; what comes after it is read from the text, with mentions spelt out."""
    for top, together in groupby(sorted(commands, key=lambda each: each.top), key=lambda each: each.top):
        declared = list(together)
        below = [each.path.partition(" ")[2] for each in declared if " " in each.path]
        summary = ", ".join(below) if below else t(declared[0].summary)
        hint = "|".join(below) if below else " ".join(_hint(each) for each in declared[0].options if not each.hidden)
        yield {
            "command": f"/{prefix}{top}",
            "description": shortened(summary, LONGEST_DESCRIPTION),
            "should_escape": True,
            **({"url": way.events} if way.url else {}),
            **({"usage_hint": shortened(hint, LONGEST_HINT)} if hint else {}),
        }


def _hint(option: Option) -> str:
    return f"[{option.name}]"


def _shortcuts(commands: Iterable[Command], t: Translator) -> Iterator[Json]:
    for each in commands:
        if each.menu in SHORTCUTS:
            yield {
                "name": shortened(t(each.menu_label or each.summary), LONGEST_SHORTCUT),
                "type": SHORTCUTS[each.menu],
                "callback_id": callback(each),
                "description": shortened(t(each.summary), LONGEST_SAID),
            }
