"""Holdfast runs an NHS trust's security management policy."""
