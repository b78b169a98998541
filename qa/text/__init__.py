"""Words, sentences, scripts and quotations: what all rules share."""
