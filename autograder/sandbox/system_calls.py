"""A filter of system calls: what no exercise needs is refused by the kernel.

The filter is a classic BPF program in the form that Linux documents under
"Seccomp BPF". A refused call fails with "operation not permitted"; it does not
end the process.
"""

import errno
import platform
import struct

__all__ = ["filter_program"]

# Name: number on x86_64, number on aarch64 (Linux's system call tables).
REFUSED = {
    "socket": (41, 198),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "pidfd_getfd": (438, 438),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    # A file without a name would count to no limit of memory.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    # A lock on a data file would reach everybody who reads that file.
    "flock": (73, 32),
    # These reach other processes of the same user: the warm process, for one,
    # whose limits and priorities the next answer inherits.
    "setpriority": (141, 140),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
    # Shared memory, semaphores and queues would outlive the answer.
    "shmget": (29, 194),
    "shmat": (30, 196),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
}
CLONE, CLONE3, PRLIMIT = (56, 220), (435, 435), (302, 261)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32_CALLS = 0x40000000
NEW_USER_NAMESPACE = 0x10000000

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000


def filter_program(machine: str | None = None) -> bytes | None:
    """Build the filter for a kind of processor.

    Parameters
    ----------
    machine : str, optional
        As `platform.machine` names it; this one by default.

    Returns
    -------
    bytes or None
        The program, or None for a processor whose calls are not listed here.
    """
    column, architecture = MACHINES.get(machine or platform.machine(), (0, 0))
    if not architecture:
        return None
    start = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    refused = [(JUMP_AT_LEAST, X32_CALLS)]
    refused += [(JUMP_EQUAL, numbers[column]) for numbers in REFUSED.values()]
    # From a refused call the program jumps over the rest of the list and over
    # the nine steps below to the last one.
    steps = [
        (code, len(refused) - i - 1 + 9, 0, value)
        for i, (code, value) in enumerate(refused)
    ]
    end = [
        (JUMP_EQUAL, 6, 0, CLONE3[column]),
        (JUMP_EQUAL, 3, 0, CLONE[column]),
        (JUMP_EQUAL, 0, 5, PRLIMIT[column]),
        # Limits of the process itself (0), not of another one.
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_EQUAL, 3, 4, 0),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_BITS, 2, 1, NEW_USER_NAMESPACE),
        # The C library then falls back to clone, whose flags can be read.
        (RETURN, 0, 0, FAIL | errno.ENOSYS),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, FAIL | errno.EPERM),
    ]
    return b"".join(
        struct.pack("=HBBI", code, yes, no, value)
        for code, yes, no, value in [*start, *steps, *end]
    )
