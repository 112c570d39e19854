"""What stands where the list of an empty library would be: how to begin."""

from tui.widgets.sheet import Section, Sheet

WELCOME = (
    Section(
        "Welcome to Carrel. This library is empty. Press",
        (
            ("a", "to add papers: paste a DOI, BibTeX, a page of text, a file's path"),
            ("A", "to add a few well-known papers, to try things on"),
        ),
    ),
    Section(
        "or say in a shell, and what you add appears here at once",
        (
            ("carrel import refs.bib", "to bring in your .bib"),
            ("carrel add 10.1145/359545.359563", "to add a paper by its DOI or arXiv number"),
        ),
        below=True,
    ),
    Section(
        "Three keys matter then",
        (("/", "search"), ("?", "every key, and how to search"), ("q", "quit")),
    ),
)


class Welcome(Sheet, can_focus=False):
    """The first page of an empty library."""

    def __init__(self) -> None:
        super().__init__(*WELCOME)
