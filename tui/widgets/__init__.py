"""What screens are made of: each shows what it is given, and says what the user did to it."""
