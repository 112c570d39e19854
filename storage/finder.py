"""Which paper somebody means: by key, old key, uid, DOI or arXiv number."""

import re
from collections.abc import Callable, Iterable, Iterator

from papers import (
    Ambiguous,
    BadValue,
    KeyTaken,
    NotFound,
    Paper,
    identifiers,
    uid_to_int,
    uids,
)
from storage import codec
from storage.names import Names
from storage.records import PAPERS, TRASH, from_record, names_of, placed, read_paper
from storage.store import Store

ALIKE = 0.7  # the share of two names that must be the same for one to be a misspelling
LIKE, SUGGESTIONS = 200, 3  # names that are compared, and that are told
UID_LEAST = 4  # a shorter prefix is more likely a typing error than a uid


class Finder:
    """Papers by what people call them; it follows every change of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: Names | None = None
        store.watch = self._note

    def all(self, table: str) -> Iterator[Paper]:
        ids, lines = [], []
        for id, line in self._store.rows(table).items():
            ids.append(id)
            lines.append(line)
        for id, line, record in zip(ids, lines, codec.decode_any(lines), strict=True):
            paper = placed(table, from_record(record, id))
            yield read_paper(table, id, line) if paper.extra else paper  # with numbers of any size

    def by_uid(self, uid: str) -> Paper | None:
        try:
            id = uid_to_int(uid)
        except BadValue:
            return None
        found = self._get(PAPERS, id) or self._get(TRASH, id)
        if not found:
            with self._store.at_rest:  # it may be on the way from the one to the other
                found = self._get(PAPERS, id) or self._get(TRASH, id)
        return found

    def has_uid(self, uid: str) -> bool:
        """Whether a paper has this uid, in the library or in the trash."""
        id = uid_to_int(uid)
        return id in self._store.rows(PAPERS) or id in self._store.rows(TRASH)

    def by_key(self, key: str) -> Paper | None:
        return next(iter(self._with_key(key)), None)

    def _with_key(self, key: str) -> list[Paper]:
        """Whoever has the key, or else whoever had it; several only if another program wrote so."""
        folded = key.casefold()
        candidates = self._index().candidates(key)
        if not candidates:
            with self._store.at_rest:  # a change may be on its way into the names
                candidates = self._index().candidates(key)
        papers = [self._get(PAPERS, id) for id in candidates]
        known = [paper for paper in papers if paper]
        return [paper for paper in known if paper.key.casefold() == folded] or [
            paper for paper in known if folded in map(str.casefold, paper.aliases)
        ]

    def is_free(self, key: str) -> bool:
        """Whether no paper has this key, nor had it."""
        return not self._index().candidates(key) or self.by_key(key) is None

    def keys(self) -> list[str]:
        return sorted(self._index().all())

    def find(self, handle: str) -> Paper:
        found = (
            self._with_key(handle)
            or self._with_uid(PAPERS, handle)
            or self._with_identifier(handle)
        )
        return _the_one(found, handle, lambda: self._like(handle))

    def find_trashed(self, handle: str) -> Paper:
        folded = handle.casefold()
        papers = list(self.all(TRASH))
        found = [paper for paper in papers if paper.key.casefold() == folded]
        found = found or self._with_uid(TRASH, handle)

        def like() -> list[str]:
            from difflib import get_close_matches

            keys = [paper.key for paper in papers]
            return get_close_matches(handle, keys, n=SUGGESTIONS, cutoff=ALIKE)

        return _the_one(found, handle, like, " in the trash")

    def _like(self, handle: str) -> list[str]:
        """Names in use that this may be a misspelling of, best first; of very many only some."""
        from difflib import get_close_matches

        folded = handle.casefold()
        near = get_close_matches(folded, self._index().like(handle)[:LIKE], n=9, cutoff=ALIKE)
        names = [
            name
            for found in near
            if (paper := self.by_key(found))
            for name in (paper.key, *paper.aliases)
            if name.casefold() == found
        ]
        return names[:SUGGESTIONS]

    @staticmethod
    def taken(key: str, other: Paper | None) -> KeyTaken:
        by = f"by {other.title[:60]!r} ({other.uid})" if other else "twice in this change"
        return KeyTaken(
            f"The key {key!r} is taken {by}: choose another, or rename that paper first."
        )

    def _get(self, table: str, id: int) -> Paper | None:
        line = self._store.rows(table).get(id)
        return None if line is None else read_paper(table, id, line)

    def _index(self) -> Names:
        names = self._names
        if names is None or names.rows is not self._store.rows(PAPERS):
            with self._store.at_rest:  # a change meanwhile would be missing from them
                rows = self._store.rows(PAPERS)
                names = self._names = Names(rows, lambda line: names_of(PAPERS, line))
        return names

    def _note(self, table: str, ids: Iterable[int]) -> None:
        if self._names and table == PAPERS:
            self._names.note(ids)

    def _with_uid(self, table: str, start: str) -> list[Paper]:
        if not UID_LEAST <= len(start) <= uids.LENGTH:
            return []
        try:
            low = uid_to_int(start.lower().ljust(uids.LENGTH, uids.ALPHABET[0]))
        except BadValue:
            return []
        mask = len(uids.ALPHABET) ** len(start) - 1  # a uid begins with its lowest digits
        found = [id for id in self._store.rows(table).ids() if id & mask == low]
        return [paper for id in found if (paper := self._get(table, id))]

    def _with_identifier(self, handle: str) -> list[Paper]:
        doi, (arxiv, _) = identifiers.doi(handle), identifiers.arxiv(handle)
        if doi.startswith("10.48550/arxiv."):  # the number once more, as a DOI
            doi, arxiv = "", identifiers.arxiv(doi.removeprefix("10.48550/arxiv."))[0]
        if not doi and not arxiv:
            return []
        runs = re.findall("[a-z0-9]+", (doi or arxiv).lower())
        wanted = max(runs, key=len, default="").encode()  # whatever LaTeX made of what is between
        rows = self._store.rows(PAPERS)
        papers = [
            read_paper(PAPERS, id, line) for id, line in rows.items() if wanted in line.lower()
        ]
        found = [
            paper
            for paper in papers
            if (doi and paper.doi == doi) or (arxiv and paper.arxiv == arxiv)
        ]
        return found or _with_version(papers, {("doi", doi), ("arxiv", arxiv)})


def _with_version(papers: list[Paper], wanted: set[tuple[str, str]]) -> list[Paper]:
    """The papers of which another version is called so: the preprint of what was published."""
    from papers.preprints import identifiers_of

    return [paper for paper in papers if not wanted.isdisjoint(identifiers_of(paper))]


def _the_one(
    found: list[Paper], handle: str, like: Callable[[], list[str]], where: str = ""
) -> Paper:
    if len(found) == 1:
        return found[0]
    if found:
        some = ", ".join(f"{paper.key or '?'} ({paper.uid})" for paper in found[:5])
        raise Ambiguous(f"{handle!r} names {len(found)} papers{where}: {some}. Give one's uid.")
    near = like()
    hint = f": did you mean {' or '.join(near)}?" if near else "."
    raise NotFound(f"No paper{where} is called {handle!r}{hint}")
