"""Words."""

from __future__ import annotations

from qa.text.patterns import lazy

# Letters with their combining marks; hyphens, apostrophes and primes only between letters.
WORD = lazy(r"[^\W\d_][\w\u0300-\u036f]*(?:[-‐‑'’ʼ′][^\W\d_][\w\u0300-\u036f]*)*")
