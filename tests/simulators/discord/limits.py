"""The limits that Discord documents; whoever goes beyond them is answered 400, and it is remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

NAME = re.compile(r"[-_'\w]{1,32}")


def message_faults(body: Json, *, has_old: bool = False) -> Iterator[str]:
    """What is wrong with a message."""
    content, embeds, rows = body.get("content"), body.get("embeds") or (), body.get("components") or ()
    if not (content or embeds or rows or has_old or body.get("attachments")):
        yield "an empty message"
    if len(content or "") > 2000:
        yield "more than 2,000 characters"
    if len(embeds) > 10 or sum(map(_size, embeds)) > 6000:
        yield "too much in embeds"
    for embed in embeds:
        yield from _embed_faults(embed)
    yield from _row_faults(rows)
    if len(str(body.get("nonce") or "")) > 25:
        yield "a nonce of more than 25 characters"


def _row_faults(rows: Any) -> Iterator[str]:
    if len(rows) > 5:
        yield "more than five rows"
    ids = [each["custom_id"] for row in rows for each in row.get("components", ()) if "custom_id" in each]
    if len(ids) != len(set(ids)):
        yield "a custom id twice"
    for row in rows:
        if not 1 <= len(row.get("components", ())) <= 5:
            yield "a row of none or of more than five"
        for each in row.get("components", ()):
            yield from _button_faults(each)


def modal_faults(body: Json) -> Iterator[str]:
    """What is wrong with a form."""
    fields = [each.get("component") or each["components"][0] for each in body["components"]]
    if not 1 <= len(fields) <= 5:
        yield "none or more than five fields"
    if not 1 <= len(body["title"]) <= 45 or not 1 <= len(body["custom_id"]) <= 100:
        yield "a title or custom id that is empty or too long"
    if len({each["custom_id"] for each in fields}) != len(fields):
        yield "a custom id twice"
    for label, each in zip(body["components"], fields, strict=True):
        if label["type"] == 18 and not (1 <= len(label["label"]) <= 45 and len(label.get("description") or "") <= 100):
            yield "a label that is empty or too long"
        if len(each.get("value") or "") > each.get("max_length", 4000):
            yield "a value longer than its field"
        if each["type"] == 3 and not 1 <= len(each["options"]) <= 25:
            yield "none or too many options"


def command_faults(command: Json) -> Iterator[str]:
    """What is wrong with a command."""
    kind = command.get("type", 1)
    if kind == 1:
        yield from _named(command)
        yield from _options(command.get("options") or ())
    elif not 1 <= len(command["name"]) <= 32 or command.get("description"):
        yield f"the menu entry {command['name']}"
    if kind == 1 and _letters(command) > 8000:
        yield f"/{command['name']} has more than 8,000 characters"


def _named(each: Json) -> Iterator[str]:
    if not NAME.fullmatch(each["name"]) or each["name"] != each["name"].lower():
        yield f"the name {each['name']}"
    for text in (each["description"], *(each.get("description_localizations") or {}).values()):
        if not 1 <= len(text) <= 100:
            yield f"the description of {each['name']}"


def _options(options: Any) -> Iterator[str]:
    if len(options) > 25:
        yield "more than 25 options"
    if len({each["name"] for each in options}) != len(options):
        yield "an option twice"
    needed = [each.get("required", False) for each in options]
    if needed != sorted(needed, reverse=True):
        yield "a required option after one that is not"
    for each in options:
        yield from _named(each)
        yield from _options(each.get("options") or ())
        choices = each.get("choices") or ()
        if len(choices) > 25 or any(not 1 <= len(choice["name"]) <= 100 for choice in choices):
            yield f"the choices of {each['name']}"
        if choices and each.get("autocomplete"):
            yield f"choices and autocompletion of {each['name']}"


def _letters(each: Json) -> int:
    own = (
        len(each["name"])
        + len(each.get("description", ""))
        + sum(len(choice["name"]) + len(str(choice["value"])) for choice in each.get("choices") or ())
    )
    return own + sum(map(_letters, each.get("options") or ()))


def _size(embed: Json) -> int:
    parts = (embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text"))
    fields = sum(len(each["name"]) + len(each["value"]) for each in embed.get("fields") or ())
    return sum(len(each or "") for each in parts) + fields


def _embed_faults(embed: Json) -> Iterator[str]:
    if len(embed.get("title") or "") > 256 or len(embed.get("description") or "") > 4096:
        yield "an embed's title or description is too long"


def _button_faults(each: Json) -> Iterator[str]:
    if each["type"] != 2:
        return
    if len(each.get("label") or "") > 80 or not (each.get("label") or each.get("emoji")):
        yield "a button's label is empty or too long"
    if (each["style"] == 5) == ("custom_id" in each) or len(each.get("custom_id") or "x") > 100:
        yield "a button's custom id"
