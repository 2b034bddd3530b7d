"""What members write on Slack goes no further, however much is logged."""

from __future__ import annotations

import logging

import pytest

from bot.logs import configure
from tests.simulators.slack.connecting import dealt_with
from tests.stages.on_slack import SlackOverHttp

CANARY = "xylophonist"
WORDS = (
    f"i want to kill myself {CANARY}",
    f"i feel so lonely {CANARY}",
    f"good morning {CANARY}",
    f"/support {CANARY} {CANARY}",
    f"/{CANARY}",
    f"@Brewmate {CANARY} help me",
)


async def test_no_row_and_no_log_line_holds_words(
    slack_over_http: SlackOverHttp, capfd: pytest.CaptureFixture[str]
) -> None:
    """At DEBUG the SDKs would write bodies down; neither they nor we do, and no token is shown either."""
    configure("json", "debug")
    for name in ("", "slack_bolt", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    cal = slack_over_http["Cal"]
    try:
        for words in WORDS:
            await cal.says(words)
        await cal.tells_brewmate(f"please help, {CANARY}")
        await cal.says(f"/preferences zone:{CANARY}")
        await cal.person.opens_home()
        await dealt_with()
    finally:
        configure("json", "error")
        for name in ("slack_bolt", "slack_sdk"):
            logging.getLogger(name).setLevel(logging.ERROR)
    logged = "".join(capfd.readouterr())
    assert "slack_sdk" in logged
    assert CANARY not in logged
    assert CANARY not in await slack_over_http.kept()
    assert not [token for token in slack_over_http.simulator.offices.tokens if token in logged]


async def test_what_only_one_sees_is_gone_after_a_reload_but_not_what_they_kept(slack_over_http: SlackOverHttp) -> None:
    """Slack forgets an answer that only they saw; what they sent to their own messages stays there."""
    cal = slack_over_http["Cal"]
    await cal.says("i want to kill myself")
    await cal.presses("Send this to my messages")
    cal.person.reloads()
    left = [each for each in cal.everything() if each.is_private]
    assert [each.place for each in left] == [""]
    assert "Samaritans" in left[0].text
