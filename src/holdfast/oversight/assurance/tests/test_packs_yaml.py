"""Files that are not what a pack's files should be: each gets a message, none gets a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.oversight.assurance.tests.small_pack import CLAUSES, PACK, read, write

BOMB = b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 20)
)
"""Two kilobytes that stand for more values than there are atoms in a person."""


def test_it_says_that_both_files_are_missing(tmp_path: Path) -> None:
    assert [str(problem) for problem in read(tmp_path).problems] == [
        f"{tmp_path / 'clauses.yaml'}: The file is missing.",
        f"{tmp_path / 'pack.yaml'}: The file is missing.",
    ]


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        (b"", 0, "The file is empty."),
        (b"# nothing yet\n", 0, "The file is empty."),
        (b"- a\n- b\n", 1, "The file must begin with keys such as “format: 1”, not with a list."),
        (b"hello\n", 1, "The file must begin with keys such as “format: 1”, not with “hello”."),
        (b"format: 1\nid: [vale\n", 2, "This is not YAML: a “[” is opened here and never closed"),
        (b"format: 1\nid: 'vale\n", 2, "This is not YAML: a quotation mark is opened here and never closed."),
        (b"format: 1\nid vale\nods: V\n", 2, "This is not YAML: this line has no colon."),
        (b"format: 1\nid: vale: dale\n", 2, "This is not YAML: words that hold “: ” stand in 'single quotes'."),
        (b"format:1\nid: vale\n", 1, "This is not YAML: a space is missing after the colon."),
        (b"format: 1\nid: @vale\n", 2, "This is not YAML: words that begin with “@” stand in 'single quotes'."),
        (b"format: 1\n- vale\n", 2, "This is not YAML: this line does not stand below the keys before it"),
        (b"format: 1\n\tid: vale\n", 2, "This is not YAML: a tab stands before the words. Indent with spaces."),
        (b"format: 1\n bad: x\n", 2, "This is not YAML: this line is indented further than the key"),
        (b"format: 1\n---\nformat: 1\n", 2, "This is not YAML: expected a single document"),
        (b"format: 1\nid: *nobody\n", 2, "This is not YAML: found undefined alias"),
        (b"format: 1\nid: va\x00le\n", 2, "This is not YAML: control characters are not allowed"),
        (b"format: 1\nids: &a [*a]\n", 2, "“*a” stands within what it stands for."),
        (b"format: 1\nid: " + b"[" * 100_000, 2, "More than 40 levels stand within each other here."),
        (b"format: 1\n" + b"- " * 100_000, 2, "This is not YAML: "),
        (b"format: 1\nid: " + b"x" * 5_000_000, 0, "The file is larger than 4 MB: no policy is that long."),
        (BOMB, 6, "More than 200,000 values: no policy is that long."),
        ("format: 1\nname: Trüst\n".encode("latin-1"), 2, "This is not UTF-8 text. Save the file as UTF-8."),
    ],
)
def test_it_says_what_is_wrong_with_the_file(tmp_path: Path, written: bytes, line: int, message: str) -> None:
    folder = write(tmp_path / "vale")
    (folder / "pack.yaml").write_bytes(written)
    reading = read(folder)
    assert reading.pack is None
    assert [(problem.line, problem.message.startswith(message)) for problem in reading.problems] == [(line, True)]


def test_it_still_checks_the_clauses_when_the_pack_cannot_be_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "vale", pack="format: [", clauses=CLAUSES.replace("PT24H", "PT24"))
    assert [problem.message[:30] for problem in read(folder).problems] == [
        "“within” of vale-1-a: “PT24” i",
        "This is not YAML: a “[” or “{”",
    ]


def test_it_does_not_blame_the_pack_for_clauses_that_cannot_be_read(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "vale", clauses="clauses: [\n"))
    assert [Path(problem.file).name for problem in reading.problems] == ["clauses.yaml"]


def test_it_reads_a_file_with_a_byte_order_mark_and_other_line_ends(tmp_path: Path) -> None:
    folder = write(tmp_path / "vale")
    (folder / "pack.yaml").write_bytes(PACK.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read(folder).problems == ()


def test_it_takes_a_number_where_words_stand_as_the_words_that_were_written(tmp_path: Path) -> None:
    pack = read(write(tmp_path / "vale", clauses=CLAUSES.replace('ref: "2"', "ref: 9.10"))).pack
    assert pack is not None
    assert pack.clause("vale-2-a").ref == "9.10"


def test_it_takes_words_that_are_repeated_by_an_alias(tmp_path: Path) -> None:
    repeated = CLAUSES.replace("capability: custody.codes", "capability: &codes custody.codes", 1)
    head, _, tail = repeated.partition("&codes")
    reading = read(write(tmp_path / "vale", clauses=head + "&codes" + tail.replace(": custody.codes", ": *codes")))
    assert reading.problems == ()
    assert reading.pack is not None
    assert reading.pack.clause("vale-2-c").capability == "custody.codes"


LINES = PACK.splitlines()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    drop=st.sets(st.integers(0, len(LINES) - 1), max_size=4),
    swap=st.dictionaries(
        st.integers(0, len(LINES) - 1),
        st.sampled_from(
            ["x", "- x", "  - [1, {a: b}]", "key:", "? [a]", "&a x", "when: null", "  ", "clauses: {a: b}", "}"]
        ),
        max_size=4,
    ),
)
def test_it_always_answers_with_a_pack_or_with_faults(tmp_path: Path, drop: set[int], swap: dict[int, str]) -> None:
    lines = [swap.get(number, line) for number, line in enumerate(LINES) if number not in drop]
    reading = read(write(tmp_path / "vale", pack="\n".join(lines)))
    assert (reading.pack is None) == bool(reading.problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(written=st.text(max_size=60))
def test_it_always_answers_whatever_is_written(tmp_path: Path, written: str) -> None:
    reading = read(write(tmp_path / "vale", clauses=CLAUSES.replace("Background.", written.replace("\n", "\n    "))))
    assert (reading.pack is None) == bool(reading.problems)
