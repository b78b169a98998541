"""What two texts in different languages must have in common: numbers, names, negation and marks."""
