"""Text that is made to be slow: what somebody might paste to bring an engine to its knees."""

from __future__ import annotations

LONG = 4_000
"""As many characters of each are judged."""

ANCHORS = "kill myself want to die end my life cant go on anymore suicide hurt alone tonight friend said "
HOSTILE_TEXTS = {
    "zalgo": "k\u0336\u0325\u031ai\u0337\u0301l\u0334\u0323l\u0338\u0300 ",
    "one ligature": "\ufdfa",
    "bidi marks": "\u202ekill\u202c my\u2067self\u2069 ",
    "bait for backtracking": "a" * 39 + "! ",
    "spaced letters": "k i l l m y s e l f ",
    "first letters of triggers": "k w d s h e c a i t ",
    "words of triggers": ANCHORS,
    "stars": "k*ll m*s*lf d*e ",
    "leet": "k1ll my53lf 5u1c1d3 ",
    "stretched": "killlll myyyyself diiiie ",
    "quotation marks": "'\"",
    "brackets and links": "<http://[a](b",
    "full width": "\uff4b\uff49\uff4c\uff4c ",
}
