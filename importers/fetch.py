"""Identifiers in, what arXiv, Crossref, DataCite and PubMed know of them out.

arXiv numbers, DOIs and PubMed numbers are asked about in batches. What arXiv cannot answer for
the moment DataCite may, where arXiv registers its DOIs; and where a preprint names its publication,
that is asked about too. A stop at any moment leaves what was learned until then.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from importers import arxiv, crossref, datacite, pubmed
from importers._answers import BadAnswer, FetchError
from importers._web import Cancelled, Manners, NotThere, Refused, Web
from papers import identifiers
from papers.paper import Paper
from papers.preprints import is_preprint, is_preprints_doi

__all__ = ["Answer", "Fetch", "Manners", "Places", "Web"]

ARXIV_AT_ONCE = 100
CROSSREF_AT_ONCE = 20  # works come with all their references, so that many are megabytes
PUBMED_AT_ONCE = 100
PAUSES = {"arXiv": 3.0, "Crossref": 0.35, "DataCite": 0.1, "PubMed": 0.35}  # seconds, as they ask

# Those who register with DataCite: asking Crossref first would be in vain.
AT_DATACITE = re.compile(
    r"10\.(?:5281|6084|48550|5061|7910|17632|17605|4230|5445|13140|57967|3929|5517|18419|11588)/"
)

Progress = Callable[[int, int], None]


class Places(NamedTuple):
    """Where the servers are."""

    arxiv: str = "https://export.arxiv.org/api"
    crossref: str = "https://api.crossref.org"
    datacite: str = "https://api.datacite.org"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


PUBLIC = Places()


class Question(NamedTuple):
    """Something to look up: arxiv, doi or pmid, and the identifier."""

    kind: str
    value: str


class Answer(NamedTuple):
    """What became known of a paper: the form to cite first, then its other forms.

    `trouble` says why nothing is known, or not all that might be.
    """

    paper: Paper
    records: tuple[Paper, ...] = ()
    trouble: str = ""


class Fetch:
    """Look up what there is to know of some papers; `answers` tells, also after a stop."""

    def __init__(
        self,
        papers: Iterable[Paper],
        web: Web,
        places: Places = PUBLIC,
        progress: Progress = lambda _done, _total: None,
    ) -> None:
        self.papers = list(papers)
        self.web = web
        self.places = places
        self.progress = progress
        self.found: dict[Question, Paper] = {}
        self.troubles: dict[Question, FetchError] = {}
        self.total = 0
        self.stopped = False

    def run(self) -> None:
        """Ask; Ctrl-C, or the wish of whoever asked, ends it early."""
        try:
            asked = dict.fromkeys(q for paper in self.papers for q in questions(paper))
            self._ask(list(asked))
            published = dict.fromkeys(q for each in asked if (q := self._published(each)))
            self._ask([question for question in published if question not in asked])
        except (KeyboardInterrupt, Cancelled):
            self.stopped = True

    def answers(self) -> list[Answer]:
        return [self._answer(paper) for paper in self.papers]

    # What is known

    def _answer(self, paper: Paper) -> Answer:
        asked = questions(paper)
        if not asked:
            return Answer(paper, trouble=_nowhere(paper))
        records: list[Paper] = []
        troubles: list[str] = []
        for question in (*asked, *filter(None, map(self._published, asked))):
            record = self.found.get(question)
            if record:
                records += [record] if record not in records else []
            elif question in self.troubles:
                troubles.append(str(self.troubles[question]))
            else:
                troubles.append("It was not its turn yet when fetching was stopped.")
        records.sort(key=is_preprint)
        return Answer(paper, tuple(records), " ".join(dict.fromkeys(troubles)))

    def _published(self, question: Question) -> Question | None:
        """The publication that this preprint became, if it says so."""
        record = self.found.get(question)
        if not record or not is_preprint(record):
            return None
        dois = [record.doi, *(identifiers.doi_of(version.fields) for version in record.versions)]
        named = next((doi for doi in dois if doi and not is_preprints_doi(doi)), "")
        return Question("doi", named) if named else None

    def _is_unknown(self, question: Question) -> bool:
        return isinstance(self.troubles.get(question), NotThere)

    # Asking

    def _ask(self, asked: Sequence[Question]) -> None:
        self.total += len(asked)
        self._tell()
        numbers = [question for question in asked if question.kind == "arxiv"]
        self._in_batches("arXiv", numbers, ARXIV_AT_ONCE, self._arxiv_url, arxiv.parse)
        self._at_datacite([q for q in numbers if q in self.troubles and not self._is_unknown(q)])
        pmids = [question for question in asked if question.kind == "pmid"]
        self._in_batches("PubMed", pmids, PUBMED_AT_ONCE, self._pubmed_url, pubmed.parse)
        self._dois([question for question in asked if question.kind == "doi"])

    def _dois(self, asked: Sequence[Question]) -> None:
        elsewhere = [question for question in asked if AT_DATACITE.match(question.value)]
        plain = [question for question in asked if not AT_DATACITE.match(question.value)]
        several = [question for question in plain if _fits_a_filter(question.value)]
        alone = [question for question in plain if not _fits_a_filter(question.value)]
        self._at_crossref(several, CROSSREF_AT_ONCE)
        self._at_crossref(alone, 1)
        self._at_datacite([*(q for q in plain if self._is_unknown(q)), *elsewhere])
        # a DOI that was given up for another is found by itself only
        many = several if len(several) > 1 else []
        self._at_crossref([q for q in (*many, *elsewhere) if self._is_unknown(q)], 1)
        for question in filter(self._is_unknown, asked):
            self.troubles[question] = NotThere(
                f"Neither Crossref nor DataCite knows the DOI {question.value}."
            )

    def _at_crossref(self, asked: Sequence[Question], at_once: int) -> None:
        self._in_batches("Crossref", asked, at_once, self._crossref_url, crossref.parse)

    def _at_datacite(self, asked: Sequence[Question]) -> None:
        self._in_batches("DataCite", asked, 1, self._datacite_url, datacite.parse)

    def _in_batches(
        self,
        who: str,
        asked: Sequence[Question],
        at_once: int,
        url: Callable[[Sequence[Question]], str],
        parse: Callable[[bytes], list[Paper]],
    ) -> None:
        """Ask about many at once; where a server will not have that, about half as many."""
        batches = [list(asked[at : at + at_once]) for at in range(0, len(asked), at_once)]
        while batches:
            batch = batches.pop(0)
            papers: list[Paper] = []
            trouble: FetchError | None = None
            try:
                papers = self.web.ask(who, url(batch), parse, pause=PAUSES[who])
            except Cancelled:
                raise
            except (Refused, BadAnswer) as error:
                if len(batch) > 1:
                    half = len(batch) // 2
                    batches[:0] = [batch[:half], batch[half:]]
                    continue
                trouble = error
            except NotThere as error:  # of many that is no answer about any of them
                trouble = error if len(batch) == 1 else FetchError(str(error))
            except FetchError as error:
                trouble = error
            self._note(who, batch, papers, trouble)
            self._tell()

    def _note(
        self,
        who: str,
        batch: Sequence[Question],
        papers: Sequence[Paper],
        trouble: FetchError | None,
    ) -> None:
        """Keep what became of these; a trouble that may pass says more than an "unknown" after."""
        kind = batch[0].kind
        records = {getattr(paper, kind): paper for paper in papers}
        if kind == "doi" and len(batch) == len(papers) == 1:
            records[batch[0].value] = papers[0]  # perhaps under the DOI that took its place
        for question in batch:
            record = records.get(question.value)
            if record:
                self.found[question] = record
                self.troubles.pop(question, None)
            elif question not in self.troubles or self._is_unknown(question):
                unknown = NotThere(f"{who} knows no {_said(question)}.")
                self.troubles[question] = trouble or unknown

    def _tell(self) -> None:
        self.progress(len(self.found) + len(self.troubles), self.total)

    # Addresses

    def _arxiv_url(self, batch: Sequence[Question]) -> str:
        numbers = ",".join(question.value for question in batch)
        return f"{self.places.arxiv}/query?id_list={numbers}&max_results={len(batch)}"

    def _crossref_url(self, batch: Sequence[Question]) -> str:
        if len(batch) == 1:
            return f"{self.places.crossref}/works/{quote(batch[0].value, safe='')}"
        dois = ",".join(f"doi:{quote(question.value)}" for question in batch)
        return f"{self.places.crossref}/works?filter={dois}&rows={len(batch)}"

    def _datacite_url(self, batch: Sequence[Question]) -> str:
        kind, value = batch[0]
        doi = f"10.48550/arxiv.{value}" if kind == "arxiv" else value
        return f"{self.places.datacite}/dois/{quote(doi, safe='')}"

    def _pubmed_url(self, batch: Sequence[Question]) -> str:
        numbers = ",".join(question.value for question in batch)
        return f"{self.places.pubmed}/efetch.fcgi?db=pubmed&retmode=xml&tool=carrel&id={numbers}"


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
    named = identifiers.classify(url) if "acl" in url else None
    if not named or named.kind != "acl":
        return ""
    number = named.value
    old = re.fullmatch(r"([A-Z])(\d\d)-(\d{4})", number, re.IGNORECASE)
    if old:
        number = number.upper()
        registrant = "10.3115" if old[2] in ("14", "15") and number[:3] != "D15" else "10.18653"
        return f"{registrant}/v1/{number}".lower() if "12" < old[2] < "20" else ""
    return f"10.18653/v1/{number}".lower() if re.fullmatch(r"20\d\d\.[\w-]+\.\d+", number) else ""


def _fits_a_filter(doi: str) -> bool:
    """Crossref's filters are parted by commas."""
    return re.fullmatch(r"[\w./()-]+", doi, re.ASCII) is not None


def _said(question: Question) -> str:
    return {"arxiv": "", "doi": "DOI ", "pmid": "number "}[question.kind] + question.value


def _nowhere(paper: Paper) -> str:
    if paper.isbn:
        return "There is nowhere to ask about an ISBN."
    if paper.url:
        return f"There is nowhere to ask about {paper.url}"
    return "It has no identifier to ask about."
