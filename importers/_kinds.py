"""Entry types for EndNote's names of types of references; a second word is a subtype."""

import re

ENDNOTE = {
    "aggregated database": "dataset",
    "ancient text": "book",
    "artwork": "misc artwork",
    "audiovisual material": "misc audiovisual",
    "bill": "legislation bill",
    "blog": "online blog",
    "book": "book",
    "book section": "incollection",
    "case": "jurisdiction",
    "catalog": "misc catalog",
    "chart or table": "misc chart",
    "classical work": "book",
    "computer program": "software",
    "conference": "inproceedings",
    "conference paper": "inproceedings",
    "conference proceedings": "inproceedings",
    "dataset": "dataset",
    "dictionary": "inreference",
    "discussion forum": "online forum",
    "edited book": "book",
    "electronic article": "article",
    "electronic book": "book",
    "electronic book section": "incollection",
    "encyclopedia": "inreference",
    "equation": "misc equation",
    "figure": "misc figure",
    "film or broadcast": "misc film",
    "generic": "misc",
    "government document": "techreport",
    "grant": "misc grant",
    "hearing": "misc hearing",
    "interview": "misc interview",
    "journal": "article",
    "journal article": "article",
    "legal rule or regulation": "legislation",
    "magazine article": "article magazine",
    "manuscript": "unpublished",
    "map": "misc map",
    "multimedia application": "misc multimedia",
    "music": "misc music",
    "newspaper article": "article newspaper",
    "online database": "dataset",
    "online multimedia": "online multimedia",
    "pamphlet": "booklet",
    "patent": "patent",
    "personal communication": "unpublished letter",
    "podcast": "misc podcast",
    "press release": "misc press",
    "report": "techreport",
    "serial": "serial",
    "social media": "online post",
    "standard": "standard",
    "statute": "legislation",
    "television episode": "misc broadcast",
    "thesis": "thesis",
    "unpublished work": "unpublished",
    "unused 1": "misc",
    "web page": "online",
}


def endnote(name: str) -> str:
    """The entry type for a type's name; one that is not known stays as the subtype."""
    words = " ".join(name.split())
    return ENDNOTE.get(words.lower()) or other(words)


def other(name: str) -> str:
    """The type for what BibTeX has no type for."""
    subtype = re.sub(r"[^\w.-]+", "-", name).strip("-")[:60]
    return f"misc {subtype}".strip()
