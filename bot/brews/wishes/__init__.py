"""What members chose, wait for, asked or told."""
