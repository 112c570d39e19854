"""BibTeX as people's files hold it: what comes in, what is rejected, and that nothing gets lost."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from importers import FORMATS, Imported
from papers import Bare, Fields, Status, bibtex


def read(text: str | bytes) -> Imported:
    data = text if isinstance(text, bytes) else text.encode()
    return FORMATS["bibtex"](data, "refs.bib")


def fields(text: str) -> dict[str, str]:
    """The fields of the only entry in a text that has nothing to reject."""
    imported = read(text)
    assert not imported.rejected
    (paper,) = imported.papers
    return dict(paper.fields)


def keys(text: str) -> list[str]:
    imported = read(text)
    assert not imported.rejected
    return [paper.key for paper in imported.papers]


def test_an_entry_becomes_a_paper_with_its_source() -> None:
    entry = '@Article{ knuth84 ,\n  Title = {The {\\TeX}book},\n  year=1984, month = "x" # jan\n}'
    text = f"prose\n\n{entry}\n"
    (paper,) = read(text).papers
    assert (paper.type, paper.key, paper.status) == ("article", "knuth84", Status.UNREAD)
    assert paper.fields == Fields(
        {"title": r"The {\TeX}book", "year": "1984", "month": Bare('"x" # jan')}
    )
    assert paper.source[:4] == ("bibtex", "refs.bib", "3", entry)


def test_fields_keep_their_order_and_lose_only_the_outer_delimiters() -> None:
    found = fields('@a{k, z = {{Z}}, y = "{Y} y", x = 12, w = jan, v = {1} # "2", u = {}}')
    assert list(found.items()) == [
        ("z", "{Z}"),
        ("y", "{Y} y"),
        ("x", "12"),
        ("w", Bare("jan")),
        ("v", Bare('{1} # "2"')),
        ("u", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@article{,title={A}}\n@article{,title={B}}",
        "@article{same,title={A}}\n@article{same,title={B}}",
        "@article\n{k,title={A}}\n@ article{k,title={B}}",
        "@my-type{k,title={A}}\n@commentary{k,title={B}}",
        '@article(k,title={A :-) b})\n@article(k,title="c)")',
        "@article{O'Don{\\'e}l1,title={A}}\n@article{a=b,title={B}}",
        '@article{a"b,title={A}}\n@article{10.1/S0140(20)1-5,title={B}}',
        "@article{a,title={A}}@article{b,title={B}}",
        "\x00\x00@article{a\x00,title={A}}\r\r@article{b,title={B}}",
        "@article{a,title={A}\n\n@article{b,title={B}}",
        "@article{a,title={A})\n\n@article{b,title={B}}",
        "@article{a,title={A} , rubbish }\n@article{b,,title={B},,}",
        "@article{a title={A}}\n@article{b\n title={B}}",
        "here is one: @article{a,title={A}} and <pre>@article{b, title={B}}</pre>",
    ],
)
def test_both_of_two_entries_come_in(text: str) -> None:
    imported = read(text)
    assert len(imported.papers) == 2
    assert not imported.rejected
    assert all(set(paper.fields) == {"title"} for paper in imported.papers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@a{title={A},year=2000}", {"title": "A", "year": "2000"}),
        ("@a{k,note={x},Note={y},note=3}", {"note": "x", "note#2": "y", "note#3": "3"}),
        ("@a{k,title={A}, % old, {unsure\nyear=2000}", {"title": "A", "year": "2000"}),
        ("@a{k,title={A}\nyear=2 month=jan}", {"title": "A", "year": "2", "month": Bare("jan")}),
        ("@a{k,title={A}, rubbish, year=2000}", {"title": "A", "year": "2000"}),
        ("@a{k,file={C:\\d\\},note={x\\\\},x=1}", {"file": "C:\\d\\", "note": "x\\\\", "x": "1"}),
        ('@a{k,title="x {"y, z"} w",year=1}', {"title": 'x {"y, z"} w', "year": "1"}),
        ('@a{k,title="{"}the {saint"} b",year=1}', {"title": '{"}the {saint"} b', "year": "1"}),
        ('@a{k,title="a "quoted" word",year=1}', {"title": 'a "quoted" word', "year": "1"}),
        ('@a{k,title="a } b",year=1}', {"title": "a } b", "year": "1"}),
        ("@a{k,title={a \\} b},year=1}", {"title": "a \\} b", "year": "1"}),
        ("@a{k,title={a \\{ b},year=1}", {"title": "a \\{ b", "year": "1"}),
        ("@a{k,x=http://a.b/c%20d?e=f,y=two  w}", {"x": "http://a.b/c%20d?e=f", "y": "two  w"}),
        ("@a{k,x={a\n@b{x} c\n@d (y)},z=1}", {"x": "a\n@b{x} c\n@d (y)", "z": "1"}),
        ("@a{k,x={see\n@b{c,\n d={e}}\n},z=1}", {"x": "see\n@b{c,\n d={e}}\n", "z": "1"}),
        ("@a{k,author+an:x={1},a.b/c={2},x=,}", {"author+an:x": "1", "a.b/c": "2", "x": ""}),
        ("@a{k,title={A},year=2000", {"title": "A", "year": "2000"}),
        ('@a{k,t={a = {b}, c},u=" = {d}, e = {f}"}', {"t": "a = {b}, c", "u": " = {d}, e = {f}"}),
        ("@a{k,t={ = {a}, {b}},u=\n {c} # {d}}", {"t": " = {a}, {b}", "u": Bare("{c} # {d}")}),
        ("@a{k,t=\x010,u={x},v={\x01}}", {"t": Bare("\x010"), "u": "x", "v": "\x01"}),
        ("@a{k,t={{{{{a}}}}},u={a{b{c{d}e}f}g}}", {"t": "{{{{a}}}}", "u": "a{b{c{d}e}f}g"}),
    ],
)  # fmt: skip
def test_no_field_is_lost_in(text: str, expected: dict[str, str]) -> None:
    assert list(fields(text).items()) == list(expected.items())


PIECES = st.sampled_from([*'{}"#,=\\ \n%@x1\x01', " = {a}, ", "\\{", "\\}", "b = {", "},\n", '= "'])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_quick_way_and_the_thorough_way_read_the_same(body: str) -> None:
    text = f"@a{{k, first = {{{body}}}, last = {{y}}}}"
    for paper in read(text).papers:
        thorough = bibtex.understand(paper.source.raw)
        assert thorough
        if thorough.clean and thorough.closed:
            assert paper.fields == thorough.fields


def test_what_is_commented_out_stays_so() -> None:
    text = (
        "% @article{a,title={A}}\n@Comment{jabref-meta: databaseType:bibtex;}\n"
        "@comment{\n  @article{b,title={B}}\n}\nsee @user(name) or @user{name}\n"
        "@article{c,title={C}} % @article{d,title={D}}\n@comment no braces {at all}\n"
    )
    imported = read(text)
    assert [paper.key for paper in imported.papers] == ["c"]
    assert not imported.rejected
    assert [(block.kind, block.line) for block in imported.blocks] == [
        ("comment", n) for n in (1, 2, 3, 6, 7)
    ]
    assert imported.blocks[2].text == "@comment{\n  @article{b,title={B}}\n}"


def test_prose_is_no_entry(corpora: Path) -> None:
    imported = read((corpora / "hostile" / "not-bibtex.bib").read_bytes())
    assert not imported.papers
    assert not imported.rejected
    assert "email me @ work {now}" in imported.blocks[0].text


def test_blocks_beside_the_entries_are_kept_word_for_word() -> None:
    text = '@string{a = "A"}\n@preamble{ "x" # a }\n@STRING(b = a # {B})\n@misc{k, title = b}'
    imported = read(text)
    assert [(block.kind, block.text) for block in imported.blocks] == [
        ("string", '@string{a = "A"}'),
        ("preamble", '@preamble{ "x" # a }'),
        ("string", "@STRING(b = a # {B})"),
    ]


def test_a_paper_has_the_macros_that_it_uses_and_those_that_these_use() -> None:
    text = (
        '@string{A = "one"}@string{b = a # { two}}@string{unused = 1}\n'
        "@misc{k, title = B, month = jan}\n@string{a = {three}}\n@misc{l, title = b # {.}}\n"
        "@misc{m, title = later}\n@string{later = {after all}}"
    )
    first, second, third = read(text).papers
    assert first.strings == Fields({"A": "one", "b": Bare("a # { two}")})
    assert [paper.title for paper in (first, second, third)] == [
        "one two",
        "three two.",
        "after all",
    ]


def test_macros_that_mean_themselves_or_far_too_much_are_harmless() -> None:
    doubling = "".join(f"@string{{m{n} = m{n - 1} # m{n - 1}}}\n" for n in range(1, 60))
    text = f'@string{{x = y}}@string{{y = x}}@string{{m0 = ""}} {doubling}'
    text += "@misc{k, title = x # m59}"
    (paper,) = read(text).papers
    assert len(paper.title) < 10


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("\n@book{b, title={A, year=2000}\n", 2, "The value of title that begins in line 2 is nev"),
        ("@book{b,\n title={A,\n year={2000}\n}\n", 1, "The value of title that begins in line 2"),
        ('@book{b, title="A,\n year={2000}\n}\n', 1, "The value of title that begins in line 1"),
        ("@book{b, title={A\n", 1, "The value of title that begins in line 1 is never closed"),
        ("@book{}", 1, "This entry has neither a key nor a field."),
        ("@book{as we said\nbefore}", 1, "This looks like an entry but has no fields."),
        ("@string{nothing}", 1, "This @string defines nothing that can be read."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_rejected_with_its_line_reason_and_text(
    text: str, line: int, reason: str
) -> None:
    around = read(f"@misc{{before, title={{B}}}}\n{text}\n@misc{{after, title={{A}}}}\n")
    assert [paper.key for paper in around.papers] == ["before", "after"]
    (alone,) = read(text).rejected
    (reject,) = around.rejected
    assert (alone.source, alone.line) == ("refs.bib", line)
    assert alone.reason.startswith(reason)
    assert reject.text == alone.text == text.strip()
    assert reject.line == line + 1


def test_lines_are_counted_whatever_ends_them() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["", "words", "", "@misc{a,", " title={A}", "}", "@misc{b, title={B}}"])
        imported = read(text)
        assert [paper.source.place for paper in imported.papers] == ["4", "7"]
        assert imported.blocks[0].line == 2
        assert imported.papers[0].source.raw == end.join(["@misc{a,", " title={A}", "}"])


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff@misc{ü, title={Größe}}".encode(),
        "@misc{ü, title={Größe}}".encode("utf-16"),
        "\ufeff@misc{ü, title={Größe}}".encode("utf-16-be"),
        "@misc{ü, title={Größe}}".encode("utf-16-le"),
        "@misc{ü, title={Größe}}".encode("utf-32"),
        "@misc{ü, title={Größe}}".encode("latin-1"),
        "% Encoding: mac-roman\n@misc{ü, title={Größe}}".encode("mac-roman"),
        "@misc{ü, ".encode() + "title={Größe}}".encode("cp1252"),
    ],
)
def test_any_encoding_is_understood(data: bytes) -> None:
    (paper,) = read(data).papers
    assert (paper.key, paper.title) == ("ü", "Größe")


def test_bytes_of_no_encoding_are_kept_as_characters() -> None:
    (paper,) = read(b"@misc{k, title={\x80 \x81 \xff \xc3\xa9}}").papers
    assert paper.title == "€ \x81 ÿ é"


def test_a_paper_without_a_title_waits_in_the_inbox() -> None:
    statuses = [
        paper.status for paper in read("@a{k,year=1}\n@a{k,title={ {}}}\n@a{k,title={A}}").papers
    ]
    assert statuses == [Status.INBOX, Status.INBOX, Status.UNREAD]


def test_crossref_and_xdata_stay_fields() -> None:
    first, second = read(
        "@inbook{a, crossref={b}, xdata={c}}\n@book{b, title={B}, year=2000}"
    ).papers
    assert dict(first.fields) == {"crossref": "b", "xdata": "c"}
    assert first.title == ""
    assert second.title == "B"


def test_nothing_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    read("@book{b, title={A\n@book{c,,}\n@book{}\n@string{x}\n@article{k,note={x},note={y}}")
    assert capfd.readouterr() == ("", "")


_WORDS = r"""@ @article @a{k, @b(k, @comment{ @string{s= { } ( ) " \ \{ \} # , = %
    x title={A} b="c" jan é"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\r", " ", "\0"])


def leftover(text: str, imported: Imported) -> str:
    """What of a text is in no paper, reject or block; each stands in the text in turn."""
    raws = [(int(paper.source.place), paper.source.raw) for paper in imported.papers]
    raws += [(reject.line, reject.text) for reject in imported.rejected]
    raws += [(block.line, block.text) for block in imported.blocks]
    for _line, raw in sorted(raws, key=lambda item: -len(item[1])):
        text = text.replace(raw, " ", 1)
    return text.strip(" \t\r\n\f\v\xa0\ufeff\u200b" + "".join(map(chr, range(32))))


@given(st.lists(_PIECES, max_size=60).map("".join))
@example("@a{k,x={\n@b{c,d={e}}\n\\{},y={\\}}}\n@a{k,title={A}}")
@example("@a{k,x={y} \n\n@b(c,d={)}")
def test_no_text_breaks_it_and_none_gets_lost(text: str) -> None:
    assert leftover(text, read(text)) == ""


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    read(data)
    read(b"@misc{k, title={" + data + b"}}\n@misc{after, title={A}}")
