"""Who sees what, in the state that a page loads and in the stream that it follows."""

from __future__ import annotations

import re

import pytest
from aiohttp import ClientSession

from adapters.room import OpenForm
from adapters.web import application, serve
from adapters.web.playground import mount, streaming
from adapters.web.playground.wording import PAGE
from bot.contract.messages import text
from bot.contract.replies import Form
from tests.stage import Stage
from tests.web.conftest import LONDON, always_ready
from tests.web.fakes import Browser


async def test_a_visitor_is_an_ordinary_member_first(browser: Browser, session: ClientSession) -> None:
    """Without a name the state is that of somebody who doesn't moderate."""
    async with session.get(f"{browser.base}/room/state") as answer:
        assert (await answer.json())["me"] == {"id": "ben", "name": "Ben", "moderator": False}


async def test_everybody_sees_their_own_places(browser: Browser) -> None:
    """Channels one isn't in and other people's conversations are left out; Brewmate's is always there."""
    await browser.room.open((browser.people["Ben"].member, browser.people["Cal"].member), key="pair")

    async def names(as_: str) -> list[tuple[str, str]]:
        places = (await browser.state(as_))["places"]
        assert isinstance(places, list)
        return [(place["kind"], place["name"]) for place in places]

    assert await names("ana") == [("channel", "general"), ("channel", "moderators"), ("direct", "Brewmate")]
    assert await names("ben") == [("channel", "general"), ("group", "Ben, Cal"), ("direct", "Brewmate")]


async def test_commands_for_moderators_are_offered_to_them_alone(browser: Browser) -> None:
    """The declarations are those that this person may use, without hidden fields."""
    for_ben, for_ana = (await browser.state("ben"))["commands"], (await browser.state("ana"))["commands"]
    assert isinstance(for_ben, list)
    assert isinstance(for_ana, list)
    assert [each["path"] for each in for_ben] == ["greet", "thank", "wave", "move"]
    assert [each["path"] for each in for_ana] == ["greet", "thank", "wave", "move", "reset"]
    assert [each["name"] for each in for_ben[0]["options"]] == ["who", "loudly"]


async def test_a_post_says_what_the_page_needs(browser: Browser) -> None:
    """A post carries who, when in the community's time, whether it is private or edited, and its HTML."""
    browser.says(browser.general)
    (post,) = await browser.posts("ben")
    assert post["name"] == "Brewmate"
    assert post["by"] is None
    assert (post["time"], post["day"]) == ("10:00", "Monday 29 March 2027")
    assert post["at"] == "2027-03-29T10:00:00+01:00"
    assert (post["private"], post["edited"], post["pinned"]) == (False, False, False)
    assert post["summary"] == "Fancy a chat?"
    assert 'data-button="1">Draw anew</button>' in str(post["html"])


async def test_a_pinned_post_says_so(browser: Browser) -> None:
    """Pinning is no edit, and arrives live."""
    newest = (await browser.state("ben"))["newest"]
    browser.says(browser.general)
    await browser.room.pin(browser.room.posts[-1].receipt)
    async with browser.events("ben", newest) as stream:
        await stream.next()
        pinned = await stream.next()
    assert (pinned.name, pinned.data["pinned"], pinned.data["edited"]) == ("revised", True, False)


async def test_a_place_says_who_is_in_it(browser: Browser) -> None:
    """An open channel is everybody's; a closed one and a group name their people."""
    await browser.room.open((browser.people["Cal"].member, browser.people["Ana"].member), key="pair")
    places = (await browser.state("ana"))["places"]
    assert isinstance(places, list)
    assert [place["members"] for place in places] == [None, ["Ana"], ["Ana", "Cal"], ["Ana"]]


async def test_what_members_write_is_escaped(browser: Browser) -> None:
    """Markup in a member's words is shown, not obeyed."""
    await browser.does("say", "ben", channel="general", text="<b>hello</b>\nyou")
    (post,) = await browser.posts("cal")
    assert post["html"] == '<p dir="auto">&lt;b&gt;hello&lt;/b&gt;<br>you</p>'


async def test_a_private_answer_is_in_one_state_only(browser: Browser) -> None:
    """What is said to one member is in nobody else's state, a moderator's neither."""
    await browser.does("say", "ben", channel="general", text="I feel awful today")
    answer = (await browser.posts("ben"))[-1]
    assert answer["private"] is True
    assert "just for you" in str(answer["html"])
    for other in ("ana", "cal"):
        assert "just for you" not in str(await browser.state(other))


async def test_a_private_answer_is_in_one_stream_only(browser: Browser) -> None:
    """Another member's stream passes over what was said privately and goes on to the next thing."""
    await browser.state("cal")
    newest = (await browser.state("ben"))["newest"]
    async with browser.events("cal", newest) as cals, browser.events("ben", newest) as bens:
        await browser.does("say", "ben", channel="general", text="I feel awful today")
        await browser.does("say", "ben", channel="general", text="never mind")
        assert ["awful" in str((await cals.next()).data), "never mind" in str((await cals.next()).data)] == [True, True]
        await bens.next()
        assert "just for you" in str((await bens.next()).data)


async def test_a_private_answer_is_not_caught_up_on_by_others(browser: Browser) -> None:
    """Asking for everything from the beginning shows another member nothing private."""
    await browser.does("say", "ben", channel="general", text="I feel awful today")
    await browser.does("say", "ben", channel="general", text="the end")
    async with browser.events("ana", 0) as stream:
        seen = [await stream.next()]
        while "the end" not in str(seen[-1].data):
            seen.append(await stream.next())
    assert "just for you" not in str(seen)


async def test_the_real_core_answers_a_worrying_message_privately(stage: Stage, session: ClientSession) -> None:
    """With everything assembled, a worrying message is answered to its author's page and to no other."""
    app = application(ready=always_ready)
    mount(app, stage.room, stage.running.core, stage.running.catalogue.declarations, stage.panel, zone=LONDON)
    async with serve(app, "127.0.0.1", 0) as base:
        body = {"as": "ben", "channel": "general", "text": "I want to die"}
        async with session.post(f"{base}/room/say", json=body) as answer:
            assert answer.status == 200
        async with session.get(f"{base}/room/state?as=ben") as bens, session.get(f"{base}/room/state?as=ana") as anas:
            assert "Samaritans" in str((await bens.json())["posts"])
            assert "Samaritans" not in str((await anas.json())["posts"])


async def test_a_page_hears_what_happens(browser: Browser) -> None:
    """Posts, edits and deletions arrive with the number of their change."""
    newest = (await browser.state("cal"))["newest"]
    async with browser.events("cal", newest) as stream:
        post = browser.says(browser.general)
        posted = await stream.next()
        await browser.does("press", "ben", channel="general", post=post, button=1)
        revised = await stream.next()
        await browser.does("delete", "ana", channel="general", post=post)
        withdrawn = await stream.next()
    assert [each.name for each in (posted, revised, withdrawn)] == ["posted", "revised", "withdrawn"]
    assert revised.data["edited"] is True
    assert withdrawn.data == {"id": post, "place": "general"}
    numbers = [int(each.id or 0) for each in (posted, revised, withdrawn)]
    assert numbers == sorted(set(numbers))


async def test_a_lost_connection_catches_up(browser: Browser) -> None:
    """A page that comes back with the last number it saw gets what it missed, once and in order."""
    newest = (await browser.state("cal"))["newest"]
    async with browser.events("cal", newest) as stream:
        browser.says(browser.general, text("one"))
        last = (await stream.next()).id
    browser.says(browser.general, text("two"))
    browser.says(browser.general, text("three"))
    async with browser.events("cal", newest, last=last or "") as stream:
        missed = [str((await stream.next()).data["html"]) for _ in range(2)]
    assert missed == ['<p dir="auto">two</p>', '<p dir="auto">three</p>']


async def test_a_post_deleted_meanwhile_is_not_shown_again(browser: Browser) -> None:
    """Catching up tells of a post as it stands now: one that is gone is never drawn."""
    post = browser.says(browser.general, text("oh dear"))
    await browser.does("delete", "ana", channel="general", post=post)
    async with browser.events("cal", 0) as stream:
        seen = [await stream.next() for _ in range(4)]
    assert "oh dear" not in str([each.data for each in seen])


@pytest.mark.parametrize(("after", "run"), [("0", "another"), ("999999", None)])
async def test_a_page_from_an_earlier_start_loads_anew(browser: Browser, after: str, run: str | None) -> None:
    """A page that knows another start, or a number that isn't reached yet, is told to load anew."""
    more = {} if run is None else {"run": run}
    async with browser.events("cal", after, **more) as stream:
        assert (await stream.next()).name == "reload"


async def test_a_page_that_was_away_too_long_loads_anew(browser: Browser) -> None:
    """When the changes it missed are no longer kept, a page is told to load anew."""
    for _ in range(5_100):
        browser.room.put(browser.general, "hm", by=browser.people["Ben"].member)
    async with browser.events("cal", 1) as stream:
        assert (await stream.next()).name == "reload"


async def test_a_form_opens_on_its_members_page_alone(browser: Browser) -> None:
    """A form arrives live for whoever it stands open for; others go on to the next thing."""
    await browser.state("cal")
    newest = (await browser.state("ben"))["newest"]
    async with browser.events("ben", newest) as bens, browser.events("cal", newest) as cals:
        await browser.does("command", "ben", command="greet", values={}, channel="general")
        browser.says(browser.general, text("next"))
        assert (await bens.next()).name == "form"
        assert (await cals.next()).name == "posted"


async def test_a_form_of_a_command_that_is_not_offered_is_not_drawn(browser: Browser) -> None:
    """Somebody who stops being a moderator is not shown a moderators' form that stood open."""
    ana = browser.people["Ana"]
    browser.room.open_form(OpenForm("f", ana.member, browser.general, Form("reset")))
    assert len((await browser.state("ana"))["forms"]) == 1  # type: ignore[arg-type]  # a list, as JSON goes
    ana.is_moderator = False
    assert (await browser.state("ana"))["forms"] == []


async def test_a_new_group_appears_for_those_in_it(browser: Browser) -> None:
    """A group arrives live for its members; others go on to the next thing."""
    await browser.state("ana")
    newest = (await browser.state("ben"))["newest"]
    async with browser.events("ben", newest) as bens, browser.events("ana", newest) as anas:
        await browser.room.open((browser.people["Ben"].member, browser.people["Cal"].member), key="pair")
        browser.says(browser.general, text("next"))
        assert (await bens.next()).data["name"] == "Ben, Cal"
        assert (await anas.next()).name == "posted"


async def test_a_quiet_stream_gives_signs_of_life(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing happens, the page is still told the time, so that neither end takes the other for lost."""
    monkeypatch.setattr(streaming, "HEARTBEAT", 0.01)
    async with browser.events("ben", (await browser.state("ben"))["newest"]) as stream:
        told = await stream.next()
    assert (told.name, told.data["shown"]) == ("clock", "Monday 29 March 2027 at 10:00")


async def test_what_the_hint_says_to_write_is_answered(stage: Stage) -> None:
    """The words that a first visit suggests do get a private answer where it suggests them."""
    words, channel = re.findall(r"“(.+)” in #(\w+)", PAGE["hint_words"])[0]
    await stage["Ben"].says(words, channel)
    stage["Ben"].sees_privately("some options")
    stage["Ana"].sees(words)
    stage["Ana"].sees_nothing()
