"""How text is read: what means something, what means nothing yet, and what is only words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import doubts, parse, parse_sort
from search.fields import FAR
from search.shelving import TOO_MUCH
from search.tree import (
    All,
    Any,
    Day,
    Has,
    Is,
    Named,
    Node,
    Not,
    Number,
    OnShelf,
    Pattern,
    Phrase,
    Query,
    Same,
    Text,
    Word,
    leaves,
)
from tests.search.trees import NOW, PIECES, Shelf, bare, shelves, tree

TO_READ = All((Same("status", "unread"), OnShelf("All", All(()))))


def spans(text: str, found: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in found]


def day(part: str, said: str, since: str, until: str) -> Day:
    midnight = "T00:00:00Z"
    return Day(part, said, since + midnight, until + midnight)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", All(())),
        ("lora", Word("lora", open=True)),
        ("lora ", Word("lora")),
        ("neur* net ", All((Word("neur", open=True), Word("net")))),
        ('"two words"', Phrase("two words")),
        ('"two wo', Phrase("two wo", open=True)),
        (r'"say \"hi\" \\"', Phrase('say "hi" \\')),
        ("author:vaswni ", Text("author", "vaswni")),
        ('author:"Ashish Vaswani"', Phrase("Ashish Vaswani", "author")),
        ("tag:peft", Same("tag", "peft")),
        ("tag:nl*", Same("tag", "nl", open=True)),
        ('tag:"two words",b', Any((Same("tag", "two words"), Same("tag", "b")))),
        ("Tag:PEFT", Same("tag", "PEFT")),
        ("year>=2020", Number("year", 2020, FAR)),
        ("year:..1950", Number("year", -FAR, 1950)),
        ("year:2018..2020", Number("year", 2018, 2020)),
        ("year:2018–2020", Number("year", 2018, 2020)),
        ("rating:>3", Number("rating", 4, FAR)),
        ("added<7d", Day("added", "<7d", "2026-11-11T11:06:40Z", "")),
        ("added>7d", Day("added", ">7d", "", "2026-11-11T11:06:40Z")),
        ("added:2024-02", day("added", ":2024-02", "2024-02-01", "2024-03-01")),
        ("added:2025-12-31", day("added", ":2025-12-31", "2025-12-31", "2026-01-01")),
        ("added<2026", Day("added", "<2026", "", "2026-01-01T00:00:00Z")),
        ("added<=2026", Day("added", "<=2026", "", "2027-01-01T00:00:00Z")),
        ("added>2026-11-02", Day("added", ">2026-11-02", "2026-11-03T00:00:00Z", "")),
        ("added:today", day("added", ":today", "2026-11-18", "2026-11-19")),
        ("modified:yesterday", day("modified", ":yesterday", "2026-11-17", "2026-11-18")),
        ("has:note", Has("notes")),
        ("has:publisher", Has("field.publisher")),
        ("is:unread", Same("status", "unread")),
        ("is:preprint", Is("preprint")),
        ("publisher:springer ", Text("field.publisher", "springer")),
        ("field.Foo-x:bar ", Text("field.foo-x", "bar")),
        ("/ab+/", Pattern("ab+")),
        ("title:/a b/", Pattern("a b", "title")),
        ("nlp/parsing ", Word("nlp/parsing")),
        ("/usr ", Word("usr")),
        ("-x ", Not(Word("x"))),
        ("--x ", Word("x")),
        ("a - b ", All((Word("a"), Word("b")))),
        ("NOT (a OR b)", Not(Any((Word("a"), Word("b"))))),
        ("-(-a)", Word("a")),
        ("a OR b c ", Any((Word("a"), All((Word("b"), Word("c")))))),
        ("(a b) c ", All((Word("a"), Word("b"), Word("c")))),
        ("a AND b ", All((Word("a"), Word("b")))),
        ("2402.15333v2", Named("arxiv", "2402.15333")),
        ("arXiv:math.GT/0309136", Named("arxiv", "math/0309136")),
        ("https://arxiv.org/pdf/2402.15333", Named("arxiv", "2402.15333")),
        ("10.1016/0370-2693(88)91611-8", Named("doi", "10.1016/0370-2693(88)91611-8")),
        ("(https://doi.org/10.1000/ABC)", Named("doi", "10.1000/abc")),
        ("978-0-201-63361-0", Named("isbn", "9780201633610")),
        ("pmid:12345", Named("pmid", "12345")),
        ("https://www.Example.org/A/", Named("url", "example.org/A")),
        ("@smith2020", Same("key", "smith2020")),
        ("[@smith2020]", Same("key", "smith2020")),
        ("0123456789ab7", Named("uid", "0123456789ab7")),
        ("doi:10.1000", Same("doi", "10.1000", open=True)),
        ("BERT: pre-training ", All((Word("BERT:"), Word("pre-training")))),
        ("title:(a b OR c)",
         Any((All((Text("title", "a"), Text("title", "b"))), Text("title", "c")))),
        ("-tag:(x OR y)", Not(Any((Same("tag", "x"), Same("tag", "y"))))),
        ("tag:(x -y)", All((Same("tag", "x"), Not(Same("tag", "y"))))),
        ('author:("ashish vaswani" OR hu)',
         Any((Phrase("ashish vaswani", "author"), Text("author", "hu")))),
        ("title:(neur* net)", All((Text("title", "neur", open=True), Text("title", "net")))),
        ("title:(a (b OR year:7)) c ",
         All((Text("title", "a"), Any((Text("title", "b"), Number("year", 7, 7))), Word("c")))),
        ("year:(2018 OR >=2020)", Any((Number("year", 2018, 2018), Number("year", 2020, FAR)))),
        ("year>(2018)", Number("year", 2019, FAR)),
        ("has:(notes pdf)", All((Has("notes"), Has("pdf")))),
        ("title:(BERT: x:y /ab+/)",
         All((Text("title", "BERT:"), Text("title", "x:y"), Pattern("ab+", "title")))),
        ("doi:(10.1016/0370-2693(88)91611-8)", Named("doi", "10.1016/0370-2693(88)91611-8")),
        ("tag:() title:(—) x ", Word("x")),
        ("pdf:low-rank ", Text("pdf", "low-rank")),
        ('pdf:"low rank"', Phrase("low rank", "pdf")),
        ("pdf:(a OR \"b c\") ", Any((Text("pdf", "a"), Phrase("b c", "pdf")))),
        ("pdf:*", Has("pdf")),
        ("shelf:queue", OnShelf("Queue", Is("queued"))),
        ('shelf:"to READ" x ', All((OnShelf("To read", TO_READ), Word("x")))),
        ("-shelf:all", Not(OnShelf("All", All(())))),
        ('shelf:queue,"to read"',
         Any((OnShelf("Queue", Is("queued")), OnShelf("To read", TO_READ)))),
    ],
)  # fmt: skip
def test_text_is_read_as(text: str, node: Node) -> None:
    assert tree(text) == node
    assert not parse(text, shelves=shelves).unread


@pytest.mark.parametrize(
    ("query", "unread"),
    [
        ("year:abc", ["year:abc"]),
        ("statsu:read", ["statsu:read"]),
        ("status:raed", ["status:raed"]),
        ("has:everything", ["has:everything"]),
        ("sort:size", ["sort:size"]),
        ("sort:-year,size", ["sort:-year,size"]),
        ("added<soon", ["added<soon"]),
        ("added:2026-13", ["added:2026-13"]),
        ("added:2026-02-30", ["added:2026-02-30"]),
        ("tag: lora", ["tag:"]),
        ("tag>3", ["tag>3"]),
        ("year:2018,x", ["year:2018,x"]),
        ("/(/", ["/(/"]),
        ("title:/(/", ["title:/(/"]),
        ('x -yera:"a b" y', ['-yera:"a b"']),
        ("lora -tag:old", []),
        ("year:(2017 OR abc)", ["abc"]),
        ("shelf:gone x", ["shelf:gone"]),
        ("shelf:all,gone", ["shelf:all,gone"]),
        ("shelf:al* x", ["shelf:al*"]),
        ("pdf:/a+/", ["pdf:/a+/"]),
    ],
)
def test_what_does_not_parse_is_searched_as_words_and_named(query: str, unread: list[str]) -> None:
    parsed = parse(query)
    assert spans(query, parsed.unread) == unread
    assert not parsed.unfinished


def test_what_does_not_parse_keeps_its_words() -> None:
    assert tree("yera:1948") == Word("yera:1948")
    assert tree('-year:"a b" ') == Not(All((Word("year"), Phrase("a b"))))


@pytest.mark.parametrize(
    "typed",
    ["year", "year>=2020", "tag:peft", "-tag:old", "-attention", "added<7d", "added:2026-11-02",
     "has:notes", "is:unread", "status:reading", "sort:-rating,year", "/ab+c/", "title:/a(b|c)/",
     "author:vaswani", '"exact phrase"', "(a OR b) c", "NOT tag:x", "year:2018..2020",
     "10.1007/bf01700692", "2402.15333", "https://arxiv.org/abs/2402.15333", "@smith2020",
     "rating:3..5", "title:(deep net OR lora)", "-tag:(x OR y)", 'pdf:"low rank"',
     "shelf:queue", 'shelf:"to read"', "shelf:(queue OR all)",
     "uid:0123456789ab7", "doi:10.1007/bf01700692", "tag:a,b", 'tag:"two words"'],
)  # fmt: skip
def test_nothing_that_is_typed_half_way_is_called_wrong(typed: str) -> None:
    for end in range(len(typed) + 1):
        text = f"lora {typed[:end]}"
        query = parse(text, now=NOW, cursor=len(text), shelves=shelves)
        assert spans(text, query.unread) == []
        assert query.troubles == ()


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("year>", None),
        ("year>20", None),
        ("year:19", None),
        ("year:2018.", Number("year", 2018, 2018)),
        ("year:2018..20", Number("year", 2018, FAR)),
        ("rating>", None),
        ("tag:", None),
        ("tag:pe", Same("tag", "pe", open=True)),
        ("tag:a,pe", Any((Same("tag", "a"), Same("tag", "pe", open=True)))),
        ("-tag:pe", Not(Same("tag", "pe"))),
        ("status:re", Same("status", "re", open=True)),
        ("status:read", Same("status", "read")),
        ("has:no", None),
        ("is:", None),
        ("added:20", None),
        ("added:2026-1", Day("added", ":2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")),
        ("added:yest", None),
        ("sort:-ra", None),
        ("(", None),
        ("-", None),
        ("-(", None),
        ("-a", None),
        ("-the", None),
        ("-theory", Not(Word("theory"))),
        ('"', None),
        ('"att', Phrase("att", open=True)),
        ('-"att', None),
        ("/(/", None),
        ("10.1145/33", Same("doi", "10.1145/33", open=True)),
        ("2402.153", Same("arxiv", "2402.153", open=True)),
        ("@smi", Same("key", "smi", open=True)),
        ("http:", None),
        ("NOT", None),
        ("OR", None),
        ("OR tag:", None),
        ("title:(", None),
        ("tag:(pe", Same("tag", "pe", open=True)),
        ("-tag:(pe", Not(Same("tag", "pe"))),
        ("shelf:", None),
        ("shelf:qu", None),
        ("-shelf:qu", None),
        ("pdf:", None),
        ('pdf:"low ra', Phrase("low ra", "pdf", open=True)),
    ],
)
def test_what_means_nothing_yet_leaves_nothing_out(typed: str, node: Node | None) -> None:
    text = f"lora {typed}"
    expected = All((Word("lora"), node)) if node else Word("lora")
    assert tree(text, cursor=len(text)) == expected


def test_what_is_typed_in_the_middle_is_not_called_wrong_either() -> None:
    query = parse("year>20 lora", cursor=7)
    assert bare(query.node) == Word("lora", open=True)
    assert (query.unread, query.unfinished) == ((), ((0, 7),))
    assert parse("year>abc lora", cursor=13).unread == ((0, 8),)


def test_places_are_those_of_the_text() -> None:
    text = "  lora -tag:old (author:hu OR x)"
    node = parse(text).node
    assert isinstance(node, All)
    lora, old, either = node.nodes
    assert isinstance(lora, Word)
    assert isinstance(old, Not)
    assert isinstance(either, Any)
    author = either.nodes[0]
    assert isinstance(author, Text)
    assert spans(text, (lora.span, old.span, author.span)) == ["lora", "-tag:old", "author:hu"]


@given(st.one_of(st.text(max_size=60), PIECES), st.integers(0, 60))
def test_any_text_is_a_query_and_its_places_are_in_it(text: str, cursor: int) -> None:
    query = parse(text, now=NOW, cursor=cursor)
    for start, end in (*query.unread, *query.unfinished):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "query", ["OR", "a OR", "OR a", "(", ")", "()", "a)", "((a", '"', '"a', "-", "--a", "-(", "| |"]
)
def test_what_is_left_open_is_a_query_too(query: str) -> None:
    assert isinstance(parse(query), Query)


@pytest.mark.parametrize(
    "piece",
    ["(", "-(", ")", '"', "/", "a ", "-", "NOT ", "tag:", "tag:a,", "/a\\/ ", "10.1(", '\\"', "*",
     "x OR ", "https://a.bc/(", "year>2020 ", "“a”"],
)  # fmt: skip
def test_reading_a_long_text_takes_as_long_as_it_is(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            parse(text, now=NOW, cursor=size)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(8_000) < 12 * seconds(2_000) + 0.01


def test_what_is_too_long_is_left_out_and_said() -> None:
    text = "word " * 100_000
    query = parse(text)
    assert isinstance(query.node, All)
    assert len(query.node.nodes) == 64
    assert query.unread == ((320, 500_000),)


def test_a_query_that_narrows_a_shelf_is_in_its_order() -> None:
    def order(text: str) -> tuple[str, ...]:
        return tuple([sort.field for sort in parse(text, shelves=shelves).sort])

    assert order("shelf:queue lora") == ("queue",)
    assert order("shelf:queue lora sort:year") == ("year",)
    assert order("shelf:queue OR lora") == ()
    assert order("-shelf:queue") == ()


def test_shelves_upon_shelves_are_read_to_an_end() -> None:
    many = [Shelf("s0", "a b c d e f g h")]
    many += [Shelf(f"s{at}", " OR ".join([f"shelf:s{at - 1}"] * 8)) for at in range(1, 40)]
    query = parse("shelf:s39", shelves=lambda: many)
    assert sum(1 for _ in leaves(query.node)) < 300
    assert {trouble.said.rpartition(": ")[2] for trouble in query.troubles} == {TOO_MUCH}


def test_the_values_of_fields_are_counted_as_well() -> None:
    text = "x tag:" + ",".join(f"v{at}" for at in range(90)) + " title:a,b,c"
    query = parse(text)
    assert sum(1 for _ in leaves(query.node)) == 64
    assert spans(text, query.unread)[0].startswith(",v62,v63")
    assert [doubt.why for doubt in doubts(query)] == ["the query is too long"] * 2


def test_an_order_is_named_with_or_without_its_direction() -> None:
    assert parse_sort("-rating") == ("rating", True)
    assert parse_sort("stars") == ("rating", False)
    assert parse_sort("size") is None
    assert parse("sort:-rating,year").sort == (("rating", True), ("year", False))
