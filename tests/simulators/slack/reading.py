"""What a message says once the app has drawn it: its words, names instead of ids, times in the reader's zone."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.texts import Translator
from tests.simulators.slack.world import Json, Said, World

MARKS = re.compile(
    r"<@(?P<user>\w+)>|<#(?P<channel>\w+)>|<!date\^(?P<at>\d+)\^(?P<format>[^|]*)\|[^>]*>|<(?P<url>[^|>]+)\|(?P<words>[^>]*)>"
)
JOINER = "\u2060"


def reads(said: Said, world: World, t: Translator, zone: str) -> str:
    """The text as somebody in that time zone reads it; a message without blocks is its text."""
    blocks = said.body.get("blocks") or ()
    reader = _Reader(world, t, ZoneInfo(zone))
    lines = [reader.block(each) for each in blocks]
    return "\n".join(line for line in lines if line) if blocks else reader.marked(said.text)


class _Reader:
    """Reads blocks."""

    def __init__(self, world: World, t: Translator, zone: ZoneInfo) -> None:
        self._world = world
        self._t = t
        self._zone = zone

    def block(self, block: Json) -> str:
        match block["type"]:
            case "header" | "section":
                return self.marked(block["text"]["text"])
            case "context":
                return " ".join(self.marked(each["text"]) for each in block["elements"])
            case "image":
                return f"[{block['alt_text']}]"
            case "rich_text":
                return "\n".join(self._rich(each) for each in block["elements"])
            case _:
                return ""

    def marked(self, text: str) -> str:
        return html.unescape(MARKS.sub(self._mark, text)).replace(JOINER, "")

    def _mark(self, found: re.Match[str]) -> str:
        if found["user"]:
            return f"@{self._name(found['user'])}"
        if found["channel"]:
            return f"#{self._place(found['channel'])}"
        if found["at"]:
            return self._moment(int(found["at"]), found["format"])
        return f"{found['words']} ({found['url']})"

    def _rich(self, element: Json) -> str:
        if element["type"] == "rich_text_list":
            return "\n".join(f"• {self._rich(each)}" for each in element["elements"])
        return "".join(self._element(each) for each in element["elements"])

    def _element(self, element: Json) -> str:
        match element["type"]:
            case "user":
                return f"@{self._name(element['user_id'])}"
            case "channel":
                return f"#{self._place(element['channel_id'])}"
            case "usergroup":
                return f"@{element['usergroup_id']}"
            case "link":
                text = element.get("text") or element["url"]
                return text if text == element["url"] else f"{text} ({element['url']})"
            case "date":
                return self._moment(element["timestamp"], element["format"])
            case _:
                return str(element["text"])

    def _name(self, user: str) -> str:
        return self._world.users[user].name

    def _place(self, place: str) -> str:
        found = self._world.places.get(place)
        return found.name if found else "unknown"

    def _moment(self, timestamp: int, shape: str) -> str:
        at = datetime.fromtimestamp(timestamp, UTC)
        return self._t.time(at.astimezone(self._zone).time()) if "date" not in shape else self._t.moment(at, self._zone)
