"""Three minutes in the life of the community: what happens is real, and who sees what is as it always is."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession

from adapters.room import Post, Room
from adapters.room.clock import MovableClock
from adapters.web import application, serve
from adapters.web.playground import mount, wording
from adapters.web.playground.asking import Json, Refused
from adapters.web.playground.showing import Show
from bot.texts import translator
from tests.stage import Stage
from tests.web.conftest import LONDON, NINE, always_ready
from tests.web.fakes import COMMANDS, Browser, SmallCore, StandingPanel

ENGLISH = translator(None)


def show(stage: Stage, viewer: str = "Ben") -> Show:
    """The show as somebody of the real community watches it."""
    running, room = stage.running, stage.room
    person = stage[viewer].visitor.person
    return Show(room, running.core, running.catalogue.declarations, stage.panel, person, "en-GB")


async def played(stage: Stage, viewer: str = "Ben") -> list[Json]:
    """All of it, from the first step to the last."""
    running = show(stage, viewer)
    return [await running.play(number, ENGLISH) for number in range(len(running.steps))]


async def test_it_lasts_three_minutes(stage: Stage) -> None:
    """Played without a pause it takes three minutes, give or take a quarter of one."""
    assert 165 <= sum(step.seconds for step in show(stage).steps) <= 195


async def test_the_answer_is_for_whoever_wrote_alone(stage: Stage) -> None:
    """The worrying words get a private answer, which the next viewer doesn't see."""
    await played(stage)
    stage["Isla"].sees_privately("here are some options")
    stage["Ben"].sees("I can’t cope any more")
    assert not [text for text in map(stage.text, _seen(stage, "Ben")) if "options if you’d like" in text]


async def test_big_words_get_no_answer(stage: Stage) -> None:
    """Whoever wants biscuits is left alone."""
    await played(stage)
    assert not [post for post in _seen(stage, "Dee") if "options" in stage.text(post)]


async def test_the_tally_grows_to_ten(stage: Stage) -> None:
    """Ten people answer, so that the tally names the kind that is large enough."""
    await played(stage)
    assert "10 people have answered. Roughly:" in stage.text(stage.nudges()[-1])


async def test_it_looks_through_several_eyes_and_ends_where_it_began(stage: Stage) -> None:
    """The viewer is shown as somebody stormy, as somebody low, and last as themselves."""
    shown = await played(stage)
    eyes = list(dict.fromkeys(each["as"] for each in shown))
    assert eyes == ["ben", "hari", "isla"]
    assert (shown[-1]["as"], shown[-1]["last"]) == ("ben", True)
    assert [each["last"] for each in shown].count(True) == 1
    assert shown[-1]["scene"] == shown[-1]["scenes"]


async def test_captions_name_the_cast(stage: Stage) -> None:
    """No gap is left in a caption, and what belongs to the one before has none."""
    shown = await played(stage)
    captions = [str(each["caption"]) for each in shown if each["caption"]]
    assert not [each for each in captions if "{" in each]
    assert [not each["caption"] for each in shown][1:] == [each["more"] for each in shown][:-1]


async def test_it_can_be_played_again(stage: Stage) -> None:
    """A second time, a week later, it goes the same way; a moderator may watch it, too."""
    await played(stage)
    shown = await played(stage, "Ana")
    assert ENGLISH(wording.SHOW_QUIET, low="Isla") not in [each["caption"] for each in shown]
    assert len(stage.nudges()) > 1


async def test_somebody_who_wants_no_answers_gets_none(stage: Stage) -> None:
    """Where the bot has a reason to keep quiet, the caption says so, and nothing is made up."""
    await stage["Isla"].says("I can’t cope any more")
    await stage["Isla"].presses("Not for me")
    captions = [each["caption"] for each in await played(stage)]
    assert ENGLISH(wording.SHOW_QUIET, low="Isla") in captions


async def test_a_caption_is_never_the_wrong_one(stage: Stage) -> None:
    """Looking at options has a caption for when nothing was offered."""
    running = show(stage)
    number = next(at for at, step in enumerate(running.steps) if step.caption == wording.SHOW_OPTIONS)
    assert (await running.play(number, ENGLISH))["caption"] == ENGLISH(wording.SHOW_NO_OPTIONS, low="Isla")


async def test_without_a_check_in_there_is_no_show(stage: Stage) -> None:
    """Where no schedule asks for the weather, it says what is missing."""
    for number in (1, 2):
        await stage["Ana"].says(f"/nudges pause {number}", "moderators")
    with pytest.raises(Refused) as refused:
        await show(stage).play(1, ENGLISH)
    assert refused.value.sentence == wording.NO_SHOW


async def test_there_is_nothing_after_the_end(stage: Stage) -> None:
    """A step beyond the last is refused."""
    running = show(stage)
    with pytest.raises(Refused):
        await running.play(len(running.steps), ENGLISH)


async def test_a_small_room_has_no_show(browser: Browser) -> None:
    """With fewer than ten people it says what is missing, and nothing happens."""
    assert await browser.refused("show", "ben", step=0) == wording.NO_SHOW
    assert browser.core.events == []


async def test_a_room_without_channels_has_no_show() -> None:
    """Ten people and nowhere to speak: nothing to show."""
    room = Room(MovableClock(NINE))
    people = [room.add_person(f"P{number}") for number in range(10)]
    running = Show(room, SmallCore(), COMMANDS, StandingPanel(NINE, None), people[0], None)
    with pytest.raises(Refused):
        await running.play(0, ENGLISH)


async def test_no_caption_tells_of_what_did_not_happen(stage: Stage) -> None:
    """A step that is asked for out of turn, before any check-in, does nothing and breaks nothing."""
    running = show(stage)
    shown = [await running.play(number, ENGLISH) for number in (2, 6, 12)]
    assert [each["as"] for each in shown] == ["ben", "ben", "ben"]


async def test_a_room_whose_clock_stands_has_no_show(session: ClientSession) -> None:
    """Without the clock panel there is no show either."""
    app, room = application(ready=always_ready), Room(MovableClock(NINE))
    room.add_person("Ben")
    mount(app, room, SmallCore(), COMMANDS, zone=LONDON)
    sent = {"as": "ben", "step": 0}
    async with serve(app, "127.0.0.1", 0) as base, session.post(f"{base}/room/show", json=sent) as answer:
        assert (await answer.json())["error"] == wording.NO_CLOCK


async def test_the_page_is_told_the_time_with_each_step(stage: Stage, session: ClientSession) -> None:
    """What a step answers carries the clock, which the show moves."""
    app = application(ready=always_ready)
    mount(app, stage.room, stage.running.core, stage.running.catalogue.declarations, stage.panel, zone=LONDON)
    sent = {"as": "ben", "step": 1}
    async with serve(app, "127.0.0.1", 0) as base, session.post(f"{base}/room/show", json=sent) as answer:
        shown = await answer.json()
    assert "14:00" in shown["clock"]["shown"]
    assert shown["place"] == "tea-room"


def _seen(stage: Stage, name: str) -> list[Post]:
    """What the bot has said that this person can see and nobody else."""
    member = stage[name].visitor.member
    return [post for post in stage.room.posts if post.by is None and post.seen_by == frozenset({member})]
