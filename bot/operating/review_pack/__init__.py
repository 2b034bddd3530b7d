"""Everything Brewmate may say, listen for and point to, on one printable page for people who review it."""

from bot.operating.review_pack.drawing import draw
from bot.operating.review_pack.gathering import Pack, gather

__all__ = ["Pack", "draw", "gather"]
