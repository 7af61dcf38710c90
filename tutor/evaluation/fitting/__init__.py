"""Fits of the numbers in tutor/calibration.json, each on named data."""
