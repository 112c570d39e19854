"""The app: screens and widgets over a library. State goes down to widgets, messages come up."""
