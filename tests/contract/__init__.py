"""The words that the core and its adapters share."""
