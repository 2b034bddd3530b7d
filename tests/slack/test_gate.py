"""Who may tell us anything over HTTP: Slack alone, just now, and once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.simulators.slack.calling import FORM, JSON, SIGNING_SECRET, written
from tests.simulators.slack.world import Json
from tests.stages.on_slack import SlackOverHttp

OK, NOT_SLACK, TOO_LARGE, WRONG_TYPE = 200, 401, 413, 415
CHALLENGE = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
MOST = 1_000_000


async def posted(
    stage: SlackOverHttp, body: bytes, headers: dict[str, str] | None = None, type_: str = JSON
) -> tuple[int, str]:
    """How this body is answered; signed, unless other headers are given."""
    signed = stage.simulator.calls_out.signed(body) if headers is None else headers
    return await stage.simulator.calls_out.post(stage.address, body, {"Content-Type": type_, **signed})


async def test_the_challenge_is_answered(slack_over_http: SlackOverHttp) -> None:
    """Slack checks an address by a word that has to come back."""
    status, said = await posted(slack_over_http, CHALLENGE)
    assert status == OK
    assert "abc" in said


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_what_is_old_or_ahead_is_refused(slack_over_http: SlackOverHttp, minutes: int) -> None:
    """Five minutes either way is all that clocks may differ."""
    at = slack_over_http.clock() + timedelta(minutes=minutes)
    signed = slack_over_http.simulator.calls_out.signed(CHALLENGE, at=at)
    assert (await posted(slack_over_http, CHALLENGE, signed))[0] == NOT_SLACK


async def test_only_the_right_secret_signs(slack_over_http: SlackOverHttp) -> None:
    """Nobody else knows it."""
    signed = slack_over_http.simulator.calls_out.signed(CHALLENGE, secret="another")  # noqa: S106  # nobody's
    assert (await posted(slack_over_http, CHALLENGE, signed))[0] == NOT_SLACK


async def test_the_signature_is_of_these_very_bytes(slack_over_http: SlackOverHttp) -> None:
    """One blank more, and it is another body."""
    signed = slack_over_http.simulator.calls_out.signed(CHALLENGE)
    assert (await posted(slack_over_http, CHALLENGE + b" ", signed))[0] == NOT_SLACK


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=abc"},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=abc"},
        {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=abc"},
    ],
)
async def test_half_a_signature_is_none(slack_over_http: SlackOverHttp, headers: dict[str, str]) -> None:
    """Whatever stands in the headers, nothing breaks."""
    assert (await posted(slack_over_http, CHALLENGE, headers))[0] == NOT_SLACK


@pytest.mark.parametrize("signature", ["v0=é", "\udcff"])
async def test_an_odd_signature_is_refused(slack_over_http: SlackOverHttp, signature: str) -> None:
    """Signs that can't be compared are not Slack's."""
    stamp = str(int(slack_over_http.clock().timestamp()))
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    assert (await posted(slack_over_http, CHALLENGE, headers))[0] == NOT_SLACK


async def test_bytes_that_are_no_text_are_refused(slack_over_http: SlackOverHttp) -> None:
    """A body that isn't UTF-8 is not one of Slack's."""
    body = b'{"type": "\xff\xfe"}'
    assert (await posted(slack_over_http, body))[0] == NOT_SLACK


async def test_a_replay_is_refused(slack_over_http: SlackOverHttp) -> None:
    """The very same request is let in once; Slack signs anew what it repeats by itself."""
    signed = slack_over_http.simulator.calls_out.signed(CHALLENGE)
    assert (await posted(slack_over_http, CHALLENGE, signed))[0] == OK
    assert (await posted(slack_over_http, CHALLENGE, signed))[0] == NOT_SLACK
    slack_over_http.clock.move_to(slack_over_http.clock() + timedelta(minutes=4))
    assert (await posted(slack_over_http, CHALLENGE, signed))[0] == NOT_SLACK


async def test_a_replayed_command_has_no_second_effect_elsewhere(slack_over_http: SlackOverHttp) -> None:
    """A replica that hasn't seen the request knows its trigger from the database."""
    ben, general = slack_over_http["Ben"].person, slack_over_http.places["general"]
    body: Json = {"command": "/mydata", "text": "show", "user_id": ben.user.id, "channel_id": general.id}
    asked = slack_over_http.simulator.interactions.begun(ben.user.id, general.id)
    url = f"{slack_over_http.simulator.interactions.url}{asked.token}"
    body |= {"team_id": slack_over_http.team.id, "trigger_id": asked.token, "response_url": url}
    raw, type_ = written("slash_commands", body)
    signed = slack_over_http.simulator.calls_out.signed(raw)
    assert (await posted(slack_over_http, raw, signed, type_))[0] == OK
    assert len(await asked.answered()) == 1
    await slack_over_http.restart()
    assert (await posted(slack_over_http, raw, signed, type_))[0] == OK
    await slack_over_http.ends()
    assert len(asked.shown) == 1


@pytest.mark.parametrize(("size", "status"), [(MOST, NOT_SLACK), (MOST + 1, TOO_LARGE)])
async def test_a_large_body_is_not_read(slack_over_http: SlackOverHttp, size: int, status: int) -> None:
    """More than Slack ever sends is refused before it is looked at."""
    assert (await posted(slack_over_http, b" " * size, {}))[0] == status


async def test_a_body_that_hides_its_size_is_not_read_on(slack_over_http: SlackOverHttp) -> None:
    """One that comes in pieces is counted as it comes."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b" " * (MOST // 20)

    status, _ = await slack_over_http.simulator.calls_out.post(
        slack_over_http.address, pieces(), {"Content-Type": JSON}
    )
    assert status == TOO_LARGE


@pytest.mark.parametrize("type_", ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""])
async def test_another_type_is_refused(slack_over_http: SlackOverHttp, type_: str) -> None:
    """Slack sends JSON and forms."""
    assert (await posted(slack_over_http, CHALLENGE, type_=type_))[0] == WRONG_TYPE


async def test_a_look_at_the_certificate_is_answered(slack_over_http: SlackOverHttp) -> None:
    """Slack looks now and then, without anything to say."""
    assert await posted(slack_over_http, b"ssl_check=1&token=t", {}, FORM) == (OK, "")


async def test_what_nobody_listens_for_is_acknowledged(slack_over_http: SlackOverHttp) -> None:
    """An event that we never asked for is not repeated."""
    event: Json = {"type": "event_callback", "team_id": slack_over_http.team.id, "event_id": "Ev1"}
    body = json.dumps({**event, "event": {"type": "emoji_changed"}}).encode()
    assert (await posted(slack_over_http, body))[0] == OK


async def test_secrets_are_never_shown(slack_over_http: SlackOverHttp) -> None:
    """Neither settings nor tokens say more of themselves than they have to."""
    settings = slack_over_http.settings
    assert settings.signing_secret == SIGNING_SECRET
    assert SIGNING_SECRET not in repr(settings)
    assert str(settings.client_secret) not in repr(settings)
