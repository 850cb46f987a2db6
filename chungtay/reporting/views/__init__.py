"""Pages of reports: one module a family of pages."""
