"""The command ``autograder``."""

from .commands import authoring, grading, records
from .commands.console import app

__all__ = ["app", "authoring", "grading", "main", "records"]


def main() -> None:
    """Run the command; the entry point of the installed script."""
    app()


if __name__ == "__main__":
    main()
