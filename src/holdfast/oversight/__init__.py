"""Reads everything below; writes only its own verdicts and papers."""
