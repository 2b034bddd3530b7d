"""What operators do at the command line."""
