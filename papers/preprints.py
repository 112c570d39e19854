"""Which papers are preprints, by where they say they appeared."""

import re

from papers.paper import Paper

_SERVERS = re.compile(
    r"(?:the )?(?:arxiv|corr\b|computing research repository|(?:bio|med|chem|psy\w?|soc|tech|eng)"
    r"a?r?xiv|ssrn|research square|preprint)",
    re.IGNORECASE,
)
_DOIS = re.compile(
    r"10\.48550/|10\.(?:1101|64898)/\d|10\.21203/rs\.|10\.3123[45]/|10\.31219/|10\.26434/chemrxiv"
    r"|10\.2139/ssrn|10\.20944/preprints|10\.36227/techrxiv"
)
_TYPES = ("misc", "unpublished", "online", "article", "techreport", "report", "electronic")


def is_preprint(paper: Paper) -> bool:
    """Whether the paper says nothing of a publication, and is on a server for preprints."""
    venue = paper.text("journaltitle", "journal", "booktitle", "maintitle", "school")
    if venue:
        return bool(_SERVERS.match(venue))
    return paper.type in _TYPES and bool(paper.arxiv or is_preprints_doi(paper.doi))


def is_preprints_doi(doi: str) -> bool:
    """Whether a server for preprints gave out this DOI."""
    return bool(_DOIS.match(doi))
