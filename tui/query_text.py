"""The text of a query as a row of words: to put one in, or take it out again."""

import re

_WORD = re.compile(r'(?:[^\s"]|"[^"]*"?)+')


def words(text: str) -> list[str]:
    """The words; what is in quotes is one with what it touches."""
    return _WORD.findall(text)


def toggled(text: str, word: str) -> str:
    """The text with the word at its end, or without it if it has it; ready for the next word."""
    kept = [each for each in words(text) if each != word]
    if len(kept) == len(words(text)):
        kept.append(word)
    return "".join(f"{each} " for each in kept)


def tagged(tag: str) -> str:
    """The word that finds a tag."""
    return f'tag:"{tag}"' if re.search(r'[\s()"]', tag) else f"tag:{tag}"
