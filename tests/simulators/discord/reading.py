"""What a message says once the app has drawn it: its text without the signs of Markdown, names instead of ids."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.texts import Translator
from tests.simulators.discord.world import Said, World

MARKS = re.compile(
    r"```\n(?P<verbatim>.*?)\n```"
    r"|\\(?P<sign>[^\w\s]|_)"
    r"|<@&(?P<role>\d+)>|<@(?P<user>\d+)>|<\#(?P<channel>\d+)>"
    r"|<t:(?P<at>\d+):(?P<style>\w)>"
    r"|\[(?P<words>(?:\\.|[^\]\\])*)\]\(<(?P<behind>[^>]*)>\)"
    r"|<(?P<address>https?://[^>]+)>"
    r"|(?P<strong>\*\*)|(?P<small>^-\#[ ])|(?P<bullet>^-[ ])",
    re.DOTALL | re.MULTILINE,
)
TIME = "t"


def reads(said: Said, world: World, t: Translator, zone: str) -> str:
    """The text as somebody in that time zone reads it; a picture's words stand in brackets."""
    pictures = [f"[{each.get('description', '')}]" for each in said.body.get("embeds") or ()]
    return MARKS.sub(_drawn(world, t, ZoneInfo(zone)), "\n".join((said.content, *pictures)))


def _drawn(world: World, t: Translator, zone: ZoneInfo) -> Callable[[re.Match[str]], str]:
    def draw(mark: re.Match[str]) -> str:
        match mark.lastgroup:
            case "verbatim" | "sign" | "address":
                return mark[mark.lastgroup]
            case "role":
                return f"@{_role(world, int(mark['role']))}"
            case "user":
                return f"@{world.users[int(mark['user'])].name}"
            case "channel":
                place = world.places.get(int(mark["channel"]))
                return f"#{place.name if place else 'unknown'}"
            case "style":
                at = datetime.fromtimestamp(int(mark["at"]), UTC)
                return t.time(at.astimezone(zone).time()) if mark["style"] == TIME else t.moment(at, zone)
            case "behind":
                return f"{MARKS.sub(draw, mark['words'])} ({mark['behind']})"
            case "bullet":
                return "• "
            case _:
                return ""

    return draw


def _role(world: World, id_: int) -> str:
    return next((guild.roles[id_].name for guild in world.guilds.values() if id_ in guild.roles), "nobody")
