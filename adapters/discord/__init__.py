"""Brewmate on Discord: real discord.py in front of the shared core."""
