"""``python -m leumund`` is the command ``leumund``."""

import sys

from leumund.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
