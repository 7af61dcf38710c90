"""The speed and quality figures, each printed by one command: `python -m bench NAME` (or `make bench ARGS=NAME`)."""
