"""A German catalogue of a few sentences, as translators would hand one in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.texts import catalogues, translator

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
    with (tmp_path / "de.po").open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    translator.cache_clear()
    yield
    translator.cache_clear()
