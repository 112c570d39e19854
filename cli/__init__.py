"""The command line: arguments, settings, wiring, printing."""
