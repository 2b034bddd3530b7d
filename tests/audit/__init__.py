"""What moderators changed: recorded, told, undone."""
