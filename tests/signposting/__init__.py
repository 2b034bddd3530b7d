"""The directory of services and the engine that hears, each by itself."""
