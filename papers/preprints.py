"""Preprints and what became of them: one paper, with the identifiers of each of its versions."""

import re
from collections.abc import Collection

from papers import identifiers
from papers.fields import Fields
from papers.paper import Paper, Version

VENUES = ("journal", "journaltitle", "booktitle", "maintitle", "howpublished", "school")
DATES = ("year", "month", "day", "date")
OF_A_VENUE = (
    *VENUES, "institution", "publisher", "series", "volume", "number", "issue", "pages", "issn",
)  # fmt: skip
OF_ARXIV = ("eprint", "archiveprefix", "primaryclass", "eprinttype", "eprintclass")
_PLACES = ("journaltitle", "journal", "booktitle", "maintitle", "school")
_SERVERS = re.compile(
    r"(?:the )?(?:arxiv|corr\b|computing research repository|(?:bio|med|chem|psy\w?|soc|tech|eng)"
    r"a?r?xiv|ssrn|research square|preprint)",
    re.IGNORECASE,
)
_DOIS = re.compile(
    r"10\.48550/|10\.(?:1101|64898)/\d|10\.21203/rs\.|10\.3123[45]/|10\.31219/|10\.26434/chemrxiv"
    r"|10\.2139/ssrn|10\.20944/preprints|10\.36227/techrxiv"
)
_ARXIVS_DOI = "10.48550/arxiv."
_ARXIVS_OWN = frozenset({"eprint", "arxivid", "arxiv"})
_ARXIVS_PLACES = frozenset(identifiers.ARXIV_FIELDS)
_ARXIVS_SIGNS = ("arxiv", "ar5iv", "alphaxiv", "lanl.gov", "huggingface", "abs/")
_TYPES = ("misc", "unpublished", "online", "article", "techreport", "report", "electronic")


def is_preprint(paper: Paper) -> bool:
    """Whether the paper says nothing of a publication, and is on a server for preprints."""
    if venue := paper.text(*_PLACES):
        return bool(_SERVERS.match(venue))
    if paper.fields.get("volume"):
        return False
    return paper.type in _TYPES and bool(paper.arxiv or is_preprints_doi(paper.doi))


def is_preprints_doi(doi: str) -> bool:
    """Whether a server for preprints gave out this DOI."""
    return bool(_DOIS.match(doi))


def is_publication(paper: Paper) -> bool:
    """Whether the paper says where and when it appeared, and that is no server for preprints."""
    if paper.year is None or is_preprint(paper):
        return False
    return bool(paper.text(*_PLACES) or (paper.type not in _TYPES and paper.venue))


# -- versions


def identifiers_of(paper: Paper) -> tuple[tuple[str, str], ...]:
    """The DOIs and arXiv numbers of the paper and of its other versions, its own first.

    The DOI that arXiv gives to what is there is the arXiv number once more.
    """
    found = _identifiers(paper.fields)
    for version in paper.versions:
        found += [each for each in _identifiers(version.fields) if each not in found]
    return tuple(found)


def _identifiers(fields: Fields) -> list[tuple[str, str]]:
    found = []
    doi = identifiers.doi_of(fields)
    if doi and not doi.startswith(_ARXIVS_DOI):
        found.append(("doi", doi))
    if _may_speak_of_arxiv(fields) and (number := identifiers.arxiv_of(fields)[0]):
        found.append(("arxiv", number))
    return found


def _may_speak_of_arxiv(fields: Fields) -> bool:
    """Whether a look for an arXiv number can find one: it is slow, and most papers have none."""
    if not _ARXIVS_OWN.isdisjoint(fields):
        return True
    said = " ".join([value for name, value in fields.items() if name in _ARXIVS_PLACES]).lower()
    return any(sign in said for sign in _ARXIVS_SIGNS)


def as_published(paper: Paper, publication: Paper, keep: Collection[str] = ()) -> Paper:
    """The paper without where and when it was a preprint; a version tells that from now on.

    What the publication says of these can then fill the gap; `keep` names fields that stay.
    """
    gone = [name for name in (*OF_A_VENUE, *DATES) if name in paper.fields and name not in keep]
    if is_preprints_doi(paper.doi) and "doi" in paper.fields and publication.doi:
        gone.append("doi")
    version = as_version(paper, (*gone, *OF_ARXIV))
    fields = paper.fields.without(gone)
    if paper.arxiv and not identifiers.arxiv_of(fields)[0]:  # it stood in what is gone
        fields = fields.with_({"eprint": paper.arxiv, "archiveprefix": "arXiv"})
    return paper._replace(
        type=publication.type, fields=fields, versions=united(paper.versions, [version])
    )


def as_version(paper: Paper, names: Collection[str] = ()) -> Version:
    """What these fields say of the paper: by default when and where it appeared, and numbers."""
    wanted = names or ("title", *OF_A_VENUE, *DATES, *OF_ARXIV, "doi", "url", "isbn")
    told = {name: paper.latex(name) for name in paper.fields if name in wanted}
    if paper.arxiv and not identifiers.arxiv_of(told)[0]:
        told |= {"eprint": paper.arxiv, "archiveprefix": "arXiv"}
    return Version(paper.type, Fields(told))


def united(mine: tuple[Version, ...], theirs: Collection[Version]) -> tuple[Version, ...]:
    return (*mine, *(version for version in theirs if version not in mine))
