"""What every area uses, and that stands above the foundation: see docs/architecture.md."""
