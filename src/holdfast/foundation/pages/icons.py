"""Icons as strokes on a 24 by 24 field; the style sheet draws them (.hf-icon)."""

from __future__ import annotations

ICONS = {
    "arrow-down": "M12 4V20M6 14L12 20L18 14",
    "arrow-left": "M20 12H4M10 6L4 12L10 18",
    "arrow-right": "M4 12H20M14 6L20 12L14 18",
    "arrow-up": "M12 20V4M6 10L12 4L18 10",
    "calendar": "M4 6H20V20H4ZM4 10H20M8 3V7M16 3V7",
    "camera": "M3 8H7L9 5H15L17 8H21V19H3ZM12 10a3.2 3.2 0 1 1 0 6.4a3.2 3.2 0 0 1 0-6.4",
    "clock": "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18M12 7V12L15.5 14",
    "cross": "M6 6L18 18M18 6L6 18",
    "lock": "M5 11H19V21H5ZM8 11V7.5a4 4 0 0 1 8 0V11",
    "minus": "M5 12H19",
    "page": "M6 3H14L18 7V21H6ZM9 11H15M9 15H15",
    "person": "M12 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8M4.5 20.5a7.5 7.5 0 0 1 15 0",
    "place": "M12 21C8 16 5.5 13 5.5 9.5a6.5 6.5 0 0 1 13 0C18.5 13 16 16 12 21ZM12 7.5a2 2 0 1 1 0 4a2 2 0 0 1 0-4",
    "plus": "M12 5V19M5 12H19",
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13M15.5 15.5L20.5 20.5",
    "tick": "M5 13L10 18L20 7",
    "user": "M12 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8M4.5 20.5a7.5 7.5 0 0 1 15 0",
    "warning": "M12 4L22 20H2ZM12 10V14.5M12 17.4V17.6",
}
