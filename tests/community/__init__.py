"""What every feature leans on."""
