"""Prompts, schedules and what is pressed under them."""
