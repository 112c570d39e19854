"""What a title says, made fit for comparing: spelled alike where people spell it differently.

Numbers are a matter of their own, since "Part I" is not "Part II" and GPT-2 is not GPT-3; and so
is whether a text is about another one: an erratum, a comment, a reply or a supplement.
"""

import functools
import re

from papers.text import fold

_SPECIAL = re.compile(
    r"\b(?:abstracts?|announcement|bibliography|book reviews?|contents|contributors|corrigendum"
    r"|cover|editorial|editors?|errat(?:a|um)|fore ?word|front matter|home ?page|in memoriam|index"
    r"|introduction|keynote|letters?|news|obituary|panel|post(?:er|script)|preface|proceedings"
    r"|references|reviews?|special (?:issue|section)|table of contents|title page|untitled"
    r"|website|welcome|workshop)\b"
)
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_ROMAN = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
    "ix": "9", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16",
}  # fmt: skip
_SPELLED = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "first": "1", "second": "2", "third": "3",
    "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9",
    "tenth": "10",
}  # fmt: skip
_ROLES = {
    "erratum": r"errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|corrections?|retraction"
    r"|(?:publisher|author)'?s?'? (?:note|correction)|expression of concern",
    "reply": r"repl(?:y|ies)|responses?|rejoinder|rebuttal",
    "comment": r"comments?|commentary|discussion|(?:book )?reviews?|remarks?|(?:a )?notes?",
    "supplement": r"(?:electronic )?supplement(?:ary|al)?(?: (?:materials?|information|notes?|data"
    r"|texts?|appendix|methods|figures))?|supporting information|online appendix",
}
_OF = r"\s*[:;.—–\"“]|\s+-|\s+(?:to|on|of|for)\b|\W*$"  # what it is about follows, or nothing
_ALONE = re.compile(r"\s*[\[(](?:v|version )\d+[\])]\s*$")


def compact(title: str) -> str:
    """The letters and digits of a title, folded: what is left where nothing but form differs."""
    folded = fold(title)
    if folded.isascii():
        return folded.encode().translate(None, _SIGNS).decode()
    return re.sub(r"[\W_]+", "", folded)


def words(title: str) -> list[str]:
    """The folded words of a title; a hyphen parts them."""
    return re.findall(r"[^\W_]+", fold(title))


def spelled(title: str) -> list[str]:
    """The words of a title with numbers in digits: II and two are 2."""
    return [_ROMAN.get(word) or _SPELLED.get(word) or word for word in words(title)]


def main(title: str) -> str:
    """What stands before the subtitle; "" where there is none."""
    found = re.search(r":|\s[-–—]{1,3}\s|[.?!](?=\s)", title)
    return title[: found.start()] if found else ""


def numerals(title: str) -> tuple[str, ...]:
    """The numbers in a title, however they are written, and the signs that work like them.

    "Part II", "Part Two" and "Part 2" are the same; "GPT-4o" is not "GPT-4", nor C++ C.
    """
    folded = _ALONE.sub("", fold(title))
    folded = re.sub(r"(?<=\d)-(?=d\b)|(?<=\d),(?=\d{3}\b)", "", folded)
    found = re.findall(r"\d+(?:[a-z]{1,2}(?![^\W\d_]))?", folded)
    found = [re.sub("(?:st|nd|rd|th)$", "", number) for number in found]
    for word in re.findall(r"[^\W\d_]+", folded):
        if number := _ROMAN.get(word) or _SPELLED.get(word):
            found.append(number)
    found += re.findall(
        r"\b(?:part|volume|vol|book|section|paper|appendix)\W{1,2}([a-h])\b", folded
    )
    found += re.findall(r"(?<![^\W_])[a-z](?:\+\+|#|\*)", folded)
    return tuple(sorted(number.lstrip("0") or "0" for number in found))


def is_common(title: str) -> bool:
    """Whether many texts are called so: "Preface", "Editorial: ...", a word alone."""
    said = words(title)
    return len(said) < 2 or (len(said) < 9 and bool(_SPECIAL.search(" ".join(said))))


def role(title: str) -> str:
    """What the text is to the one that its title names: an erratum, say; "" for a text itself."""
    folded = fold(title[:1000])
    for name, form in _forms():
        if form.search(folded):
            return name
    return ""


@functools.cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            name,
            re.compile(
                rf"^\W*(?:{said})(?:{_OF})"
                rf"|[\[(—–:;.-]\s*(?:{said})(?:\s(?:to|on|of|for)\b.*)?\s*[\])]?\W*$"
            ),
        )
        for name, said in _ROLES.items()
    )
