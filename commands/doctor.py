"""Check the library, and mend what can be mended."""

from typing import NamedTuple

from commands.drafts import left_behind
from storage import Library


class Report(NamedTuple):
    """What was done, and what is not as it should be after that."""

    done: tuple[str, ...]
    fixable: tuple[str, ...]
    others: tuple[str, ...]


def examine(library: Library, *, fix: bool = False) -> Report:
    """Read and check every file of the library; with `fix` repair and compact it first."""
    done = tuple(library.repair()) if fix else ()
    findings = library.verify()
    drafts = [
        f"An edit was never finished; its text is in {path}."
        for path in left_behind(library.folder)
    ]
    return Report(
        done,
        tuple(finding.sentence for finding in findings if finding.fixable),
        (*(finding.sentence for finding in findings if not finding.fixable), *drafts),
    )
