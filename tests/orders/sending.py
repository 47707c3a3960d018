"""A sender in a process of its own, so that a test can kill it in the middle of a mail."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import datetime
from pathlib import Path

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.settings import Settings
from leumund.store import Store
from leumund.store.connections import Logins


def main() -> None:
    """Arguments: the data folder, the moment, the mail server's port."""
    folder, at, port = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
    settings = Settings(
        folder=folder,
        page_address="https://order.example",
        mail_host="127.0.0.1",
        mail_port=port,
        mail_security="none",
        mail_sender="order@muster.example",
    )
    with Store(Logins.given(os.environ["LEUMUND_TEST_LOGIN"])) as store:
        Leumund(settings, store, SetClock(at), secrets.token_bytes).orders.send()


if __name__ == "__main__":
    main()
