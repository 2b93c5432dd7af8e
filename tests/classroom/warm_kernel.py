"""Kernels that start warm: one process has imported everything and forks them.

Stock nbgrader starts a kernel for each notebook, and most of the time of a kernel
goes into imports. It does not notice the difference: it still starts a program,
which here only asks for a fork and lives as long as the forked kernel.

    python warm_kernel.py serve SOCKET
    python warm_kernel.py start SOCKET ARGUMENTS_OF_THE_KERNEL
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys

INTERRUPT = b"i"


def start(path: str, *arguments: str) -> int:
    """Ask for a kernel with our folder, environment and streams; wait for its end."""
    wish = arguments, os.getcwd(), dict(os.environ)
    with socket.socket(socket.AF_UNIX) as channel:
        channel.connect(path)
        socket.send_fds(channel, [b"k"], [0, 1, 2])
        channel.sendall(json.dumps(wish).encode() + b"\n")
        signal.signal(signal.SIGINT, lambda *_: channel.sendall(INTERRUPT))
        return channel.recv(1)[0]


def serve(path: str) -> None:
    """Import what every notebook needs, then fork a kernel for whoever asks."""
    import ipykernel.debugger  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import sklearn.neural_network  # noqa: F401
    from ipykernel import kernelapp

    from autograder.authoring.assignment import assignment_names
    from autograder.grading import stock

    for name in assignment_names():
        stock.load(name)
    gc.freeze()  # otherwise the first collection of each kernel copies all memory

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            channel, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _keep_a_kernel(channel, kernelapp.launch_new_instance)
            channel.close()


def _keep_a_kernel(channel, launch):
    streams = socket.recv_fds(channel, 1, 3)[1]
    arguments, folder, environment = json.loads(channel.makefile().readline())
    kernel = os.fork()
    if kernel == 0:
        channel.close()
        for own, given in enumerate(streams):
            os.dup2(given, own)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        _draw_new_chances()
        sys.path.insert(0, "")
        launch(argv=arguments)
        os._exit(0)
    ended = os.pidfd_open(kernel)
    while channel in select.select([channel, ended], [], [])[0]:
        is_interrupted = channel.recv(1) == INTERRUPT
        os.kill(kernel, signal.SIGINT if is_interrupted else signal.SIGKILL)
        if not is_interrupted:
            break
    status = os.waitstatus_to_exitcode(os.waitpid(kernel, 0)[1])
    with contextlib.suppress(BrokenPipeError):
        channel.sendall(bytes([status % 256]))
    os._exit(0)


def _draw_new_chances():
    import random

    import numpy as np

    random.seed()
    np.random.seed()  # noqa: NPY002 - an answer may use it


if __name__ == "__main__":
    what = {"serve": serve, "start": start}[sys.argv[1]]
    sys.exit(what(*sys.argv[2:]))
