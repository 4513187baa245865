"""`python -m graph_builder` is `zhize`."""

import sys

from graph_builder.cli import main

if __name__ == "__main__":
    sys.exit(main())
