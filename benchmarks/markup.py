"""How long the slowest bodies take that the rules let pass: `python -m benchmarks.markup`.

None may hold a worker for a second. Prints seconds, the slowest first.
"""

import time

from kb.formats.body import plain_text, problems
from kb.markup import Markup
from tests.builders import a_case_file
from tests.hostile_bodies import HOSTILE_BODIES


def main() -> None:
    """Time the rules, the rendering and the plain words of each hostile body."""
    rows = []
    for name, body in HOSTILE_BODIES.items():
        file = a_case_file(body=body)
        begun = time.perf_counter()
        found = list(problems(body, first_line=1, sources=1))
        checked = time.perf_counter()
        Markup().case_body(file)
        rendered = time.perf_counter()
        plain_text(body)
        done = time.perf_counter()
        rows.append((rendered - checked, checked - begun, done - rendered, len(found), name))
    print("rendered checked   words problems body")
    for rendering, checking, words, count, name in sorted(rows, reverse=True):
        print(f"{rendering:8.3f} {checking:7.3f} {words:7.3f} {count:8} {name}")


if __name__ == "__main__":
    main()
