"""What a story is to the rules: text, segments, findings, and the way back to the bytes of its file."""
