"""Commands as Discord knows them: declared once, registered when they differ, understood as they are typed."""

from __future__ import annotations

from tests.discord.accepting import ACCEPTED, told
from tests.discord.town import Town
from tests.simulators.discord.world import Json


def registered(town: Town) -> dict[tuple[str, int], Json]:
    return {(each["name"], each.get("type", 1)): each for each in town.simulator.api.commands[None]}


async def test_they_are_registered_once(town: Town) -> None:
    """The second start tells Discord nothing that it knows already."""
    async with town.connected():
        assert ("support", 1) in registered(town)
    async with town.connected():
        pass
    assert town.simulator.api.registered == 1


async def test_a_command_that_differs_is_registered_anew(town: Town) -> None:
    """What Discord knows otherwise is put right at the next start."""
    async with town.connected():
        town.simulator.api.commands[None][0]["description"] = "something else"
    async with town.connected():
        assert town.simulator.api.registered == 2


async def test_moderators_commands_are_offered_to_moderators(town: Town) -> None:
    """They need Manage Server and stand in no direct message; members' commands do."""
    async with town.connected():
        known = registered(town)
    setup, support = known["setup", 1], known["support", 1]
    assert (setup["default_member_permissions"], setup["contexts"]) == (1 << 5, [0])
    assert (support["default_member_permissions"], support["contexts"]) == (None, [0, 1])


async def test_they_are_described_in_both_languages(town: Town) -> None:
    """A Spanish app shows Spanish descriptions, and the commands' own names stay as they are."""
    async with town.connected():
        support = registered(town)["support", 1]
    assert support["description"] == "See some options, privately"
    assert set(support["description_localizations"]) >= {"es-ES", "es-419"}
    assert not support["name_localizations"]


async def test_offering_support_stands_in_both_menus(town: Town) -> None:
    """On a message and on a member."""
    async with town.connected():
        assert {("Offer support", 2), ("Offer support", 3)} <= set(registered(town))


async def test_no_option_is_required_of_discord(town: Town) -> None:
    """What is missing opens a form instead of an error of the app's."""
    async with town.connected():
        nudges = registered(town)["nudges", 1]
    add = next(each for each in nudges["options"] if each["name"] == "add")
    assert [each["name"] for each in add["options"]] == ["when", "channel", "mood", "weather"]
    assert not any(each["required"] for each in add["options"])


async def test_what_is_typed_is_completed(town: Town) -> None:
    """A suggester completes an option, whatever is typed."""
    async with town.connected():
        found = await town.ben.asks_for(town.general, "support", "topic", "mon")
        assert [each["name"] for each in found] == ["Money and debt"]
        assert await town.ben.asks_for(town.general, "support", "topic", "@everyone") == []


async def test_what_discord_is_told_is_what_was_accepted(town: Town) -> None:
    """Names, options, choices, languages and permissions; `python -m tests.discord.accepting` accepts a change."""
    async with town.connected():
        assert told(town) == ACCEPTED.read_text("utf-8")
