"""What readers of other languages are told, so that nobody counts on what isn't there."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.contract.plain import plain
from bot.signposts import wording
from bot.signposts.asked import Asked
from bot.texts import translator
from signposting import Topic, choose, load_directory

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(("locale", "says"), [("es", True), ("en-GB", False), ("en-AU", False)])
def test_a_notice_says_what_is_heard(locale: str, says: bool) -> None:  # noqa: FBT001  # a case of the table
    """Where the lexicon doesn't hear the notice's own language, the notice says so."""
    t = translator(locale)
    drawn = plain(wording.notice(t, "k"), name=str, t=t, zone=LONDON)
    assert (t(wording.HEARD_IN_ENGLISH) in drawn) is says


@pytest.mark.parametrize(("locale", "says"), [("es", "contesta en inglés"), ("en-GB", "")])
def test_a_card_says_who_answers_in_another_language(locale: str, says: str) -> None:
    """Somebody who reads another language learns which one is spoken before they call."""
    t = translator(locale)
    language = t.locale.partition("-")[0]
    choice = choose(load_directory(), topics=(Topic.CRISIS,), area="GB", at=NOON, language=language, most=3)
    card = wording.card(t, choice, urgent=True, at=NOON, opening="…", asked=Asked())
    drawn = plain(card, name=str, t=t, zone=LONDON)
    assert says in drawn
    assert ("contesta en" in drawn or "answers in" in drawn) is bool(says)
