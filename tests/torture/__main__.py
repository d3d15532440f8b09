"""`make torture`: kill, start again, look."""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from tests.torture.campaign import AtRandom, EveryStep
from tests.torture.letters import EveryLetter


def main() -> None:
    """Run the three campaigns; the first base that is not as it should be stays for a look."""
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--most", type=int, default=0, help="deaths per action; 0: at every step")
    parser.add_argument("--rounds", type=int, default=30, help="deaths at random under load")
    parser.add_argument("--seed", type=int, default=4, help="of the moments of these deaths")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kb-torture-"))
    began = time.monotonic()
    for action, deaths in EveryStep(folder, options.most).run():
        print(f"{action}: killed {deaths} times, nothing lost, half-done or done twice")
    for part, deaths in EveryLetter(folder / "letters", options.most).run():
        print(f"who follows a search {part}: killed {deaths} times, no letter lost or sent twice")
    for number, counts in enumerate(AtRandom(folder / "load", options.rounds, options.seed).run()):
        print(
            f"death {number + 1} under load: {counts['acknowledged']} steps acknowledged so far, "
            f"{counts['done']} found, everything agrees"
        )
    shutil.rmtree(folder)
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
