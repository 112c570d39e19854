"""Who wrote a PDF, as far as that is certain: better nobody than somebody else.

In the process that reads PDFs.
"""

import re
from collections.abc import Sequence

from importers._pdf_document import Line, Page
from importers._people import BODY
from papers.text import fold

MOST = 300
_MARKS = re.compile(r"[*∗†‡§¶#⋆★✉♯♮‖∥\d⁰¹²³⁴-⁹ª©()\[\]]+")
_PARTED = re.compile(r"(?i)\s*(?:[,;|·•]|\band\b|&|\bund\b|\bet\b)\s*")
_PARTICLES = frozenset(
    "van von der den de del della di da do dos das du la le les el al bin ibn ben ter ten zu zur "
    "af av y e i dit ten st st.".split()
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HONOURS = re.compile(r"^(?:Dr|Prof|Professor)\.?\s+|,?\s+(?:Ph\.?D|M\.?D)\.?$")
_WORD = re.compile(r"(?:[^\W\d_][\w'’`´.‐-]*)")
_NO_NAME = frozenset(
    """a abstract academy accepted acm admin administrator algorithm algorithms alibaba amazon an
    analysis anonymous approach april are article august author authors baidu based between
    biology bureau by campus can canada center centre chapter chemistry china clinic college
    company computer computing conference contents corp data december deep deepmind department
    dissertation division does dr draft e-mail economics edited editor editors elsevier email
    engineering evaluation facebook faculty february fellow first for foundation framework
    france from germany google group hochschule hospital how ibm ieee in inc india information
    institute international into introduction is italy january japan journal july june keywords
    lab laboratory labs language latex learning ltd machine march mathematics md medicine member
    meta method methods microsoft ministry model models nacional national network networks
    neural next not november nvidia october of on openai our over overview owner page paper part
    phd physics preprint press proceedings prof professor project published received report
    research review school science sciences senior september software spain springer state
    statistics student study submitted summary survey system systems team technical technische
    technology tencent tex that the theory thesis this through to toward towards uk under
    university unknown usa use user using version via volume we what when why wiley with
    without""".split()
)
_END = re.compile(
    r"(?i)(?:abstract|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|zusammenfassung|r[ée]sum[ée]|resumen|summary|"
    r"(?:[1i]\.?\s+)?introduction|background|key\s?words|index terms|contents|inhalt\w*|sommaire|"
    r"sumário|índice|article info|a r t i c l e i n f o)\b"
)
_PLACE = re.compile(
    r"@|\b(?:univ|institut|dept|depart|laborato|facult|school|college|inc\b|gmbh)", re.I
)


def choose(
    offered: Sequence[Sequence[str]], page: Page | None, last: int, *, vouched: bool
) -> list[str]:
    """The authors: those that stand below the title, or those that were offered and stand there."""
    text = page.text if page else ""
    printed = _printed(page, last) if page and last >= 0 else []
    for names in offered:
        people = _people(names)
        if people and ((vouched and len(text) < 300) or _all_on(people, text)):
            if len(printed) > len(people) and _all_on(people, "\n".join(printed)):
                return printed
            return people
    return printed


def _people(names: Sequence[str]) -> list[str]:
    """The names in what a PDF says of its authors, one to a text or several; [] if one is none."""
    found: list[str] = []
    for text in names:
        text = re.sub("\u2c20\ufeff?|\ufeff", ", ", text)  # two texts in UTF-16 with ", " between
        text = re.sub(r"<[^<>]*>|\([^()]*\)", "", text).strip(" ,;")
        if not text:
            continue
        if ";" in text:
            pieces = [_turned(piece) for piece in text.split(";")]
        elif text.count(",") == 1 and not re.search(r"\band\b|&", text):
            turned = _turned(text)
            pieces = text.split(",") if turned == text else [turned]
        else:
            pieces = _PARTED.split(text)
        found += [piece.strip() for piece in pieces if piece.strip()]
    found = [_HONOURS.sub("", each) for each in found]
    return list(dict.fromkeys(found))[:MOST] if found and all(map(is_name, found)) else []


def _turned(text: str) -> str:
    """ "Lovelace, Ada" as Ada Lovelace; two whole names stay as they are."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma or (is_name(family) and is_name(given)):
        return text
    return f"{given} {family}"


def _all_on(people: Sequence[str], text: str) -> bool:
    """Whether the family name of each is in the text."""
    words = set(re.findall(r"\w+", fold(text[:8000])))
    return all(words.issuperset(re.findall(r"\w+", fold(one.split()[-1]))) for one in people)


def _printed(page: Page, last: int) -> list[str]:
    """The names in the lines below the title, down to the abstract."""
    size = 0.0
    people: list[str] = []
    certain = False
    skipped = 0
    for line in page.lines[last + 1 : last + 60]:
        if _END.match(line.text):
            break
        names = _names(line)
        if not size:
            if not names:
                skipped += 1
                if skipped > 2 or len(line.text) > 150:
                    break
                continue
            size = line.size
        if abs(line.size - size) > 0.6 or not names:
            certain = certain or bool(_PLACE.search(line.text) or BODY.search(line.text))
            certain = certain or (bool(_YEAR.search(line.text)) and len(line.text) < 40)
            if not names and abs(line.size - size) <= 0.6 and not certain and len(line.text) > 60:
                break
            continue
        people += names
        certain = certain or line.marked or len(names) > 1
    return list(dict.fromkeys(people))[:MOST] if certain else []


def _names(line: Line) -> list[str]:
    """The names in a line, if it has nothing else in it."""
    text = _MARKS.sub(" ", line.plain)
    pieces = [re.sub(r"\s+", " ", piece).strip(" .:") for piece in _PARTED.split(text)]
    pieces = [piece for piece in pieces if len(piece) > 1]
    return [_written(piece) for piece in pieces] if pieces and all(map(is_name, pieces)) else []


def _written(name: str) -> str:
    """A name in capitals as people write it."""
    if not name.isupper():
        return name
    words = [word.lower() if word.lower() in _PARTICLES else word.title() for word in name.split()]
    return " ".join([words[0].title(), *words[1:]])


def is_name(text: str) -> bool:
    """Whether this can be a person's name: a few words with capitals, none of another kind."""
    text = text.strip()
    if re.fullmatch(r"[\u4e00-\u9fff]{2,3}|[\uac00-\ud7a3]{2,4}", text):
        return True
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60 or re.search(r"[\d@/\\:<>=_]", text):
        return False
    if any(not _WORD.fullmatch(word) for word in words):
        return False
    for word in words:
        if re.fullmatch(r"[^\W\d_]\.", word) and word[0].isupper():
            continue
        bare = word.strip(".").lower()
        if re.fullmatch(r"\w{4,}\.", word):  # the end of a sentence, or of an address
            return False
        is_small = word[0].islower() and not re.match(r"[dl]['’]\w", word)
        if bare in _NO_NAME or (is_small and bare not in _PARTICLES):
            return False
    return len(re.sub(r"[^\w]", "", words[-1])) > 1 and not BODY.search(text)
