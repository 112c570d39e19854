"""Identifiers in every form that people paste and programs write."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import identifiers
from papers.identifiers import Identifier, classify
from papers.latex import escape
from tests.papers.corpus import values

SICI = "10.1002/(sici)1097-4636(199706)35:4<533::aid-x>3.0.co;2-#"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/182", "10.1000/182"),
        ("10.48550/ARXIV.1706.03762", "10.48550/arxiv.1706.03762"),
        ("https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("doi.acm.org/10.1145/1273221.1273225", "10.1145/1273221.1273225"),
        ("doi:10.1000/abc", "10.1000/abc"),
        ("DOI: 10.1000/abc.", "10.1000/abc"),
        ("DOI 10.1000/182 ", "10.1000/182"),
        ("info:doi/10.1000/abc", "10.1000/abc"),
        ("<https://doi.org/10.1000/abc>", "10.1000/abc"),
        ("(doi:10.1000/abc)", "10.1000/abc"),
        ("see 10.1000/abc, and more", "10.1000/abc"),
        ("published in 2010. 10.1000/abc", "10.1000/abc"),
        ("10.1016/S0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
        ("http://dx.doi.org/10.1016%2FS0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
        ("10.1007/978-3-540-70630-4\\_3", "10.1007/978-3-540-70630-4_3"),
        ("10.1007/978-3-540-70630-4{\\_}3", "10.1007/978-3-540-70630-4_3"),
        ("https://doi.org/10.1007/11787006%5C_7", "10.1007/11787006_7"),
        ("10.1002/(SICI)1097-4636(199706)35:4<533::AID-X>3.0.CO;2-#", SICI),
        ("10.1002/(SICI)1097-4636(199706)35:4\\textless533::AID-X\\textgreater3.0.CO;2-\\#", SICI),
        ("https://doi.org/10.1002/(SICI)1097-4636(199706)35:4<533::AID-X>3.0.CO;2-#", SICI),
        ("https://doi.org/10.1000/abc?utm=1#part", "10.1000/abc"),
        ("https://link.springer.com/article/10.1007/s11263-015-0816", "10.1007/s11263-015-0816"),
        ("https://link.springer.com/content/pdf/10.3758/BF03207704.pdf", "10.3758/bf03207704"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/app.35379/full", "10.1002/app.35379"),
        ("https://biorxiv.org/content/10.1101/2020.01.02.123v2.full.pdf", "10.1101/2020.01.02.123"),
        ("https://journals.plos.org/plosone/article?id=10.1371/pone.0001", "10.1371/pone.0001"),
        ("10.1000/a\u200bb", "10.1000/ab"),
        ("10.1000/", ""),
        ("10.12/abc", ""),
        ("110.1000/abc", ""),
        ("someDoi", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_doi_in_every_form(text: str, doi: str) -> None:
    assert identifiers.doi(text) == doi


@pytest.mark.parametrize(
    ("text", "number", "version"),
    [
        ("1706.03762", "1706.03762", None),
        ("2402.15333v2", "2402.15333", 2),
        ("arXiv:1706.03762v5", "1706.03762", 5),
        ("ArXiv: 0704.0001", "0704.0001", None),
        ("arXiv:1706.03762 [cs.CL]", "1706.03762", None),
        ("1706.03762 [cs]", "1706.03762", None),
        ("https://arxiv.org/abs/1706.03762v1", "1706.03762", 1),
        ("http://arxiv.org/pdf/1706.03762.pdf", "1706.03762", None),
        ("https://arxiv.org/pdf/2402.15333v3.pdf", "2402.15333", 3),
        ("arxiv.org/abs/1706.03762", "1706.03762", None),
        ("https://www.alphaxiv.org/abs/1706.03762", "1706.03762", None),
        ("https://huggingface.co/papers/2402.15333", "2402.15333", None),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", "1706.03762", None),
        ("10.48550/arXiv.1706.03762", "1706.03762", None),
        ("arXiv preprint arXiv:1706.03762", "1706.03762", None),
        ("hep-th/9901001", "hep-th/9901001", None),
        ("math.GT/0309136", "math/0309136", None),
        ("arXiv:cs/0112017v2", "cs/0112017", 2),
        ("https://arxiv.org/abs/math.GT/0309136", "math/0309136", None),
        ("COND-MAT/9912001", "cond-mat/9912001", None),
        ("1706.3762", "", None),
        ("0704.00011", "", None),
        ("1713.03762", "", None),
        ("0612.0001", "", None),
        ("made-up/9901001", "", None),
        ("hep-th/9913001", "", None),
        ("10.1103/1234.56789", "", None),
        ("pages 1706.03762 and on", "", None),
        ("3.1415", "", None),
        ("", "", None),
    ],
)
def test_an_arxiv_number_in_every_form(text: str, number: str, version: int | None) -> None:
    assert identifiers.arxiv(text) == (number, version)


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("978-0-262-03561-3", "9780262035613"),
        ("ISBN: 0-201-89683-4", "9780201896831"),
        ("080442957X", "9780804429573"),
        ("0-8044-2957-x (paperback)", "9780804429573"),
        ("1234567890, 9780262035613", "9780262035613"),
        ("9780262035614", ""),
        ("0032-3861", ""),
        ("0000000000", ""),
        ("", ""),
    ],
)
def test_an_isbn_is_checked_and_has_thirteen_digits(text: str, isbn: str) -> None:
    assert identifiers.isbn(text) == isbn


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("12345678", "12345678"),
        ("PMID: 31452104", "31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "31452104"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/31452104", "31452104"),
        ("PMC1234567", ""),
        ("123456789", ""),
        ("", ""),
    ],
)
def test_a_pubmed_number(text: str, pmid: str) -> None:
    assert identifiers.pmid(text) == pmid


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://doi.org/10.1000/ABC", Identifier("doi", "10.1000/abc")),
        ("10.48550/arXiv.1706.03762", Identifier("arxiv", "1706.03762")),
        ("arXiv:1706.03762v5 [cs.CL]", Identifier("arxiv", "1706.03762", 5)),
        ("https://arxiv.org/pdf/hep-th/9901001v2", Identifier("arxiv", "hep-th/9901001", 2)),
        ("https://huggingface.co/papers/2402.15333", Identifier("arxiv", "2402.15333")),
        ("https://aclanthology.org/2023.eacl-main.242/", Identifier("acl", "2023.eacl-main.242")),
        ("https://aclanthology.org/2023.eacl-main.24.pdf", Identifier("acl", "2023.eacl-main.24")),
        ("https://www.aclweb.org/anthology/P19-1001", Identifier("acl", "P19-1001")),
        ("https://openreview.net/forum?id=nZeVKeeFYf9", Identifier("openreview", "nZeVKeeFYf9")),
        ("https://openreview.net/pdf?id=nZeVKeeFYf9", Identifier("openreview", "nZeVKeeFYf9")),
        ("https://www.semanticscholar.org/paper/Attention/204e3073870fae3d05bcbc2f6a8e263d9b72e776",
         Identifier("s2", "204e3073870fae3d05bcbc2f6a8e263d9b72e776")),
        ("CorpusID:13756489", Identifier("s2", "CorpusID:13756489")),
        ("978-0-262-03561-3", Identifier("isbn", "9780262035613")),
        ("ISBN 0-201-89683-4", Identifier("isbn", "9780201896831")),
        ("PMID:31452104", Identifier("pmid", "31452104")),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", Identifier("pmid", "31452104")),
        ("vaswani2017", None),
        ("31452104", None),
        ("https://example.org/paper", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_was_pasted_is_recognised(text: str, found: Identifier | None) -> None:
    assert classify(text) == found


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ({"doi": "10.1000/A"}, "10.1000/a"),
        ({"doi": "n/a", "url": "https://doi.org/10.1000/a"}, "10.1000/a"),
        ({"url": "https://dl.acm.org/doi/pdf/10.1145/3292500"}, "10.1145/3292500"),
        ({"note": "\\url{https://doi.org/10.1000/a}"}, "10.1000/a"),
        ({"note": "Erratum: https://doi.org/10.1000/a"}, ""),
        ({"url": "http://onlinelibrary.wiley.com/store/10.1002/x/asset/y.pdf"}, ""),
        ({"title": "10.1000/a"}, ""),
    ],
)
def test_where_a_paper_s_doi_is_found(fields: dict[str, str], doi: str) -> None:
    assert identifiers.doi_of(fields) == doi


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"eprint": "1706.03762v5", "archiveprefix": "arXiv"}, ("1706.03762", 5)),
        ({"eprint": "1706.03762", "eprinttype": "ARXIV"}, ("1706.03762", None)),
        ({"eprint": "1706.03762"}, ("1706.03762", None)),
        ({"eprint": "hep-th/9901001", "archiveprefix": "{arXiv}"}, ("hep-th/9901001", None)),
        ({"eprint": "1706.03762", "eprinttype": "jstor"}, ("", None)),
        ({"arxivid": "1706.03762"}, ("1706.03762", None)),
        ({"doi": "10.48550/arXiv.1706.03762"}, ("1706.03762", None)),
        ({"eprint": "1706.03762", "url": "http://arxiv.org/abs/1706.03762v5"}, ("1706.03762", 5)),
        ({"eprint": "1706.03762", "url": "arxiv.org/abs/1810.04805v2"}, ("1706.03762", None)),
        ({"journal": "arXiv preprint arXiv:1706.03762"}, ("1706.03762", None)),
        ({"journal": "CoRR", "volume": "abs/1706.03762"}, ("1706.03762", None)),
        ({"journal": "arXiv", "volume": "doi.org/10.48550/arXiv.2404.14619"}, ("2404.14619", None)),
        ({"note": "arXiv:1706.03762 [cs]"}, ("1706.03762", None)),
        ({"note": "Comment on arXiv:1706.03762"}, ("", None)),
        ({"volume": "1706.03762", "pages": "1706.03762"}, ("", None)),
    ],
)
def test_where_a_paper_s_arxiv_number_is_found(
    fields: dict[str, str], found: tuple[str, int | None]
) -> None:
    assert identifiers.arxiv_of(fields) == found


def test_where_a_paper_s_pubmed_number_is_found() -> None:
    assert identifiers.pmid_of({"pmid": "31452104"}) == "31452104"
    assert identifiers.pmid_of({"eprint": "31452104", "eprinttype": "pubmed"}) == "31452104"
    assert identifiers.pmid_of({"note": "PMID: 31452104"}) == "31452104"
    assert identifiers.pmid_of({"note": "31452104"}) == ""


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://x.org/a\\_b\\%20c"}, "https://x.org/a_b%20c"),
        ({"url": "\\url{https://x.org/~me}"}, "https://x.org/~me"),
        ({"url": "https://x.org/S0140-6736(20)30183-5"}, "https://x.org/S0140-6736(20)30183-5"),
        ({"url": "https://x.org/very\n    /long"}, "https://x.org/very/long"),
        ({"url": "https://x.org/a https://x.org/b"}, "https://x.org/a"),
        ({"url": "<Go to ISI>://WOS:000 http://x.org/a"}, "http://x.org/a"),
        ({"url": "www.x.org/a"}, "http://www.x.org/a"),
        ({"howpublished": "\\url{https://x.org/a}"}, "https://x.org/a"),
        ({"howpublished": "Available at https://x.org/a."}, "https://x.org/a"),
        ({"note": "\\url{http://x.org/\\textasciitilde itsik/}"}, "http://x.org/~itsik/"),
        ({"url": "n/a", "note": "see https://x.org/a"}, "https://x.org/a"),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "--version"}, ""),
        ({"url": "file:///etc/passwd"}, ""),
        ({"url": "ssh://-oProxyCommand=x/"}, ""),
        ({"note": "in press"}, ""),
    ],
)
def test_a_paper_s_address_is_one_that_a_browser_takes(fields: dict[str, str], url: str) -> None:
    assert identifiers.url_of(fields) == url


PIECES = r"""10. 10.1000/ doi.org/ https:// %2F %5C \_ { } < > ( ) # ? arxiv /abs/ 1706.03762 v2
    math/ 0309136 978- 0262035613 PMID: pubmed/ \url{ \textless ٣ . , \textasciitilde"""
FRAGMENTS = st.lists(st.sampled_from([*PIECES.split(), " ", "\n"])).map("".join)


@given(FRAGMENTS | st.text())
def test_no_text_makes_them_raise_and_what_is_found_is_found_again(text: str) -> None:
    doi, (arxiv, version) = identifiers.doi(text), identifiers.arxiv(text)
    assert identifiers.doi(doi) == doi
    assert identifiers.doi(escape(doi)) == doi
    assert identifiers.arxiv(arxiv) == (arxiv, None)
    assert arxiv or version is None
    assert identifiers.isbn(identifiers.isbn(text)) == identifiers.isbn(text)
    assert identifiers.pmid(identifiers.pmid(text)) == identifiers.pmid(text)
    classify(text)
    fields = dict.fromkeys(("doi", "url", "note", "eprint", "howpublished", "isbn", "pmid"), text)
    assert identifiers.url_of(fields) == "" or "://" in identifiers.url_of(fields)
    identifiers.doi_of(fields)
    identifiers.arxiv_of(fields)
    identifiers.pmid_of(fields)


def test_one_paper_in_many_spellings_is_one_paper(corpora: Path) -> None:
    text = (corpora / "hostile" / "doi-arxiv-forms.bib").read_text("utf8")
    same = re.findall(r"doi=\{([^}]*1706[^}]*)\}, eprint=\{([^}]*)\}, url=\{([^}]*)\}", text)
    assert len(same) == 3
    for doi, eprint, url in same:
        fields = {"doi": doi, "eprint": eprint, "url": url}
        assert identifiers.doi_of(fields) == "10.48550/arxiv.1706.03762"
        assert identifiers.arxiv_of(fields)[0] == "1706.03762"


def test_real_doi_fields_give_a_doi(corpora: Path) -> None:
    fields = [raw for raw in values(corpora / "bib-large", "doi") if "10." in raw]
    assert len(fields) > 3_000
    assert [raw for raw in fields if not identifiers.doi(raw)] == []
