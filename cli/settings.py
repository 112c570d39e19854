"""Settings: what there is to set, its value and where that came from.

What is given on the command line comes first, then the environment, then the config file, then the
default. The file is TOML and is never executed. What is wrong in it is said in a sentence, and the
default stands in for it.
"""

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple

from cli.grammar import UsageError, Value, suggestion
from papers.errors import BadValue, CarrelError

Config = str | tuple[str, ...]


class Setting(NamedTuple):
    """Something that can be set; `kind` says which values it takes."""

    name: str
    help: str
    kind: str = "text"  # text, folder, names, switch, seconds, address or e-mail
    default: Config = ""
    choices: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()  # in the environment; these come before the file
    fallbacks: tuple[str, ...] = ()  # in the environment, meant for every program; after the file


class Form(NamedTuple):
    """What a value looks like, for the machine and for people."""

    pattern: str
    said: str


FORMS = {
    "seconds": Form(r"(?!0+(?:\.0*)?$)\d{1,4}(?:\.\d{1,3})?", "a number of seconds"),
    "address": Form(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?", "an address that begins with https://"),
    "e-mail": Form(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+", "an e-mail address"),
}


class Found(NamedTuple):
    """A setting's value and where it came from."""

    value: Config
    origin: str


COLUMNS = (
    "key", "title", "authors", "year", "venue", "type", "doi", "arxiv", "url", "tags", "rating",
    "status", "priority", "added", "modified", "uid",
)  # fmt: skip
APP_COLUMNS = (
    "status", "rating", "year", "authors", "title", "has", "venue", "tags", "key", "type",
    "priority", "added", "modified",
)  # fmt: skip
KEYS = "keys."  # what follows names a key binding of the app
SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("library", "the library's folder", "folder", variables=("CARREL_LIBRARY",)),
        Setting("editor", "the command that opens a text", fallbacks=("VISUAL", "EDITOR")),
        Setting("colour", "whether to use colour", "text", "auto", ("auto", "always", "never")),
        Setting(
            "list.columns",
            "what `carrel list` shows",
            "names",
            ("key", "status", "rating", "year", "authors", "title"),
            COLUMNS,
        ),
        Setting(
            "app.theme",
            "the app's colours: auto, terminal, or the name of a theme",
            default="auto",
        ),
        Setting(
            "app.columns",
            "what the app's list shows",
            "names",
            ("status", "rating", "year", "authors", "title", "has"),
            APP_COLUMNS,
        ),
        Setting(
            "app.glyphs",
            "the signs that the app uses",
            default="auto",
            choices=("auto", "unicode", "ascii"),
        ),
        Setting(
            "app.pictures",
            "how the app shows a page: by kitty's protocol, as sixels, or in coloured blocks",
            default="auto",
            choices=("auto", "kitty", "sixel", "blocks"),
        ),
        Setting(
            "import.on-duplicate",
            "what `carrel import` does with a paper that is there already",
            default="merge",
            choices=("merge", "skip", "add"),
        ),
        Setting(
            "files.attach",
            "whether a PDF that comes in is copied into the library, or linked where it is",
            default="copy",
            choices=("copy", "link"),
        ),
        Setting("notes.folder", "the folder of Markdown notes that the app offers to sync with"),
        Setting("open.command", "the command that opens files and addresses, in a window"),
        Setting(
            "fetch.offline",
            "whether metadata is never fetched",
            "switch",
            "no",
            ("yes", "no"),
            variables=("CARREL_OFFLINE",),
        ),
        Setting(
            "fetch.contact",
            "your e-mail address, which servers are told so that they can write to you",
            "e-mail",
        ),
        Setting("fetch.timeout", "how many seconds a server may take", "seconds", "20"),
        Setting("fetch.arxiv", "where arXiv is asked", "address", "https://export.arxiv.org/api"),
        Setting("fetch.crossref", "where Crossref is asked", "address", "https://api.crossref.org"),
        Setting("fetch.datacite", "where DataCite is asked", "address", "https://api.datacite.org"),
        Setting(
            "fetch.pubmed",
            "where PubMed is asked",
            "address",
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
        ),
    )
}  # fmt: skip
SWITCHES = {"yes": "yes", "on": "yes", "true": "yes", "1": "yes"} | dict.fromkeys(
    ("no", "off", "false", "0"), "no"
)


class Settings:
    """The settings of one run. The file is read when a setting is first asked for."""

    def __init__(self, environ: Mapping[str, str], given: Mapping[str, Value]) -> None:
        self.environ = environ
        self.given = given
        self.path = os.path.join(config_folder(environ), "config.toml")
        self.problems: list[str] = []
        self._broken = ""  # why the file as a whole cannot be read
        self._wrong: set[str] = set()
        self._file: dict[str, Found] | None = None

    def value(self, name: str) -> Config:
        return self.find(name).value

    def find(self, name: str) -> Found:
        """A setting's value and its origin."""
        setting = known(name)
        given = self.given.get(name)
        if isinstance(given, str):
            return Found(given, "the command line")
        for variable in setting.variables:
            if said := self.environ.get(variable):
                value = SWITCHES.get(said.lower(), "yes") if setting.kind == "switch" else said
                return Found(value, f"${variable}")
        if name == "colour" and self.environ.get("NO_COLOR"):
            return Found("never", "$NO_COLOR")
        if found := self._from_file().get(name):
            return found
        for variable in setting.fallbacks:
            if said := self.environ.get(variable):
                return Found(said, f"${variable}")
        if name == "library":
            return Found(data_folder(self.environ), "default")
        return Found(setting.default, "default")

    def names(self, name: str) -> tuple[str, ...]:
        """The value of a setting that is a list of names."""
        value = self.value(name)
        return value if isinstance(value, tuple) else (value,)

    def keys(self) -> dict[str, str]:
        """The keys that were given to bindings of the app, by the bindings' names."""
        found = self._from_file()
        return {
            name.removeprefix(KEYS): str(found[name].value)
            for name in found
            if name.startswith(KEYS)
        }

    def library(self) -> str:
        """The library's folder; refused where the file may mean another one than the default."""
        found = self.find("library")
        if found.origin == "default" and (self._broken or "library" in self._wrong):
            reason = "".join(self.problems)
            self.problems.clear()
            raise BadValue(
                f"{reason} So it is not clear which library is meant: mend the file, or name the"
                " library with --library."
            )
        return os.path.abspath(os.path.expanduser(str(found.value)))

    def forget_file(self) -> None:
        """The file was changed: what it says is read again."""
        self._file = None
        self._broken = ""
        self._wrong.clear()
        self.problems.clear()

    def _from_file(self) -> dict[str, Found]:
        if self._file is None:
            self._file = self._read_file() if os.path.exists(self.path) else {}
        return self._file

    def _read_file(self) -> dict[str, Found]:
        from cli import config_file

        try:
            entries = config_file.read(self.path)
        except CarrelError as error:
            self._broken = str(error)
            self.problems.append(self._broken)
            return {}
        found: dict[str, Found] = {}
        for name, value, line in entries:
            origin = f"{self.path}:{line}"
            try:
                found[name] = Found(checked(name, value), origin)
            except CarrelError as error:
                self._wrong.add(name)
                self.problems.append(f"{origin}: {error}")
        return found


def checked(name: str, value: object) -> Config:
    """The value if the setting takes it; else a sentence that says what it does take."""
    if name not in SETTINGS and not name.startswith(KEYS):
        raise BadValue(f"There is no setting {name}{suggestion(name, SETTINGS)}")
    setting = known(name)
    if setting.kind == "names":
        return _names(setting, value)
    if setting.kind in ("switch", "seconds"):
        value = str(value).lower()
    if not isinstance(value, str) or not value:
        raise BadValue(f"{name} is a text in quotes, not {_said(value)}.")
    if setting.kind == "folder" and not os.path.isabs(os.path.expanduser(value)):
        raise BadValue(f"{name} is a whole path, from / or ~, not {value!r}.")
    if setting.kind == "switch":
        value = SWITCHES.get(value, value)
    if setting.choices and value not in setting.choices:
        raise BadValue(f"{name} cannot be {value!r}{suggestion(value, setting.choices)}")
    if form := FORMS.get(setting.kind):
        import re

        if not re.fullmatch(form.pattern, value):
            raise BadValue(f"{name} is {form.said}, not {value!r}.")
    return value.rstrip("/") if setting.kind == "address" else value


def _names(setting: Setting, value: object) -> Config:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise BadValue(f"{setting.name} is a list of names, not {_said(value)}.")
    stripped = tuple(str(name).strip() for name in names)
    for name in stripped:
        if name not in setting.choices:
            raise BadValue(
                f"{setting.name} cannot hold {name!r}{suggestion(name, setting.choices)}"
            )
    return stripped


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)[:60] if value not in ("", []) else "nothing"


def known(name: str) -> Setting:
    """The setting of that name, for a command that was given it."""
    if name.startswith(KEYS) and name != KEYS:
        return Setting(name, f'the keys for {name.removeprefix(KEYS)!r} in the app: "t,ctrl+t"')
    if name not in SETTINGS:
        raise UsageError(f"There is no setting {name}{suggestion(name, SETTINGS)}")
    return SETTINGS[name]


def config_folder(environ: Mapping[str, str]) -> str:
    """Where the config file is: XDG's folder, on every system."""
    return os.path.join(_base(environ, "XDG_CONFIG_HOME", ".config"), "carrel")


def data_folder(environ: Mapping[str, str]) -> str:
    """Where the library is unless something else is said: the platform's folder for data."""
    own = ("Library", "Application Support") if sys.platform == "darwin" else (".local", "share")
    return os.path.join(_base(environ, "XDG_DATA_HOME", *own), "carrel")


def cache_folder(environ: Mapping[str, str]) -> str:
    """Where answers of servers are kept for a while; it can be deleted at any time."""
    own = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
    return os.path.join(_base(environ, "XDG_CACHE_HOME", *own), "carrel")


def _base(environ: Mapping[str, str], variable: str, *default: str) -> str:
    said = environ.get(variable, "")
    if os.path.isabs(said):  # XDG: a relative path there is to be ignored
        return said
    return os.path.join(os.path.expanduser("~"), *default)
