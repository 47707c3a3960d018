"""The challenge's thief, in a process of its own: ``python -m leumund.cli.thief FOLDER``.

It asks the visitor whom to rob, takes the people, and leaves two files: the complaints, in
an order that tells nothing, and the choice, locked with a word that only the visitor knows.
The process that names copies waits outside and reads no more than these two files.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.errors import LeumundError
from leumund.basics.language import _
from leumund.cli.errors import STOPPED, show_error
from leumund.cli.questions import ask, ask_number
from leumund.world import COPIES, Choice, GameFolder, copy_names, steal, stream

if TYPE_CHECKING:
    from collections.abc import Sequence

FROM_LIST, FROM_ELSEWHERE = 12, 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Steal once; 0, or the exit status of the error."""
    options = _parser().parse_args(arguments)
    folder = GameFolder(Path(options.folder))
    try:
        if options.seed is None:
            _visitor_steals(folder)
        else:
            _steal_by_itself(folder, options.seed, options.word)
    except LeumundError as error:
        return show_error(error)
    except KeyboardInterrupt:
        return STOPPED  # The game, which gets the same signal, says so.
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m leumund.cli.thief")
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--word", default="")
    return parser


def _visitor_steals(folder: GameFolder) -> None:
    print(_("You are the thief now, in a process of your own. Nobody else reads your answers."))
    number = ask_number(_("Whose list do you steal? A number from 1 to 60"), 1, COPIES)
    partner = copy_names()[number - 1]
    print(_("The lists of {partner} lie in {folder}.").format(
        partner=partner, folder=folder.path / "copies" / partner))  # fmt: skip
    size = sum(map(len, folder.portions_of(partner)))
    question = _(
        "How many people of this list do your callers annoy so much that they complain?"
    )
    from_list = ask_number(question, 0, size, FROM_LIST)
    question = _("And how many people from elsewhere complain, about others?")
    from_elsewhere = ask_number(question, 0, folder.sizes()[0] - size, FROM_ELSEWHERE)
    word = ask(_("Choose a word. It locks your choice, and you will need it once more"))
    choice = Choice(partner, from_list, from_elsewhere)
    _write(folder, choice, np.random.default_rng(secrets.randbits(128)), word)
    print(_("Done. The complaints are in {file}, your choice is locked.").format(
        file=folder.path / "thief" / "complaints.csv"))  # fmt: skip


def _steal_by_itself(folder: GameFolder, seed: int, word: str) -> None:
    """For ``--auto``: the same theft for the same seed."""
    chance = stream(seed, "challenge visitor")
    partner = copy_names()[int(chance.integers(COPIES))]
    _write(folder, Choice(partner, FROM_LIST, FROM_ELSEWHERE), chance, word)


def _write(folder: GameFolder, choice: Choice, chance: np.random.Generator, word: str) -> None:
    people, _portions = folder.sizes()
    portions = folder.portions_of(choice.partner)
    stolen = steal(chance, portions, people, choice.from_list, choice.from_elsewhere)
    folder.write_theft(stolen, choice, chance.bytes(16), word)


if __name__ == "__main__":
    sys.exit(main())
