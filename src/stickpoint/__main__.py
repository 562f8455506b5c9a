"""Command line → the same program as ``stickpoint``, for ``python -m stickpoint``."""

from stickpoint.cli import main

if __name__ == "__main__":
    main()
