"""What the measuring scripts share: marked texts, made stories, other tools, and what a run takes."""
