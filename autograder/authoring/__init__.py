"""From ``notebook.md`` and the reference solutions to a release and its proof."""
