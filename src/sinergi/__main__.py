"""`python -m sinergi` is the `sinergi` command."""

from sinergi.config.command import main

if __name__ == "__main__":
    main()
