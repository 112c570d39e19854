"""What can be done on the main screen, a class for each subject; the keys are in `tui/keys.py`."""
