"""Fill what a paper lacks from what the registries know of it; what it has stays.

One thing is replaced: where a preprint turns out to be published, the publication's venue and year
are the ones to cite. What the preprint said of these is kept among the paper's versions, and its
arXiv number and its key stay.
"""

from collections.abc import Sequence

from commands.comparing import alike
from papers import Fields, Paper, Status, Version
from papers.preprints import (
    DATES,
    OF_A_VENUE,
    OF_ARXIV,
    VENUES,
    is_preprint,
    is_preprints_doi,
    is_publication,
    united,
)

NOT_OF_A_VERSION = ("abstract", "comment")


def completed(paper: Paper, records: Sequence[Paper]) -> tuple[Paper, str]:
    """The paper with its gaps filled, and which of the records were not believed, and why.

    The records are what was found for this paper's identifiers, the one to cite first.
    """
    had_title = bool(paper.text("title"))
    preprint = next(filter(is_preprint, records), None)
    title = paper.text("title") or (preprint.title if preprint else "")
    fitting = [record for record in records if alike(title, record.title)]
    doubts = [_doubt(record, title) for record in records if record not in fitting]
    published = next((record for record in fitting if is_publication(record)), None)
    if published and is_preprint(paper):
        paper = _as_published(paper, published, preprint)
    for record in fitting:
        paper = _filled(paper, record)
    if not had_title and paper.text("title"):
        paper = _no_longer_waiting(paper, fitting)
    return paper, " ".join(doubts)


def _doubt(record: Paper, title: str) -> str:
    """An identifier is easily that of another paper: a chapter's is often its book's."""
    name = record.arxiv or record.doi or record.pmid
    return f"{name} is “{record.title}”, not “{title}”: nothing was taken from there."


def _as_published(paper: Paper, published: Paper, preprint: Paper | None) -> Paper:
    """The paper without where and when it was a preprint; a version tells that from now on."""
    arxiv, doi = paper.arxiv, paper.fields.get("doi", "")
    given_up = [name for name in (*OF_A_VENUE, *DATES) if name in paper.fields]
    if is_preprints_doi(paper.doi):
        given_up.append("doi")
    own = {name: paper.latex(name) for name in (*given_up, *OF_ARXIV) if name in paper.fields}
    known = preprint.fields.without(NOT_OF_A_VERSION) if preprint else Fields()
    known = known.without(["doi"]) if not is_preprints_doi(doi) else known
    version = Version(paper.type, Fields({**known, **own}))
    fields = paper.fields.without(given_up)
    if arxiv and not paper._replace(fields=fields).arxiv:  # it stood in what was given up
        fields = fields.with_({"eprint": arxiv, "archiveprefix": "arXiv"})
    return paper._replace(
        type=published.type, fields=fields, versions=united(paper.versions, [version])
    )


def _filled(paper: Paper, record: Paper) -> Paper:
    have = _spoken_for(paper, record)
    new: dict[str, str] = {name: value for name, value in record.fields.items() if name not in have}
    if new.get("eprint"):
        new["eprint"] = record.arxiv  # which version was read nobody has said
    entry = paper.type
    if entry == "misc" and not any(name in paper.fields for name in VENUES):
        entry = record.type
    versions = () if is_preprint(record) else record.versions
    return paper._replace(
        type=entry,
        fields=paper.fields.with_(new) if new else paper.fields,
        versions=united(paper.versions, versions),
    )


def _spoken_for(paper: Paper, record: Paper) -> set[str]:
    """The fields that the paper has, by these or other names, or should not have from here."""
    have = {name.partition("#")[0] for name in paper.fields}
    if have & set(VENUES):
        have.update(VENUES)
    if "date" in have or (paper.year and paper.year != record.year):
        have.update(DATES)
    if is_preprint(record) and not is_preprint(paper):
        have.update((*OF_A_VENUE, *DATES))
    if paper.doi:
        have.add("doi")
    if have & {"eprint", "eprinttype", "archiveprefix"}:
        have.update(("eprint", "archiveprefix"))
    if "eprintclass" in have or not paper.arxiv:
        have.add("primaryclass")
    return have


def _no_longer_waiting(paper: Paper, records: Sequence[Paper]) -> Paper:
    """A paper of which only an identifier was known is put in order, and leaves the inbox."""
    order = [name for record in records for name in record.fields]
    fields = {name: paper.fields[name] for name in order if name in paper.fields}
    source = paper.source
    if source.kind in ("", "hand", "identifier"):
        source = records[0].source._replace(name=source.name or records[0].source.name)
    return paper._replace(
        fields=Fields({**fields, **paper.fields}),
        provisional="",
        status=Status.UNREAD if paper.status is Status.INBOX else paper.status,
        source=source,
    )
