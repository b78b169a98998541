"""The page around a story: its labels, lists of links and notices, told from the story's own lines."""
