"""Keys and old keys against a plain dict: whatever happens, each name finds its paper or none."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Fields, KeyTaken, NotFound, Paper
from storage import Library

KEYS = [
    "a",
    "A",
    "b",
    "ab",
    "a\tb",
    "a\nb",
    "Ä",
    "ä",
    "ß",
    "SS",
    "\ud800Ä",
    '"',
    "\\n",
    "n",
    "1" * 9,
]
keys = st.sampled_from(KEYS)
numbers = st.integers(0, 4)
moves = st.lists(
    st.one_of(
        st.tuples(st.just("add"), keys),
        st.tuples(st.just("rename"), numbers, keys),
        st.tuples(st.just("forget"), numbers),
        st.tuples(st.sampled_from(["remove", "restore", "touch"]), numbers),
        st.tuples(st.sampled_from(["compact", "reopen", "undo", "ask often"])),
    ),
    max_size=15,
)


class Model:
    """What the library ought to know: every paper's key, its old keys, whether it lives."""

    def __init__(self) -> None:
        self.papers: dict[str, tuple[str, tuple[str, ...], bool]] = {}

    def whose(self, name: str) -> str | None:
        found = None
        for uid, (key, aliases, living) in self.papers.items():
            if living and key.casefold() == name.casefold():
                return uid
            if living and name.casefold() in map(str.casefold, aliases):
                found = uid
        return found

    def is_free(self, name: str, uid: str = "") -> bool:
        return self.whose(name) in (None, uid)

    def names(self) -> list[str]:
        return sorted(
            name
            for key, aliases, living in self.papers.values()
            for name in (key, *aliases)
            if living
        )


@given(moves)
def test_every_name_finds_what_a_dict_finds(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("library")
    library, model, past = Library.open(folder), Model(), [dict[str, Any]()]
    for move, *arguments in moves:
        before = library.store.seq
        if move == "add":
            (key,) = arguments
            paper = Paper(key=key, fields=Fields(title=key))
            if model.is_free(key):
                uid = library.add([paper], label="add").changes[0].uid
                model.papers[uid] = (key, (), True)
            else:
                with pytest.raises(KeyTaken):
                    library.add([paper], label="add")
        elif move in ("rename", "forget", "remove", "restore", "touch"):
            if arguments[0] < len(model.papers):
                change(library, model, move, [*model.papers][arguments[0]], *arguments[1:])
        elif move == "undo":
            if len(past) > 1:
                library.undo()
                past.pop()
                model.papers, before = dict(past[-1]), library.store.seq
        elif move == "compact":
            library.compact()
        elif move == "reopen":
            library.close()
            library = Library.open(folder)
        else:
            for _ in range(70):
                library.by_key("a")
        if library.store.seq > before:
            past.append(dict(model.papers))
        for name in (*KEYS, "", "x", "\t", "a\t", "\nb"):
            found = library.by_key(name)
            assert (found.uid if found else None) == model.whose(name)
        assert library.keys() == model.names()
    library.close()


def change(library: Library, model: Model, move: str, uid: str, *key: str) -> None:
    old, aliases, living = model.papers[uid]
    if move == "rename":
        after = Paper(key=old, aliases=aliases).rekeyed(*key)
        make: Callable[[Paper], Paper] = lambda paper: paper.rekeyed(*key)  # noqa: E731 - one of three
    elif move == "forget":
        after = Paper(key=old)
        make = lambda paper: paper._replace(aliases=())  # noqa: E731
    elif move == "touch":
        after = Paper(key=old, aliases=aliases)
        make = lambda paper: paper.rated(5 - paper.rating)  # noqa: E731
    elif move == "remove":
        if living:
            library.remove([uid])
            model.papers[uid] = (old, aliases, False)
        return
    else:
        restore(library, model, uid)
        return
    names = (after.key, *after.aliases)
    if not living or names == (old, *aliases) or all(model.is_free(name, uid) for name in names):
        library.edit([uid], make, label=move)
        model.papers[uid] = (after.key, after.aliases, living)
    else:
        with pytest.raises(KeyTaken):
            library.edit([uid], make, label=move)


def restore(library: Library, model: Model, uid: str) -> None:
    key, aliases, living = model.papers[uid]
    if living or model.is_free(key):
        library.restore([uid])
        kept = tuple(alias for alias in aliases if living or model.is_free(alias))
        model.papers[uid] = (key, kept, True)
    else:
        with pytest.raises(KeyTaken):
            library.restore([uid])


def test_a_name_is_no_piece_of_another(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Library.open(tmp_path_factory.mktemp("library")) as library:
        library.add([Paper(key=key) for key in ("xyz", "x-y", "zzx")], label="add")
        library.compact()
        for name in ("x", "y", "z", "xy", "yz", "zx", "zz", "xyzx-y", "x-", ""):
            with pytest.raises(NotFound):
                library.find(name)
