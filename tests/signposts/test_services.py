"""A community's own part of the directory: what it adds, hides and names first, and what no community can hide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from adapters.room import Post
from bot.community.tables import Community
from bot.contract.messages import Message
from bot.contract.places import CommunityId
from bot.contract.plain import buttons
from bot.signposts.directories import Directories
from bot.signposts.tables import ServiceMark, ServiceRow
from signposting import load_directory
from tests.audit.hands import undo
from tests.stage import Stage

SHED = {
    "name": "Fernhill Shed",
    "summary": "Tea, tools and company on weekday mornings",
    "ways": "020 7946 0958\ntext HELLO to 85258\nhttps://shed.example",
    "source": "https://shed.example/about",
    "topics": "loneliness, men",
}


async def types(stage: Stage, line: str, who: str = "Ana") -> Post:
    """A moderator types it; what they see."""
    await stage[who].says(line, "moderators")
    return stage[who].sees_privately("")


async def adds(stage: Stage, **changed: str) -> Post:
    """A moderator fills the form in; what they see."""
    await stage["Ana"].says("/services add", "moderators")
    await stage["Ana"].fills_in(**SHED | changed)
    return stage["Ana"].sees_privately("")


async def card(stage: Stage, words: str, who: str = "Cal") -> str:
    """The options that somebody gets."""
    await stage.actor(who).says(f"/support {words}")
    return stage.text(stage.room.posts[-1])


async def errors(stage: Stage, **changed: str) -> dict[str, str]:
    """What the form says once it has opened again, by field."""
    await stage["Ana"].says("/services add", "moderators")
    await stage["Ana"].fills_in(**SHED | changed)
    form = stage["Ana"].form
    assert form is not None
    return dict(form.form.errors)


async def test_an_own_service_is_in_the_card(stage: Stage) -> None:
    """Members are told of it as of any other: who they are, how and when to reach them."""
    shown = stage.text(await adds(stage))
    assert "Saved. Whoever asks for options where it fits sees it from now on." in shown
    assert "#1 Fernhill Shed: Tea, tools and company on weekday mornings." in shown
    told = await card(stage, "loneliness")
    assert "Fernhill Shed" in told
    assert "020 7946 0958" in told
    assert "HELLO" in told
    assert "Fernhill Shed" not in await card(stage, "gambling")


async def test_one_without_topics_is_for_anything(stage: Stage) -> None:
    """A service whose topics are left empty is among the options whatever somebody asks about."""
    await adds(stage, topics="")
    await adds(stage, name="Green Hill Choir")
    told = await whole(stage, "gambling")
    assert "Fernhill Shed" in told
    assert "Green Hill Choir" not in told
    await types(stage, "/services hours 1 always")
    await types(stage, "/services pin Fernhill Shed")
    first = await card(stage, "gambling")
    assert first.index("Fernhill Shed") < min(first.index(each) for each in names(stage, first))


async def whole(stage: Stage, words: str) -> str:
    """A card with all its further pages."""
    told, newest = "", await card(stage, words)
    while newest not in told and "Those are all the options" not in newest:
        told += newest
        newest = await more(stage)
    return told


async def more(stage: Stage) -> str:
    """The next page of the newest card; the same again where there is none."""
    post = stage.room.posts[-1]
    if isinstance(post.content, Message) and any(each.label == "More options" for each in buttons(post.content)):
        await stage["Cal"].presses("More options", post)
    return stage.text(stage.room.posts[-1])


async def test_a_pinned_one_is_named_first(stage: Stage) -> None:
    """What moderators put first comes before the others that answer as well; the emergency number stays before all."""
    await adds(stage)
    await types(stage, "/services hours 1 always")
    await types(stage, "/services pin 1")
    told = await card(stage, "loneliness")
    assert told.index("Fernhill Shed") < min(told.index(each) for each in names(stage, told) if each != "Fernhill Shed")
    await types(stage, "/services pin Samaritans")
    urgent = await card(stage, "suicidal thoughts")
    assert urgent.index("999") < urgent.index("Samaritans")


def names(stage: Stage, told: str) -> list[str]:
    """The services of ours that a card names."""
    return [each.name for each in load_directory().services if f"{each.name}:" in told]


async def test_a_hidden_one_is_never_named(stage: Stage) -> None:
    """Neither a card nor its further pages name it; shown again, it is there."""
    assert "Samaritans" in await card(stage, "")
    assert "isn’t named here any more" in stage.text(await types(stage, "/services hide samaritans"))
    assert "Samaritans" not in await card(stage, "")
    await stage["Cal"].says("i want to kill myself")
    assert "Samaritans" not in stage.text(stage.room.posts[-1])
    await types(stage, "/services show samaritans")
    assert "Samaritans" in await card(stage, "")


@pytest.mark.parametrize("given", ["gb-emergency", "gb-findahelpline", "world-findahelpline"])
async def test_emergency_numbers_cannot_be_hidden(stage: Stage, given: str) -> None:
    """Neither an emergency number nor the last resort can be hidden or moved; a row that says so changes nothing."""
    fixed = [each for each in load_directory().services if each.emergency or each.last_resort]
    about = next((each for each in fixed if each.id == given), fixed[0])
    for command in ("hide", "pin"):
        assert "always stays where it is" in stage.text(await types(stage, f"/services {command} {about.id}"))
    async with stage.running.storage.write() as session:
        marked = {"community": stage.room.community, "mark": "hidden", "made_at": stage.clock()}
        session.add_all(ServiceMark(service=each.id, **marked) for each in fixed)
    await types(stage, "/services hide samaritans")
    told = await card(stage, "suicidal thoughts")
    assert "999" in told
    assert "Samaritans" not in told
    assert "lists helplines by country" in told


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("ways", "12", "I can’t use that: "),
        ("ways", "http://shed.example", "is not an https address"),
        ("ways", "+44 20 7946 0958", "is not a number as a person dials it"),
        ("ways", "0800 000", "cannot be dialled in GB"),
        ("topics", "teapots", "I don’t know those topics."),
        ("summary", "x" * 160, "has 161 characters, the limit is 160"),
    ],
)
async def test_a_wrong_entry_is_refused_with_the_reason(stage: Stage, field: str, typed: str, reason: str) -> None:
    """What can't be used comes back in the form, beside its field, in one sentence; nothing is kept."""
    found = await errors(stage, **{field: typed})
    assert reason in found[field]
    async with stage.running.storage.read() as session:
        assert await session.scalar(select(func.count()).select_from(ServiceRow)) == 0


async def test_when_and_where_are_said_apart(stage: Stage) -> None:
    """Hours as people type them are understood, and what isn't comes back with an example."""
    post = await adds(stage)
    await stage["Ana"].presses("Where and when", post)
    await stage["Ana"].fills_in(hours="Mon–Fri 9-5pm; sat 10:00 – 12:00", area="Scotland")
    shown = stage.text(stage["Ana"].sees_privately("Saved."))
    assert "Scotland" in shown
    assert "opens today at 09:00" in shown
    await stage["Ana"].presses("Where and when", post)
    await stage["Ana"].fills_in(hours="when the kettle is on", area="Scotland")
    form = stage["Ana"].form
    assert form is not None
    assert 'is not like "mon-fri 09:00-17:00"' in form.form.errors["hours"]
    await stage["Ana"].fills_in(hours="always", area="Atlantis")
    assert stage["Ana"].form is not None
    assert "I don’t know that place" in stage["Ana"].form.form.errors["area"]


async def test_a_change_keeps_the_rest(stage: Stage) -> None:
    """The form opens with everything as it is; what another moderator changed meanwhile isn't lost unseen."""
    post = await adds(stage)
    await types(stage, "/services hours 1 always")
    await stage["Ana"].presses("Change", post)
    await stage["Ana"].fills_in(name="Fernhill Men’s Shed")
    shown = stage.text(stage["Ana"].sees_privately("Saved."))
    assert "#1 Fernhill Men’s Shed: Tea, tools" in shown
    assert "any time" in shown
    await stage["Ana"].presses("Change", post)
    await types(stage, "/services hours 1 mon 09:00-10:00", "Gwen")
    await stage["Ana"].fills_in(name="Old Shed")
    form = stage["Ana"].form
    assert form is not None
    assert "Somebody else changed this service meanwhile." in form.form.errors["name"]
    await stage["Ana"].fills_in()
    assert "#1 Old Shed" in stage.text(stage["Ana"].sees_privately("Saved."))


async def test_one_that_is_removed_can_be_brought_back(stage: Stage) -> None:
    """By number or by button, at once."""
    await adds(stage)
    await types(stage, "/services remove 1")
    assert "Fernhill Shed" not in await card(stage, "loneliness")
    await stage["Ana"].presses("Bring it back")
    assert "Fernhill Shed" in await card(stage, "loneliness")


async def test_an_undo_counts_at_once(stage: Stage) -> None:
    """Adding, hiding and naming first are undone in the list of changes, and members see it at once."""
    await adds(stage)
    assert "Own service #1 removed: Fernhill Shed" in await undo(stage)
    assert "Fernhill Shed" not in await card(stage, "loneliness")
    await undo(stage)
    assert "Fernhill Shed" in await card(stage, "loneliness")
    await types(stage, "/services hide Samaritans")
    assert "Samaritans: no longer hidden" in await undo(stage)
    assert "Samaritans" in await card(stage, "")
    assert "Samaritans: hidden" in await undo(stage)
    assert "Samaritans" not in await card(stage, "")
    await types(stage, "/services pin Samaritans")
    assert "Samaritans: named first → hidden" in await undo(stage)
    assert "Samaritans" not in await card(stage, "")


async def test_they_outlive_a_restart_and_reach_other_processes(stage: Stage) -> None:
    """Another process names them after its next look."""
    other = stage.running
    await adds(stage)
    stage.restart()
    await stage.running.clockwork.tick()
    assert "Fernhill Shed" in await card(stage, "loneliness")
    await types(stage, "/services remove 1")
    stage.running = other
    assert "Fernhill Shed" in await card(stage, "loneliness")
    await other.clockwork.tick()
    assert "Fernhill Shed" not in await card(stage, "loneliness")


async def test_other_communities_are_not_affected(stage: Stage) -> None:
    """What one community adds or hides is nobody else's."""
    ours = load_directory()
    directories = Directories(ours)
    here, there = CommunityId("room", "fernhill"), CommunityId("room", "elsewhere")
    hidden = ServiceMark(community=here, service="gb-samaritans", mark="hidden", made_at=stage.clock())
    assert directories.put(here, [], [hidden]) == ()
    assert directories.of(here).get("gb-samaritans") is None
    assert directories.of(there) is directories.of(None) is ours
    directories.forget(here)
    assert directories.of(here) is ours


async def test_one_that_can_t_be_read_any_more_leaves_the_rest(stage: Stage) -> None:
    """After an upgrade the others are still named, and the moderators are told once, with the reason in the list."""
    await adds(stage)
    await adds(stage, name="Green Hill Choir")
    await spoil(stage, 1)
    stage.restart()
    for _ in range(3):
        await stage.later(timedelta(minutes=1))
        await stage.running.clockwork.tick()
    told = [stage.text(post) for post in stage.posts("moderators") if "own services any more" in stage.text(post)]
    assert len(told) == 1
    assert "#1, Fernhill Shed" in told[0]
    assert "Green Hill Choir" in await card(stage, "loneliness")
    listed = stage.text(await types(stage, "/services list"))
    assert "I can’t use this one as it is: " in listed
    assert "teapots" in listed


async def test_a_running_process_keeps_what_it_last_could_read(stage: Stage) -> None:
    """Where a row goes wrong while the bot runs, members still see the service as it was, and moderators are told."""
    await adds(stage)
    await spoil(stage, 1)
    await types(stage, "/services pin Samaritans")
    await stage.running.clockwork.tick()
    assert "Fernhill Shed" in await card(stage, "loneliness")
    for _ in range(2):
        await stage.later(timedelta(minutes=1))
    assert "1, Fernhill Shed" in stage.text(stage["Ana"].sees("own services any more"))


async def spoil(stage: Stage, number: int) -> None:
    """Give a service a topic that there isn't any more, behind the bot's back."""
    async with stage.running.storage.write() as session:
        await session.execute(update(ServiceRow).where(ServiceRow.id == number).values(topics="loneliness teapots"))


async def test_nobody_is_told_where_there_is_no_place_for_notices(stage: Stage) -> None:
    """Without a channel for notices nothing is posted; /services list still says it."""
    await adds(stage)
    await spoil(stage, 1)
    async with stage.running.storage.write() as session:
        await session.execute(update(Community).values(notices=None))
    stage.restart()
    await stage.later(timedelta(minutes=1))
    assert [post for post in stage.posts("moderators") if "own services" in stage.text(post)] == []
    assert "teapots" in stage.text(await types(stage, "/services list"))


async def test_numbers_of_a_year_ago_are_not_shown(stage: Stage) -> None:
    """An own service grows old like ours: its number goes, its website stays, until it is said to be right."""
    await adds(stage)
    stage.clock.move_to(stage.clock() + timedelta(days=370))
    assert "020 7946 0958" not in await card(stage, "loneliness")
    post = await types(stage, "/services edit 1")
    await stage["Ana"].presses("Still right", post)
    stage["Ana"].sees_privately("noted today")
    assert "020 7946 0958" in await card(stage, "loneliness") + await more(stage)


async def test_a_near_miss_is_named(stage: Stage) -> None:
    """A misspelt service is suggested, and one that several names fit is asked about."""
    assert "Did you mean Samaritans?" in stage.text(await types(stage, "/services hide samartians"))
    assert "I don’t know a service called “teapots united”." in stage.text(
        await types(stage, "/services hide teapots united")
    )
    assert "Several services fit “mind”" in stage.text(await types(stage, "/services hide mind"))


async def test_the_list_says_what_was_changed(stage: Stage) -> None:
    """Their own, what is hidden and what is named first; and what to do where there is nothing."""
    assert "You have changed nothing in the directory." in stage.text(await types(stage, "/services list"))
    await adds(stage)
    await types(stage, "/services hide Samaritans")
    await types(stage, "/services pin 1")
    listed = stage.text(await types(stage, "/services list"))
    assert "#1 Fernhill Shed: Tea, tools and company on weekday mornings." in listed
    assert "Samaritans: hidden" in listed
    assert "Fernhill Shed: named first" in listed


async def test_there_is_a_cap(stage: Stage) -> None:
    """Fifty services of one's own are enough."""
    async with stage.running.storage.write() as session:
        about = {"community": stage.room.community, "summary": "Tea.", "ways": "0800 1111", "area": "GB"}
        about |= {"zone": "Europe/London", "language": "en", "source": "them", "created_at": stage.clock()}
        day = stage.clock().date()
        session.add_all(ServiceRow(name=f"Shed {number}", checked_on=day, **about) for number in range(50))
    await stage["Ana"].says("/services add", "moderators")
    await stage["Ana"].fills_in(**SHED)
    stage["Ana"].sees_privately("more than 50 services of your own")


async def test_only_moderators_may(stage: Stage) -> None:
    """A member who types it is told so, and nothing changes."""
    for line in ("/services hide Samaritans", "/services list", "/services remove 1"):
        await stage["Ben"].says(line)
        stage["Ben"].sees_privately("Only moderators can use that here.")
