"""A second workspace beside the stage's, over the same bot and the same database."""

from __future__ import annotations

from dataclasses import dataclass

from tests.simulators.slack.browser import Browser
from tests.simulators.slack.people import Person
from tests.simulators.slack.world import Place, Team
from tests.stages.on_slack import SlackOverHttp


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A workspace with an owner, a member and a channel."""

    team: Team
    owner: Person
    member: Person
    general: Place


def neighbour(stage: SlackOverHttp, name: str = "Elsewhere", *, organisation: str = "") -> Neighbour:
    """One that has yet to install the bot."""
    team = stage.world.add_team(name, is_installed=False)
    team.organisation = organisation
    owner, member = stage.simulator.person("Ola", team, is_admin=True), stage.simulator.person("Mia", team)
    return Neighbour(team, owner, member, stage.world.add_channel("general", team.id))


async def moved_in(stage: SlackOverHttp) -> Neighbour:
    """One that has installed it."""
    found = neighbour(stage)
    await installs(stage, found.owner)
    return found


async def installs(stage: SlackOverHttp, who: Person, *, teams: tuple[Team, ...] = (), organisation: str = "") -> str:
    """Somebody installs the bot; the page that they end at."""
    browser = Browser(stage.simulator, who)
    try:
        return await browser.installs(stage.address, teams=teams, organisation=organisation)
    finally:
        await browser.close()
