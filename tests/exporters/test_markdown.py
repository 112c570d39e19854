"""Reading notes: front matter that loads back, text that stays text, a part that is the user's."""

import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exporters import FORMATS
from exporters.markdown import note, note_name, note_names
from importers import FORMATS as READERS
from papers import Annotation, Bare, Fields, Paper, Status


def front_matter(text: str) -> dict[str, object]:
    assert text.startswith("---\n")
    head, separator, _body = text[4:].partition("\n---\n")
    assert separator
    loaded = yaml.safe_load(head)
    assert isinstance(loaded, dict)
    return loaded


def users_part(text: str) -> str:
    """The user's part as whoever reads notes back finds it."""
    _, _, rest = text.partition("\n%% begin notes %%\n")
    return rest.rpartition("\n%% end notes %%\n")[0]


def headings(text: str) -> list[str]:
    """What divides the note for a reader, the front matter left out."""
    tokens = MarkdownIt("commonmark").parse(text[4:].partition("\n---\n")[2])
    pairs = itertools.pairwise(tokens)
    return [
        inline.content
        for token, inline in pairs
        if token.type == "heading_open" and token.level == 0
    ]


def paper_of(fields: dict[str, str]) -> Paper:
    return Paper(uid="0123456789abc", key="k2017", fields=Fields(fields))


PAPER = paper_of(
    {
        "title": r"{\TeX} and its $\alpha$: a *guide*",
        "author": "Knuth, Donald E. and {The {\\TeX} Users Group} and others",
        "journal": "J. Irreproducible Res.",
        "year": "1984",
        "month": Bare("jan"),
        "doi": "10.1000/A<B>",
        "abstract": "One\n two.\n\n# Three",
    }
)._replace(
    aliases=("old",),
    tags=frozenset({"deep learning", "ml > 3d", "2020", "C#"}),
    rating=4,
    status=Status.READING,
    notes="My **own** words.\n\n- and a list\n",
    annotations=(
        Annotation("2026-11-21T03:32:57Z", "Really?\nYes.", "12", "a *claim*"),
        Annotation("2026-11-22T03:32:57Z", "No page."),
    ),
    added="2026-11-21T03:32:57Z",
)


def test_a_note_reads_well() -> None:
    assert note(PAPER) == (
        "---\n"
        'id: "0123456789abc"\n'
        "citekey: k2017\n"
        "aliases:\n"
        "  - old\n"
        'title: "TeX and its α: a *guide*"\n'
        "authors:\n"
        '  - "Donald E. Knuth"\n'
        "  - The TeX Users Group\n"
        "  - others\n"
        "year: 1984\n"
        'venue: "J. Irreproducible Res."\n'
        'doi: "10.1000/a<b>"\n'
        "tags:\n"
        "  - C\n"
        '  - "_2020"\n'
        "  - deep-learning\n"
        '  - "ml/3d"\n'
        "rating: 4\n"
        "status: reading\n"
        'added: "2026-11-21T03:32:57Z"\n'
        "---\n"
        "\n"
        "# TeX and its α: a \\*guide\\*\n"
        "\n"
        "Donald E. Knuth, The TeX Users Group and others (1984). TeX and its α: a \\*guide\\*. "
        "*J. Irreproducible Res.* <https://doi.org/10.1000/a%3Cb%3E>\n"
        "\n"
        "> One two.\n"
        ">\n"
        "> \\# Three\n"
        "\n"
        "## Notes\n"
        "\n"
        "%% begin notes %%\n"
        "My **own** words.\n\n- and a list\n"
        "\n"
        "%% end notes %%\n"
        "\n"
        "## Annotations\n"
        "\n"
        "- 2026-11-21, p. 12\n"
        "\n"
        "  > a \\*claim\\*\n"
        "\n"
        "  Really?\n"
        "  Yes.\n"
        "\n"
        "- 2026-11-22\n"
        "\n"
        "  No page.\n"
    )


def test_a_paper_of_which_little_is_known_has_a_note_too() -> None:
    text = note(Paper(uid="u", key="k"))
    assert headings(text) == ["Untitled", "Notes"]
    assert front_matter(text) == {"id": "u", "citekey": "k", "rating": 0, "status": "unread"}


def test_the_format_is_all_notes_in_one_text() -> None:
    assert FORMATS["markdown"]([PAPER, PAPER]) == note(PAPER) + "\n" + note(PAPER)
    assert FORMATS["markdown"]([]) == ""


def test_many_authors_are_named_in_the_front_matter_and_counted_in_the_citation() -> None:
    text = note(paper_of({"author": " and ".join(f"A{n} B" for n in range(60))}))
    authors = front_matter(text)["authors"]
    assert isinstance(authors, list)
    assert len(authors) == 60
    assert "A9 B and 50 others" in text


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"eprint": "1706.03762", "archiveprefix": "arXiv"}, "<https://arxiv.org/abs/1706.03762>"),
        ({"url": "https://a.example/x?y=1&z=%20#f"}, "<https://a.example/x?y=1&z=%20#f>"),
        ({"url": "https://a.example/> [x](y)"}, "<https://a.example/>"),
        ({"url": "javascript:alert(1)"}, "A."),
    ],
)
def test_the_citation_ends_with_an_address_that_leads_somewhere(
    fields: dict[str, str], address: str
) -> None:
    citation = note(paper_of({"title": "A", **fields})).split("# A\n\n")[1].splitlines()[0]
    assert citation.endswith(address)


def test_the_users_part_can_be_told_whatever_is_in_it() -> None:
    notes = "a\n%% end notes %%\n## Annotations\n%% begin notes %%\n---\n\r\nb"
    hostile = "x %% end notes %%\n%% begin notes %%\n## Notes"
    paper = paper_of(
        {"title": hostile, "abstract": hostile, "author": hostile, "journal": hostile}
    )._replace(
        notes=notes,
        annotations=(Annotation(hostile, hostile, hostile, hostile),),
    )
    text = note(paper)
    assert users_part(text) == notes
    assert text.splitlines().count("%% begin notes %%") == 2
    assert text.splitlines().count("%% end notes %%") == 2


_HOSTILE = st.text(
    st.sampled_from(
        "ab: -#>'\"[]{}*&!|%@`~=\\_<$^0123\n\t\r\x00\x1b\x85\u2028\u202e\ufeff\U0001f600é"
    ),
    max_size=20,
)


@given(_HOSTILE, _HOSTILE, _HOSTILE, st.lists(_HOSTILE, max_size=3))
def test_no_text_breaks_a_note(title: str, words: str, notes: str, tags: list[str]) -> None:
    paper = paper_of(
        {"title": title, "abstract": words, "author": words, "journal": title, "url": words}
    )._replace(
        notes=notes,
        tags=frozenset(tags),
        annotations=(Annotation("2026-11-21", words, title, words),),
        aliases=tuple(alias for alias in tags if alias),
    )
    text = note(paper)
    loaded = front_matter(text)
    assert loaded.get("title", "") == paper.title
    assert loaded.get("venue", "") == paper.venue
    assert loaded.get("url", "") == paper.url
    assert loaded.get("authors", []) == [author.display for author in paper.authors]
    assert loaded.get("aliases", []) == list(paper.aliases)
    assert users_part(text) == notes
    generated = text.replace(f"notes %%\n{notes}\n%%", "notes %%\n\n%%", 1)
    assert headings(generated)[1:] == ["Notes", "Annotations"]
    assert all(char.isprintable() or char == "\n" for char in generated)


@pytest.mark.parametrize(
    "name", ["frontmatter-injection", "markup-title", "ansi-osc-title", "rtl-zerowidth"]
)
def test_hostile_papers_have_orderly_notes(name: str, corpora: Path) -> None:
    data = (corpora / "hostile" / f"{name}.bib").read_bytes()
    for paper in READERS["bibtex"](data, name).papers:
        text = note(paper)
        loaded = front_matter(text)
        assert set(loaded) <= set(
            "id citekey title authors year venue doi arxiv url tags rating status".split()
        )
        assert loaded.get("title", "") == paper.title
        assert len(headings(text)) == 2
        assert "\x1b" not in text
        rendered = MarkdownIt("commonmark").render(text[4:].partition("\n---\n")[2])
        assert "<a href" not in rendered.replace('<a href="https://', "")
        assert "<img" not in rendered


def test_no_two_papers_share_a_file_name(corpora: Path) -> None:
    data = (corpora / "hostile" / "citekeys.bib").read_bytes()
    found = READERS["bibtex"](data, "citekeys.bib").papers
    papers = [paper._replace(uid=f"{number:013}") for number, paper in enumerate(found)]
    names = note_names(papers)
    assert len({name.casefold() for name in names.values()}) == len(papers) == 40
    assert all(name.startswith("@") and name.endswith(".md") for name in names.values())
    assert not any(set(name) & set('/\\:*?"<>|\n\t\x1b\u202e') for name in names.values())
    assert names == note_names(reversed(papers))


def test_the_paper_that_came_first_keeps_the_plain_name() -> None:
    first = Paper(uid="b", key="Abc", added="2026-01-01T00:00:00Z")
    second = Paper(uid="a", key="abc", added="2026-01-02T00:00:00Z")
    assert note_name(second) == "@abc.md"
    assert note_names([second, first]) == {"b": "@Abc.md", "a": "@abc-a.md"}
