"""Stories in bulk: read from files and tables, checked on all cores or machines, kept as results."""
