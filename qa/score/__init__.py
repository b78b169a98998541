"""Translation scores: how much of a passage survives a round trip, and what that is worth."""
