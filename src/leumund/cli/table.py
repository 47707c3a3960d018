"""The table at which a challenge is played: one step after the other, each shown as it goes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from leumund.basics.errors import Conflict
from leumund.basics.language import _, reader_language
from leumund.ledger import packed
from leumund.release import code_digest
from leumund.world import (
    COPIES,
    Checked,
    GameFolder,
    WrongWord,
    act_of,
    check_exhibit,
    copy_names,
    deal,
    find,
    invent,
    judge,
    make_exhibit,
    open_game,
    steal,
    stream,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from leumund.cli.visitor import Visitor
    from leumund.report import ActOfGame
    from leumund.world import Choice, Complaints, Dealt, Judgement, Opened, Sheet

INVENTED = 12
FEWER = (8, 4)
PROOF, KEY, VERIFIER = "log/finding.tlog-proof", "log/log.pub", "verify.pyz"


class TheftStopped(Conflict):
    """The theft was not finished, so there is nothing to trace. The lists stay as drawn."""

    code = "theft-stopped"
    hint = "Start the challenge again."


@dataclass(frozen=True, slots=True)
class Table:
    """Where, with what and with whom a game is played. ``say`` shows one sentence."""

    folder: GameFolder
    sheet: Sheet
    portions: int
    visitor: Visitor
    at: datetime
    say: Callable[[str], None]

    def seal(self) -> Opened:
        """First of all the secret is sealed, and the seal is shown."""
        opened = open_game(
            self.sheet, self.portions, self.visitor.entropy, self.at, code_digest()
        )
        self.folder.write_log(opened.log)
        self.say(_("This game lies in {folder}").format(folder=self.folder.path))
        self.say(_("A secret was drawn and sealed. The seal, to be written down:"))
        self.say(f"  {opened.seal_digest}")
        return opened

    def deal(self, opened: Opened) -> Dealt:
        """The visitor's number is mixed in; only now the lists are drawn."""
        dealt = deal(opened, self.visitor.number(), self.at)
        self.folder.write_lists(self.sheet, dealt.game)
        self.folder.write_log(opened.log)
        self.say(
            _("{copies} lists of {size} people were drawn and handed over.").format(
                copies=COPIES, size=len(dealt.game.list_of(0))
            )
        )
        return dealt

    def steal(self) -> None:
        """The theft happens in another process; this one waits and learns nothing."""
        command = [sys.executable, "-m", "leumund.cli.thief", str(self.folder.path)]
        language = os.environ | {"LEUMUND_LANGUAGE": reader_language()}
        sys.stdout.flush()
        ended = subprocess.run(
            [*command, *self.visitor.thief_options], env=language, check=False
        )
        if ended.returncode:
            raise TheftStopped()

    def find(self, dealt: Dealt) -> tuple[Judgement, Complaints, str]:
        """The complaints and the hidden choice are sealed, then the lists are looked at."""
        complaints, commitment = self.folder.read_complaints(), self.folder.commitment()
        written = self.folder.complaints_bytes()
        found = find(dealt, written, complaints, commitment, self.at)
        self.folder.write_log(dealt.opened.log)
        self.say(_("{count} complaints came in.").format(count=len(complaints)))
        self.say(self._found_in_words(found))
        return found, complaints, commitment

    def reveal(self, commitment: str) -> Choice:
        """The visitor opens the envelope; it must be the one that was sealed."""
        choice = self._opened(commitment)
        self.say(
            _(
                "The envelope says: {partner}, {from_list} people of its list and {others}."
            ).format(
                partner=choice.partner, from_list=choice.from_list, others=choice.from_elsewhere
            )
        )
        return choice

    def _opened(self, commitment: str) -> Choice:
        """A mistyped word ends no game: it is asked for again where somebody can answer."""
        while True:
            try:
                return self.folder.open_envelope(self.visitor.word(), commitment)
            except WrongWord as wrong:
                if not self.visitor.is_asked_again(wrong):
                    raise

    def frame(self, dealt: Dealt, robbed: str) -> tuple[ActOfGame, ActOfGame]:
        """Somebody is to be framed: first without its list, then by one who holds it."""
        partner = self.visitor.framed(robbed)
        chance = stream(self.visitor.chance_seed(), "challenge invented")
        copy, people = copy_names().index(partner), dealt.game.sealed.units
        blind = invent(chance, people, INVENTED, self.portions)
        lists = [dealt.game.list_of(copy, 1 + at) for at in range(self.portions)]
        holding = steal(chance, lists, people, INVENTED, 0)
        acts = (self.act(dealt, partner, blind), self.act(dealt, partner, holding))
        self.say(_("Invented complaints, made without its list: {outcome}").format(
            outcome=self._named_in_words(acts[0])))  # fmt: skip
        self.say(_("Invented complaints, made with its list: {outcome}").format(
            outcome=self._named_in_words(acts[1])))  # fmt: skip
        return acts

    def fewer(self, dealt: Dealt, partner: str) -> ActOfGame:
        """The same theft with fewer complaints, which mostly says: not yet."""
        chance = stream(self.visitor.chance_seed(), "challenge fewer")
        copy = copy_names().index(partner)
        lists = [dealt.game.list_of(copy, 1 + at) for at in range(self.portions)]
        stolen = steal(chance, lists, dealt.game.sealed.units, *FEWER)
        return self.act(dealt, partner, stolen)

    def check(self, dealt: Dealt, partner: str, complaints: Complaints) -> Checked:
        """The exhibit: one list is opened and redrawn, and the log's proof is checked."""
        exhibit = make_exhibit(dealt.game, dealt.leaves, partner, complaints.units.tolist())
        self.folder.write_exhibit(exhibit)
        (self.folder.path / VERIFIER).write_bytes(packed())
        root = dealt.leaves.root.hex()
        redrawn = set(check_exhibit(exhibit, dealt.opened.seal_digest, root).tolist())
        handed = dealt.game.list_of(copy_names().index(partner)).tolist()
        return Checked(
            command=f"python3 -I {VERIFIER} {PROOF} --key {KEY}",
            answer=self.verify(PROOF),
            forged_answer=self.verify(self.folder.write_forgery()),
            redrawn=len(redrawn.intersection(handed)),
        )

    def verify(self, proof: str) -> str:
        """What the stand-alone verifier says of a proof in the game's folder."""
        command = [sys.executable, "-I", VERIFIER, proof, "--key", KEY]
        ended = subprocess.run(
            [*command, "--lang", reader_language()],
            cwd=self.folder.path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return (ended.stdout + ended.stderr).strip()

    def act(self, dealt: Dealt, partner: str, complaints: Complaints) -> ActOfGame:
        """One stream of complaints, weighed now, as a value for the report."""
        return act_of(dealt, partner, complaints, judge(dealt.game, complaints))

    def _found_in_words(self, found: Judgement) -> str:
        if not found.named:
            return _("No copy is named: what there is, is not enough yet.")
        return _("The copy of {partner} was used: named after {after} complaints.").format(
            partner=", ".join(found.named_partners), after=found.named_after
        )

    def _named_in_words(self, act: ActOfGame) -> str:
        if not act.named:
            return _("nothing happens, no copy is named.")
        return _("{named} is named. That is why naming alone triggers nothing.").format(
            named=", ".join(act.named)
        )
