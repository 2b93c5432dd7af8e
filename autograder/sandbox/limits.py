"""What an answer may use up."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """Limits for one exercise of one student.

    Parameters
    ----------
    cpu_seconds : float
        Processor time for one cell, and for the requests of one check unless
        the check has its own limit.
    wall_seconds : float
        Time on the clock for one request or one cell.
    session_seconds : float
        Time on the clock for all requests and cells of a session.
    memory_bytes : int
        Memory beyond what the imported packages take, of one process and of
        all together.
    file_bytes : int
        Size of one file, and of each temporary folder.
    files : int
        Files in the temporary folders.
    processes : int
        Processes and threads at a time.
    """

    cpu_seconds: float = 3.0
    wall_seconds: float = 20.0
    session_seconds: float = 60.0
    memory_bytes: int = 2 * 2**30
    file_bytes: int = 64 * 2**20
    files: int = 10_000
    processes: int = 64
