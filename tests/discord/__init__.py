"""Brewmate on Discord: the whole of it, through real discord.py, on the simulator."""
