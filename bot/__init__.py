"""Brewmate's shared core: it knows no platform, no HTML and no SDK."""
