"""The command ``autograder``."""

from .commands import authoring, collecting, grading
from .commands.console import app

__all__ = ["app", "authoring", "collecting", "grading", "main"]


def main() -> None:
    """Run the command; the entry point of the installed script."""
    app()


if __name__ == "__main__":
    main()
