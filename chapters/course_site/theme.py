"""The theme's settings that ``_config.yml`` cannot express, and our style sheet."""

from pathlib import Path

__all__ = ["STATIC", "setup"]

STATIC = Path(__file__).resolve().parents[1] / "_static"


def _configure(app, config):
    """Offer the course's static files, and name the colour mode to start with."""
    # Jupyter Book puts every script and style sheet of a static path that it knows
    # beforehand on every page. A path added here is only copied.
    config.html_static_path.append(str(STATIC))
    # Without it the theme's script reports "invalid theme mode" on each page.
    config.html_context.setdefault("default_mode", "auto")


def setup(app):
    """Connect to Sphinx."""
    # Jupyter Book sets this for an extension that the course does not load.
    app.add_config_value("comments_config", {}, "html")
    app.connect("config-inited", _configure)
    app.add_css_file("course.css", priority=900)
    app.add_js_file("course.mjs", type="module", priority=900)
