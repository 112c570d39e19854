"""The main screen, which holds the state, and the dialogs, which ask and change nothing."""
