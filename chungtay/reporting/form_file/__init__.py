"""Phiếu Excel: a form as .xlsx, given out and read back (`docs/rules/excel.md`)."""
