"""Share work out over several isolated processes on this machine."""

import queue
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from ..sandbox import Isolation, Worker

__all__ = ["run_all"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_all(
    work: Callable[[Item, Worker], Result],
    items: Iterable[Item],
    isolation: Isolation,
    workers: int,
) -> Iterator[Result]:
    """Do the same work for every item, several items at a time.

    Parameters
    ----------
    work : callable
        ``work(item, worker)``; a worker is lent to one item at a time.
    items : iterable
    isolation : Isolation
    workers : int
        How many isolated processes there are at most.

    Yields
    ------
    object
        What ``work`` returned, as soon as it is ready.
    """
    items = list(items)
    started = [Worker(isolation) for _ in range(min(workers, len(items)))]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in started:
        idle.put(worker)

    def lend(item: Item) -> Result:
        worker = idle.get()
        try:
            return work(item, worker)
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(max(1, len(started)))
    try:
        for future in as_completed([pool.submit(lend, item) for item in items]):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in started:
            worker.close()
        pool.shutdown(wait=True)
