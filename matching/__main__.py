"""Run the command line as ``python -m matching``."""

from matching.cli import main

if __name__ == "__main__":
    main()
