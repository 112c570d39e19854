"""What can be done to a library: one verb a file, for the app and the command line alike."""
