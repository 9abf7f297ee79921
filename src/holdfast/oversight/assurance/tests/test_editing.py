"""The trust's own words, posts, owners and numbers over its pack's: set, kept through a new version, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Number, Person, Post, PostHolding, Trust
from holdfast.foundation.organisation.operations.posts import change_post
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation, PolicyEdit
from holdfast.oversight.assurance.operations.confirming import confirm
from holdfast.oversight.assurance.operations.editing import set_own, take_own_back
from holdfast.oversight.assurance.operations.installing import install_pack
from holdfast.oversight.assurance.operations.numbers import set_policy_number, take_number_back
from holdfast.oversight.assurance.packs.loading import read_texts
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.queries.duties import duty_on, policy_on
from holdfast.oversight.assurance.queries.export import written_back
from holdfast.oversight.assurance.queries.versions import changes_for, pack_of
from holdfast.oversight.assurance.tests.policy_cast import DAY, INSTALLER, NOW
from holdfast.oversight.assurance.tests.small_pack import CLAUSES, PACK, read, write

WHY = "The board, 3 March 2026"


@pytest.fixture
def trust(db: None, tmp_path: Path) -> Iterator[Trust]:
    trust = Trust.objects.create(code="VALE1", slug="vale", name="Vale of Nowhere Hospitals", live=True)
    with scope(trust), clock.at(NOW):
        put(trust, tmp_path)
        yield trust


def put(trust: Trust, tmp_path: Path, *changes: tuple[str, str], name: str = "vale") -> None:
    pack, clauses = PACK, CLAUSES
    for old, new in changes:
        assert old in pack + clauses, old
        pack, clauses = pack.replace(old, new), clauses.replace(old, new)
    found = read(write(tmp_path / name, pack=pack, clauses=clauses)).pack
    assert found is not None
    install_pack(by=INSTALLER, trust=trust, pack=found, digest=name.ljust(64, "x"))


def own(trust: Trust, of: str, key: str, name: str, value: str, *, by: Actor = INSTALLER, why: str = WHY) -> PolicyEdit:
    return set_own(by=by, trust=trust, of=of, key=key, name=name, value=value, why=why)


def term(trust: Trust) -> str:
    return Trust.objects.get(pk=trust.pk).term("control_room")


NEXT = ("  dated: 2026-01-05\n", "  dated: 2026-01-05\n  in_force: 2026-03-02\n")


def test_it_lets_the_trust_call_things_otherwise(trust: Trust) -> None:
    edit = own(trust, "term", "control_room", "words", " The  Hub ")
    assert (edit.value, edit.was, term(trust)) == ("The Hub", "Switchboard", "The Hub")
    entry = Entry.objects.filter(verb="assurance.set_own").get()
    assert (entry.changes, entry.why) == ({"term.control_room.words": ["Switchboard", "The Hub"]}, WHY)
    again = own(trust, "term", "control_room", "words", "The Desk")
    assert (again.was, term(trust)) == ("The Hub", "The Desk")
    take_own_back(by=INSTALLER, edit=again)
    assert term(trust) == "Switchboard"
    with pytest.raises(Refused, match="counts already"):
        take_own_back(by=INSTALLER, edit=again)


def test_it_gives_a_word_that_the_pack_leaves_out(trust: Trust) -> None:
    edit = own(trust, "term", "marker", "words", "flag")
    assert Trust.objects.get().term("marker") == "flag"
    take_own_back(by=INSTALLER, edit=edit)
    assert Trust.objects.get().term("marker") == "marker"


def test_it_changes_what_a_post_is_called_may_do_and_answers_to(trust: Trust) -> None:
    own(trust, "post", "lsms", "title", "Head of Security")
    own(trust, "post", "lsms", "role", "lsms")
    own(trust, "post", "lsms", "reports_to", "chief")
    post = Post.objects.get(key="lsms")
    assert (post.title, post.role, post.reports_to.key) == ("Head of Security", "lsms", "chief")
    for edit in PolicyEdit.objects.filter(undone_at=None):
        take_own_back(by=INSTALLER, edit=edit)
    post = Post.objects.get(key="lsms")
    assert (post.title, post.role, post.reports_to.key) == ("Security Specialist", "security-lead", "director")


def test_it_gives_a_duty_another_owner_and_keeps_what_the_former_one_confirmed(trust: Trust) -> None:
    duty = duty_on(trust, "vale-2-b", clock.today())
    with clock.at(NOW + DAY):
        confirm(by=INSTALLER, duty=duty, post="manager", evidence="A spot check")
        own(trust, "owner", "vale-2-b", "owner", "director")
    duty = duty_on(trust, "vale-2-b", clock.today())
    assert (duty.owner, duty.numbers["owners"]) == ("director", ["director", "manager"])
    assert duty.clocks.exclude(done=None).count() == 1, "it was confirmed, by whoever owned it then"
    take_own_back(by=INSTALLER, edit=PolicyEdit.objects.get())
    assert Obligation.objects.get(key="vale-2-b").owner == "manager"


@pytest.mark.parametrize(
    ("what", "value", "says"),
    [
        (("term", "control_rom", "words"), "x", "no such thing"),
        (("term", "control_room", "title"), "x", "no such thing"),
        (("post", "lsmss", "title"), "x", "no such thing"),
        (("owner", "vale-2-c", "owner"), "director", "no such thing"),
        (("term", "control_room", "words"), "  ", "Enter the words"),
        (("term", "control_room", "words"), "Switchboard", "already"),
        (("term", "control_room", "words"), "x" * 251, "too long"),
        (("post", "lsms", "role"), "king", "what the post may do"),
        (("post", "lsms", "role"), "administrator", "what the post may do"),
        (("post", "lsms", "reports_to"), "police", "a post or a committee"),
        (("post", "chief", "reports_to"), "lsms", "answers to this one already"),
        (("post", "chief", "reports_to"), "chief", "answers to this one already"),
        (("owner", "vale-1-a", "owner"), "manager", "one in the trust"),
        (("owner", "vale-1-a", "owner"), "nobody", "one in the trust"),
    ],
)
def test_it_refuses_what_cannot_be(trust: Trust, what: tuple[str, str, str], value: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        own(trust, *what, value)
    assert not PolicyEdit.objects.exists()


def test_it_wants_to_know_who_decided(trust: Trust) -> None:
    with pytest.raises(Refused, match="who decided"):
        own(trust, "term", "control_room", "words", "Hub", why=" ")


def test_it_lets_nobody_change_what_their_own_post_may_do(trust: Trust) -> None:
    person = Person.objects.create(trust=trust, given_name="Lee", family_name="Lead", email="lee@example.org")
    post = Post.objects.get(key="director")
    PostHolding.objects.create(trust=trust, post=post, person=person, start=clock.today())
    with pytest.raises(Refused, match="You hold this post"):
        own(trust, "post", "director", "role", "security-lead", by=Actor("Lee", "person:1", person_id=person.pk))


def test_it_keeps_what_the_trust_set_when_a_new_version_comes_and_says_so(trust: Trust, tmp_path: Path) -> None:
    own(trust, "term", "control_room", "words", "Hub")
    own(trust, "post", "lsms", "title", "Head of Security")
    own(trust, "owner", "vale-2-b", "owner", "director")
    old = pack_of(policy_on(trust, clock.today()))
    put(trust, tmp_path, NEXT, ("control_room: Switchboard", "control_room: Desk"), name="vale-2")
    assert term(trust) == "Hub"
    assert Post.objects.get(key="lsms").title == "Head of Security"
    assert {row.owner for row in Obligation.objects.filter(key="vale-2-b")} == {"director"}
    new = pack_of(policy_on(trust, clock.today()))
    kept = {(one.of, one.key): one for one in changes_for(trust, old, new).kept}
    assert kept["term", "control_room"].overruled
    assert kept["term", "control_room"].new == "Desk"
    assert not kept["post", "lsms"].overruled
    take_own_back(by=INSTALLER, edit=PolicyEdit.objects.get(of="term"))
    assert term(trust) == "Desk"


def test_it_keeps_whom_a_post_answers_to_as_set_on_the_page_of_the_post(trust: Trust, tmp_path: Path) -> None:
    post, chief = Post.objects.get(key="lsms"), Post.objects.get(key="chief")
    change_post(by=INSTALLER, post=post, title=post.title, role=post.role, reports_to=chief)
    put(trust, tmp_path, NEXT, name="vale-2")
    assert Post.objects.get(key="lsms").reports_to == chief
    edit = PolicyEdit.objects.get()
    assert (edit.key, edit.name, edit.value, edit.was) == ("lsms", "reports_to", "chief", "director")


def test_it_takes_a_number_back(trust: Trust) -> None:
    set_policy_number(by=INSTALLER, trust=trust, key="vale-1-a.within", value="PT6H", why=WHY)
    take_number_back(by=INSTALLER, trust=trust, key="vale-1-a.within")
    number = Number.objects.get(key="vale-1-a.within")
    assert (number.value, number.set_by_trust) == ("PT24H", False)
    assert Obligation.objects.get(key="vale-1-a").numbers["within"] == "PT24H"
    with pytest.raises(Refused, match="has not set this number"):
        take_number_back(by=INSTALLER, trust=trust, key="vale-1-a.within")


def test_it_writes_all_of_it_into_the_files(trust: Trust) -> None:
    own(trust, "term", "control_room", "words", "Hub: the “new” #1")
    own(trust, "term", "marker", "words", "flag")
    own(trust, "post", "lsms", "title", "Head of Security")
    own(trust, "owner", "vale-2-b", "owner", "director")
    set_policy_number(by=INSTALLER, trust=trust, key="vale-2-b.every", value="P6M", why=WHY)
    files = written_back(trust, policy_on(trust, clock.today()))
    pack = read_texts(files, vocabulary()).pack
    assert pack is not None
    assert (pack.terms["control_room"], pack.terms["marker"]) == ("Hub: the “new” #1", "flag")
    assert pack.who("lsms") == "Head of Security"
    attested = pack.clause("vale-2-b").met_by
    assert (attested.owner, attested.every.printed) == ("director", "P6M")
    changed = [line for line in files["clauses.yaml"].splitlines() if line not in CLAUSES.splitlines()]
    assert changed == ["      every: P6M", "      owner: director"]
