"""What operators do at the command line beside running the bot."""
