"""Where the bot was installed, with tokens encrypted at rest, and the way from a link to there."""
