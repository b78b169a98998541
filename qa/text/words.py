"""Words."""

from __future__ import annotations

import re

# Letters with their combining marks; hyphens, apostrophes and primes only between letters.
WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*(?:[-‐‑'’ʼ′][^\W\d_][\w\u0300-\u036f]*)*")
