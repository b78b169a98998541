"""Names without a glossary entry: how they stand in a text, which are one name, and which to enter."""
