"""Sentence and word vectors that several languages share, computed on this machine."""
