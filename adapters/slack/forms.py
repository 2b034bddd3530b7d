"""A form as Slack's modal, and what came back with it. All that it is about travels with the view."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from adapters.slack.render import Drawn, Json, shortened
from bot.contract.commands import Command, Option
from bot.contract.events import About
from bot.contract.places import Channel, CommunityId, Member, MessageRef, Receipt, Role
from bot.contract.replies import Form
from bot.texts import Translator, mark

LONGEST_TITLE: Final = 24
LONGEST_LABEL: Final = 2_000
LONGEST_HINT: Final = 2_000
LONGEST_OPTION: Final = 75
LONGEST_TEXT: Final = 3_000
LONGEST_CARRIED: Final = 3_000
LONG_FROM: Final = 200
MOST_OPTIONS: Final = 100

Groups = Sequence[tuple[str, str]]

CALLBACK: Final = "form"
FIELD: Final = "field"

SEND, NEVER_MIND, YES, NO = mark("Send"), mark("Never mind"), mark("Yes"), mark("No")
PICKERS: Final[Mapping[type, str]] = {Member: "users_select", Channel: "conversations_select"}


@dataclass(frozen=True, slots=True)
class Carried:
    """What a view bears in its private metadata: which form it is, where the answer goes, and what it is about.

    ``at_home`` says that it was opened from the bot's own page.
    """

    command: str
    channel: str
    response_url: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    about_channel: str = ""
    about_ts: str = ""
    about_user: str = ""
    at_home: bool = False

    def about(self, community: CommunityId) -> About | None:
        """The message or the member that it is about."""
        if self.about_ts:
            receipt = Receipt(Channel(community, self.about_channel), self.about_ts)
            return MessageRef(receipt, Member(community, self.about_user))
        return Member(community, self.about_user) if self.about_user else None

    def with_about(self, about: About | None) -> Carried:
        """The same about something."""
        match about:
            case MessageRef(receipt, author):
                return replace(
                    self, about_channel=receipt.channel.native, about_ts=receipt.native, about_user=author.native
                )
            case Member(native=native):
                return replace(self, about_user=native)
            case None:
                return self

    def written(self) -> str:
        """As the view bears it; the answer's address goes first where there is too much."""
        found = json.dumps(asdict(self), separators=(",", ":"))
        if len(found) > LONGEST_CARRIED and self.response_url:
            return replace(self, response_url="").written()
        return found


def read_carried(metadata: str) -> Carried:
    """What a view bore."""
    given = json.loads(metadata)
    return Carried(**{**given, "hidden": tuple((name, value) for name, value in given["hidden"])})


def view(form: Form, command: Command, carried: Carried, t: Translator, groups: Groups = ()) -> Json:
    """The command's form with what is known already; what is wrong stands in words above its field.

    ``groups`` are the user groups that can be chosen where a group is asked for: ids and names.
    """
    hidden = tuple((option.name, form.filled[option.name]) for option in command.options if _is_hidden(option, form))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(t(command.menu_label or command.summary), LONGEST_TITLE),
        "submit": _plain(t(SEND), LONGEST_TITLE),
        "close": _plain(t(NEVER_MIND), LONGEST_TITLE),
        "private_metadata": replace(carried, hidden=hidden).written(),
        "blocks": list(_fields(form, command, t, groups)) or [_words(t(command.summary))],
    }


def home(message: Drawn) -> Json:
    """The bot's own page."""
    return {"type": "home", "blocks": list(message.blocks)}


def values(state: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field; what was left empty is empty."""
    return {name: _value(fields[FIELD]) for name, fields in state.get("values", {}).items()}


def _is_hidden(option: Option, form: Form) -> bool:
    return option.hidden and option.name in form.filled


def _fields(form: Form, command: Command, t: Translator, groups: Groups) -> Iterator[Json]:
    for option in command.options:
        if option.hidden:
            continue
        if option.name in form.errors:
            yield _words(form.errors[option.name])
        yield _field(option, form.filled.get(option.name, ""), t, groups)


def _field(option: Option, filled: str, t: Translator, groups: Groups) -> Json:
    shown: Json = {
        "type": "input",
        "block_id": option.name,
        "optional": not option.required,
        "label": _plain(t(option.label), LONGEST_LABEL),
        "element": {"action_id": FIELD, **_element(option, filled, t, groups)},
    }
    return shown | ({"hint": _plain(t(option.hint), LONGEST_HINT)} if option.hint else {})


def _element(option: Option, filled: str, t: Translator, groups: Groups) -> Json:
    if option.type is bool:
        return _select((("yes", t(YES)), ("no", t(NO))), filled)
    if option.choices:
        return _select([(value, t(label)) for value, label in option.choices], filled)
    if option.type is Role and groups:
        return _select(groups[:MOST_OPTIONS], filled)
    if option.type is Channel:
        kinds = {"include": ["public", "private"], "exclude_bot_users": True}
        shown: Json = {"type": "conversations_select", "filter": kinds}
        return shown | ({"initial_conversation": filled} if filled else {})
    if option.type is Member:
        return {"type": "users_select"} | ({"initial_user": filled} if filled else {})
    most = min(option.most, LONGEST_TEXT)
    is_long = option.type is not Role and (option.long or option.most > LONG_FROM)
    typed: Json = {"type": "plain_text_input", "multiline": is_long, "max_length": most}
    return typed | ({"initial_value": filled[:most]} if filled else {})


def _select(choices: Sequence[tuple[str, str]], filled: str) -> Json:
    given = filled.casefold()
    options = [{"text": _plain(label, LONGEST_OPTION), "value": value} for value, label in choices]
    chosen = [
        option
        for option, (value, label) in zip(options, choices, strict=True)
        if given in {value.casefold(), label.casefold()}
    ]
    shown: Json = {"type": "static_select", "options": options}
    return shown | ({"initial_option": chosen[0]} if chosen and filled else {})


def _value(field: Mapping[str, Any]) -> str:
    match field.get("type"):
        case "static_select":
            return str((field.get("selected_option") or {}).get("value") or "")
        case "conversations_select":
            return str(field.get("selected_conversation") or "")
        case "users_select":
            return str(field.get("selected_user") or "")
        case _:
            return str(field.get("value") or "")


def _words(text: str) -> Json:
    return {"type": "section", "text": _plain(text, LONGEST_TEXT)}


def _plain(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": shortened(text, most), "emoji": False}
