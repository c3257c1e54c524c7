"""Facts against what they should be, or against another run: what was gained, lost and changed."""
