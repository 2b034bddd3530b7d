"""Brews."""
