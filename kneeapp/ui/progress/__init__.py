"""The Progress page: views, charts, report, share links."""
