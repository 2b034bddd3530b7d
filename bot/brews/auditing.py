"""What moderators settle about brews, as the audit tells it."""

from __future__ import annotations

from collections.abc import Collection

from bot.brews.tables import BrewSettings
from bot.community.auditing import Audited, Values
from bot.contract.messages import Span, Spans
from bot.texts import Translator, mark

LABELS = {
    "is_on": mark("brews {value}"),
    "hours": mark("a round takes answers for {value} hours"),
    "newcomers_wait": mark("newcomers wait {value} days"),
}


def settings(t: Translator, row: Values, differ: Collection[str]) -> Spans:
    """Those of the settings that differ, one after the other."""
    spans: list[Span] = []
    for name in (each for each in LABELS if each in differ):
        value = row[name]
        said = (t("on") if value else t("off")) if isinstance(value, bool) else str(value)
        spans += [", "] if spans else []
        spans.append(t(LABELS[name], value=said))
    return tuple(spans)


AUDITED = (Audited(BrewSettings, tuple(LABELS), name=lambda t, _: t("Brews"), describe=settings),)
