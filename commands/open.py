"""Open a paper: the file that is attached to it, else its page on the web, with another program.

What a library names may come from anywhere: only documents that are there and addresses of the web
are handed on, and never to a shell.
"""

import os
import re
import sys
from collections.abc import Mapping

from commands.attach import locate
from papers import Attachment, BadValue, CarrelError, NotFound, Paper

PATIENCE = 2.0  # seconds in which a program that does not work says so
DOCUMENTS = frozenset(
    """bib bmp csv djv djvu doc docx dvi eps epub gif htm html ipynb jpeg jpg md mobi odp ods odt
    org pdf png ppt pptx ps ris rst rtf svg tex tif tiff tsv txt webp xls xlsx xml""".split()
)
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\"'<>\\^`{|}]+", re.IGNORECASE)


class NoOpener(CarrelError):
    """There is no program that opens things, or it does not work."""


def target(folder: str, paper: Paper, *, web: bool = False) -> str:
    """What opening this paper opens: a whole path, or an address."""
    refused: list[str] = []
    for attachment in () if web else paper.files:
        try:
            return document(folder, attachment)
        except NotFound as refusal:
            refused.append(str(refusal))
    for address in addresses(paper):
        return address
    name = paper.key or paper.uid
    if refused:
        raise NotFound(f"{name} has nothing that can be opened: {'; '.join(refused)}.")
    what = "no address on the web" if web else "neither a file nor an address"
    raise NotFound(f"{name} has {what}. `carrel attach {name} FILE` gives it a file.")


def document(folder: str, attachment: Attachment) -> str:
    """The whole path of an attachment that is there and that another program may be handed."""
    path = locate(folder, attachment)
    if path and os.path.splitext(path)[1][1:].lower() in DOCUMENTS:
        return path
    raise NotFound(f"{attachment.path} {'is no document' if path else 'is not there'}")


def launch(what: str, command: str, environ: Mapping[str, str] = os.environ) -> None:
    """Hand a path or an address to the program that opens it, and leave it alone with it."""
    import shlex
    import subprocess

    try:
        words = shlex.split(command) or [_usual(what, environ)]
    except ValueError as error:
        raise BadValue(f"The setting open.command cannot be read: {error}.") from error
    try:
        process = subprocess.Popen(
            [*words, what], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True, env=dict(environ),
        )  # fmt: skip
    except OSError as error:
        raise NoOpener(
            f"{words[0]!r} does not start ({error.strerror}): `carrel config open.command COMMAND`"
            f" sets another program. It was to open {what}"
        ) from error
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return
    if code:
        raise NoOpener(
            f"{words[0]!r} could not open {what} (it ended with {code}): "
            "`carrel config open.command COMMAND` sets another program."
        )


def addresses(paper: Paper) -> list[str]:
    """Where the paper is on the web, the published form first; nothing but http and https."""
    from urllib.parse import quote

    found = []
    if paper.doi:
        found.append(f"https://doi.org/{quote(paper.doi, safe='/:;().,-_~')}")
    if paper.arxiv:
        version = f"v{paper.arxiv_version}" if paper.arxiv_version else ""
        found.append(f"https://arxiv.org/abs/{paper.arxiv}{version}")
    if paper.pmid:
        found.append(f"https://pubmed.ncbi.nlm.nih.gov/{paper.pmid}/")
    found += [paper.url] if paper.url else []
    return [address for address in found if _ADDRESS.fullmatch(address)]


def _usual(what: str, environ: Mapping[str, str]) -> str:
    import shutil

    name = "open" if sys.platform == "darwin" else "xdg-open"
    if not shutil.which(name, path=environ.get("PATH")):
        raise NoOpener(
            f"There is no {name} here to open {what} with: `carrel config open.command COMMAND`"
            " sets another program."
        )
    return name
