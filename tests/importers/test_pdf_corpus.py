"""Every real PDF of the corpora, held against what a person sees when looking at it."""

from pathlib import Path
from typing import NamedTuple

import pytest

from importers import Imported, pdf
from papers import Status


class Truth(NamedTuple):
    """What a PDF is; a title in brackets is a provisional one."""

    title: str
    authors: str = ""
    doi: str = ""
    arxiv: str = ""
    year: int | None = None


TRUTH = {
    "1001._0908.0054.pdf": Truth(
        "Ultra light bosonic dark matter and CMB",
        "Ivan Rodriguez Montoya; Tonatiuh Matos Chassin",
        arxiv="0908.0054", year=2009,
    ),
    # a blank page; XMP of three papers by JabRef, of which the first has the document's title
    "JabRef_multipleMetaEntries.pdf": Truth(
        "The Nature of Statistical Learning Theory", "Vladimir N. Vapnik",
        "10.1007/978-1-4757-3264-1", year=2000,
    ),
    "Keim2024.pdf": Truth(
        "Recovering Trace Links Between Software Documentation And Code",
        "Jan Keim; Sophie Corallo; Dominik Fuchß; Tobias Hey; Tobias Telge; Anne Koziolek",
        "10.1145/3597503.3639130", year=2024,
    ),
    # the page is a template ("Your Paper", by "You"); JabRef wrote XMP: title, journal, date
    "article_dublinCore.pdf": Truth("Stefan's palace", year=2018),
    "empty.pdf": Truth("(empty)"),
    # by "First Author", which is nobody; all DOIs are of its references
    "ieee-paper.pdf": Truth("JabRef Example for Reference Parsing"),
    # the page says only "Test", the info says this and "Author Name"
    "metaData.pdf": Truth("MetaData Test"),
    # a page of BibTeX with three contradicting titles; below it the DOI of the definitive version
    "multiple-meta-data.pdf": Truth(
        "(This is the author’s version of the work)",
        doi="10.1039/authorarchive",
    ),
    "test-arxivMetadata.pdf": Truth(
        "A Multi-Year Grey Literature Review on AI-assisted Test Automation",
        "Filippo Ricca; Alessandro Marchetto; Andrea Stocco",
        arxiv="2408.06224", year=2024,
    ),
    # a page with two references and their DOIs, and nothing else
    "test-doi.pdf": Truth(
        "(Egyed, A., Grünbacher, P., Linsbauer, L., Prähofer, H., & Schaefer, I. (2023). "
        "Variability in Products and)"
    ),
}  # fmt: skip
REJECTED = {
    "article_dublinCore_partial_date.pdf": "no page that can be read",
    "encrypted.pdf": "locked with a password",
}


@pytest.fixture(scope="module")
def found(corpora: Path) -> dict[str, Imported]:
    paths = sorted((corpora / "pdf").glob("*.pdf"))
    imported = pdf.read_files([str(path) for path in paths])
    return {path.name: each for path, each in zip(paths, imported, strict=True)}


def test_each_is_what_a_person_sees(found: dict[str, Imported]) -> None:
    seen = {}
    for name, imported in found.items():
        for paper in imported.papers:
            people = (f"{who.given} {who.particle} {who.family}" for who in paper.authors)
            authors = "; ".join(" ".join(each.split()) for each in people)
            title = f"({paper.title})" if paper.is_provisional else paper.title
            seen[name] = Truth(title, authors, paper.doi, paper.arxiv, paper.year)
            assert (paper.status is Status.INBOX) == paper.is_provisional
    assert seen == TRUTH


def test_what_cannot_be_read_is_told(found: dict[str, Imported]) -> None:
    said = {name: reject.reason for name, imported in found.items() for reject in imported.rejected}
    assert said.keys() == REJECTED.keys()
    assert all(REJECTED[name] in said[name] for name in said)


def test_their_texts_are_read(corpora: Path) -> None:
    path = corpora / "pdf" / "test-arxivMetadata.pdf"
    [read] = pdf.texts([str(path)])
    assert not isinstance(read, pdf.Unreadable)
    pages = read[1].split("\f")
    assert len(pages) == 23
    assert "ISSRE59848" in pages[22]
    assert "quality assurance in software engineering" in " ".join(pages[0].split())
