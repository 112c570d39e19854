"""Two-way: a folder of Markdown notes. What both sides wrote survives."""
