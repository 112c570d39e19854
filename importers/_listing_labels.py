"""Lines that say what they are: `Title: ...`, `Created: 2024-08-19`, and lines that are a date."""

import functools
import re


def phrases(text: str, separator: str = "|") -> list[str]:
    """The phrases of a text that is broken over lines wherever it was convenient."""
    return [phrase for part in text.split(separator) if (phrase := " ".join(part.split()))]


# Below each kind of value, the names under which pages give it; `_CHECKED` ones are believed only
# where the value fits: "Code: a new paradigm" is a title.
_NAMES = {
    "title": "title, paper title, paper, article title",
    "authors": """author, authors, author(s), by, authored by, written by, author list,
        contributors""",
    "abstract": "abstract, summary",
    "comment": "comment, comments, note, notes, remark, remarks, status, additional information",
    "subjects": """subject, subjects, category, categories, subj-class, subject class, topic,
        topics, primary subject, primary category, primary, field of study, fields of study,
        area, areas, research area, research areas""",
    "keywords": """keyword, keywords, key word, key words, key-words, index terms, tag, tags,
        keywords and phrases""",
    "tldr": """tldr, tl;dr, tl dr, one-sentence summary, one sentence summary, one-line summary,
        in a nutshell, key idea, takeaway""",
    "journalref": "journal-ref, journal ref, journal reference",
    "journal": "journal, published in, appeared in, appears in, publication, in",
    "venue": "venue, conference, booktitle, proceedings, event, workshop",
    "doi": "doi, related doi, digital object identifier",
    "ident": """arxiv, arxiv id, arxiv-id, arxiv identifier, arxiv number, paper id, eprint,
        cite as, cite this as, or, identifier, pmid, pubmed id, pubmed, acl anthology,
        anthology id, isbn, openreview, corpus id""",
    "link": """url, urls, link, links, pdf, pdf link, paper link, paper url, abstract link,
        abstract url, abstract page, html, full text, website, web page, webpage, project,
        project page, project website, homepage, home page, demo, data, dataset, video, slides,
        poster, arxiv link, hugging face, huggingface""",
    "code": """code, source code, code link, code & data, code and data, github, repo,
        repository, implementation, software""",
    "revised": "updated, updated on, last modified, last updated, revised, modified",
    "date": """date, created, published, published on, published online, publication date, year,
        submitted, submitted on, posted, posted on, announced, originally announced,
        submission date, date published, first published, released, release, received, accepted,
        online, issue date, uploaded""",
    "report": "report-no, report no, report, report number",
    "mscclass": "msc-class, msc class, msc classes",
    "acmclass": "acm-class, acm class, acm classes",
    "pages": "pages, pp",
    "volume": "volume, vol",
    "number": "issue, number",
    "publisher": "publisher",
    "detail": """license, licence, proxy, reader, readers, reviewers, supplementary material,
        signatures, decision, rating, confidence, student paper, code of ethics,
        submission guidelines, submission number, submission type, verify author list, from,
        primary area, affiliation, affiliations, institution, institutions, email, emails,
        e-mail, corresponding author, editor, editors, copyright, language, type, citation,
        citations, cited by, views, downloads, issn, anonymous url, anonymous preprint,
        resubmission, community, track, session, presentation, format, external ids, bibtex,
        bibkey, recommendation, meta review,
        paper type, ethics review, month, address, sig, volumes,
        anthology, serve as reviewer, previous url, impact score, no acknowledgement section,
        revision""",
    "reference": """cite, copy citation, cite this paper, how to cite, strengths, weaknesses,
        strengths and weaknesses, limitations, questions, soundness, presentation,
        contribution""",
    "furniture": """submitted by, posted by, to, subject, reply-to, cc, sent, message-id,
        archives at, archive at, submissions to, sort by, filter by, show, showing, follow us,
        share, search, contact, phone, tel, fax, address, office, skype, twitter, linkedin,
        orcid, h-index, menu, navigation, delivered-to, return-path, mime-version, content-type,
        organization, upvote, upvotes""",
}  # fmt: skip
KINDS = {name: kind for kind, names in _NAMES.items() for name in phrases(names, ",")}
_CHECKED = {
    kind: re.compile(f"(?:{form})|$", re.IGNORECASE)
    for kind, form in {
        "link": r"https?://|www\.|\[|\S+\.\S+/|\S+\.(?:io|com|org|net|edu)\b",
        "code": r"https?://|www\.|\[|\S+\.\S+/|github|available|coming|none|null|n/a|link",
        "doi": r".{0,40}10\.\d{4}",
        "date": r".{0,40}\d",
        "revised": r".{0,40}\d",
        "pages": r"[\w.:]+(?:\s*[-–—]+\s*[\w.:]+)?\s*$",
        "volume": r"\w+\s*$",
        "number": r"\w+\s*$",
        "ident": r".{0,60}\d|.{0,30}https?:",
    }.items()
}
_LABEL = re.compile(
    r"([A-Za-z*][A-Za-z;/()'&\- ]{0,40}?)\s{0,3}(?:\([^()]{1,40}\)\s{0,3})?"
    r"(?:[:：]|\s?[—–](?=\s?[A-Z]))\s{0,9}(.*)",
    re.DOTALL,
)
_ALONE = frozenset(
    phrases(
        """abstract|summary|author|authors|keywords|key words|index terms|tl;dr|tldr|comments|title
        |subjects|categories|journal reference|doi|submitted by|keywords and phrases"""
    )
)
_RUN_IN = re.compile(r"(?:abstract|summary)[.\s]\s{0,3}(?=[A-Z“\"$(\d])(.{80,})", re.I | re.DOTALL)
_INLINE = re.compile(
    r"(?<=\S)\s(?=(?:Title|Authors?|Comments?|Subjects?|Categories|Abstract|Journal-ref"
    r"|Journal reference|DOI|Report-no|Keywords|TL;DR|MSC-class|ACM-class|Cite as)\s?:\s?\S)"
)


@functools.lru_cache(maxsize=2048)
def label(text: str) -> tuple[str, str]:
    """What kind of label the line opens with and the value behind it; ("", text) without one."""
    alone = text[:40].strip(" .:：—–▼▾·•|").lower()
    if alone in _ALONE and len(text) < 40:
        return KINDS[alone], ""
    if found := _RUN_IN.match(text):
        return "abstract", found[1]
    found = _LABEL.match(text)
    if not found:
        return "", text
    name, value = found[1].strip("* ").lower(), found[2].lstrip("* ")
    kind = KINDS.get(name, "")
    if name == "paper":
        kind = "ident" if _CHECKED["ident"].match(value) else ""
    elif name in ("by", "in", "or", "status", "type", "journal", "publication") and not re.search(
        r"\d", value
    ):
        kind = ""
    if not kind or (kind in _CHECKED and not _CHECKED[kind].match(value)):
        return "", text
    return kind, value


def labelled_parts(text: str) -> list[str]:
    """A line that was several once: `Title: ... Authors: ... Subjects: ...`."""
    if len(text) > 20_000 or text.count(":") < 2 or len(_INLINE.findall(text)) < 2:
        return [text]
    return _INLINE.split(text)


# -- dates

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_YEAR = r"(?:1[6-9]|20)\d\d"
DATE = re.compile(
    rf"""(?<![\w.])(?:
    (?P<iso>{_YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?)(?!\d)(?:T?\s?\d\d:\d\d(?::\d\d)?)?
    |(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month>{_MONTH}),?(?:\s(?P<year>{_YEAR}|\d\d(?!\d)))?
    |(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<year2>{_YEAR}))?
    |(?P<month3>{_MONTH}),?\s(?P<year3>{_YEAR})
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
YEAR = re.compile(rf"(?<![\w./–-])({_YEAR})(?![\w/]|[-–.]\d)")
_AROUND_DATES = frozenset(
    """mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun
    sunday created published submitted updated last modified posted revised announced originally
    date from at on in this version gmt utc est edt pst pdt cet cest am pm replaced with received
    accepted available online first the to by d s preprint new daily of total showing revision and
    arxiv openreview everyone conference workshop latest later""".split()
)


def is_date(text: str) -> bool:
    """Whether the line says when, and nothing else."""
    if len(text) > 200 or not re.search(r"\d", text):
        return False
    rest, count = DATE.subn(" ", text)
    if not count:
        rest, count = YEAR.subn(" ", text)
    words = re.findall(r"[^\W\d_]+", re.sub(r"\bv\d+\b|\d+\s?kb?\b|\bkb\b", " ", rest.lower()))
    return bool(count) and all(word in _AROUND_DATES for word in words)
