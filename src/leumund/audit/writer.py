"""Notices as files: kept in the data folder, put where the partner fetches them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from leumund.audit.notice import new_notice
from leumund.release import encrypt, publish

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path

    from leumund.audit.notice import Notice
    from leumund.network import Partner


def sent(
    box: Path, partner: Partner, plain: bytes, numbers: int, at: datetime, time_left: timedelta
) -> Notice:
    """A file for this partner, encrypted and kept in the box."""
    data = encrypt(plain, partner.age_recipient or "", partner.name)
    notice = new_notice(partner.name, plain, data, numbers, at, time_left)
    publish(data, box, PurePath(f"{notice.file_digest}.age"))
    return notice


def delivered(box: Path, notice: Notice, target: Path) -> Notice:
    """The file as it is kept, put where the partner fetches it."""
    data = (box / f"{notice.file_digest}.age").read_bytes()
    day = notice.made_at.date().isoformat()
    slug = "".join(each if each.isalnum() else "-" for each in notice.partner)
    name = PurePath(f"{slug}-{day}-{notice.file_digest[:8]}.csv.age")
    publish(data, target, name)
    return replace(notice, path=target / name)
