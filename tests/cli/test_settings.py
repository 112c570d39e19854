"""`carrel config`: what is set, where it came from, and a file that stays the user's own."""

import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import config_file
from papers import BadValue
from tests.cli.support import Run


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "carrel" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def test_every_setting_is_shown_with_its_value_and_origin(
    carrel: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('# mine\n\n[list]\ncolumns = [\n  "key",\n  "year"\n]\n', "utf8")
    monkeypatch.setenv("EDITOR", "nano -w")
    shown = carrel("config", "--colour", "never", "--json").json
    assert shown["colour"] == {"value": "never", "origin": "the command line"}
    assert shown["editor"] == {"value": "nano -w", "origin": "$EDITOR"}
    assert shown["list.columns"] == {"value": ["key", "year"], "origin": f"{config}:4"}
    assert shown["library"]["origin"] == "$CARREL_LIBRARY"
    assert shown["import.on-duplicate"] == {"value": "merge", "origin": "default"}
    page = carrel("config").out
    assert f"The file is {config}" in page
    assert all(name in page for name in shown)


def test_the_library_is_in_the_platforms_folder_unless_something_else_is_said(
    carrel: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CARREL_LIBRARY")
    assert carrel("config", "library").out == f"{tmp_path}/data/carrel\n"
    carrel("config", "library", str(tmp_path / "mine"))
    carrel("add", "--title", "T")
    assert (tmp_path / "mine" / "journal.jsonl").exists()
    monkeypatch.setenv("CARREL_LIBRARY", str(tmp_path / "other"))
    assert carrel("list").code == 2
    assert carrel("list", "--library", tmp_path / "mine").code == 0


def test_a_relative_folder_in_an_xdg_variable_is_ignored(
    carrel: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CARREL_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert carrel("config", "library").out == f"{tmp_path}/.local/share/carrel\n"


def test_a_setting_is_changed_and_the_rest_of_the_file_stays(carrel: Run, config: Path) -> None:
    config.write_text(
        "# My settings\n\ncolour = 'never'  # for now\n\n[import]\n# careful\n"
        'on-duplicate = "skip"\n\n[other]\nx = 1\n',
        "utf8",
    )
    carrel("config", "colour", "always")
    carrel("config", "list.columns", "key, title")
    carrel("config", "import.on-duplicate", "add")
    carrel("config", "editor", 'my "editor" # 1')
    assert config.read_text("utf8") == (
        '# My settings\n\ncolour = "always"  # for now\neditor = "my \\"editor\\" # 1"\n\n'
        '[import]\n# careful\non-duplicate = "add"\n\n[other]\nx = 1\n\n'
        '[list]\ncolumns = ["key", "title"]\n'
    )
    carrel("config", "colour", "--unset")
    assert "colour" not in config.read_text("utf8")
    assert carrel("config", "colour").out == "auto\n"


def test_a_file_is_begun_where_there_is_none(carrel: Run, tmp_path: Path) -> None:
    assert carrel("config", "list.columns", "title").out == "title\n"
    path = tmp_path / "config" / "carrel" / "config.toml"
    assert path.read_text("utf8") == '[list]\ncolumns = ["title"]\n'


def test_a_link_to_the_file_stays_a_link(carrel: Run, config: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("", "utf8")
    config.symlink_to(real)
    carrel("config", "colour", "never")
    assert config.is_symlink()
    assert real.read_text("utf8") == 'colour = "never"\n'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["colr"], "There is no setting colr: did you mean colour?"),
        (["colour", "blue"], "colour cannot be 'blue': it is one of auto, always, never."),
        (["list.columns", "key,yaer"], "cannot hold 'yaer': did you mean year?"),
        (["editor", ""], "editor is a text in quotes, not nothing."),
        (["colour", "never", "--unset"], "--unset takes no value."),
    ],
)
def test_a_wrong_setting_is_refused_and_nothing_written(
    carrel: Run, config: Path, words: list[str], said: str
) -> None:
    done = carrel("config", *words)
    assert done.code == 2
    assert said in done.err
    assert not config.exists()


def test_what_is_wrong_in_the_file_is_said_and_stops_nothing_else(three: Run, config: Path) -> None:
    config.write_text('\ncolr = "x"\ncolour = 7\n[list]\ncolumns = ["key", "titel"]\n', "utf8")
    done = three("list")
    assert done.code == 0
    assert len(done.lines) == 3
    assert f"{config}:2: There is no setting colr: did you mean colour?" in done.err
    assert f"{config}:3: colour is a text in quotes, not 7." in done.err
    assert f"{config}:5: list.columns cannot hold 'titel': did you mean title?" in done.err


def test_a_file_that_is_no_toml_stops_only_what_depends_on_it(
    carrel: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('colour = "never"\nlibrary = "/somewhere\n', "utf8")
    assert carrel("help").code == 0
    assert "is not TOML" in carrel("config").err
    carrel("add", "--title", "T")
    assert carrel("list").code == 0
    monkeypatch.delenv("CARREL_LIBRARY")
    refused = carrel("add", "--title", "T")
    assert refused.code == 2
    assert f"{config}:2 is not TOML" in refused.err
    assert "not clear which library is meant" in refused.err


def test_a_library_that_is_no_whole_path_is_refused(
    carrel: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('library = "papers"\n', "utf8")
    monkeypatch.delenv("CARREL_LIBRARY")
    assert "from / or ~" in carrel("list").err


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\x00", b"a = [" * 5000])
def test_any_bytes_in_the_file_are_answered_with_a_sentence(
    three: Run, config: Path, bad: bytes
) -> None:
    config.write_bytes(bad)
    done = three("list")
    assert done.code == 0
    assert str(config) in done.err
    assert "Traceback" not in done.err


LINES = st.sampled_from(
    [
        "# a comment", "", "colour = 'never' # why", 'x = "a # b"', "[list]", "[ list ]  # table",
        'columns = [\n  "key", # one\n  "year",\n]', "[import]", "[[many]]", 'on-duplicate = "add"',
        'text = """\n[list]\ncolour = 1\n"""', "a.b = 1", '"quoted" = 2', "[a.'b c']",
        "list.more = 3",
    ]
)  # fmt: skip
VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.lists(
    st.text(string.printable, min_size=1), min_size=1
).map(tuple)


@given(
    st.lists(LINES, max_size=8), st.sampled_from(["colour", "list.columns", "new.table"]), VALUES
)
def test_a_change_says_what_was_meant_and_leaves_every_other_setting(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    name: str,
    value: str | tuple[str, ...],
) -> None:
    text = "\n".join(lines)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_bytes(text.encode())
    before = {known: given for known, given, _line in config_file.read(str(path))}
    try:
        config_file.change(str(path), name, value)
    except BadValue:
        assert path.read_bytes() == text.encode()
        return
    after = {known: given for known, given, _line in config_file.read(str(path))}
    wanted = list(value) if isinstance(value, tuple) else value
    assert after == before | {name: wanted}
    comments = [line for line in lines if line.startswith("#")]
    assert [
        line for line in path.read_text("utf8").splitlines() if line.startswith("#")
    ] == comments
