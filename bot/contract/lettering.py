"""Text that can't be shown as text: control characters, letters that climb over their neighbours, turned ones."""

from __future__ import annotations

import re
import unicodedata

from bot.texts import mark

MOST_MARKS = 4
"""Accents in a row beyond which a letter climbs over the lines around it."""

CONTROLS = frozenset({"Cc", "Cs"})
"""Control characters and half characters: no database takes all of them, and no terminal should."""

LONGEST_ID = 100
"""The most characters of an id, or of what a button carries: Discord's limit for a button, and a column's width."""

STACKED = re.compile(f"m{{{MOST_MARKS + 1}}}")
TURNED = frozenset("\u202d\u202e")  # overrides write plain letters backwards; marks and isolates belong to real text


def is_id(text: str) -> bool:
    """Whether it can be an id or what a button carries: short, and without a control character, line breaks too."""
    return len(text) <= LONGEST_ID and CONTROLS.isdisjoint(map(unicodedata.category, text))


def lettering_faults(text: str) -> tuple[str, ...]:
    """Source sentences, one for each thing that keeps the text from being shown. Real right-to-left text has none."""
    kinds = {letter: unicodedata.category(letter) for letter in set(text)}
    found = []
    if any(kind in CONTROLS and letter not in "\n\r\t" for letter, kind in kinds.items()):
        found.append(mark("There are control characters in this. Please type it in plain letters."))
    if not TURNED.isdisjoint(text):
        found.append(mark("There are hidden characters in this that turn its letters round. Please leave them out."))
    visible = (kinds[letter] for letter in text if kinds[letter] != "Cf")  # a joiner does not part two marks
    if STACKED.search("".join("m" if kind in {"Mn", "Me"} else "." for kind in visible)):
        found.append(mark("There are letters with stacked marks in this. Please use plain letters."))
    return tuple(found)
