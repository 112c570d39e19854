"""Every command: what it takes, what its help says and which function runs it."""

from cli.grammar import Argument, Command, Option

STATUSES = ("inbox", "unread", "reading", "read", "abandoned")
STARS = ("0", "1", "2", "3", "4", "5")
PRIORITIES = ("0", "1", "2", "3")
FORMS = (
    "key", "latex", "pandoc", "typst", "org", "note", "reference", "markdown", "url", "bibtex"
)  # fmt: skip
SHELLS = ("bash", "zsh", "fish")

READ, JUDGE, WRITE, BRING, KEEP, SHARE, SET = (
    "Look", "Judge", "Write", "Take in", "Keep", "Hand on", "Set up"
)  # fmt: skip

SHARED = (
    Option(
        "--library", "the library's folder, instead of the one in the settings", "FOLDER", "folder"
    ),
    Option("--colour", "whether to use colour", "WHEN", choices=("auto", "always", "never")),
    Option("-h --help", "show this help"),
)

JSON = Option("--json", "print JSON")
DRY_RUN = Option("--dry-run", "say what would happen, and change nothing")
QUERY = Option("--query", "every paper that matches, instead of PAPER", "QUERY", "query")
TAG = Option(
    "--tag", "a tag for every paper that comes in; may be repeated", "TAG", "tag", many=True
)

PAPER = Argument("paper", "a key, the beginning of a uid, a DOI or an arXiv number", kind="paper")
PAPERS = PAPER._replace(name="papers", takes="any", label="PAPER")
WORDS = Argument(
    "query", "words and fields, such as: lora tag:peft year>=2020", "any", "query", dashes=True
)

SHELF = Argument("name", "the shelf's name", kind="shelf")

ROOT = Command(
    "",
    "a reading list for research papers",
    "cli.app:open_app",
    options=(
        Option("--sample", "put a few well-known papers into the library if it is empty"),
        Option("-V --version", "show the version"),
    ),
)

COMMANDS = (
    Command(
        "list",
        "list papers, the newest first",
        "cli.listing:list_papers",
        (WORDS,),
        (
            Option("-n --limit", "at most so many papers", "N", "number"),
            Option(
                "--sort",
                "added, year, title, ...; with a - in front the other way round",
                "FIELD",
                "sort",
            ),
            Option("--columns", "what to show, separated by commas", "NAMES", "columns"),
            Option("--shelf", "only what is on this shelf", "NAME", "shelf"),
            Option("--explain", "say how the query is read"),
            JSON,
        ),
        READ,
    ),
    Command(
        "shelf",
        "list the shelves: queries with a name",
        "cli.shelves:show_shelves",
        (),
        (JSON,),
        READ,
    ),
    Command(
        "shelf add",
        "keep a query under a name",
        "cli.shelves:add",
        (Argument("name", "the shelf's name"), WORDS._replace(takes="some")),
        (JSON,),
        READ,
    ),
    Command(
        "shelf change",
        "give a shelf another query",
        "cli.shelves:change",
        (SHELF, WORDS._replace(takes="some")),
        (JSON,),
        READ,
    ),
    Command(
        "shelf rename",
        "give a shelf another name",
        "cli.shelves:rename",
        (SHELF, Argument("new", "the new name", label="NEWNAME")),
        (JSON,),
        READ,
    ),
    Command(
        "shelf remove",
        "remove a shelf, not its papers",
        "cli.shelves:remove",
        (SHELF,),
        (JSON,),
        READ,
    ),
    Command(
        "show",
        "show a paper with its abstract and notes",
        "cli.listing:show",
        (PAPERS._replace(takes="some"),),
        (JSON,),
        READ,
    ),
    Command(
        "open",
        "open a paper's file, or its page on the web",
        "cli.files:open_paper",
        (PAPER,),
        (Option("--web", "its page on the web, even if it has a file"),),
        READ,
    ),
    Command(
        "next", "show the paper at the head of the queue", "cli.queue:show_next", (), (JSON,), READ
    ),
    Command(
        "history",
        "list what was changed, the newest first",
        "cli.keeping:history",
        (PAPER._replace(takes="optional"),),
        (Option("-n --limit", "at most so many steps", "N", "number"), JSON),
        READ,
    ),
    Command("trash", "list the papers that were removed", "cli.listing:trash", (), (JSON,), READ),
    Command(
        "tag",
        "add and remove tags",
        "cli.judging:tag",
        (
            PAPERS,
            Argument(
                "changes",
                "+TAG adds a tag, -TAG removes one",
                "some",
                "change",
                starts="+-",
                label="+TAG|-TAG",
            ),
        ),
        (QUERY, DRY_RUN, JSON),
        JUDGE,
    ),
    Command(
        "rate",
        "give a paper 1 to 5 stars; 0 takes them away",
        "cli.judging:rate",
        (PAPERS, Argument("stars", "0 to 5", kind="number", choices=STARS)),
        (QUERY, DRY_RUN, JSON),
        JUDGE,
    ),
    Command(
        "status",
        "say how far the reading has come",
        "cli.judging:set_status",
        (PAPERS, Argument("status", f"one of {', '.join(STATUSES)}", choices=STATUSES)),
        (QUERY, DRY_RUN, JSON),
        JUDGE,
    ),
    Command(
        "priority",
        "say how much it matters: 1 (high) to 3 (low); 0 for no priority",
        "cli.judging:prioritise",
        (PAPERS, Argument("priority", "0 to 3", kind="number", choices=PRIORITIES)),
        (QUERY, DRY_RUN, JSON),
        JUDGE,
    ),
    Command(
        "queue", "list what is to be read, in order", "cli.queue:show_queue", (), (JSON,), JUDGE
    ),
    Command(
        "queue add",
        "put papers at the end of the queue",
        "cli.queue:add",
        (PAPERS,),
        (Option("--first", "put them at its head"), QUERY, DRY_RUN, JSON),
        JUDGE,
    ),
    Command(
        "queue remove",
        "take papers out of the queue",
        "cli.queue:remove",
        (PAPERS,),
        (QUERY, DRY_RUN, JSON),
        JUDGE,
    ),
    Command("queue up", "move a paper one place up", "cli.queue:up", (PAPER,), (JSON,), JUDGE),
    Command(
        "queue down", "move a paper one place down", "cli.queue:down", (PAPER,), (JSON,), JUDGE
    ),
    Command(
        "edit",
        "edit a paper in your editor",
        "cli.writing:edit",
        (PAPER,),
        (
            Option(
                "--from",
                "take the text from a file (- for stdin), without an editor",
                "FILE",
                "file",
            ),
            JSON,
        ),
        WRITE,
    ),
    Command(
        "note",
        "write a paper's notes, in Markdown",
        "cli.writing:note",
        (PAPER, Argument("source", "- adds what comes from stdin", "optional", label="-")),
        (
            Option("-m --message", "add this text to the notes, without an editor", "TEXT"),
            Option("--from", "add the text in a file (- for stdin)", "FILE", "file"),
            Option("--replace", "put the text in the place of the notes"),
            JSON,
        ),
        WRITE,
    ),
    Command(
        "annotate",
        "add a dated remark about a passage",
        "cli.writing:annotate",
        (PAPER, Argument("text", "the remark", "optional")),
        (
            Option("-p --page", "the page that it is about", "PAGE"),
            Option("-q --quote", "the passage that it is about", "TEXT"),
            Option(
                "--remove", "remove the remark with this number in `carrel show`", "N", "number"
            ),
            JSON,
        ),
        WRITE,
    ),
    Command(
        "add",
        "add a paper by identifier, from a file or by hand",
        "cli.adding:add",
        (
            Argument(
                "items",
                "a DOI, an arXiv number, an address, or a file to import",
                "any",
                "file",
                label="ID|URL|FILE",
            ),
        ),
        (
            Option("--title", "the title", "TEXT"),
            Option("--author", "an author, as in BibTeX; may be repeated", "NAME", many=True),
            Option("--year", "the year", "YEAR"),
            Option("--venue", "the journal or the proceedings", "TEXT"),
            Option("--type", "the kind of BibTeX entry: article, book, ...", "TYPE"),
            Option(
                "--key",
                "the citation key; made from author, title and year if you give none",
                "KEY",
            ),
            Option("--doi", "the DOI", "DOI"),
            Option("--arxiv", "the arXiv number", "NUMBER"),
            Option("--url", "the address", "URL"),
            Option(
                "--field",
                "any BibTeX field, its value as LaTeX; may be repeated",
                "NAME=VALUE",
                many=True,
            ),
            TAG,
            Option("--status", "how far the reading has come", "STATUS", choices=STATUSES),
            Option("--sample", "add a few well-known papers, to try things on"),
            DRY_RUN,
            JSON,
        ),
        BRING,
    ),
    Command(
        "import",
        "import files and folders: BibTeX, RIS, PDF, plain pages, ...",
        "cli.importing:import_files",
        (
            Argument(
                "files", "a file, a folder, or - for stdin", "any", "file", label="FILE|FOLDER|-"
            ),
        ),
        (
            Option("--clipboard", "import what was copied"),
            Option("--from", "the format, if it cannot be told from the file", "FORMAT", "format"),
            TAG,
            Option(
                "--on-duplicate",
                "what to do with a paper that is there already",
                "WHAT",
                choices=("merge", "skip", "add"),
            ),
            DRY_RUN,
            JSON,
        ),
        BRING,
    ),
    Command(
        "attach",
        "attach files to a paper",
        "cli.files:attach",
        (PAPER, Argument("files", "a file", "some", "file", label="FILE")),
        (
            Option("--remove", "take the files off the paper; they stay where they are"),
            JSON,
        ),
        BRING,
    ),
    Command(
        "enrich",
        "fetch what is missing of papers",
        "cli.fetching:enrich",
        (WORDS._replace(help="which papers; without one, those that lack title, authors or year"),),
        (DRY_RUN, JSON),
        BRING,
    ),
    Command(
        "dedupe",
        "show papers that may be one, side by side, and ask what to do",
        "cli.dedupe:dedupe",
        (WORDS._replace(help="only where one of them matches"),),
        (DRY_RUN, JSON),
        KEEP,
    ),
    Command(
        "merge",
        "make one paper of several",
        "cli.dedupe:merge",
        (
            PAPER._replace(help="the paper that stays"),
            PAPER._replace(
                name="others", takes="some", label="OTHER", help="a paper that it takes over"
            ),
        ),
        (
            Option(
                "--take",
                "in this field the other paper's word counts; may be repeated",
                "FIELD=PAPER",
                many=True,
            ),
            DRY_RUN,
            JSON,
        ),
        KEEP,
    ),
    Command(
        "remove",
        "move papers to the trash",
        "cli.keeping:remove",
        (PAPERS,),
        (QUERY, DRY_RUN, JSON),
        KEEP,
    ),
    Command(
        "restore",
        "take papers out of the trash",
        "cli.keeping:restore",
        (PAPER._replace(name="papers", takes="some", kind="trashed", label="PAPER"),),
        (Option("--key", "a new key, if the old one was given away meanwhile", "KEY"), JSON),
        KEEP,
    ),
    Command(
        "purge",
        "delete papers in the trash for good",
        "cli.keeping:purge",
        (PAPER._replace(name="papers", takes="any", kind="trashed", label="PAPER"),),
        (Option("--all", "everything in the trash"), Option("-y --yes", "do not ask"), JSON),
        KEEP,
    ),
    Command(
        "rename",
        "give a paper another citation key",
        "cli.keeping:rename",
        (PAPER, Argument("key", "the new key", label="NEWKEY")),
        (DRY_RUN, JSON),
        KEEP,
    ),
    Command(
        "undo",
        "take back the last change, also after a restart",
        "cli.keeping:undo",
        (
            Argument(
                "steps", "a number of changes, 1 if you give none", "optional", "number", label="N"
            ),
        ),
        (
            Option(
                "--step", "take back one change by its number in `carrel history`", "ID", "number"
            ),
            JSON,
        ),
        KEEP,
    ),
    Command(
        "redo",
        "do again what was undone",
        "cli.keeping:redo",
        (
            Argument(
                "steps", "a number of changes, 1 if you give none", "optional", "number", label="N"
            ),
        ),
        (JSON,),
        KEEP,
    ),
    Command(
        "doctor",
        "check the library's files",
        "cli.keeping:doctor",
        (),
        (Option("--fix", "repair what can be repaired, and compact the files"), JSON),
        KEEP,
    ),
    Command(
        "notes sync",
        "keep a folder of Markdown notes and the library in step, both ways",
        "cli.notes:sync",
        (Argument("folder", "the folder; a new one is made", kind="file", label="FOLDER"),),
        (
            Option(
                "--clashes",
                "whose words count where both sides changed the same lines",
                "SIDE",
                choices=("both", "library", "file"),
            ),
            Option("--watch", "go on until Ctrl-C"),
            DRY_RUN,
            JSON,
        ),
        SHARE,
    ),
    Command(
        "cite",
        "print papers as they are cited: a key, \\cite{...}, a link, a reference",
        "cli.citing:cite",
        (PAPERS,),
        (QUERY, Option("--as", "the form; key unless said", "FORM", choices=FORMS)),
        SHARE,
    ),
    Command(
        "export",
        "write papers as BibTeX or as Markdown notes",
        "cli.sharing:export",
        (Argument("into", "bibtex or markdown", kind="export", label="FORMAT"), WORDS),
        (
            Option(
                "-o --output",
                "the file to write, or the folder for one note a paper",
                "FILE",
                "file",
            ),
            Option("--of", "the papers of one imported file, laid out as it was", "FILE", "file"),
            Option("--entries-only", "leave out what stood beside the entries in their files"),
            Option("--overwrite", "replace notes in the folder that differ"),
            Option(
                "--keys-from",
                "the papers that a .aux, .tex or .md file cites, or - for a list of keys",
                "FILE",
                "file",
            ),
            Option("--check", "write nothing; say whether the file is what would be written"),
            Option("--keep", "remember the file, so that `carrel exports` keeps it up to date"),
        ),
        SHARE,
    ),
    Command(
        "exports",
        "list the exports that are kept, and write those that are behind",
        "cli.kept_exports:exports",
        (),
        (
            Option("--write", "bring up to date what is behind or gone"),
            Option("--overwrite", "with --write, also what somebody edited"),
            Option("--forget", "let go of a kept export; the file stays", "FILE", "file"),
            JSON,
        ),
        SHARE,
    ),
    Command(
        "config",
        "show or change the settings",
        "cli.setup:config",
        (
            Argument("setting", "the setting's name", "optional", "setting"),
            Argument("value", "its new value", "optional", "setting value"),
        ),
        (Option("--unset", "remove it from the file"), JSON),
        SET,
    ),
    Command(
        "completion",
        "print the completion script for a shell",
        "cli.setup:completion",
        (Argument("shell", "bash, zsh or fish", choices=SHELLS),),
        (),
        SET,
    ),
    Command(
        "help",
        "show help for a command",
        "cli.setup:show_help",
        (Argument("topic", "the command", "any", "command", label="COMMAND"),),
        (),
        SET,
    ),
    Command(
        "__complete",
        "print what can stand at the end of a line",
        "cli.complete:print_candidates",
        (
            Argument("shell", "bash, zsh or fish", choices=SHELLS),
            Argument("words", "the line", "any"),
        ),
    ),
)
