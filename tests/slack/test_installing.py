"""Installing the bot by its link: the same browser, once, within ten minutes; and what is kept of it is encrypted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.contract.ports import Unusable
from bot.installing.keeping import KeptInstallations
from bot.installing.sealing import Keyring, new_key
from tests.simulators.slack.browser import Browser
from tests.simulators.slack.connecting import KEY, dealt_with
from tests.simulators.slack.installing import LAST
from tests.simulators.slack.people import Person
from tests.simulators.slack.world import Json
from tests.slack.neighbours import Neighbour, installs, moved_in, neighbour
from tests.stages.on_slack import SlackOverHttp

REFUSED = 400
CANARY = "xylophonist"
STATUS_OK = 200


@asynccontextmanager
async def browsing(stage: SlackOverHttp, who: Person) -> AsyncIterator[Browser]:
    """Somebody's browser, shut afterwards."""
    browser = Browser(stage.simulator, who)
    try:
        yield browser
    finally:
        await browser.close()


async def is_answered(stage: SlackOverHttp, who: Neighbour) -> bool:
    """Whether the bot answers there."""
    asked = await who.member.types(who.general, "/help")
    await dealt_with()
    return bool(asked.shown) and stage.simulator.faults == []


async def test_a_workspace_that_installs_it_is_answered(slack_over_http: SlackOverHttp) -> None:
    """The page says what comes next, and the first command there is answered."""
    found = neighbour(slack_over_http)
    page = await installs(slack_over_http, found.owner)
    assert "Brewmate is in Elsewhere" in page
    assert "/setup" in page
    assert await is_answered(slack_over_http, found)


async def test_a_link_serves_once(slack_over_http: SlackOverHttp) -> None:
    """Going back in the browser's history installs nothing."""
    found = neighbour(slack_over_http)
    async with browsing(slack_over_http, found.owner) as browser:
        with_ = browser.agrees(await browser.sets_out(slack_over_http.address))
        assert (await browser.comes_back(slack_over_http.address, with_))[0] == STATUS_OK
        status, page = await browser.comes_back(slack_over_http.address, with_)
    assert status == REFUSED
    assert "Please start again" in page


async def test_another_browser_cant_come_back_with_it(slack_over_http: SlackOverHttp) -> None:
    """Nobody can be made to install the bot by somebody else's link, and the link is spent."""
    found = neighbour(slack_over_http)
    async with (
        browsing(slack_over_http, found.owner) as browser,
        browsing(slack_over_http, found.member) as other,
    ):
        with_ = browser.agrees(await browser.sets_out(slack_over_http.address))
        assert (await other.comes_back(slack_over_http.address, with_))[0] == REFUSED
        assert (await browser.comes_back(slack_over_http.address, with_))[0] == REFUSED
    assert found.team.id not in await slack_over_http.kept()


@pytest.mark.parametrize(("minutes", "status"), [(9, STATUS_OK), (10, REFUSED)])
async def test_a_link_lasts_ten_minutes(slack_over_http: SlackOverHttp, minutes: int, status: int) -> None:
    """Whoever comes back later sets out again."""
    found = neighbour(slack_over_http)
    async with browsing(slack_over_http, found.owner) as browser:
        asked = await browser.sets_out(slack_over_http.address)
        slack_over_http.clock.move_to(slack_over_http.clock() + timedelta(minutes=minutes))
        assert (await browser.comes_back(slack_over_http.address, browser.agrees(asked)))[0] == status


async def test_two_tabs_of_one_browser_both_arrive(slack_over_http: SlackOverHttp) -> None:
    """Whoever opens the link twice isn't turned away at the first."""
    found = neighbour(slack_over_http)
    async with browsing(slack_over_http, found.owner) as browser:
        first = await browser.sets_out(slack_over_http.address)
        await browser.sets_out(slack_over_http.address)
        status, _ = await browser.comes_back(slack_over_http.address, browser.agrees(first))
    assert status == STATUS_OK


async def test_whoever_says_no_is_left_in_peace(slack_over_http: SlackOverHttp) -> None:
    """Nothing is installed, and the page says that that is fine."""
    found = neighbour(slack_over_http)
    async with browsing(slack_over_http, found.owner) as browser:
        asked = await browser.sets_out(slack_over_http.address)
        denied = {"error": "access_denied", "state": asked["state"]}
        _, page = await browser.comes_back(slack_over_http.address, denied)
    assert "Nothing was installed" in page
    assert found.team.id not in await slack_over_http.kept()


async def test_a_made_up_code_installs_nothing(slack_over_http: SlackOverHttp) -> None:
    """Slack says no to it, and the page says so without its words."""
    found = neighbour(slack_over_http)
    async with browsing(slack_over_http, found.owner) as browser:
        asked = await browser.sets_out(slack_over_http.address)
        made_up = {"code": "<script>", "state": asked["state"]}
        status, page = await browser.comes_back(slack_over_http.address, made_up)
    assert status == REFUSED
    assert "Slack didn’t agree" in page
    assert "<script>" not in page


async def test_only_encrypted_tokens_are_kept(slack_over_http: SlackOverHttp) -> None:
    """No row holds a token or the words of a link, and no other key reads what is there."""
    await moved_in(slack_over_http)
    kept = await slack_over_http.kept()
    assert not [token for token in slack_over_http.simulator.offices.tokens if token in kept]
    assert "xoxb-" not in kept
    with pytest.raises(Unusable, match="Elsewhere"):
        await KeptInstallations(slack_over_http.storage, Keyring(new_key())).examine()


async def test_keys_are_changed_without_anybody_noticing(slack_over_http: SlackOverHttp) -> None:
    """With a new key put first everything is encrypted anew; then the old one can go."""
    key = new_key()
    assert await KeptInstallations(slack_over_http.storage, Keyring(f"{key} {KEY}")).rotate() == 1
    await KeptInstallations(slack_over_http.storage, Keyring(key)).examine()
    with pytest.raises(Unusable):
        await KeptInstallations(slack_over_http.storage, Keyring(KEY)).examine()


async def test_two_workspaces_never_see_each_other(slack_over_http: SlackOverHttp) -> None:
    """Whatever is typed in one, member's or moderator's, shows nothing that the other set up, wrote down or chose."""
    stage, ana = slack_over_http, slack_over_http["Ana"]
    await ana.says(f"/prompts add What made you smile, {CANARY}?")
    await ana.says(f'/triggers except "{CANARY} as a kite"')
    await ana.says("/preferences zone:Europe/Dublin")
    kept = await stage.kept()
    tables = {row.partition(" ")[0] for row in kept.splitlines() if CANARY in row}
    assert tables >= {"prompts", "phrase_drafts", "changes"}
    other = await moved_in(stage)
    typed = 0
    for path in stage.running.catalogue.commands:
        command, _, rest = path.partition(" ")
        asked = await other.owner.types(other.general, f"/{command}", rest)
        await dealt_with()
        typed += len(asked.shown) + (asked.form is not None)
        assert CANARY not in str(asked.form)
    await other.owner.opens_home()
    await other.member.says(other.general, f"i feel so lonely {CANARY}")
    await dealt_with()
    shown = [each.body for each in stage.world.said.values() if stage.world.places[each.place].team == other.team.id]
    theirs = [each for each in shown if each.get("blocks")]
    assert typed > len(stage.running.catalogue.commands) // 2
    assert theirs
    assert CANARY not in str([theirs, stage.world.homes])
    before = len(stage.world.messages(other.general.id))
    await stage.next_nudge()
    assert len(stage.world.messages(other.general.id)) == before


async def test_nobody_moderates_a_neighbour(slack_over_http: SlackOverHttp) -> None:
    """An owner there is nobody here: what a request says of its workspace is what it is looked up in."""
    other = await moved_in(slack_over_http)
    asked = await other.owner.types(slack_over_http.places["general"], "/nudges", "pause 1")
    await dealt_with()
    assert all("Paused" not in str(each.body) for each in asked.shown)
    post = await slack_over_http.next_nudge()
    assert post is not None


async def test_a_removal_ends_only_one_of_them(slack_over_http: SlackOverHttp) -> None:
    """The tokens go at once, the rest after the grace; the neighbour notices nothing."""
    other = await moved_in(slack_over_http)
    assert f"installations ('{other.team.id}'" in await slack_over_http.kept()
    await other.owner.removes_the_app()
    assert f"installations ('{other.team.id}'" not in await slack_over_http.kept()
    await slack_over_http.later(timedelta(days=8))
    assert other.team.id not in await slack_over_http.kept()
    assert slack_over_http.nudges()


async def test_who_installs_it_again_goes_on(slack_over_http: SlackOverHttp) -> None:
    """Within the grace everything is as it was, and an old farewell that Slack repeats changes nothing."""
    other = await moved_in(slack_over_http)
    await other.owner.types(other.general, "/prompts", "add What made you smile here?")
    await dealt_with()
    at = slack_over_http.clock()
    await other.owner.removes_the_app()
    slack_over_http.clock.move_to(at + timedelta(days=1))
    await installs(slack_over_http, other.owner)
    await other.owner.tells({"type": "app_uninstalled"}, at=at)
    asked = await other.owner.types(other.general, "/prompts", "list")
    await dealt_with()
    assert "made you smile here" in str(asked.shown[0].body)


async def test_tokens_that_end_are_traded_in_time(slack_over_http: SlackOverHttp) -> None:
    """Days later the bot still answers, though no token lasts twelve hours."""
    slack_over_http.simulator.offices.rotates = True
    other = await moved_in(slack_over_http)
    for hours in (11, 11, 40):
        slack_over_http.clock.move_to(slack_over_http.clock() + timedelta(hours=hours))
        assert await is_answered(slack_over_http, other)
    assert slack_over_http.simulator.calls.count("oauth.v2.access") == 2 + 3  # two workspaces installed it


async def test_tokens_that_cant_be_traded_are_used_while_they_last(slack_over_http: SlackOverHttp) -> None:
    """Where Slack refuses new ones, the old ones serve to their end; then nothing is sent, and nothing breaks."""
    offices = slack_over_http.simulator.offices
    offices.rotates = True
    other = await moved_in(slack_over_http)
    offices.forget_refresh_tokens()
    slack_over_http.clock.move_to(slack_over_http.clock() + LAST - timedelta(minutes=30))
    assert await is_answered(slack_over_http, other)
    slack_over_http.clock.move_to(slack_over_http.clock() + timedelta(hours=1))
    assert not await is_answered(slack_over_http, other)


async def test_a_whole_organisation_installs_it_once(slack_over_http: SlackOverHttp) -> None:
    """Each of its workspaces is a community of its own, later ones too; one removal ends them all."""
    first = neighbour(slack_over_http, "Hill One", organisation="E1")
    second = neighbour(slack_over_http, "Hill Two", organisation="E1")
    page = await installs(slack_over_http, first.owner, teams=(first.team, second.team), organisation="E1")
    assert "Brewmate is in Hills" in page
    assert await is_answered(slack_over_http, first)
    assert await is_answered(slack_over_http, second)
    third = neighbour(slack_over_http, "Hill Three", organisation="E1")
    slack_over_http.simulator.offices.widen(first.team, third.team)
    await third.member.says(third.general, f"<@{third.team.bot}> hello")
    await dealt_with()
    assert await is_answered(slack_over_http, third)
    await first.owner.removes_the_app()
    assert not await is_answered(slack_over_http, second)
    await slack_over_http.later(timedelta(days=8))
    kept = await slack_over_http.kept()
    assert not [each for each in (first, second, third) if each.team.id in kept]


async def test_an_organisation_gives_and_takes(slack_over_http: SlackOverHttp) -> None:
    """A workspace that is given the bot is answered, and one from which it is taken isn't any more."""
    first = neighbour(slack_over_http, "Hill One", organisation="E1")
    await installs(slack_over_http, first.owner, teams=(first.team,), organisation="E1")
    second = neighbour(slack_over_http, "Hill Two", organisation="E1")
    slack_over_http.simulator.offices.widen(first.team, second.team)
    await first.owner.tells({"type": "team_access_granted", "team_ids": [second.team.id]})
    assert await is_answered(slack_over_http, second)
    await first.owner.tells({"type": "team_access_revoked", "team_ids": [second.team.id]})
    assert not await is_answered(slack_over_http, second)
    assert await is_answered(slack_over_http, first)


async def test_whoever_installed_it_moderates(slack_over_http: SlackOverHttp) -> None:
    """They brought it here, so they can set it up, whether they run the workspace or not."""
    found = neighbour(slack_over_http)
    await installs(slack_over_http, found.member)
    asked = await found.member.types(found.general, "/prompts", "add What made you smile?")
    await dealt_with()
    assert "Only moderators" not in str(asked.shown[0].body)


async def test_a_removal_that_names_only_the_organisation(slack_over_http: SlackOverHttp) -> None:
    """Slack tells of it without a workspace: all of the organisation's end."""
    first = neighbour(slack_over_http, "Hill One", organisation="E1")
    await installs(slack_over_http, first.owner, teams=(first.team,), organisation="E1")
    body: Json = {"type": "event_callback", "team_id": None, "enterprise_id": "E1", "event_id": "Ev9"}
    at = int(slack_over_http.clock().timestamp()) + 1
    await slack_over_http.simulator.tell(
        "events_api", body | {"event_time": at, "event": {"type": "app_uninstalled"}, "authorizations": []}
    )
    assert "installations ('E1'" not in await slack_over_http.kept()
    await slack_over_http.later(timedelta(days=8))
    assert first.team.id not in await slack_over_http.kept()


async def test_what_comes_late_begins_nothing(slack_over_http: SlackOverHttp) -> None:
    """An event from a workspace that removed the bot is acknowledged, and leaves no row."""
    other = await moved_in(slack_over_http)
    await other.owner.removes_the_app()
    await slack_over_http.later(timedelta(days=8))
    await other.member.says(other.general, f"<@{other.team.bot}> are you there?")
    await other.member.leaves()
    await other.member.opens_home()
    await dealt_with()
    assert other.team.id not in await slack_over_http.kept()
    assert slack_over_http.simulator.calls_out.statuses[-3:] == [STATUS_OK] * 3


async def test_an_event_may_say_less(slack_over_http: SlackOverHttp) -> None:
    """Where Slack doesn't say who we are in a workspace, the installation does."""
    cal = slack_over_http["Cal"].person
    words = {"type": "app_mention", "user": cal.user.id, "text": f"<@{slack_over_http.team.bot}> hello", "ts": "1.1"}
    event: Json = {**words, "channel": slack_over_http.native("general")}
    body: Json = {"type": "event_callback", "team_id": slack_over_http.team.id, "event_id": "Ev8", "event": event}
    await slack_over_http.simulator.tell("events_api", body)
    await dealt_with()
    assert [each for each in slack_over_http.world.shown_to(cal.user.id) if each.seen_by == cal.user.id]


async def test_nobody_takes_the_installers_place(slack_over_http: SlackOverHttp) -> None:
    """A member who opens the link once more doesn't moderate for that, and whoever installed it first still does."""
    found = neighbour(slack_over_http)
    await installs(slack_over_http, found.owner)
    found.owner.user.is_admin = False
    await installs(slack_over_http, found.member)
    refused = await found.member.types(found.general, "/nudges", "list")
    allowed = await found.owner.types(found.general, "/nudges", "list")
    await dealt_with()
    assert "Only moderators" in str(refused.shown[0].body)
    assert "Only moderators" not in str(allowed.shown[0].body)


async def test_an_older_token_that_ends_ends_nothing(slack_over_http: SlackOverHttp) -> None:
    """Tokens of another bot user, such as of an installation before this one, are none of ours."""
    other = await moved_in(slack_over_http)
    await other.owner.tells({"type": "tokens_revoked", "tokens": {"bot": ["U0OLDBOT"]}})
    assert await is_answered(slack_over_http, other)


async def test_a_word_in_a_form_is_only_a_word(slack_over_http: SlackOverHttp) -> None:
    """A command about a payload is no payload."""
    cal = slack_over_http["Cal"].person
    asked = await cal.types(slack_over_http.places["general"], "/support", "payload")
    await dealt_with()
    assert len(asked.shown) == 1


async def test_a_guests_form_belongs_to_where_it_was_opened(slack_over_http: SlackOverHttp) -> None:
    """In a channel that two workspaces share, a form says where the app is that opened it."""
    other = await moved_in(slack_over_http)
    form = await slack_over_http["Ana"].person.types(slack_over_http.places["general"], "/prompts", "add")
    await dealt_with()
    assert form.form is not None
    form.form["app_installed_team_id"] = slack_over_http.team.id
    await other.owner.submits(form, text=f"What made you smile, {CANARY}?")
    await dealt_with()
    rows = [row for row in (await slack_over_http.kept()).splitlines() if CANARY in row]
    assert not [row for row in rows if other.team.id in row]
