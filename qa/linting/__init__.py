"""From paths to findings: inputs, setup, check, fix, and what was accepted."""
