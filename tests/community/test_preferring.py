"""What members choose for themselves holds at once, everywhere, and can be changed again."""

from __future__ import annotations

from asyncio import Event, create_task, gather
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import cast

import pytest

from adapters.room import Visitor
from bot.community import store
from bot.community.tables import Preference
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.plain import buttons
from bot.dispatcher import Dispatcher, Surroundings
from bot.storage import Session, Storage
from signposting import Topic
from tests.dispatching import DEFAULTS
from tests.stage import Actor, Stage


async def chosen(stage: Stage, name: str = "Cal") -> Preference | None:
    """What somebody has chosen so far."""
    async with stage.running.storage.read() as session:
        return await store.preference(session, stage[name].visitor.member)


async def allow_minors(stage: Stage, *, may_be_here: bool = True) -> None:
    """The moderators' answer to the question whether under-18s may be here."""
    async with stage.running.storage.write() as session:
        community = await store.community(session, stage.room.community)
        assert community is not None
        community.under_18s = "yes" if may_be_here else "no"


def labels(stage: Stage, actor: Actor, text: str) -> list[str]:
    """The buttons under what they see privately."""
    content = actor.sees_privately(text).content
    assert isinstance(content, Message)
    return [each.label for each in buttons(content)]


async def press(stage: Stage, action: str, subject: str = "", choice: str = "", name: str = "Cal") -> None:
    """A press of a button as anybody could make one up."""
    by = stage[name].visitor.member
    id_ = stage.room.new_id("made-up")
    event = ButtonPressed(
        id=id_, by=by, where=stage.channel("general"), at=stage.clock(), action=action, subject=subject, choice=choice
    )
    await stage.running.core.handle(event)


async def test_the_card_shows_every_choice_and_writes_nothing(stage: Stage) -> None:
    """Looking at one's choices is private and leaves no row."""
    cal = stage["Cal"]
    await cal.says("/preferences")
    card = stage.text(cal.sees_privately("Your choices"))
    assert "Zone: Europe/London, 08:00 now, unless you choose another" in card
    assert "Private answers to what you write in channels: on, where I listen" in card
    assert await chosen(stage) is None
    stage["Ben"].sees_nothing()


async def test_place_and_language_are_one_form(stage: Stage) -> None:
    """Language, area and zone are understood by their names, and shown at once."""
    cal = stage["Cal"]
    await cal.says("/preferences")
    await cal.presses("Place and language")
    await cal.fills_in(language="welsh", area="scotland", zone="new york")
    card = stage.text(cal.sees_privately("Saved."))
    assert "Language: Welsh\n" in card
    assert "Place: Scotland\n" in card
    assert "Zone: America/New_York, 04:00 now\n" in card
    row = await chosen(stage)
    assert row is not None
    assert (row.locale, row.area, row.zone) == ("cy", "GB-SCT", "America/New_York")


async def test_what_is_left_empty_in_the_form_is_the_communitys(stage: Stage) -> None:
    """The form opens with what was chosen; emptying a field goes back to the community's."""
    cal = stage["Cal"]
    await cal.says("/preferences area:Wales zone:Europe/Paris")
    await cal.presses("Place and language")
    assert cal.form is not None
    assert dict(cal.form.form.filled) == {"whole": "yes", "area": "Wales", "zone": "Europe/Paris"}
    await cal.fills_in(area="", zone="Europe/Paris")
    row = await chosen(stage)
    assert row is not None
    assert (row.area, row.zone) == (None, "Europe/Paris")


async def test_what_is_typed_changes_only_what_it_names(stage: Stage) -> None:
    """Typing one choice leaves the others as they were."""
    cal = stage["Cal"]
    await cal.says("/preferences area:Wales")
    await cal.says("/preferences zone:Europe/Paris")
    row = await chosen(stage)
    assert row is not None
    assert (row.area, row.zone) == ("GB-WLS", "Europe/Paris")


async def test_what_is_not_understood_is_said_at_its_field(stage: Stage) -> None:
    """A wrong zone, place or language saves nothing, and the form keeps what was typed."""
    cal = stage["Cal"]
    await cal.says("/preferences language:klingonese area:Atlantis zone:Europe/Lodnon")
    assert cal.form is not None
    assert set(cal.form.form.errors) == {"language", "area", "zone"}
    assert "Europe/London" in cal.form.form.errors["zone"]
    assert await chosen(stage) is None
    await cal.fills_in(language="", area="", zone="Europe/London")
    cal.sees_privately("Saved.")


async def test_the_language_chosen_counts_before_the_clients(stage: Stage) -> None:
    """The member's language counts before the one their client asks for, and that before the community's."""
    cal = stage["Cal"]
    cal.visitor.person.locale = "cy"
    await cal.says("/preferences")
    cal.sees_privately("Language: Welsh, unless you choose another")
    await cal.says("/preferences language:fr")
    cal.sees_privately("Language: French\n")
    await cal.says("/preferences")
    cal.sees_privately("Language: French\n")


@pytest.mark.parametrize(
    ("off", "on", "column"),
    [
        ("Don’t answer me", "Answer me again", "answers_off"),
        ("Don’t mention me", "Mention me again", "mentions_off"),
        ("No offers, please", "Offers are fine again", "offers_off"),
    ],
)
async def test_a_switch_goes_both_ways(stage: Stage, off: str, on: str, column: str) -> None:
    """Each opt-out is one press, and so is its end; the card shows the way back."""
    cal = stage["Cal"]
    await cal.says("/preferences")
    await cal.presses(off)
    assert on in labels(stage, cal, "Saved.")
    row = await chosen(stage)
    assert getattr(row, column) is True
    await cal.presses(on)
    assert off in labels(stage, cal, "Saved.")
    row = await chosen(stage)
    assert getattr(row, column) is False


async def test_not_for_me_and_the_card_agree(stage: Stage) -> None:
    """Pressing “Not for me” under a notice is the same choice as the card's, and either ends the other."""
    cal = stage["Cal"]
    await cal.presses("Not for me", stage.posts("general")[0])
    cal.sees_privately("I won’t answer what you write in channels any more")
    await cal.says("/preferences")
    assert "Answer me again" in labels(stage, cal, "Private answers to what you write in channels: off")
    await cal.presses("Answer me again")
    cal.sees_privately("Private answers to what you write in channels: on")
    await cal.says("i want to kill myself")
    cal.sees_privately("116 123")


async def test_a_topic_that_is_off_is_not_offered(stage: Stage) -> None:
    """Words about a topic that somebody left out get no quiet offer; asking by /support gets all of it."""
    cal = stage["Cal"]
    await cal.says("/preferences")
    await cal.presses("Topics")
    await cal.presses("Loneliness: on")
    cal.sees_privately("Topics")
    await cal.says("i feel so lonely")
    cal.sees_nothing()
    await cal.says("/support loneliness")
    cal.sees_privately("Samaritans")
    await cal.presses("Loneliness: off")
    cal.sees_privately("Topics")
    await cal.says("i feel so lonely")
    cal.sees_privately("here are some options if you’d like them")


async def test_a_topic_that_is_off_costs_no_other(stage: Stage) -> None:
    """The quiet answer of the day isn't used up by a topic that was left out, and a crisis is answered always."""
    cal = stage["Cal"]
    await press(stage, "preferences.topic", "loneliness", "off")
    await cal.says("i feel so lonely")
    cal.sees_nothing()
    await cal.says("i can't do this anymore")
    cal.sees_privately("here are some options if you’d like them")
    for topic in ("crisis", "self-harm", "anxiety-depression"):
        await press(stage, "preferences.topic", topic, "off")
    await cal.says("i want to kill myself")
    cal.sees_privately("116 123")


async def test_a_crisis_cannot_be_left_out(stage: Stage) -> None:
    """No button leaves a crisis out, and one that was made up is answered kindly and changes nothing."""
    cal = stage["Cal"]
    await cal.says("/preferences")
    await cal.presses("Topics")
    assert not [label for label in labels(stage, cal, "Topics") if label.startswith("Crisis")]
    await press(stage, "preferences.topic", "crisis", "off")
    assert await chosen(stage) is None


@pytest.mark.parametrize(
    ("action", "subject", "choice"),
    [
        ("preferences.switch", "is_minor", "off"),
        ("preferences.switch", "", ""),
        ("preferences.switch", "answers", "maybe"),
        ("preferences.topic", "gardening", "off"),
        ("preferences.topic", "loneliness", ""),
        ("preferences.age", "", "12"),
        ("preferences.age", "", "under"),
    ],
)
async def test_buttons_that_nobody_drew_change_nothing(stage: Stage, action: str, subject: str, choice: str) -> None:
    """Every button checks again: what it carries, and whether the community asks."""
    await press(stage, action, subject, choice)
    row = await chosen(stage)
    assert row is None


async def test_two_presses_at_once_lose_nothing(stage: Stage) -> None:
    """Switching off several topics side by side leaves them all off."""
    topics = ("loneliness", "money", "bereavement", "men")
    await gather(*(press(stage, "preferences.topic", topic, "off") for topic in topics))
    row = await chosen(stage)
    assert row is not None
    assert row.topics_off == "bereavement loneliness men money"


async def test_every_topic_fits(stage: Stage) -> None:
    """All topics that can be left out fit into the row together."""
    for topic in Topic:
        await press(stage, "preferences.topic", topic.value, "off")
    row = await chosen(stage)
    assert row is not None
    assert len(row.topics_off.split()) == len(Topic) - 1


async def test_age_is_asked_only_where_it_matters(stage: Stage) -> None:
    """Where under-18s may not be here, or nobody has said, the card has no age and takes none."""
    cal = stage["Cal"]
    await cal.says("/preferences")
    assert "Under 18" not in labels(stage, cal, "Your choices")
    await allow_minors(stage)
    await cal.says("/preferences")
    assert {"Under 18", "18 or over", "Rather not say"} <= set(labels(stage, cal, "Age: not said"))


async def test_under_18s_get_services_for_their_age_first(stage: Stage) -> None:
    """Somebody who says they are under 18 is given Childline first, until they would rather not say."""
    cal = stage["Cal"]
    await allow_minors(stage)
    await cal.says("/preferences")
    await cal.presses("Under 18")
    cal.sees_privately("Age: under 18")
    await cal.says("/support")
    card = stage.text(cal.sees_privately("Childline"))
    assert card.startswith("If you or somebody else is in danger right now, you can call 999 or 112")
    await cal.says("i want to kill myself")
    cal.sees_privately("Childline")
    await cal.says("/preferences")
    await cal.presses("Rather not say")
    await cal.says("/support")
    assert "Childline" not in stage.text(cal.sees_privately("Samaritans"))


async def test_an_age_counts_no_more_where_the_community_stops_asking(stage: Stage) -> None:
    """When moderators say that under-18s are not here, an age said before is not used."""
    cal = stage["Cal"]
    await allow_minors(stage)
    await cal.says("/preferences")
    await cal.presses("Under 18")
    await allow_minors(stage, may_be_here=False)
    cal.sees_privately("Age: under 18")
    await cal.says("/support")
    assert "Childline" not in stage.text(cal.sees_privately("Samaritans"))


async def test_the_area_chosen_decides_the_services(stage: Stage) -> None:
    """Somebody in Scotland gets Scottish services wherever options come from."""
    cal = stage["Cal"]
    await cal.says("/preferences area:Scotland")
    cal.sees_privately("Saved.")
    await cal.says("/support grief")
    cal.sees_privately("Cruse Scotland")
    await cal.tells_brewmate("my mum died")
    cal.sees_privately("Scotland")


async def test_a_choice_holds_for_what_was_judged_before_it(stage: Stage) -> None:
    """Words judged before "Don't answer me" and handled after it get no answer."""
    cal, slow = stage["Cal"], Slow(stage)
    writing = create_task(slow.visitor("Cal").says("i want to kill myself", stage.channel("general")))
    await slow.judged.wait()
    await press(stage, "preferences.switch", "answers", "off")
    slow.may_go_on.set()
    await writing
    cal.sees_nothing()


class Slow:
    """The same core, but between judging a message and its transaction somebody else has time to act."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.judged = Event()
        self.may_go_on = Event()

    def visitor(self, name: str) -> Visitor:
        """Somebody's hands on this core."""
        running, person = self._stage.running, self._stage[name].visitor.person
        around = Surroundings(cast("Storage", self), DEFAULTS, self._stage.clock, Random(1))
        return Visitor(self._stage.room, Dispatcher(running.catalogue, around), running.catalogue.declarations, person)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        self.judged.set()
        await self.may_go_on.wait()
        async with self._stage.running.storage.write() as session:
            yield session
