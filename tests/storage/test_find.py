"""Which paper a word means: keys of every kind, old keys, uids, DOIs and arXiv numbers."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from papers import Ambiguous, Fields, KeyTaken, NotFound, Paper, int_to_uid
from storage import Library

Open = Callable[[], Library]

ODD_KEYS = [
    "with space",
    " blank around ",
    "tab\tkey",
    "\t",
    "key\nnewline",
    "\n",
    "\r\n",
    "nul\x00key",
    "x\x1b[31my",
    "\x7f",
    "line\u2028separator",
    "next\x85line",
    'quote"',
    "'",
    "back\\slash",
    "\\",
    "\\n",
    "\\u0041",
    "half \ud800 a pair",
    "\udfff",
    "É\ud800",
    "Straße",
    "ﬁ",
    "İstanbul",
    "e\u0301tude",
    "\xe9tude",
    "\u202egnp.exe",
    "漢字",
    "🙂",
    "x" * 5000,
    '","type":"',
    '{"uid":"',
    "../../etc/passwd",
    "10.1000/xyz",
]


def keyed(key: str, *aliases: str, **fields: str) -> Paper:
    return Paper(key=key, aliases=aliases, fields=Fields(fields))


def with_keys(library: Library, *keys: str) -> dict[str, Paper]:
    step = library.add([keyed(key) for key in keys], label="add")
    return {change.after.key: change.after for change in step.changes if change.after}


def test_an_odd_key_finds_its_paper_wherever_it_is(open_library: Open) -> None:
    library = open_library()
    papers = with_keys(library, *ODD_KEYS)
    assert [*papers] == ODD_KEYS
    for _ in range(2):
        for each in (library, open_library()):
            for key, paper in papers.items():
                assert each.find(key) == paper
                assert each.by_key(key.casefold()) == paper
            assert each.keys() == sorted(ODD_KEYS)
        library.compact()


@pytest.mark.parametrize("compacted", [False, True])
def test_an_odd_key_is_taken_in_any_case(library: Library, compacted: bool) -> None:
    with_keys(library, *ODD_KEYS)
    if compacted:
        library.compact()
    for key in ODD_KEYS:
        for twin in {key.upper(), key.lower(), key.title(), key} - {"İSTANBUL", "istanbul"}:
            if twin.casefold() == key.casefold():
                with pytest.raises(KeyTaken):
                    library.add([keyed(twin)], label="add")
    assert len(library) == len(ODD_KEYS)


def test_an_odd_old_key_finds_its_paper(open_library: Open) -> None:
    library = open_library()
    library.add([keyed(f"new{n}", old, f"{old}2") for n, old in enumerate(ODD_KEYS)], label="add")
    for _ in range(2):
        for n, old in enumerate(ODD_KEYS):
            for name in (old, f"{old}2"):
                assert library.find(name).key == open_library().find(name).key == f"new{n}"
        library.compact()


def test_the_hostile_keys_of_the_corpus(open_library: Open, corpora: Path) -> None:
    text = (corpora / "hostile" / "citekeys.bib").read_bytes().decode()
    keys = re.findall(r"@misc\{(.*?),\n  title", text, re.DOTALL)
    assert len(keys) == 40
    library = open_library()
    step = library.add([keyed(key) for key in keys], label="add", suffix=True)
    for _ in range(2):
        for key, change in zip(keys, step.changes, strict=True):
            assert change.after
            assert library.find(change.after.key) == change.after
            if key not in ("abc", "ABC"):
                assert change.after.key == key
        assert [library.find(key).key for key in ("Abc", "abca", "ABCb")] == ["Abc", "abca", "ABCb"]
        library.compact()


def test_twins_of_composed_and_combined_letters_are_two_keys(library: Library) -> None:
    """They look alike, and are two keys to BibTeX; each finds its own paper."""
    twins = with_keys(library, "e\u0301tude", "\xe9tude")
    for key, paper in twins.items():
        assert library.find(key) == paper


def test_a_part_of_a_key_is_no_key(library: Library) -> None:
    with_keys(library, "vaswani2017", "a", "b")
    library.compact()
    for part in ("vaswani", "2017", "vaswani2017a", "", "a\tb", "a\nb", "\n", "\t"):
        with pytest.raises(NotFound):
            library.find(part)


def test_the_key_comes_before_other_papers_old_keys_and_uids(library: Library) -> None:
    one, two = with_keys(library, "one", "two").values()
    tricky = library.add([keyed(one.uid)], label="add").changes[0].after
    assert library.find(one.uid) == tricky
    assert library.get(one.uid) == one
    assert library.find(two.uid) == two


def test_the_start_of_a_uid_is_enough(open_library: Open) -> None:
    library = open_library()
    (paper,) = with_keys(library, "one").values()
    for each in (library, open_library()):
        for length in (4, 7, 13):
            assert each.find(paper.uid[:length]) == paper
            assert each.find(paper.uid[:length].upper()) == paper
        for wrong in (paper.uid[:3], paper.uid + "0", "u" + paper.uid[1:]):
            with pytest.raises(NotFound):
                each.find(wrong)


def test_the_start_of_two_uids_is_ambiguous(library: Library) -> None:
    uids = ["abcd" + "0" * 8 + "1", "abcd" + "1" * 8 + "1", "abce" + "0" * 8 + "1"]
    library.add([keyed(f"k{n}")._replace(uid=uid) for n, uid in enumerate(uids)], label="add")
    with pytest.raises(Ambiguous, match=rf"2 papers: .*{uids[0]}.*{uids[1]}.*uid"):
        library.find("abcd")
    assert library.find("abcd0").key == "k0"
    assert library.find("abce").key == "k2"
    library.remove(uids[:2])
    with pytest.raises(Ambiguous, match="in the trash"):
        library.find_trashed("abcd")
    assert library.find_trashed("abcd1").key == "k1"


@pytest.mark.parametrize(
    "handle",
    [
        "10.1145/3292500.3330701",
        "doi:10.1145/3292500.3330701",
        "https://doi.org/10.1145/3292500.3330701",
        "http://dx.doi.org/10.1145/3292500.3330701",
        "DOI: 10.1145/3292500.3330701",
    ],
)
def test_a_doi_finds_its_paper(open_library: Open, handle: str) -> None:
    library = open_library()
    with_keys(library, "other")
    library.add([keyed("one", doi="10.1145/3292500.3330701", title="One")], label="add")
    library.add([keyed("two", doi="10.1145/3292500.333070")], label="add")
    assert library.find(handle).key == open_library().find(handle).key == "one"
    library.compact()
    assert library.find(handle).key == "one"


def test_a_doi_is_found_however_it_was_written(library: Library) -> None:
    library.add([keyed("one", doi="https://doi.org/10.1002/ABC\\_d")], label="add")
    assert library.find("10.1002/abc_D").key == "one"


@pytest.mark.parametrize("handle", ["1706.03762", "arXiv:1706.03762", "arXiv:1706.03762v5"])
def test_an_arxiv_number_finds_its_paper(library: Library, handle: str) -> None:
    library.add(
        [
            keyed("one", eprint="1706.03762v2", archiveprefix="arXiv"),
            keyed("two", eprint="1706.03763", archiveprefix="arXiv"),
            keyed("old", eprint="hep-th/9901001", archiveprefix="arXiv"),
        ],
        label="add",
    )
    assert library.find(handle).key == "one"
    assert library.find("https://arxiv.org/abs/1706.03763").key == "two"
    assert library.find("hep-th/9901001").key == "old"


def test_two_papers_of_one_identifier_are_ambiguous(library: Library) -> None:
    library.add([keyed("one", doi="10.1000/x"), keyed("two", doi="10.1000/X")], label="add")
    with pytest.raises(Ambiguous, match=r"one.*two"):
        library.find("10.1000/x")
    with pytest.raises(NotFound):
        library.find("10.1000/y")


def test_a_typing_error_is_answered_with_what_is_near(library: Library) -> None:
    with_keys(library, "vaswani2017attention", "hu2021lora", "devlin2019bert")
    with pytest.raises(NotFound, match=r"'vaswni2017atention'.*did you mean vaswani2017attention"):
        library.find("vaswni2017atention")
    with pytest.raises(NotFound) as refusal:
        library.find("nothing like it")
    assert "did you mean" not in str(refusal.value)


@pytest.mark.parametrize("compacted", [False, True])
def test_a_key_that_two_records_have_is_ambiguous(library: Library, compacted: bool) -> None:
    """Only another program can bring that about; the uids still tell the papers apart."""
    library.db.table("papers").insert_multiple([{"key": "Same"}, {"key": "same"}, {"key": "x"}])
    if compacted:
        library.compact()
    for _ in range(70):  # more than a few are looked up in another way
        with pytest.raises(Ambiguous, match=rf"{int_to_uid(1)}.*{int_to_uid(2)}"):
            library.find("SAME")
        assert library.find("x").uid == int_to_uid(3)


def test_a_record_with_its_keys_in_another_order_is_found(library: Library) -> None:
    table = library.db.table("papers")
    table.insert({"uid": int_to_uid(1), "type": "misc", "key": "one", "aliases": ["uno"]})
    table.insert({"uid": int_to_uid(2), "fields": {"a": "b", "type": "c"}, "key": "two"})
    table.insert({"type": "misc", "key": "three"})
    for _ in range(2):
        for name, uid in (("one", 1), ("uno", 1), ("two", 2), ("three", 3)):
            assert library.find(name).uid == int_to_uid(uid)
        assert library.keys() == ["one", "three", "two", "uno"]
        library.compact()


def test_many_look_ups_find_what_few_find(open_library: Open) -> None:
    library = open_library()
    papers = with_keys(library, *(f"Key{n}" for n in range(150)), *ODD_KEYS)
    library.compact()
    library.edit([papers["Key7"].uid], lambda paper: paper.rekeyed("seven"), label="rename")
    library.edit([papers["Key8"].uid], lambda paper: paper._replace(key="eight"), label="rename")
    library.remove([papers["Key9"].uid])
    for _ in range(2):
        for key, paper in papers.items():
            if key in ("Key8", "Key9"):
                assert library.by_key(key) is None
            else:
                found = library.by_key(key)
                assert found
                assert found.uid == paper.uid
    assert library.find("seven").uid == papers["Key7"].uid
    assert library.find("eight").uid == papers["Key8"].uid


def test_a_library_that_stock_wrote_is_found_by_its_keys(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "library.json") as stock:
        stock.table("papers").insert_multiple({"key": key, "title": "T"} for key in ODD_KEYS)
    with Library.open(tmp_path) as library:
        assert [library.find(key).key for key in ODD_KEYS] == ODD_KEYS


def test_a_misspelt_key_is_recognised_among_very_many(library: Library) -> None:
    families = map("".join, itertools.product("An Bo Ci Du El Fa Go Hu".split(), repeat=4))
    names = [f"{family}{1990 + n % 30}n{n}" for n, family in enumerate(families)]
    library.add([keyed(name) for name in names], label="add")
    library.compact()
    library.add([keyed("Newcomer2024Later")], label="add")
    library.edit([library.find(names[7]).uid], lambda paper: paper.rekeyed("gone"), label="rename")
    for name in [*names[::371], "Newcomer2024Later"]:
        for wrong in (name[:4] + name[5:], f"{name[:3]}x{name[3:]}", name[:-1].upper()):
            with pytest.raises(NotFound, match=rf"did you mean .*\b{name}\b"):
                library.find(wrong)
    library.remove([library.find(names[371]).uid])
    with pytest.raises(NotFound) as refusal:
        library.find(names[371] + "x")
    assert f"{names[371]}?" not in str(refusal.value)
