"""What may be asked about a paper, by the identifiers that it has."""

import re
from typing import NamedTuple

from papers import identifiers
from papers.paper import Paper


class Question(NamedTuple):
    """Something to look up: arxiv, doi or pmid, and the identifier."""

    kind: str
    value: str


def questions(paper: Paper) -> list[Question]:
    """What may be asked about a paper, by the identifiers that it has."""
    asked = []
    if paper.arxiv:
        asked.append(Question("arxiv", paper.arxiv))
    doi = paper.doi or _doi_in_anthology(paper.url)
    if doi and not (paper.arxiv and doi.startswith("10.48550/")):
        asked.append(Question("doi", doi))
    if not asked and paper.pmid:
        asked.append(Question("pmid", paper.pmid))
    return asked


def _doi_in_anthology(url: str) -> str:
    """The DOI that a page of the ACL Anthology has, if it has one: that is for Crossref to say."""
    found = identifiers.classify(url) if "acl" in url else None
    if not found or found.kind != "acl":
        return ""
    number = found.value
    old = re.fullmatch(r"([A-Z])(\d\d)-(\d{4})", number, re.IGNORECASE)
    if old:
        number = number.upper()
        registrant = "10.3115" if old[2] in ("14", "15") and number[:3] != "D15" else "10.18653"
        return f"{registrant}/v1/{number}".lower() if "13" < old[2] < "20" else ""
    return f"10.18653/v1/{number}".lower() if re.fullmatch(r"20\d\d\.[\w-]+\.\d+", number) else ""


def fits_a_filter(doi: str) -> bool:
    """Crossref's filters are parted by commas."""
    return re.fullmatch(r"[\w./()-]+", doi, re.ASCII) is not None


def named(question: Question) -> str:
    """The question as a sentence names it."""
    return {"arxiv": "", "doi": "DOI ", "pmid": "number "}[question.kind] + question.value


def nowhere(paper: Paper) -> str:
    """Why nothing may be asked about a paper."""
    if paper.isbn:
        return "There is nowhere to ask about an ISBN."
    if paper.url:
        return f"There is nowhere to ask about pages of {paper.url.split('/')[2]}."
    return "It has no identifier to ask about."
