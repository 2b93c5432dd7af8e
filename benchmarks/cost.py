"""Measure whole commands, in processes of their own."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "cost_of"]


@dataclass(frozen=True)
class Cost:
    """What commands used.

    Parameters
    ----------
    seconds : float
        On the clock.
    cpu_seconds : float
        Of the commands and all processes that they started; the load of the machine
        hardly changes it.
    peak_bytes : int
        Memory of their largest process.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def cost_of(commands: list[list[str]], folder: Path) -> Cost:
    """Run commands one after the other.

    Parameters
    ----------
    commands : list of list of str
        Program and arguments of each. What they print is thrown away, and whether
        they did their work is for the caller to find out.
    folder : Path
        Where they run.

    Returns
    -------
    Cost
        Of all of them together.
    """
    started = time.perf_counter()
    # A process of its own, so that nothing else is among its children.
    program = [sys.executable, __file__, json.dumps(commands)]
    done = subprocess.run(program, cwd=folder, capture_output=True, check=True)
    seconds = time.perf_counter() - started
    cpu_seconds, peak = map(float, done.stdout.split())
    return Cost(seconds, cpu_seconds, int(peak))


if __name__ == "__main__":
    for command in json.loads(sys.argv[1]):
        subprocess.run(command, capture_output=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)  # noqa: T201
