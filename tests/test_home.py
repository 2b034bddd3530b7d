"""The bot's own page: what a member finds there, what a moderator finds besides, and what stands on nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.catalogue import HOME
from bot.community import store
from bot.contract.commands import Answering, Audience
from bot.contract.events import ButtonPressed, HomeOpened
from bot.contract.messages import Button, Choices, Facts, Instant, Message, Paragraph
from bot.contract.places import Channel
from bot.contract.plain import buttons, plain
from bot.contract.replies import Form, Home, Replies, Say, Survey
from bot.nudges import store as nudges
from bot.nudges.home import SHOWN
from bot.texts import translator
from tests.stage import Stage
from tests.test_promises import dump

DANGER = "If you or somebody else is in danger right now, you can call 999 or 112 at any time."
MOST_BLOCKS = 40
MOST_BUTTONS = 25
OPTIONS = "Options, privately"
CHOICES = ["Place and language", "All your choices", "See everything I hold about you"]
FOR_ALL = [OPTIONS, "I’m free now", "My choices about brews", *CHOICES]
STEERING = ["Preview", "Pause", "Change"]
FOR_MODERATORS = [*STEERING, *STEERING, "A new schedule", "Add a prompt of your own", "Look through the prompts"]
"""The playground has two schedules."""


async def opened(stage: Stage, name: str, *, locale: str | None = None) -> Message:
    """Somebody opens the bot's page; what stands there."""
    person = stage[name].visitor.person
    event = HomeOpened(
        id=stage.room.new_id("home"),
        by=person.member,
        where=None,
        at=stage.clock(),
        locale=locale,
        is_moderator=person.is_moderator,
        roles=person.roles,
    )
    (reply,) = await stage.running.core.handle(event)
    assert isinstance(reply, Home)
    return reply.message


async def pressed(stage: Stage, name: str, label: str) -> Replies:
    """Somebody presses a button of their page; what comes of it."""
    button = next(each for each in buttons(await opened(stage, name)) if each.label == label)
    person = stage[name].visitor.person
    event = ButtonPressed(
        id=stage.room.new_id("press"),
        by=person.member,
        where=None,
        at=stage.clock(),
        is_moderator=person.is_moderator,
        action=button.action,
        subject=button.subject,
        choice=button.choice,
    )
    return await stage.running.core.handle(event)


def text(stage: Stage, page: Message, locale: str = "en-GB") -> str:
    """The page as plain text."""
    return plain(page, name=stage.room.called, t=translator(locale), zone=ZoneInfo("Europe/London"))


def labels(page: Message) -> list[str]:
    """What its buttons say."""
    return [each.label for each in buttons(page)]


async def test_a_member_finds_support_choices_data_and_the_next_nudge(stage: Stage) -> None:
    """Danger first, then each thing in a line or two, with the button that leads on; nothing for moderators."""
    page = await opened(stage, "Ben")
    assert text(stage, page).splitlines() == [
        "Hello from Brewmate",
        DANGER,
        "If you’d like somebody to talk to, I can show you some options. Only you see them.",
        "If you fancy a chat with somebody here, I can introduce you to somebody who fancies one, too.",
        "Your choices",
        "You’ve chosen nothing yourself so far, so what holds for everybody here holds for you.",
        "What I hold about you",
        "It’s yours: /mydata export hands it over, and /mydata erase has it erased.",
        "The next nudge here is on Monday 22 March 2027 at 10:00, in #tea-room.",
        "/help shows what else I can do.",
    ]
    assert labels(page) == FOR_ALL


async def test_when_and_where_are_values(stage: Stage) -> None:
    """The next nudge's time and channel are drawn by each platform in its own way."""
    page = await opened(stage, "Ben")
    spans = [span for block in page.blocks if isinstance(block, Paragraph) for span in block.spans]
    assert Instant(datetime(2027, 3, 22, 10, 0, tzinfo=UTC)) in spans
    assert stage.channel("tea-room") in [each for each in spans if isinstance(each, Channel)]


async def test_a_moderator_finds_schedules_and_prompts_as_well(stage: Stage) -> None:
    """Each schedule in a line with its next time and what can be done with it, and the prompts."""
    page = await opened(stage, "Ana")
    drawn = text(stage, page)
    assert "#1 Every Monday at 10:00, in #tea-room: next on Monday 22 March 2027 at 10:00" in drawn
    assert "In the rotation: " in drawn
    assert "; of your own: 0." in drawn
    assert labels(page) == FOR_ALL + FOR_MODERATORS


async def test_a_prompt_of_ones_own_is_counted(stage: Stage) -> None:
    """A community's own prompt is one more in the rotation."""
    before = text(stage, await opened(stage, "Ana"))
    await stage["Ana"].says("/prompts add What made you smile today?", "moderators")
    count = int(before.partition("In the rotation: ")[2].partition(";")[0])
    assert f"In the rotation: {count + 1}; of your own: 1." in text(stage, await opened(stage, "Ana"))


@pytest.mark.parametrize(
    ("label", "command"),
    [
        ("Place and language", "preferences"),
        ("Change", "nudges edit"),
        ("A new schedule", "nudges add"),
        ("Add a prompt of your own", "prompts add"),
    ],
)
async def test_some_buttons_open_a_form(stage: Stage, label: str, command: str) -> None:
    """What can be filled in opens as a form at once, and is declared so that every platform can open it."""
    (reply,) = await pressed(stage, "Ana", label)
    assert isinstance(reply, Form)
    assert reply.command == command
    button = next(each for each in buttons(await opened(stage, "Ana")) if each.label == label)
    assert stage.running.catalogue.actions[button.action].declared.answering is Answering.WITH_FORM


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Options, privately", "116 123"),
        ("My choices about brews", "Your brews"),
        ("All your choices", "Your choices"),
        ("See everything I hold about you", "I hold nothing about you."),
        ("Preview", "The next times:"),
        ("Look through the prompts", "Prompts, page 1 of"),
    ],
)
async def test_the_others_answer(stage: Stage, label: str, said: str) -> None:
    """Every other button of the page answers privately what its command would."""
    (reply,) = await pressed(stage, "Ana", label)
    assert isinstance(reply, Say)
    assert said in text(stage, reply.message)


async def test_a_schedule_is_paused_and_resumed_from_the_page(stage: Stage) -> None:
    """The page drawn anew shows it paused, says what comes next or that nothing does, and offers to let it go on."""
    await pressed(stage, "Ana", "Pause")
    page = await opened(stage, "Ana")
    assert "Resume" in labels(page)
    assert "#1 Every Monday at 10:00, in #tea-room: paused" in text(stage, page)
    assert "The next nudge here is on Wednesday" in text(stage, await opened(stage, "Ben"))
    await pressed(stage, "Ana", "Pause")
    assert "Pause" not in labels(await opened(stage, "Ana"))
    assert "No nudge is planned here just now." in text(stage, await opened(stage, "Ben"))
    await pressed(stage, "Ana", "Resume")
    assert "The next nudge here is on Monday" in text(stage, await opened(stage, "Ben"))


async def test_the_next_nudge_is_one_that_will_be_posted(stage: Stage) -> None:
    """Neither a time that was left out, nor a quiet day, nor a later schedule is announced as the next."""
    ana = stage["Ana"]
    await ana.says("/nudges add every tuesday 09:00 #allotments", "moderators")
    await ana.presses("Save it")
    await ana.says("/nudges skip 1", "moderators")
    assert "on Tuesday 23 March 2027 at 09:00, in #allotments." in text(stage, await opened(stage, "Ben"))
    await ana.says("/nudges quiet 2027-03-23", "moderators")
    assert "on Wednesday 24 March 2027 at 14:00, in #tea-room." in text(stage, await opened(stage, "Ben"))


async def test_many_schedules_leave_room(stage: Stage) -> None:
    """With many schedules the first stand there, the number of the others is said, and the page stays small."""
    async with stage.running.storage.write() as session:
        (first, *_) = await nudges.schedules(session, stage.room.community)
        names = ("community", "channel", "rule", "start", "zone", "mood", "weather", "watermark", "next_at", "version")
        same = {name: getattr(first, name) for name in (*names, "created_at")}
        for _ in range(49):
            await nudges.add(session, type(first)(**same))
    page = await opened(stage, "Ana")
    assert labels(page).count("Preview") == SHOWN
    assert f"And {51 - SHOWN} more; /nudges list shows them all." in text(stage, page)
    assert len(page.blocks) <= MOST_BLOCKS
    assert max(len(each.buttons) for each in page.blocks if isinstance(each, Choices)) <= MOST_BUTTONS


async def test_what_somebody_chose_stands_on_their_page(stage: Stage) -> None:
    """What differs from what holds for everybody is listed; topics only by their number, as others may look on."""
    async with stage.running.storage.write() as session:
        member = stage["Cal"].visitor.member
        await store.choose(
            session, member, area="GB-SCT", answers_off=True, topics_off="loneliness money", is_minor=True
        )
    page = await opened(stage, "Cal")
    (facts,) = (each for each in page.blocks if isinstance(each, Facts))
    assert [(label, *spans) for label, spans in facts.pairs] == [
        ("Place", "Scotland"),
        ("Private answers to what you write in channels", "off"),
        ("Topics I leave out", "2"),
    ]
    assert "18" not in text(stage, page)


@pytest.mark.parametrize("other", ["Ben", "Ana"])
async def test_nobody_elses_choices_stand_on_a_page(stage: Stage, other: str) -> None:
    """What one member chose changes no other page, not even a moderator's."""
    before = await opened(stage, other)
    async with stage.running.storage.write() as session:
        chosen = {"locale": "cy", "zone": "America/New_York", "area": "GB-SCT"}
        chosen_too = {"answers_off": True, "mentions_off": True, "offers_off": True, "topics_off": "loneliness"}
        await store.choose(session, stage["Cal"].visitor.member, **chosen, **chosen_too)
    assert await opened(stage, "Cal") != before
    assert await opened(stage, other) == before


async def test_every_opening_is_answered_and_leaves_nothing(stage: Stage) -> None:
    """Opening the page twice shows it twice; but for the numbers of the two openings nothing is written down."""
    before = set((await dump(stage.running.storage)).splitlines())
    assert await opened(stage, "Ben") == await opened(stage, "Ben")
    new = set((await dump(stage.running.storage)).splitlines()) - before
    assert [each.split()[0] for each in new] == ["seen_events"] * 2
    assert "ben" not in str(new).lower()


async def test_before_anything_is_set_up_a_moderator_begins_there(bare_stage: Stage) -> None:
    """A moderator finds the button that begins /setup, and no schedule to steer."""
    page = await opened(bare_stage, "Ana")
    assert "I’m not set up here yet. Type /setup, and I’ll walk you through." in text(bare_stage, page)
    assert labels(page) == [OPTIONS, "Set me up, step by step", *CHOICES]
    (reply,) = await pressed(bare_stage, "Ana", "Set me up, step by step")
    assert isinstance(reply, Say | Survey)
    assert isinstance(reply, Survey) or "Setting up" in text(bare_stage, reply.message)


async def test_before_anything_is_set_up_a_member_reads_so(bare_stage: Stage) -> None:
    """A member finds a plain sentence, and support all the same."""
    page = await opened(bare_stage, "Ben")
    assert "I’m not set up here yet; that’s for moderators to do." in text(bare_stage, page)
    assert labels(page) == [OPTIONS, *CHOICES]
    assert "nudge" not in text(bare_stage, page)


async def test_who_is_free_for_a_chat_reads_so(stage: Stage) -> None:
    """Whoever is being looked for reads until when, and finds the way off the list; it stands on nobody else's page."""
    await pressed(stage, "Ben", "I’m free now")
    page = await opened(stage, "Ben")
    assert "You’re free for a chat until 09:00. As soon as somebody else is, I introduce you." in text(stage, page)
    assert "I’m free now" in labels(await opened(stage, "Cal"))
    await pressed(stage, "Ben", "Stop looking")
    assert labels(await opened(stage, "Ben")) == FOR_ALL


async def test_without_brews_the_page_is_silent_about_them(stage: Stage) -> None:
    """Where moderators turned them off, there is nothing to press."""
    await stage["Ana"].says("/brews settings on:no", "moderators")
    assert labels(await opened(stage, "Ben")) == [OPTIONS, *CHOICES]


async def test_the_page_speaks_the_readers_language(stage: Stage) -> None:
    """A moderator whose app speaks Spanish finds every line and button in Spanish."""
    page = await opened(stage, "Ana", locale="es-ES")
    drawn = text(stage, page, "es")
    assert "La próxima invitación aquí: lunes 22 de marzo de 2027 a las 10:00, en #tea-room." in drawn
    assert drawn.splitlines()[1].startswith("Si hay peligro ahora mismo")
    assert "Añadir una propuesta propia" in labels(page)
    english = text(stage, await opened(stage, "Ana")).splitlines()
    assert not set(drawn.splitlines()) & set(english)
    assert not set(labels(page)) & {*FOR_ALL, *FOR_MODERATORS}


async def test_a_moderators_buttons_are_for_moderators(stage: Stage) -> None:
    """A member who makes up a press of what only moderators find gets a refusal: the page is no way in."""
    extra: list[Button] = [each for each in buttons(await opened(stage, "Ana")) if each.label in FOR_MODERATORS]
    actions = stage.running.catalogue.actions
    assert {actions[each.action].declared.audience for each in extra} == {Audience.MODERATORS}


async def test_the_order_names_every_section(stage: Stage) -> None:
    """Each feature with a section has its place in the order, and each name of the order is such a feature."""
    assert sorted(HOME) == sorted(each.name for each in stage.running.catalogue.features if each.home)
