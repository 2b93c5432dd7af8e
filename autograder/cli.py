"""The command ``autograder``."""

from .commands import authoring, exporting, grading, likeness
from .commands.console import app

__all__ = ["app", "authoring", "exporting", "grading", "likeness", "main"]


def main() -> None:
    """Run the command; the entry point of the installed script."""
    app()


if __name__ == "__main__":
    main()
