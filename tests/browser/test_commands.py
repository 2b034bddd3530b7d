"""Slash commands: completed while one types, and asked for by a form where something is missing."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn

pytestmark = pytest.mark.asyncio(loop_scope="session")

ADD = "Make a schedule: when, where, which mood"

HELD_BACK = """
  window.heldBack = [];
  const listen = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (what, told) {
    listen.call(this, what, what === "form" ? (event) => heldBack.push(() => told(event)) : told);
  };
"""
"""On a slow network what the stream tells of forms comes when the test lets it."""


async def test_a_missing_option_is_asked_for_by_a_form(comes_in: ComesIn) -> None:
    """Ana misspells the day, reads so at that field and nowhere else, mends it, and the schedule is saved."""
    ana = await comes_in("Ana", "moderators")
    await ana.says("/nudges add weather:yes")
    await ana.has_the_form(ADD)
    await ana.fills_in(When="every mondey 11:00", Channel="#allotments")
    await ana.sends_the_form()
    when = ana.field("When")
    await expect(when).to_have_attribute("aria-invalid", "true")
    await expect(when).to_have_accessible_description(re.compile("[Mm]onday"))
    await expect(when).to_be_focused()
    await expect(when).to_have_value("every mondey 11:00")
    await expect(ana.field("Channel")).not_to_have_attribute("aria-invalid", "true")
    await ana.fills_in(When="every monday 11:00")
    await ana.sends_the_form()
    await ana.sees_privately("Here’s what I understood")
    await ana.presses("Save it")
    await ana.sees_privately("Saved.")
    await expect(ana.form).to_be_hidden()


async def test_completion_leads_from_a_slash_to_a_form(comes_in: ComesIn) -> None:
    """Ana types a few letters, takes over what is offered with the keyboard, and Enter asks for the rest."""
    ana = await comes_in("Ana", "moderators")
    await ana.types("/nudges a")
    await expect(ana.suggestions.get_by_role("option", name="/nudges add")).to_be_visible()
    await ana.line.press("Tab")
    await expect(ana.line).to_have_value("/nudges add ")
    await expect(ana.suggestions.get_by_role("option", name="when:")).to_be_visible()
    await ana.line.press("Escape")
    await expect(ana.suggestions).to_be_hidden()
    await ana.line.press("Enter")
    await ana.has_the_form(ADD)


async def test_a_choice_is_offered_in_words(comes_in: ComesIn) -> None:
    """After "mood:" Ana sees the moods there are, and a click takes one over."""
    ana = await comes_in("Ana", "moderators")
    await ana.types("/nudges add mood:play")
    await ana.suggestions.get_by_role("option", name="playful").click()
    await expect(ana.line).to_have_value("/nudges add mood:playful ")
    await expect(ana.line).to_be_focused()


async def test_a_form_that_is_put_away_leaves_nothing(comes_in: ComesIn) -> None:
    """Ana closes the form with Escape: it is gone, she stands in the line again, and it does not come back."""
    ana = await comes_in("Ana", "moderators")
    await ana.says("/nudges add")
    await ana.has_the_form(ADD)
    await ana.page.keyboard.press("Escape")
    await expect(ana.form).to_be_hidden()
    await expect(ana.line).to_be_focused()
    await ana.says("/nudges list")
    await ana.sees_privately("Schedules here")
    await expect(ana.form).to_be_hidden()


async def test_a_form_keeps_its_focus_whatever_happens(comes_in: ComesIn) -> None:
    """While Ana fills in a form the room goes on: what she typed and where she stands stay as they are."""
    ana, ben = await comes_in("Ana"), await comes_in("Ben")
    await ana.says("/nudges add")
    await ana.has_the_form(ADD)
    await ana.field("When").press_sequentially("every mon")
    await ben.says("Film on Thursday, anybody?")
    await ana.sees("Film on Thursday, anybody?")
    await ben.skips_to("Next nudge")
    await ben.goes_to("general")
    await ben.says("Or Friday?")
    await ana.sees("Or Friday?")
    await expect(ana.field("When")).to_be_focused()
    await ana.page.keyboard.type("day 11:00")
    await expect(ana.field("When")).to_have_value("every monday 11:00")


async def test_a_late_word_of_a_form_does_not_bring_it_back(comes_in: ComesIn) -> None:
    """The stream tells of Ana's form only after she has put it away: it stays away."""
    ana = await comes_in("Ana", "moderators", script=HELD_BACK)
    await ana.says("/nudges add")
    await ana.has_the_form(ADD)
    await ana.page.wait_for_function("heldBack.length === 1")
    await ana.page.keyboard.press("Escape")
    await expect(ana.form).to_be_hidden()
    await ana.page.evaluate("heldBack.forEach((tell) => tell())")
    await expect(ana.form).to_be_hidden()


async def test_moderators_commands_are_offered_to_them_alone(comes_in: ComesIn) -> None:
    """Ben is offered /help and no schedule; typed out all the same, it is refused for his eyes only."""
    ben = await comes_in("Ben")
    await ben.types("/")
    await expect(ben.suggestions.get_by_role("option", name="/help")).to_be_visible()
    await expect(ben.suggestions.get_by_role("option", name="/nudges")).to_have_count(0)
    await ben.says("/nudges add")
    await ben.sees_privately("That one is for moderators.")
    await expect(ben.form).to_be_hidden()
