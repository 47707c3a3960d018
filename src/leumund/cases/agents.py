"""Who a partner's agent was, in one case: asked for by one person, opened by another.

A pseudonym is the partner's own word for one of its people. It stands in no case: what is
kept here is the row it stands on, so that it is gone where the row is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from leumund.cases.state import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.basics.finding import Row
    from leumund.cases.case import Case

AgentOf = Callable[["Row", str | None], str | None]
"""The pseudonym on a row, where that partner (None: we ourselves) made it; else None."""

TRIGGER: Final = "document"
"""The kind of item that can be a written trigger."""
EVENTS: Final = ("ask_agent", "open_agent")


@dataclass(frozen=True, slots=True)
class AgentOpened:
    """The pseudonym that stands on one row of one case; ``agent`` None: it is kept no more."""

    case_id: int
    number: int
    row: str
    agent: str | None
    opened_at: datetime | None


def row_named(case: Case, written: str) -> Row | None:
    """The one row of the case that is meant, by its key or as table:key."""
    rows = {row for finding in case.findings for row in finding.rows}
    meant = [row for row in rows if written in (row.key, f"{row.table}:{row.key}")]
    return meant[0] if len(meant) == 1 else None


def row_asked(case: Case, event: str, said: Mapping[str, Any]) -> Row | None:
    """The row that a move is about: the one it names, or the one that was asked for."""
    if event == "ask_agent":
        return row_named(case, said["row"])
    asked = [each.row for each in case.agents if each.number == said["number"]]
    return asked[0] if asked else None


def is_there(case: Case, row: Row | None, agent_of: AgentOf | None) -> bool | None:
    """Whether a pseudonym stands on that row; None where agents are never opened."""
    if agent_of is None:
        return None
    return row is not None and agent_on(case, row, agent_of) is not None


def opened(case: Case, agent_of: AgentOf) -> tuple[AgentOpened, ...]:
    """What two people have opened in this case, and nothing else."""
    return tuple(
        AgentOpened(
            case.case_id,
            each.number,
            each.row.key,
            agent_on(case, each.row, agent_of),
            each.opened_at,
        )
        for each in case.agents
        if each.is_open
    )


def agent_on(case: Case, row: Row, agent_of: AgentOf) -> str | None:
    """Only of the partner whom the case is about: a file of findings can name any row."""
    if case.against.target is Target.PARTNER:
        return agent_of(row, case.against.name)
    owners = {each.partner for each in case.findings if row in each.rows and each.partner}
    return agent_of(row, owners.pop() if owners else None) if len(owners) < 2 else None
