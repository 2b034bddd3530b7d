"""A button of ours, wherever it stands and however old it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, cast

import discord
from discord.ui import Button, DynamicItem

from adapters.discord.custom_ids import TEMPLATE, Press, read, written

if TYPE_CHECKING:
    import re


class Presses(Protocol):
    """The client, as far as a button knows it."""

    async def pressed(self, interaction: discord.Interaction, press: Press) -> None:
        """Somebody pressed it."""


class PressButton(DynamicItem[Button[discord.ui.View]], template=TEMPLATE):
    """Any press of ours: discord.py makes it anew from its custom id, so it works after a restart."""

    def __init__(
        self,
        press: Press,
        *,
        label: str = "…",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        row: int | None = None,
    ) -> None:
        super().__init__(Button(label=label, style=style, custom_id=written(press), row=row))
        self._press = press

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[discord.ui.View], match: re.Match[str]
    ) -> Self:
        """The button that was pressed."""
        return cls(read(match.string) or Press(""))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Hand it to the client."""
        await cast("Presses", interaction.client).pressed(interaction, self._press)
