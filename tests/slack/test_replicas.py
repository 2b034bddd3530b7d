"""Several processes over one database: whichever of them Slack tells, and however often, it takes effect once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from adapters.slack.app import SlackApp
from bot.assembly import build
from bot.storage import Storage
from tests.delivery.desk import Patchy
from tests.simulators.slack.calling import written
from tests.simulators.slack.connecting import called, dealt_with
from tests.simulators.slack.world import Json
from tests.stages.on_slack import SlackOverHttp

CRISIS = "i want to kill myself"
OK, UNAVAILABLE = 200, 500


@asynccontextmanager
async def another(stage: SlackOverHttp, storage: Storage | None = None) -> AsyncIterator[str]:
    """A second replica, which Slack calls in turn with the first; its address."""

    def attach(app: SlackApp) -> None:
        running = build(stage.config, storage or stage.storage, {app.platform.name: app.platform}, clock=stage.clock)
        app.attach(running.house)

    async with called(stage.simulator, stage.storage, attach) as (_, address):
        yield address


async def test_an_event_told_four_times_to_two_replicas(slack_over_http: SlackOverHttp) -> None:
    """One card, whoever came first."""
    cal = slack_over_http["Cal"].person
    async with another(slack_over_http):
        await cal.says(slack_over_http.places["general"], CRISIS, times=4)
        await dealt_with()
    seen = [each for each in slack_over_http.world.shown_to(cal.user.id) if each.seen_by == cal.user.id]
    assert len(seen) == 1


async def test_four_at_the_same_moment(slack_over_http: SlackOverHttp) -> None:
    """Side by side, too: the database decides."""
    cal = slack_over_http["Cal"].person
    async with another(slack_over_http):
        await cal.says(slack_over_http.places["general"], CRISIS, times=4, at_once=True)
        await dealt_with()
    seen = [each for each in slack_over_http.world.shown_to(cal.user.id) if each.seen_by == cal.user.id]
    assert len(seen) == 1


async def test_a_form_begun_at_one_is_ended_at_the_other(slack_over_http: SlackOverHttp) -> None:
    """Everything that it is about travels with it."""
    ana = slack_over_http["Ana"]
    async with another(slack_over_http):
        for _ in range(2):  # whichever comes first
            await ana.says("/nudges add")
            await ana.fills_in(when="every friday 15:00", channel="allotments")
    drafts = [row for row in (await slack_over_http.kept()).splitlines() if row.startswith("schedule_drafts ")]
    assert len(drafts) == 2


async def test_what_could_not_be_saved_is_told_again(slack_over_http: SlackOverHttp) -> None:
    """While the database can't be written to, an event isn't acknowledged; told again, it takes effect."""
    cal = slack_over_http["Cal"]
    event: Json = {"type": "user_change", "user": {"id": cal.person.user.id, "deleted": True}}
    body: Json = {"type": "event_callback", "team_id": slack_over_http.team.id, "event_id": "Ev7", "event": event}
    body["authorizations"] = [{"team_id": slack_over_http.team.id, "user_id": slack_over_http.team.bot}]
    await cal.says("/preferences zone:Europe/Dublin")
    assert slack_over_http.row("Cal") in await slack_over_http.kept()
    async with another(slack_over_http, Patchy(slack_over_http.storage, [True])) as address:
        assert await status_of(slack_over_http, address, body) == UNAVAILABLE
        assert slack_over_http.row("Cal") in await slack_over_http.kept()
        assert await status_of(slack_over_http, address, body) == OK
    assert slack_over_http.row("Cal") not in await slack_over_http.kept()


async def status_of(stage: SlackOverHttp, address: str, event: Json) -> int:
    """How an event is answered there."""
    body, type_ = written("events_api", event)
    out = stage.simulator.calls_out
    status, _ = await out.post(address, body, {"Content-Type": type_, **out.signed(body)})
    return status


async def test_a_removal_during_a_nudge_ends_it(slack_over_http: SlackOverHttp) -> None:
    """Whoever removes the bot just as a nudge is on its way gets none, and nobody goes on trying."""
    simulator = slack_over_http.simulator
    simulator.interrupts["chat.postMessage"] = slack_over_http["Ana"].person.removes_the_app
    due = await slack_over_http.panel.next_nudge()
    assert due is not None
    await slack_over_http.until(due)
    assert "chat.postMessage" not in simulator.interrupts
    posted = simulator.calls.count("chat.postMessage")
    await slack_over_http.later(timedelta(days=3))
    assert slack_over_http.nudges() == []
    assert simulator.calls.count("chat.postMessage") == posted
    await slack_over_http.later(timedelta(days=5))
    assert slack_over_http.team.id not in await slack_over_http.kept()
