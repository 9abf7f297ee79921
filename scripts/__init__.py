"""The workshop: set-up, checks, lock files. Set-up uses the standard library only: nothing else is installed yet."""
