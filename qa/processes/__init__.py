"""Work in several processes, and the time that each may take."""
