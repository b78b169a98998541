"""Pre-publication linter for translated news wire copy."""

__version__ = "0.1.0"
