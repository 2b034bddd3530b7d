"""A German catalogue of a few sentences, as translators would hand one in."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot.texts import translator

SENTENCES = {
    "Every {day}": "Jeden {day}",
    "Brewmate playground": "Brewmates Spielplatz",
    "There is nobody of that name here.": "Hier ist niemand dieses Namens.",
    "That isn’t there any more, so there is nothing to do.": "Das ist nicht mehr da.",
    "Please fill this in.": "Bitte ausfüllen.",
    "Only application/json is understood here.": "Hier wird nur application/json verstanden.",
}


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While the test runs, German has a catalogue."""
    catalogue = Catalog(locale="de")
    for sentence, translated in SENTENCES.items():
        catalogue.add(sentence, translated)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "brewmate.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(importlib.import_module("bot.texts.translator"), "FOLDER", tmp_path)
    translator.cache_clear()
    yield
    translator.cache_clear()
