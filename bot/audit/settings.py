"""What is audited of a community's own settings, and of who may change them."""

from __future__ import annotations

from collections.abc import Collection

from bot.community.ages.bands import Under18s
from bot.community.auditing import Audited, Values
from bot.community.suggesting import locale_in_words, place_in_words
from bot.community.tables import AgeBand, ChosenModerator, Community
from bot.contract.messages import Named, Span, Spans
from bot.contract.places import Channel, Member, Role
from bot.texts import Translator, mark

LABELS = {
    "locale": mark("language {value}"),
    "zone": mark("zone {value}"),
    "area": mark("area {value}"),
    "channel": mark("nudges in {value}"),
    "notices": mark("notices in {value}"),
    "under_18s": mark("under-18s here: {value}"),
}
NOWHERE = mark("no channel")
NOT_SAID = mark("not said")
NOBODY = mark("somebody whose name is no longer kept")


def settings(t: Translator, row: Values, differ: Collection[str]) -> Spans:
    """Those of the community's settings that differ, one after the other."""
    spans: list[Span] = []
    for name in (each for each in LABELS if each in differ):
        spans += [", "] if spans else []
        spans += t.spans(LABELS[name], value=_setting(t, name, row[name]))
    return tuple(spans)


def moderator(t: Translator, row: Values, _: Collection[str]) -> Spans:
    """Who was chosen: a role, or a member by name."""
    match row.get("member") or row.get("role"):
        case Member() as member:
            return (Named(member),)
        case Role() as role:
            return (role,)
        case _:
            return (t(NOBODY),)


def band(t: Translator, row: Values, _: Collection[str]) -> Spans:
    """Which role it is."""
    role = row.get("role")
    return (role,) if isinstance(role, Role) else (t(NOBODY),)


def _setting(t: Translator, name: str, value: object) -> Span:
    match name, value:
        case "locale", str(tag):
            return locale_in_words(tag, t)
        case "area", str(area):
            return place_in_words(area, t)
        case "channel" | "notices", Channel() as channel:
            return channel
        case "channel" | "notices", _:
            return t(NOWHERE)
        case "under_18s", str(answer):
            return t(Under18s(answer).label)
        case _, None:
            return t(NOT_SAID)
        case _:
            return str(value)


SETTINGS = (
    Audited(
        Community,
        tuple(LABELS),
        name=lambda t, _: t("Settings"),
        describe=settings,
    ),
    Audited(
        ChosenModerator,
        ("community", "member", "role"),
        name=lambda t, _: t("Moderator"),
        describe=moderator,
    ),
    Audited(
        AgeBand,
        ("community", "role"),
        name=lambda t, _: t("Age band"),
        describe=band,
    ),
)
