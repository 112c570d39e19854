"""Which paper somebody means: by key, old key, uid, DOI or arXiv number."""

from collections.abc import Callable, Iterable, Iterator

from papers import (
    Ambiguous,
    BadValue,
    KeyTaken,
    NotFound,
    Paper,
    identifiers,
    int_to_uid,
    uid_to_int,
)
from storage import codec
from storage.names import Names
from storage.records import PAPERS, TRASH, from_record, names_of, read_paper
from storage.store import Effect, Store

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
        for id, record in zip(ids, codec.decode_any(lines), strict=True):
            yield from_record(record, id)

    def by_uid(self, uid: str) -> Paper | None:
        try:
            id = uid_to_int(uid)
        except BadValue:
            return None
        return self._get(PAPERS, id) or self._get(TRASH, id)

    def by_key(self, key: str) -> Paper | None:
        folded = key.casefold()
        found = None
        for id in self._index().candidates(key):
            paper = self._get(PAPERS, id)
            if paper and paper.key.casefold() == folded:
                return paper
            if paper and folded in map(str.casefold, paper.aliases):
                found = paper
        return found

    def is_free(self, key: str) -> bool:
        """Whether no paper has this key, nor had it."""
        return not self._index().candidates(key) or self.by_key(key) is None

    def keys(self) -> list[str]:
        return sorted(self._index().all())

    def find(self, handle: str) -> Paper:
        paper = self.by_key(handle)
        if paper:
            return paper
        found = self._with_uid(PAPERS, handle) or self._with_identifier(handle)
        return _the_one(found, handle, self.keys)

    def find_trashed(self, handle: str) -> Paper:
        folded = handle.casefold()
        papers = list(self.all(TRASH))
        found = [paper for paper in papers if paper.key.casefold() == folded]
        found = found or self._with_uid(TRASH, handle)
        return _the_one(found, handle, lambda: [paper.key for paper in papers], " in the trash")

    @staticmethod
    def taken(key: str, other: Paper | None) -> KeyTaken:
        by = f"by {other.title[:60]!r} ({other.uid})" if other else "twice in this change"
        return KeyTaken(
            f"The key {key!r} is taken {by}: choose another, or rename that paper first."
        )

    def _get(self, table: str, id: int) -> Paper | None:
        line = self._store.rows(table).get(id)
        return None if line is None else read_paper(id, line)

    def _index(self) -> Names:
        rows = self._store.rows(PAPERS)
        if self._names is None or self._names.rows is not rows:
            self._names = Names(rows, lambda line: names_of(PAPERS, line))
        return self._names

    def _note(self, effects: Iterable[Effect]) -> None:
        if self._names:
            self._names.note(
                (effect.id, effect.after)
                for effect in effects
                if effect.table == PAPERS and effect.after is not None
            )

    def _with_uid(self, table: str, start: str) -> list[Paper]:
        start = start.lower()
        if len(start) < UID_LEAST:
            return []
        found = [id for id in self._store.rows(table).ids() if int_to_uid(id).startswith(start)]
        return [paper for id in found if (paper := self._get(table, id))]

    def _with_identifier(self, handle: str) -> list[Paper]:
        doi, (arxiv, _) = identifiers.doi(handle), identifiers.arxiv(handle)
        wanted = (doi or arxiv).split("/")[-1].encode()
        if not wanted:
            return []
        rows = self._store.rows(PAPERS)
        papers = [read_paper(id, line) for id, line in rows.items() if wanted in line.lower()]
        return [
            paper
            for paper in papers
            if (doi and paper.doi == doi) or (arxiv and paper.arxiv == arxiv)
        ]


def _the_one(
    found: list[Paper], handle: str, names: Callable[[], list[str]], where: str = ""
) -> Paper:
    if len(found) == 1:
        return found[0]
    if found:
        some = ", ".join(f"{paper.key or '?'} ({paper.uid})" for paper in found[:5])
        raise Ambiguous(f"{handle!r} names {len(found)} papers{where}: {some}. Give one's uid.")
    from difflib import get_close_matches

    near = get_close_matches(handle, names(), n=3, cutoff=0.7)
    hint = f": did you mean {' or '.join(near)}?" if near else "."
    raise NotFound(f"No paper{where} is called {handle!r}{hint}")
