"""The filter of system calls, read by an interpreter and tried for real.

The interpreter follows "Linux Socket Filtering" for the few instructions that
the filter uses, so that the program for the other processor is tested as well.
"""

import errno
import struct

import pytest

from autograder.sandbox.system_calls import REFUSED, filter_program

# Audit numbers of linux/audit.h, and call numbers of the kernel's tables.
MACHINES = {
    "x86_64": (
        0xC000003E,
        {"clone": 56, "clone3": 435, "prlimit64": 302},
        {"read": 0, "write": 1, "openat": 257, "execve": 59, "kill": 62, "futex": 202}
        | {"socketpair": 53, "mmap": 9, "fork": 57, "getrlimit": 97},
    ),
    "aarch64": (
        0xC00000B7,
        {"clone": 220, "clone3": 435, "prlimit64": 261},
        {"read": 63, "write": 64, "openat": 56, "execve": 221, "kill": 129}
        | {"socketpair": 199, "mmap": 222, "futex": 98, "getrlimit": 163},
    ),
}
ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE = 0x00050000 | errno.EPERM
MISSING = 0x00050000 | errno.ENOSYS


def verdict(program, number, architecture, *arguments):
    """Interpret a filter for one system call."""
    arguments = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    call = struct.pack("=iIQ6Q", number, architecture, 0, *arguments)
    steps = list(struct.iter_unpack("=HBBI", program))
    at = register = 0
    while True:
        code, yes, no, k = steps[at]
        at += 1
        if code == 0x20:
            [register] = struct.unpack_from("=I", call, k)
        elif code == 0x06:
            return k
        else:
            holds = {
                0x15: register == k,
                0x35: register >= k,
                0x45: bool(register & k),
            }[code]
            at += yes if holds else no


@pytest.fixture(params=MACHINES)
def machine(request):
    return request.param


def try_call(machine, number, *arguments):
    return verdict(filter_program(machine), number, MACHINES[machine][0], *arguments)


@pytest.mark.parametrize("name", REFUSED)
def test_listed_calls_are_refused(machine, name):
    number = REFUSED[name][list(MACHINES).index(machine)]
    assert try_call(machine, number) == REFUSE


def test_everyday_calls_are_allowed(machine):
    for number in MACHINES[machine][2].values():
        assert try_call(machine, number) == ALLOW


@pytest.mark.parametrize(
    ("name", "argument", "expected"),
    [
        ("clone", 0x11, ALLOW),
        ("clone", 0x3D0F00, ALLOW),  # what the C library asks for a thread
        ("clone", 0x10000000, REFUSE),
        ("clone", 0x7E020011, REFUSE),
        ("clone3", 0, MISSING),
        ("prlimit64", 0, ALLOW),
        ("prlimit64", 1, REFUSE),
        ("prlimit64", 2**32 - 1, REFUSE),
    ],
)
def test_some_calls_depend_on_their_first_argument(machine, name, argument, expected):
    assert try_call(machine, MACHINES[machine][1][name], argument) == expected


def test_calls_of_another_processor_end_the_process(machine):
    program = filter_program(machine)
    for architecture in (0x40000003, 0x40000028, 0):
        assert verdict(program, 1, architecture) == KILL


def test_the_second_table_of_a_processor_is_closed(machine):
    assert try_call(machine, 0x40000000 | 41) == REFUSE


def test_numbers_are_listed_once(machine):
    column = list(MACHINES).index(machine)
    numbers = [pair[column] for pair in REFUSED.values()]
    assert len(set(numbers)) == len(numbers)


def test_an_unknown_processor_has_no_filter():
    assert filter_program("vax") is None


# Called by name through the C library, which knows the numbers by itself.
TRIED = {
    "socket": "1, 1, 0",
    "unshare": "0x10000000",
    "setns": "0, 0",
    "mount": "b'none', b'/tmp', b'tmpfs', 0, None",
    "umount2": "b'/tmp', 2",
    "chroot": "b'/tmp'",
    "ptrace": "0, 0, 0, 0",
    "process_vm_readv": "1, None, 0, None, 0, 0",
    "process_vm_writev": "1, None, 0, None, 0, 0",
    "memfd_create": "b'x', 0",
    "flock": "0, 2",
    "shmget": "1, 4096, 0o1600",
    "semget": "1, 1, 0o1600",
    "msgget": "1, 0o1600",
    "mq_open": "b'/x', 0o102, 0o600, None",
    "setpriority": "0, 1, 19",
    "sched_setaffinity": "1, 8, b'\\x01' + bytes(7)",
    "sched_setscheduler": "1, 5, bytes(4)",
    "sched_setparam": "1, bytes(4)",
    "prlimit": "1, 1, bytes(16), None",
    "name_to_handle_at": "-100, b'/tmp', bytes(64), bytes(8), 0",
    "init_module": "None, 0, b''",
}


@pytest.mark.sandbox
def test_the_kernel_refuses_them_too(talk):
    calls = ",\n".join(f"({n!r}, lambda c: c.{n}({a}))" for n, a in TRIED.items())
    refused = talk.value_of(
        f"""
import ctypes
library = ctypes.CDLL(None, use_errno=True)
def f():
    seen = []
    for name, call in [{calls}]:
        try:
            if call(library) == -1:
                seen.append((name, ctypes.get_errno()))
        except AttributeError:
            seen.append((name, {errno.EPERM}))  # not wrapped by this C library
    return seen
"""
    )
    assert refused == [(name, errno.EPERM) for name in TRIED]


@pytest.mark.sandbox
def test_threads_processes_and_own_limits_still_work(talk):
    value = talk.value_of(
        """
import resource, subprocess, threading
def f():
    seen = []
    thread = threading.Thread(target=seen.append, args=(1,))
    thread.start()
    thread.join()
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    return seen + [subprocess.run(["/bin/true"]).returncode]
"""
    )
    assert value == [1, 0]
