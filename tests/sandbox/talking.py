"""A way to talk to what runs in a session."""

from autograder.answering.messages import (
    Request,
    pack_request,
    refer_to,
    unpack_error,
    unpack_reply,
)
from autograder.answering.plain_data import Callback, pack, unpack
from autograder.sandbox import Limits

# Short, so that tests of what never ends do not take long.
LIMITS = Limits(
    cpu_seconds=1,
    wall_seconds=3,
    session_seconds=30,
    memory_bytes=400 * 2**20,
    file_bytes=16 * 2**20,
    files=2000,
    processes=32,
)

# In a cell: the number of the answer's own channel to the grader.
FIND_CHANNEL = """
import os, stat
def is_socket(number):
    try: return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError: return False
[channel] = filter(is_socket, range(3, 64))
"""


class Talk:
    """Cells and questions of one session."""

    def __init__(self, session):
        self.session = session
        self._callbacks: list[Callback] = []

    def run(self, source):
        """Run a cell; return how it ended."""
        return unpack_error(self.session.run(source))

    def ask(self, name, *arguments):
        """Call a function; return the whole reply."""
        request = pack_request(
            Request("call", name, arguments=arguments), refer_to(self._callbacks)
        )
        return unpack_reply(self.session.ask(request, self._call_back))

    def value_of(self, source):
        """Define ``f`` in a cell and return what it gives."""
        assert self.run(source) is None
        reply = self.ask("f")
        assert reply.error is None, reply.error
        return reply.value

    def _call_back(self, message):
        number, arguments = unpack(message)
        return True, pack(self._callbacks[number](*arguments))
