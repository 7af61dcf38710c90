"""Measured quality: labelled sets in, figures with their intervals out.  Stands on the facade, as a user does."""
