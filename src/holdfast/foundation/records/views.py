"""The former name of `serving`, for importers that have not moved yet: `views` are private to their area."""

from holdfast.foundation.records.serving import serve, serve_copy

__all__ = ["serve", "serve_copy"]
