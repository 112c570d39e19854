"""What was copied: the clipboard's text, by whichever program of the system reads it."""

from papers import BadValue

READERS = (
    ("pbpaste",),
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-out"),
    ("xsel", "--clipboard", "--output"),
)
PATIENCE = 10  # seconds; the program that the text was copied in has to hand it over


def paste() -> bytes:
    """The text on the clipboard."""
    import shutil
    import subprocess

    there = [words for words in READERS if shutil.which(words[0])]
    if not there:
        raise BadValue(
            "Nothing here reads the clipboard: install wl-clipboard, xclip or xsel,"
            " or paste into `carrel import -` and end it with Ctrl-D."
        )
    refusals: list[str] = []
    for words in there:
        try:
            done = subprocess.run(
                words, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            refusals.append(f"{words[0]}: {type(error).__name__}")
            continue
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        refusals.append(f"{words[0]}: {said[0] if said else 'it is empty'}")
    raise BadValue(f"The clipboard gave no text ({'; '.join(refusals)}): copy something first.")
