"""Slack's own descriptions: whether a call's arguments are known, and whether blocks and views are Block Kit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

SPECS = Path(__file__).parents[4] / "shared" / "specs"
"""They stand beside the project and not in it; where they are absent, these checks alone are left out."""

MOST_BLOCKS = 50

LATER = {
    "auth.test": {"team_id"},  # slack-bolt sends it by itself
    "auth.teams.list": {"cursor", "limit"},  # docs.slack.dev/reference/methods/auth.teams.list
    "users.conversations": {"team_id"},  # docs.slack.dev/reference/methods/users.conversations
}
"""What is newer than the description of 2021, and not in the additions to it either."""


def is_there() -> bool:
    """Whether there are descriptions to check against."""
    return (SPECS / "slack-web-api.json").is_file()


def call_faults(method: str, arguments: Mapping[str, Any]) -> Iterator[str]:
    """What Slack's descriptions have against this call; and the limits that they lack."""
    if is_there() and method != "response_url":
        known = _arguments().get(method)
        if known is None:
            yield f"there is no method {method}"
        else:
            yield from (f"{method} has no argument {name}" for name in arguments if name not in known)
    blocks = arguments.get("blocks")
    if isinstance(blocks, list):
        yield from (f"{method}: {each}" for each in block_faults(blocks, "MessageBlocks"))
    view = arguments.get("view")
    if isinstance(view, dict):
        yield from (f"{method}: {each}" for each in view_faults(view))
    if method in {"chat.postMessage", "chat.update", "chat.postEphemeral"} and not arguments.get("text"):
        yield f"{method}: no text for notifications"


def block_faults(blocks: list[Any], kind: str) -> Iterator[str]:
    """What is wrong with these blocks."""
    if len(blocks) > MOST_BLOCKS:
        yield f"{len(blocks)} blocks"
    ids = list(_action_ids([each for each in blocks if each.get("type") != "input"]))
    if len(ids) != len(set(ids)):
        yield "an action id twice"
    if any(each.get("type") == "section" and not (each.get("text") or each.get("fields")) for each in blocks):
        yield "a section with neither text nor fields"
    if any(each.get("type") in {"actions", "context"} and not each.get("elements") for each in blocks):
        yield "a row without an element"
    yield from _sdk_faults(blocks)
    if is_there():
        error = best_match(_validator(kind).iter_errors(blocks))
        if error is not None:
            yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def _sdk_faults(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What slack_sdk's own models have against them."""
    for block in blocks:
        known = Block.parse(dict(block))
        if known is None:
            yield f"slack_sdk knows no block {block.get('type')}"
            continue
        try:
            known.to_dict()
        except SlackObjectFormationError as error:
            yield f"{block['type']}: {error}"


def view_faults(view: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with this modal or page."""
    blocks = list(view.get("blocks") or ())
    yield from block_faults(blocks, "ViewBlocks")
    names = [each["block_id"] for each in blocks if "block_id" in each]
    if len(names) != len(set(names)):
        yield "a block id twice"
    if view.get("type") == "modal" and any(each["type"] == "input" for each in blocks) and not view.get("submit"):
        yield "an input without a submit"
    try:
        View(**{name: value for name, value in view.items() if name != "blocks"}, blocks=blocks).to_dict()
    except SlackObjectFormationError as refused:
        yield f"view: {refused}"
    if is_there():
        error = best_match(_validator("View").iter_errors(dict(view)))
        if error is not None:
            yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def _action_ids(blocks: Iterable[Any]) -> Iterator[str]:
    for block in blocks:
        elements = [*block.get("elements", ()), block.get("element") or {}, block.get("accessory") or {}]
        yield from (each["action_id"] for each in elements if isinstance(each, dict) and "action_id" in each)


@cache
def _arguments() -> dict[str, frozenset[str]]:
    """The names of every method's arguments."""
    described = json.loads((SPECS / "slack-web-api.json").read_text("utf-8"))
    later = json.loads((SPECS / "slack-web-api.additions.json").read_text("utf-8"))
    found: dict[str, set[str]] = {method: set() for method in later["methods"]}
    for path, verbs in described["paths"].items():
        names = {each["name"] for verb in verbs.values() for each in verb.get("parameters", ())}
        found.setdefault(path.removeprefix("/"), set()).update(names)
    for method, names in (*later["arguments"].items(), *LATER.items()):
        found.setdefault(method, set()).update(names)
    return {method: frozenset(names) for method, names in found.items()}


@cache
def _validator(kind: str) -> Draft7Validator:
    schema = json.loads((SPECS / "slack-block-kit.schema.json").read_text("utf-8"))
    return Draft7Validator({**schema, "$ref": f"#/definitions/{kind}"})
