"""What every feature leans on: settings, members' preferences, seen events."""
