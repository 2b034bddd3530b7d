"""Setting up and settings."""
