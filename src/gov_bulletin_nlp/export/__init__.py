"""``Bulletin → files``: one file a format."""
