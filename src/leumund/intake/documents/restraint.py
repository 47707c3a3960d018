"""A process that reads for us, and what it may use up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import leumund

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.intake.documents.limits import Limits

_GRACE_SECONDS = 5
_OURS = Path(leumund.__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended. ``is_over``: it was stopped because its time was over."""

    is_well: bool
    is_over: bool


def restrain(limits: Mapping[str, int]) -> None:
    """Ask the system to stop this process where it wants too much; not every system can."""
    try:
        import resource
    except ImportError:
        return
    memory, answer = limits["memory_mib"] * 2**20, limits["answer_mib"] * 2**20
    seconds = limits["seconds"] + 1
    wanted = {
        resource.RLIMIT_AS: (memory, memory),
        # the first ends us with a signal that says why, the second in any case
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (answer, answer),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, (soft, hard) in wanted.items():
        allowed = resource.getrlimit(kind)[1]
        most = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
        try:
            resource.setrlimit(kind, (min(soft, most), most))
        except (ValueError, OSError):
            continue  # a system that knows the limit but does not keep it; time still ends us


def run(module: str, source: IO[bytes], answer: IO[bytes], work: Path, limits: Limits) -> Ended:
    """Let a module of ours read ``source`` and write ``answer`` in a process of its own.

    ``-P`` and a folder of ours to stand in: a ``json.py`` beside the documents is not run.
    """
    words = [sys.executable, "-P", "-m", f"leumund.intake.documents.{module}", limits.written()]
    try:
        done = subprocess.run(
            words,
            stdin=source,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=work,
            env=_surroundings(),
            timeout=limits.seconds + _GRACE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ended(is_well=False, is_over=True)
    stopped = -int(getattr(signal, "SIGXCPU", 0)) or None
    return Ended(is_well=done.returncode == 0, is_over=done.returncode == stopped)


def _surroundings() -> dict[str, str]:
    """What a process needs to start, and none of our settings, which may hold secrets."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LEUMUND_")}
    given = [place for place in kept.get("PYTHONPATH", "").split(os.pathsep) if place]
    places = [str(_OURS), *(str(Path(place).absolute()) for place in given)]
    return kept | {"PYTHONPATH": os.pathsep.join(places), "PYTHONIOENCODING": "utf-8"}
