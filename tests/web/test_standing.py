"""What somebody may use can change while their page is open: it follows without being loaded anew."""

from __future__ import annotations

import pytest

from adapters.web.playground import streaming
from bot.contract.messages import text
from tests.web.fakes import Browser, Json


def paths(standing: Json) -> list[str]:
    """The commands that are offered."""
    commands = standing["commands"]
    assert isinstance(commands, list)
    return [str(each["path"]) for each in commands]


async def test_a_chosen_moderator_is_offered_what_is_for_moderators(browser: Browser) -> None:
    """Whom the community chose sees the moderators' commands, and may delete what the bot said."""
    browser.core.chosen.add(browser.people["Ben"].member)
    state = await browser.state("ben")
    assert "reset" in paths(state)
    assert state["me"] == {"id": "ben", "name": "Ben", "moderator": True}
    await browser.does("delete", "ben", channel="general", post=browser.says(browser.general))


async def test_a_role_can_moderate(browser: Browser) -> None:
    """Whoever has a chosen role is offered the same; the roles that people have are named."""
    role = browser.room.add_role("Helpers", browser.people["Cal"].member)
    browser.core.chosen.add(role)
    state = await browser.state("cal")
    assert "reset" in paths(state)
    assert state["roles"] == [{"id": "helpers", "name": "Helpers"}]
    assert "reset" not in paths(await browser.state("ben"))


async def test_a_page_hears_of_it_after_a_moderators_command(browser: Browser) -> None:
    """When a moderator's command has been answered, open pages are told what they may use now."""
    newest = (await browser.state("ben"))["newest"]
    await browser.state("ana")
    async with browser.events("ben", newest) as stream:
        browser.core.chosen.add(browser.people["Ben"].member)
        await browser.does("command", "ana", command="reset", values={}, channel="general")
        told = await stream.next()
    assert told.name == "standing"
    assert "reset" in paths(told.data)


async def test_a_page_that_was_away_hears_of_it_when_it_comes_back(browser: Browser) -> None:
    """A page that says what it knows is told at once where that has changed."""
    newest = (await browser.state("ben"))["newest"]
    browser.core.chosen.add(browser.people["Ben"].member)
    async with browser.events("ben", newest, moderates="no") as stream:
        assert (await stream.next()).name == "standing"


async def test_a_members_command_costs_other_pages_nothing(browser: Browser) -> None:
    """After a member's press nobody else's standing is looked up."""
    newest = (await browser.state("cal"))["newest"]
    async with browser.events("cal", newest) as stream:
        asked = browser.core.asked
        await browser.does("press", "ben", channel="general", post=browser.says(browser.general), button=0)
        assert (await stream.next()).name == "posted"
        browser.says(browser.general, text("next"))
        assert "next" in str((await stream.next()).data)
        assert browser.core.asked == asked + 1  # the press itself


async def test_plain_words_cost_no_look_at_the_database(browser: Browser) -> None:
    """Writing something asks nobody whether its author moderates; a command does."""
    await browser.state("ben")
    asked = browser.core.asked
    await browser.does("say", "ben", channel="general", text="hello")
    assert browser.core.asked == asked
    await browser.does("say", "ben", channel="general", text="/greet who:you")
    assert browser.core.asked > asked


async def test_a_quiet_page_hears_of_it_in_a_while(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a role was given on the platform, the page is told with the next sign of life."""
    monkeypatch.setattr(streaming, "HEARTBEAT", 0.05)
    async with browser.events("ben", (await browser.state("ben"))["newest"]) as stream:
        browser.people["Ben"].is_moderator = True
        names = {(await stream.next()).name for _ in range(3)}
    assert "standing" in names


async def test_a_page_of_somebody_who_left_loads_anew(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever isn't in the room any more has nothing to follow, and nothing to do."""
    monkeypatch.setattr(streaming, "HEARTBEAT", 0.05)
    async with browser.events("ben", (await browser.state("ben"))["newest"]) as stream:
        browser.room.remove_person(browser.people["Ben"].member)
        told = await stream.next()
        while told.name == "clock":
            told = await stream.next()
    assert told.name == "reload"
    assert "nobody of that name" in await browser.refused("say", "ben", channel="general", text="hello")


async def test_whoever_comes_back_has_new_hands(browser: Browser) -> None:
    """Somebody who left and came back is the person that the room knows now."""
    await browser.state("ben")
    browser.room.remove_person(browser.people["Ben"].member)
    browser.room.add_person("Ben", is_moderator=True)
    assert "reset" in paths(await browser.state("ben"))
