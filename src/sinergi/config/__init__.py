"""Settings, addresses and the command line: puts the apps together."""
