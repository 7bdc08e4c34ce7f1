"""The Progress page: views, charts, report, links."""
