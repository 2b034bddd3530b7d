"""Private answers to worrying words, and /support."""
