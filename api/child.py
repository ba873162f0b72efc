"""Becomes another program that cannot outlive the process which started it.

Run as a file (``python -I -S child.py PARENT SIGNAL USER GROUP PROGRAM ARGUMENT…``), not imported: a signal on the
parent's death has to be asked for after the user is changed and before the program is executed, and doing that between
fork and exec of the supervisor itself is not safe once it has threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, death_signal: int, user: int, group: int, program: list[str]) -> None:
    """Change to the user (unless it is ours already), ask for the signal, become the program."""
    if user != os.getuid():
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the supervisor is gone")
    os.execv(program[0], program)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
