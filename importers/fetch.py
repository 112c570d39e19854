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
from importers._questions import Question, fits_a_filter, named, nowhere, questions
from importers._web import Cancelled, Manners, NotThere, Refused, Unreachable, Web
from papers import identifiers
from papers.paper import Paper
from papers.preprints import is_preprint, is_preprints_doi

__all__ = ["Answer", "Fetch", "Manners", "Places", "Web", "questions"]

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
            return Answer(paper, trouble=nowhere(paper))
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

    def _is_worth_a_detour(self, question: Question) -> bool:
        """Whether arXiv failed, but is there; without a network nobody else is there either."""
        trouble = self.troubles.get(question)
        return trouble is not None and not isinstance(trouble, (NotThere, Unreachable))

    # Asking

    def _ask(self, asked: Sequence[Question]) -> None:
        self.total += len(asked)
        self._tell()
        numbers = [question for question in asked if question.kind == "arxiv"]
        self._in_batches("arXiv", numbers, ARXIV_AT_ONCE, self._arxiv_url, arxiv.parse)
        self._at_datacite([question for question in numbers if self._is_worth_a_detour(question)])
        pmids = [question for question in asked if question.kind == "pmid"]
        self._in_batches("PubMed", pmids, PUBMED_AT_ONCE, self._pubmed_url, pubmed.parse)
        self._dois([question for question in asked if question.kind == "doi"])

    def _dois(self, asked: Sequence[Question]) -> None:
        elsewhere = [question for question in asked if AT_DATACITE.match(question.value)]
        plain = [question for question in asked if not AT_DATACITE.match(question.value)]
        several = [question for question in plain if fits_a_filter(question.value)]
        alone = [question for question in plain if not fits_a_filter(question.value)]
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
                if len(papers) < len(batch):
                    self.web.forget(url(batch))
            except Cancelled:
                raise
            except FetchError as error:
                if len(batch) > 1 and _may_be_less(who, error):
                    half = len(batch) // 2
                    batches[:0] = [batch[:half], batch[half:]]
                    continue
                # that many are not there is no answer about any of them
                vague = isinstance(error, NotThere) and len(batch) > 1
                trouble = FetchError(str(error)) if vague else error
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
                unknown = NotThere(f"{who} knows no {named(question)}.")
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


def _may_be_less(who: str, error: FetchError) -> bool:
    """Whether fewer at once may fare better; of one work Crossref has a page of its own."""
    return isinstance(error, (Refused, BadAnswer)) or (
        who == "Crossref" and isinstance(error, NotThere)
    )
