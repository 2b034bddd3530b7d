"""Many schedules at once: what they need to know is read together, and what follows is written together."""
