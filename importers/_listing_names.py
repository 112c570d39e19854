"""People in a line of text: who they are, and how sure it is that the line names people."""

import functools
import re

from papers import names
from papers.names import Author
from papers.to_latex import encode

PARTICLES = frozenset(
    """af al ap auf aus av ben bin da dal dalla das de dei del dela della den der des di do dos du e
    el ibn la las le los of op san st. 't te ten ter til und van ven vom von y ye zu
    zum zur""".split()
)
# words that stand in titles and headings and hardly ever in names
TITLE_WORDS = frozenset(
    """a about abstract academic accelerated accurate across active adaptation adaptive advances
    adversarial agent agents algorithm algorithms alignment all an analysis and application
    applications approach approaches are art article articles artificial assistant associate at
    attention audio autonomous bayesian benchmark benchmarking benchmarks beyond bias bilevel book
    books brain by can causal challenge challenges chapter chapters classification clustering code
    cognitive collaborative compression computation computational computer computing conference
    constrained contact continual contrastive control convex convolutional coordinate curriculum
    data dataset datasets decision decoding deep deepfake defense demo department depth design
    detection diffusion digital discovery distillation distributed domain dynamic dynamics economics
    editor education efficient embedding embeddings encoder engineering ensemble estimation
    evaluating evaluation experience experiments explaining exploration exploring fast feature
    features federated few-shot fine-tuning for forecasting foundation foundations framework from
    functions fusion general generalization generation generative geometry global gradient graph
    graphs group guide handbook hardware hierarchical high home honors how human hybrid
    identification image images implicit improving in inference information institute intelligence
    interactive interests interpretable introduction invited is journal journals knowledge lab
    laboratory language languages large latent layer layers learned learning lecture linear listing
    low machine mathematical mathematics matrix measurement medical memory meta method methods
    metric mining mobile model modeling modelling models monocular multi multi-task multimodal
    nature navigation network networks neural new news noise non nonlinear novel object of on online
    open optimal optimisation optimization our papers parallel parameter patents perception
    performance physics planning point policy pose posters practical preconditioned prediction
    preprint preprints press privacy probabilistic problem problems proceedings process processes
    processing professor program programming projects properties publication publications
    quantization quantum random ranking rare real recent recognition reconstruction recurrent
    references regression regularization reinforcement report reports representation representations
    research retrieval retriever review reviews reward robot robotics robust robustness sampling
    scalable scaling scene science sciences search segmentation selected self self-supervised
    semantic sentiment sequence series simple simulation social software some sparse spatial speech
    states statistical stochastic structure student students study submodular supervised survey
    synthesis system systems talks task tasks teaching technical techniques temporal testing text
    the their theorem theories theory thesis through time to top toward towards tracking training
    transfer transform transformer transformers translation tree trees tutorial under understanding
    universal university unsupervised using via video videos vision visual volume weight what when
    why wide with without word work workshop workshops world you your zero-shot""".split()
)
ORDERS = frozenset({"SJ", "S.J.", "OP", "OSB", "CSC"})
COUNTED = re.compile(r"\W*\d+ authors?\W*", re.IGNORECASE)  # all that some pages say of them
BODIES = re.compile(
    r"\b(?:collaborations?|consortium|team|group|project|committee|organi[sz]ation|authors?|community"
    r"|laborator(?:y|ies)|network|society|association|center|centre|openai|deepmind)\b",
    re.IGNORECASE,
)
_IN_BODIES = frozenset({"of", "the", "and", "for", "on", "at", "de"})
_NOUN = re.compile(
    r"(?:[ts]ions?|.{5}ments?|.{4}ics|.{4}ness|ology|ography|.{4}ity|.{4}ism|[ae]nces|ization|-based"
    r"|-aware|-driven|-free|-level|-like|-order)$"
)
_OTHERS = re.compile(
    r"(?:,|\band\b|&|\+)?\s*(?:et\.?\s?al\b\.?|…|\.\.\.|\bothers\b"
    r"|(?:\+|and\s)?\s?\d+ (?:more |other )?"
    r"(?:authors?|more|others)\b)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,4}[^\W\d_]?|[A-Z](?:[\s-][A-Z]){0,3}|[A-Z]{1,3}")
_UPPER_INITIALS = re.compile(r"(?!I{2,3}|IV)[A-Z]{1,3}(?:-[A-Z])?\.?")
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?\s?d|m\.?d|esq|dr)\.?|i{2,3}|iv", re.IGNORECASE)
_NOTES = re.compile(
    r"[*†‡§¶∗⁎✉⋆♯♭⋄◇♠♣♥]+|[⁰¹²³⁴-⁹]+|\^?\{?\d+(?:\s*,\s*\d+)*\}?(?=\s*(?:,|;|&|\||and\b|$))"
)
_BY = re.compile(r"^\s*(?:(?:joint )?with|by|authors?:?)\s+(?=[^\W\d_])", re.IGNORECASE)
_BY = re.compile(r"^\s*(?:(?:joint )?with|by|authors?:?)\s+(?=[^\W\d_])", re.IGNORECASE)
_EMAIL = re.compile(r"<?\S+@\S+>?")
_BETWEEN = re.compile(r"\s*[;|•]\s*|\s+·\s+|\n")
_AND = re.compile(r",?\s+(?:and|&|und|et|и|(?<=\. )y)\s+")
_TWO_FAMILIES = re.compile(
    r"[A-Z][^\W\d_]{2,20}(?:-[^\W\d_]+)? & [A-Z][^\W\d_]{2,20}(?:-[^\W\d_]+)?"
)
_AND_FIRST = re.compile(r"^(?:and|&)\s+")
_COMMA = re.compile(r"[,，、]\s*")
_CHINESE = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]{2,4}")
_NAMELESS = re.compile(
    r"\W*anonymous(?: authors?)?\W*(?:under (?:double.blind )?review)?\W*", re.IGNORECASE
)


@functools.lru_cache(maxsize=2048)
def certainty(text: str) -> int:
    """In percent, how sure it is that the text names people and does nothing else."""
    pieces, others = _names(text)
    if not pieces:
        return 0
    each = [_certainty(piece) for piece in pieces]
    sure = sum(each) // len(each)
    if _TWO_FAMILIES.fullmatch(text.strip()):
        return 0 if any(_is_common(piece.lower()) for piece in pieces) else 70
    if len(pieces) == 1 and not others and not BODIES.search(text):
        sure = sure * 7 // 10
    return sure if min(each) > 20 else sure // 2


def written(text: str) -> str:
    """The people named in a text, as an author field."""
    if _NAMELESS.fullmatch(text):
        return ""
    pieces, others = _names(text)
    initials_last = sum(map(_ends_in_initials, pieces)) * 2 > len(pieces)
    found = [_author(piece, initials_last=initials_last) for piece in pieces]
    if others:
        found.append(Author("", literal=names.OTHERS))
    return names.to_bibtex([author for author in found if any(author)])


def _names(text: str) -> tuple[list[str], bool]:
    """One name each, and whether there are said to be others."""
    text = _bare(text[:20_000])
    others = bool(_OTHERS.search(text))
    return _pieces(_OTHERS.sub(" ,", text) if others else text), others


def _bare(text: str) -> str:
    """Without affiliations, footnote signs and addresses."""
    for _depth in range(3):
        if "(" not in text:
            break
        text = re.sub(r"\([^()]*\)", " ", text)
    text = re.sub(r"\[[^\[\]]*\]|[()]", " ", text)
    text = _NOTES.sub("", _EMAIL.sub("", text))
    text = _BY.sub("", text)
    text = re.sub(r"\b([A-Z])\.(?=[A-Z][a-z])", r"\1. ", text)
    text = re.sub(r"\s+([,;])", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r"(?:,\s*)+,", ",", text).strip(" ,;:|·")


def _pieces(text: str) -> list[str]:
    """One name each, in the form that BibTeX takes: `Ludwig van Beethoven` or `Smith, J.`."""
    if _BETWEEN.search(text):
        parts = [_AND_FIRST.sub("", part).strip(" ,") for part in _BETWEEN.split(text)]
        return [part for part in parts if part]
    anded = [part.strip(" ,") for part in _AND.split(text) if part.strip(" ,")]
    if len(anded) > 1 and "," not in text:
        return anded  # Berger & Sato
    if len(anded) > 1 and all(re.fullmatch(r"[^\s,]+(?: [^\s,]+)?, [^,]+", part) for part in anded):
        return anded
    parts = [_AND_FIRST.sub("", part).strip() for each in anded for part in _COMMA.split(each)]
    return _paired([part for part in parts if part])


def _paired(parts: list[str]) -> list[str]:
    """`Smith`, `J.` is one name; so is `Liang`, `Jr.`"""
    pieces: list[str] = []
    for part in parts:
        before = pieces[-1] if pieces else ""
        alone = bool(before) and "," not in before and len(before.split()) < 3
        if before and _SUFFIX.fullmatch(part):
            pieces[-1] = f"{before}, {part}" if part[0] in "jJsS" else before
        elif alone and (
            (before.isalpha() and part.isalpha() and not _CHINESE.fullmatch(before))
            or (_INITIALS.fullmatch(part) and not _INITIALS.fullmatch(before.split()[0]))
        ):
            pieces[-1] = f"{before}, {part}"
        else:
            pieces.append(part)
    return pieces


def _certainty(piece: str) -> int:
    """How much one piece looks like one name, in percent."""
    words = piece.replace(",", " ").split()
    if not words or len(piece) > 80:
        return 0
    if _CHINESE.fullmatch(piece):
        return 80
    if BODIES.search(piece) and len(words) < 9:
        return 70 if all(word in _IN_BODIES for word in words if word[0].islower()) else 0
    if not 1 < len(words) < 7:
        return 30 if len(words) == 1 and words[0][0].isalpha() and _is_name(words[0]) else 0
    if sum(len(word) > 2 and word[0].isupper() for word in words) > 4:
        return 20
    wrong = sum(not _is_name(word) for word in words)
    if wrong:
        return 0 if wrong > 1 else 15
    commonplace = sum(_is_common(word.lower().strip(".,:")) for word in words)
    if words[-1][0].islower():
        return 10
    return max(100 - 60 * commonplace, 0)


def _is_common(word: str) -> bool:
    """Whether the word is none that people are called by."""
    return len(word) > 2 and (word in TITLE_WORDS or bool(_NOUN.search(word)))


def _is_name(word: str) -> bool:
    if word.lower() in PARTICLES:
        return True
    letters = re.sub(r"\\.|[{}\"'`’‘.~-]", "", word) or word
    return bool(
        letters[0].isalpha()
        and (letters[0].isupper() or not letters.isascii() or "\\" in word)
        and not re.search(r"[\d:/@=+%$#?!\"()\[\]]", word.replace('\\"', ""))
    )


def _author(piece: str, *, initials_last: bool) -> Author:
    """One name as BibTeX reads it; `Smith JA` is a family name and initials."""
    if BODIES.search(piece):
        return Author("", literal=piece)
    words = piece.split()
    if words[-1] in ORDERS and len(words) > 2:
        piece = f"{words[-2]}, {words[-1]}, {' '.join(words[:-2])}"
    elif initials_last and "," not in piece and _ends_in_initials(piece):
        initials = [f"{letter}." for letter in words[-1] if letter.isalpha()]
        piece = f"{' '.join(words[:-1])}, {' '.join(initials)}"
    piece = re.sub(r"\\~\{?([A-Za-z])\}?", r"{\\~\1}", piece)  # a bare ~ parts words
    parsed = names.parse(encode(piece))
    return parsed[0] if len(parsed) == 1 else Author("", literal=piece)


def _ends_in_initials(piece: str) -> bool:
    words = piece.split()
    return len(words) > 1 and bool(_UPPER_INITIALS.fullmatch(words[-1])) and len(words[0]) > 1
