"""Every sentence a person reads, through gettext with Babel; British English is the source."""

from bot.texts.translator import Translator, mark, translator

__all__ = ["Translator", "mark", "translator"]
