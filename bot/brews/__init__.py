"""Brews: bringing together the people who fancy a chat."""
