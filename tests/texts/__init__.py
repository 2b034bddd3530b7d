"""How sentences find their language."""
