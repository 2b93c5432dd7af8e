"""The command ``autograder``; each module below adds its commands."""

from .commands import (  # noqa: F401
    authoring,
    collecting,
    examining,
    exporting,
    grading,
    likeness,
    mutating,
    records,
)
from .commands.console import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command; the entry point of the installed script."""
    app()


if __name__ == "__main__":
    main()
