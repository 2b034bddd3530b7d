"""The Room as a platform: what people do in it, and what it lets through."""
