"""Sentences that more than one feature says."""

from __future__ import annotations

from bot.contract.messages import Button
from bot.texts import Translator


def why_button(t: Translator, key: str) -> Button:
    """Under every post that nobody asked for; its subject ends in the key, by which the post is found again."""
    return Button(t("Why am I seeing this?"), "why", key)
