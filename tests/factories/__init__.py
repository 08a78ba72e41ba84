"""Real objects for tests, each valid by itself: one module an app."""
