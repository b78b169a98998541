"""What each command of `qa` does; `qa.cli` says how it is called."""
