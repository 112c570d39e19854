"""What help pages say beyond the tables: a paragraph and examples for commands that need them."""

DETAILS = {
    "list": (
        "On a terminal the table is fitted to its width; elsewhere each paper is a line with "
        "tabs between the columns and nothing is cut. Words that begin with - leave papers "
        "out; to look for a word that is also an option, put -- before it. What matches the words "
        "of a query best comes first, else the newest does. docs/query.md has the whole language."
    ),
    "shelf": (
        "`shelf:NAME` in a query is what is on that shelf, and shelves may use each other so, "
        "though not in a circle. A shelf that is renamed is renamed in those that use it."
    ),
    "history": ("The number in front of a step is what `carrel undo --step` takes."),
    "status": ("A paper that is read or abandoned leaves the queue."),
    "edit": (
        "The editor is the setting `editor`, else $VISUAL, else $EDITOR, else vi or nano. It "
        "is given the paper's tags, rating, status and priority a line each, its BibTeX entry "
        "and its notes. If the text cannot be read back it is opened again with what is wrong "
        "at its top; close it unchanged to give up, and your text is kept in a file."
    ),
    "add": (
        "What arXiv, Crossref, DataCite and PubMed know of an identifier is fetched; what you "
        "say yourself counts more. Without a network, or with the setting fetch.offline, the "
        "paper comes into the inbox with its identifier and waits for `carrel enrich`. A PDF is "
        "looked up by the DOI or the arXiv number that is in it."
    ),
    "attach": (
        "With the setting files.attach a file is copied into the library's folder `files`, which "
        "is what happens unless you say `link`; then it stays where it is. What is copied is named "
        "by its content: the same file is there once."
    ),
    "open": (
        "What is opened is printed. The program is the setting open.command, else the one that "
        "the desktop opens such things with. Only documents that are there and web addresses are "
        "opened."
    ),
    "enrich": (
        "Gaps are filled; what you typed or imported stays as it is, and so does the key, but one "
        "that was made for want of a title. Where a "
        "preprint was published since, the publication's venue and year take the place of the "
        "preprint's, which are kept beside them. A query asks about every paper that it finds "
        "and that lacks anything; * stands for all. It is one step for `carrel undo`, and Ctrl-C "
        "keeps what had come by then."
    ),
    "import": (
        "A paper is there already if it has the DOI, the arXiv number or the PubMed number of one "
        "in the library, or the same title, authors and year. Merging fills gaps and unites tags; "
        "it replaces nothing, but that the venue and the year of a publication count more than "
        "its preprint's. Where it is not sure that two are one, both are there, and `carrel "
        "dedupe` asks about them. What could not be read is listed with its line "
        "and kept in a file beside the library. The whole import is one step for `carrel "
        "undo`."
    ),
    "dedupe": (
        "Nothing is decided without you. What you keep apart is remembered and not asked about "
        "again; what you merge is a step for `carrel undo`. With --dry-run or --json the groups "
        "are only listed."
    ),
    "merge": (
        "The first paper stays and takes over what it lacks: fields, tags, notes, files. The keys "
        "of the others go on finding it, and they go to the trash. It is one step for `carrel "
        "undo`."
    ),
    "purge": ("The history still knows them: `carrel undo` brings them back."),
    "rename": ("The old key still finds the paper."),
    "export": (
        "Without -o the text goes to stdout. Entries that you did not change are written "
        "exactly as they were imported. With --keys-from each paper is written under the key "
        "that was cited, an old one too; keys of no paper are told, and make it a job done in "
        "part. --check ends with 1 where the file is not what would be written."
    ),
    "exports": (
        "A kept export is a file that follows a query: `carrel export bibtex tag:thesis -o "
        "thesis.bib --keep`. It is behind where the library changed since it was written. A file "
        "that somebody edited is never replaced without --overwrite."
    ),
    "note": ("Without a text your editor is opened on the notes."),
}

EXAMPLES = {
    "list": (
        "carrel list lora tag:peft 'year>=2020'",
        "carrel list -tag:old --sort -rating -n 20",
        "carrel list 'title:(lora OR adapter) -author:hu' shelf:unread",
        "carrel list 'pdf:\"catastrophic forgetting\"' --explain",
        "carrel list --json | jq length",
    ),
    "shelf": (
        "carrel shelf add 'To read' status:unread 'rating>3'",
        "carrel shelf add thesis 'shelf:\"to read\" tag:thesis'",
        "carrel list --shelf thesis",
    ),
    "show": (
        "carrel show vaswani2017",
        "carrel show 1706.03762",
    ),
    "tag": (
        "carrel tag vaswani2017 +attention -inbox",
        "carrel tag --query 'author:hinton' +classics --dry-run",
    ),
    "rate": ("carrel rate vaswani2017 5",),
    "status": ("carrel status vaswani2017 reading",),
    "note": (
        "carrel note vaswani2017",
        "carrel note vaswani2017 -m 'Compare with RNNs.'",
    ),
    "annotate": ("carrel annotate vaswani2017 'Why the root?' -p 4 -q 'We scale the'",),
    "add": (
        "carrel add --title 'Literate Programming' --author 'Knuth, D. E.' --year 1984",
        "carrel add 10.1145/359545.359563",
        "carrel add refs.bib --tag thesis",
        "carrel add 2402.15333v2.pdf",
    ),
    "import": (
        "carrel import refs.bib --dry-run",
        "carrel import *.bib --tag thesis",
        "carrel import ~/papers",
        "curl -L URL | carrel import -",
    ),
    "dedupe": (
        "carrel dedupe --dry-run",
        "carrel dedupe 'year>=2020'",
    ),
    "merge": (
        "carrel merge vaswani2017 vaswani2017a",
        "carrel merge vaswani2017 vaswani2017a --take year=vaswani2017a",
    ),
    "remove": ("carrel remove vaswani2017",),
    "rename": ("carrel rename vaswaniAttentionAllYou2017 vaswani2017",),
    "export": (
        "carrel export bibtex tag:thesis -o thesis.bib",
        "carrel export markdown status:read -o notes/",
        "carrel export bibtex --keys-from thesis.aux -o thesis.bib",
        "carrel export bibtex tag:thesis -o thesis.bib --keep",
    ),
    "exports": (
        "carrel exports",
        "carrel exports --write",
    ),
    "config": (
        "carrel config",
        "carrel config editor 'code --wait'",
        "carrel config list.columns key,year,title",
    ),
    "completion": (
        "carrel completion bash > ~/.local/share/bash-completion/completions/carrel",
        "carrel completion zsh > ~/.zfunc/_carrel",
        "carrel completion fish > ~/.config/fish/completions/carrel.fish",
    ),
}
