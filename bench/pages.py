"""Which pages are measured, and at which addresses: chosen from what the database holds, so that both sides of a ratio
do the same work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from bench.extremes import LITTLE, MUCH, incident_with
from holdfast.casework.incidents.models import Incident, SearchText
from holdfast.casework.incidents.queries.listing import write_cursor
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Clock
from holdfast.oversight.assurance.queries.duties import obligations_of

LIST = "/incidents/"


def addresses(trust: Trust, reporter: Viewer) -> dict[str, str]:
    """The address of each page by the name of its figure. Makes two incidents. The trust's scope must be open."""
    return {
        "list": LIST,
        "filtered": _list(stage="closed", type=_most_common_types()),
        "filtered, nothing found": _list(crime="yes", near_miss="yes"),
        "later": _list(page=_cursor_in_the_middle()),
        "search": _list(text=" ".join(_most_common_words())),
        "search, rare word": _list(text=_rare_word()),
        "incident": f"{LIST}{_in_the_middle().record.reference}/",
        "incident, little on it": f"{LIST}{incident_with(reporter, LITTLE).reference}/",
        "incident, very much on it": f"{LIST}{incident_with(reporter, MUCH).reference}/",
        "my work": "/",
        "dashboard": "/assurance/",
        "duty": f"/assurance/duties/{_busiest_duty(trust)}/",
        "policy": "/assurance/policy/",
        "report form": "/report/?type=physical-assault",
    }


def _list(**asked: object) -> str:
    return f"{LIST}?{urlencode(asked, doseq=True)}"


def _most_common_types() -> list[str]:
    """Two types whose closed incidents fill a page on every size."""
    found = Counter(Incident.objects.filter(stage="closed").values_list("type", flat=True))
    return [key for key, _ in found.most_common(2)]


def _in_the_middle() -> Incident:
    rows = Incident.objects.filter(restricted=False).select_related("record").order_by("-reported_at", "-record")
    return rows[rows.count() // 2]


def _cursor_in_the_middle() -> str:
    """A place as deep in the list as half of its rows."""
    incident = _in_the_middle()
    return write_cursor("older", incident.reported_at, incident.pk)


def _most_common_words() -> list[str]:
    """Two words that very many incidents hold: the dearest question, because all of them could be the newest."""
    found: Counter[str] = Counter()
    for words in SearchText.objects.order_by("pk").values_list("words", flat=True)[:500]:
        found.update(word for word in set(words.split()) if len(word) >= 5 and f"{word}q" in words)
    return [word for word, _ in found.most_common(2)]


def _rare_word() -> str:
    """A word that one incident alone holds, as a name or a number would be."""
    newest = SearchText.objects.filter(words__contains=" name").order_by("-pk").values_list("words", flat=True).first()
    return newest.split()[-1] if newest else "nobody"


def _busiest_duty(trust: Trust) -> str:
    """The duty with the most clocks."""
    keys: Iterator[tuple[int, str]] = (
        (Clock.objects.filter(obligation=duty).count(), duty.key) for duty in obligations_of(trust, clock.today())
    )
    return max(keys)[1]
