"""The speed and citation figures, each printed by one command: `python -m bench NAME` (or `make bench ARGS=NAME`)."""
