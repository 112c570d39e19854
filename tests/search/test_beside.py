"""An index that two processes build is the one that a single process builds."""

import subprocess
import sys

BOTH = """
import numpy as np
from papers import Fields, Paper, int_to_uid
from search.index import build, entries

titles = ["Low-rank updates", "Größe und Maß", "", "Attention is all you need", "Low rank again"]
papers = [
    Paper(
        uid=int_to_uid(911996743102407351 + at),
        key=f"key{at}",
        tags=("b", f"tag{at % 3}"),
        fields=Fields(title=titles[at % 5], author=f"Knuth, D. and Writer{at % 7}, A."),
    )
    for at in range(60)
]
batch = lambda start, stop: [entries.of_papers(papers[start:stop])]
alone = build.build(batch(0, 60))
both = build.build_beside(batch(0, 25), batch(25, 60))
assert alone.keys() == both.keys()
print([name for name in alone if not np.array_equal(alone[name], both[name])])
"""


def test_two_processes_build_the_index_that_one_does() -> None:
    done = subprocess.run([sys.executable, "-c", BOTH], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
