"""Journeys: what people do and see, read as transcripts."""
