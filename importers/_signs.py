"""The signs by which files of references are known, whatever they are called."""

import re

ENDINGS = {
    ".bib": "bibtex",
    ".biblatex": "bibtex",
    ".bibtex": "bibtex",
    ".ciw": "isi",
    ".enw": "refer",
    ".isi": "isi",
    ".nbib": "nbib",
    ".pdf": "pdf",
    ".rdf": "zotero-rdf",
    ".refer": "refer",
    ".ris": "ris",
}
ENOUGH = 1 << 20

_PDF = re.compile(rb"%PDF-\d")
_TAGS = re.compile(
    rb"(?:^(?:\xef\xbb\xbf)?|[\r\n])(?:"
    rb"(?P<ris>TY {1,4}-)|"
    rb"(?P<nbib>PMID- *\d)|"
    rb"(?P<isi>PT [A-Z][ \t]*[\r\n]|FN [^\r\n]{1,200}[\r\n]{1,2}VR )|"
    rb"(?P<refer>%0 [A-Z]|%[AT] [^\r\n]{1,500}[\r\n]{1,2}%[A-Z] ))"
)
# A record alone is what a reject is, mended.
_XML = {
    "zotero-rdf": re.compile(
        rb"<rdf:RDF\b[^<>]*(?:zotero\.org/|purl\.org/net/biblio#)|\A<(?:bib|z|rdf):\w+ rdf:about="
    ),
    "endnote": re.compile(
        rb"<xml\b[^<>]*>\s*<records\b|<records\b[^<>]*>\s*<record\b|\A<record>\s*<"
    ),
}
_JSON = re.compile(rb"\[\s*[\[{\]]|\{\s*[\"}]")
_CSL = re.compile(
    rb"\A\s*\[\s*[\[\]]|\{\s*\}|"
    rb'"(?:DOI|ISBN|author|citation-key|container-title|id|issued|title|type)"\s*:'
)


def seen_in(data: bytes) -> tuple[str, int]:
    """The format that the bytes are in and where its first sign is; ("", -1) for none of ours."""
    if found := _PDF.search(data, 0, 1024):  # readers take what stands before it, too
        return "pdf", found.start()
    head = data[:ENOUGH]
    if b"\0" in head[:100]:  # UTF-16, of which the letters of the signs are left
        head = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        for form, sign in _XML.items():
            if sign.search(start):
                return form, 0
    if _JSON.match(start) and _CSL.search(start):
        return "csl", 0
    found = _TAGS.search(head)
    return (str(found.lastgroup), found.start()) if found else ("", -1)
