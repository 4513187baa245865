"""What each command does: arguments in, data on stdout, messages on stderr, an exit code out."""
