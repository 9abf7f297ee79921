"""What the living style page shows: every layout part and component once, with text that tries to break it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from holdfast.foundation.pages.meanings import COLOUR_BY_MEANING
from holdfast.foundation.pages.style_forms import HARD_TEXT, LONG_WORD, EveryField, ListFilters
from holdfast.foundation.pages.tables import Column
from holdfast.foundation.pages.words import count_of
from holdfast.kernel import clock


def style_page(*, wrong: bool = False) -> dict[str, Any]:
    """The context of pages/style_page.html; `wrong=True` shows the form with its errors."""
    now = clock.now()
    answers = {
        "kind": "theft",
        "happened_at_day": "31",
        "happened_at_month": "2",
        "account": HARD_TEXT,
        "loss": "a lot",
        "witness": "sam",
    }
    initial = {
        "happened_at": now - timedelta(hours=3),
        "kind": "theft",
        "account": HARD_TEXT,
        "loss": Decimal("1200.50"),
    }
    return {
        "page_title": "Every component",
        "form": EveryField(answers if wrong else None, initial=initial),
        "hard_text": HARD_TEXT,
        "long_word": LONG_WORD,
        "meanings": list(COLOUR_BY_MEANING),
        "trust": {"name": "Wealden & Marches Ambulance Service NHS Trust", "short_name": "WMAS"},
        "account": {"name": HARD_TEXT, "url": "#account", "sign_out_url": "#out"},
        "demo": True,
        "holdfast_version": "0.1.0",
        "search_url": "#search",
        "navigation": [
            {"title": "My work", "url": "#work", "count": 7},
            {"title": "Report", "url": "#report"},
            {"title": "Incidents", "url": "#incidents", "current": True},
            {"title": "Assurance", "url": "#assurance"},
            {"title": "Premises", "url": "#premises"},
            {"title": "Organisation", "url": "#organisation"},
        ],
        "breadcrumb": [{"title": "My work", "url": "#work"}, {"title": "Incidents", "url": "#incidents"}],
        "footer_links": [{"title": "Accessibility", "url": "#accessibility"}, {"title": "Privacy", "url": "#privacy"}],
        "timeline": timeline(now),
        "work": work(now),
        "tasks": [
            {"title": "What happened", "url": "#1", "tag": "Completed", "meaning": "plain"},
            {
                "title": "Who was hurt",
                "url": "#2",
                "tag": "Not begun",
                "meaning": "going",
                "hint": "Each person by themselves",
            },
            {"title": "Send", "tag": "Cannot begin yet", "meaning": "off"},
        ],
        "files": [
            {"name": f"{LONG_WORD}.jpg", "url": "#f1", "size": 3_400_000, "note": "added today by Sam Example"},
            {"name": "صورة.png", "url": "#f2", "size": 640},
        ],
        "columns": [
            Column("Reference", sort="reference"),
            Column("What", sort="title"),
            Column("Opened", sort="opened"),
            Column("State"),
            Column("Loss", numeric=True),
        ],
        "rows": rows(now),
        "sort": "-opened",
        "a_day": date(2026, 3, 3),
        "a_moment": now - timedelta(days=40),
        "an_hour_ago": now - timedelta(hours=1),
        "a_length": timedelta(days=2, hours=3, minutes=4),
    }


def rows(now: datetime) -> list[dict[str, Any]]:
    """Rows of a list of incidents, the newest first."""
    return [
        {
            "reference": "INC-2026-00042",
            "title": HARD_TEXT,
            "at": now - timedelta(hours=5),
            "tag": "New",
            "meaning": "new",
            "loss": 0,
        },
        {
            "reference": "INC-2026-00041",
            "title": "Drugs bag gone from a vehicle",
            "at": now - timedelta(days=1),
            "tag": "Overdue",
            "meaning": "late",
            "loss": Decimal("1240.99"),
            "marked": True,
        },
        {
            "reference": "INC-2026-00039",
            "title": f"Door forced at {LONG_WORD}",
            "at": now - timedelta(days=9),
            "tag": "Being looked into",
            "meaning": "going",
            "loss": 350,
        },
    ]


def timeline(now: datetime) -> list[dict[str, Any]]:
    """What happened to one incident."""
    return [
        {
            "at": now - timedelta(hours=2),
            "title": "Police told",
            "by": "Sam Example",
            "text": "Log 214 of today.\n\nThey will call back.",
        },
        {"at": now - timedelta(days=1), "title": "Decision late", "tag": "Late", "meaning": "late", "by": "Holdfast"},
        {
            "at": now - timedelta(days=3),
            "title": "Reported",
            "by": "محمد",
            "text": HARD_TEXT,
            "url": "#r",
            "marks": ["2 photos"],
        },
    ]


def work(now: datetime) -> list[dict[str, Any]]:
    """What somebody owes, most urgent first."""
    return [
        {
            "title": "Decide who investigates",
            "url": "#w1",
            "reference": "INC-2026-00042",
            "due": now - timedelta(hours=3),
            "tag": "Overdue",
            "meaning": "late",
            "verb": "Decide",
            "place": "Gatwick make ready centre",
            "why": "Reported 3 days ago",
        },
        {
            "title": f"Answer the police about {LONG_WORD}",
            "url": "#w2",
            "reference": "REQ-2026-00007",
            "due": now + timedelta(days=1),
            "tag": "Due soon",
            "meaning": "soon",
            "verb": "Answer",
        },
        {"title": "Read the new lone working rules", "url": "#w3", "due": now + timedelta(days=12), "verb": "Read"},
    ]


def list_page() -> dict[str, Any]:
    """The context of the list layout."""
    shown = style_page()
    return shown | {
        "page_title": "Incidents",
        "form": None,
        "filter_form": ListFilters({"q": "door"}),
        "filters_active": 1,
        "list_url": "#list",
        "saved_filters": [
            {"title": "Mine", "url": "#mine", "count": 4},
            {"title": "All open", "url": "#open", "count": 112, "current": True},
            {"title": "Assaults this quarter", "url": "#assaults"},
        ],
        "sort_options": [{"value": "-opened", "title": "Newest first"}, {"value": "opened", "title": "Oldest first"}],
        "count_words": count_of(3, 1204, "incident"),
        "newer_url": "#newer",
        "older_url": "#older",
        "exports": [{"title": "CSV", "url": "#csv"}, {"title": "Excel", "url": "#xlsx"}],
    }


def record_page() -> dict[str, Any]:
    """The context of the record layout."""
    return style_page() | {"page_title": "Drugs bag gone from a vehicle", "reference": "INC-2026-00041", "form": None}
