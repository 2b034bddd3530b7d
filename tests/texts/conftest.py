"""A language besides British English."""

from tests.texts.german import german

__all__ = ["german"]
