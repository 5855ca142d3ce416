"""Rows of texts with separators, where a quote wraps a cell, stands in one, or seems to swallow rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.pasting.separated import NeverClosed, separated

HEAD = "Order,Details,Tracking\n"


def rows(text: str, mark: str = ",") -> list[list[str]]:
    return [list(row) for row in separated(text, mark).rows]


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ('1\t"Fragile\tA\n2\t2 boxes, 24"\tB\n', "\t", [["1", '"Fragile', "A"], ["2", '2 boxes, 24"', "B"]]),
        (
            'A\tMug\t1\n"\tPot\t1\n"\tCup\t1\n',
            "\t",
            [["A", "Mug", "1"], ['"', "Pot", "1"], ['"', "Cup", "1"]],
        ),
        ('1,"5 inch,A\n2,"a, b",B\n', ",", [["1", '"5 inch', "A"], ["2", "a, b", "B"]]),
        ('1,"a"b,A\n2,say "hi",B\n', ",", [["1", '"a"b', "A"], ["2", 'say "hi"', "B"]]),
        ('1,24" x 30",A\n2,"5 ""ft""",B\n', ",", [["1", '24" x 30"', "A"], ["2", '5 "ft"', "B"]]),
        ('"5 inch\nfoot\n', ",", [['"5 inch'], ["foot"]]),
        ('"a\nb"\nc\n', ",", [["a\nb"], ["c"]]),
        ("a,b\rc,d\r", ",", [["a", "b"], ["c", "d"]]),
        ("a;b\r\n\r\nc;d\r\n", ";", [["a", "b"], [""], ["c", "d"]]),
        ('1,"a, b"\nx,y,z\n', ",", [["1", "a, b"], ["x", "y", "z"]]),
        ("", ",", []),
    ],
)
def test_a_quote_that_does_not_wrap_its_cell_is_a_character(
    text: str, mark: str, expected: list[list[str]]
) -> None:
    assert rows(text, mark) == expected


def test_a_cell_in_quotes_may_go_on_over_lines_where_the_lines_are_no_rows() -> None:
    read = separated(HEAD + '1001,"12 Main St\nSpringfield",A\n1002,x,B\n', ",")

    assert [list(row) for row in read.rows][1:] == [
        ["1001", "12 Main St\nSpringfield", "A"],
        ["1002", "x", "B"],
    ]
    assert (list(read.starts), dict(read.doubtful), read.by_lines) == ([1, 2, 4], {}, False)


def test_a_shop_that_quotes_everything_is_read_by_its_quotes() -> None:
    text = '"Order","Details","Tracking"\n"1001","x, y\n1002, z","A"\n"1003","w","B"\n'

    assert rows(text)[1:] == [["1001", "x, y\n1002, z", "A"], ["1003", "w", "B"]]


@pytest.mark.parametrize(
    "text",
    [
        '1001,"5 inch,A\n1002,2 boxes, 24",B\n1003,x,C\n',
        '1001,"5 inch,A\nSO-7,2 boxes, 24",B\n1003,x,C\n',
        '1001,"5 inch, blue,A\n1002,2 boxes, 24",B\n1003,x,C\n',
    ],
)
def test_what_may_be_one_row_or_two_is_doubtful(text: str) -> None:
    read = separated(HEAD + text, ",")

    assert dict(read.doubtful) == {1: 3}
    assert list(read.rows[-1]) == ["1003", "x", "C"]


@pytest.mark.parametrize("mark", [",", ";", "|"])
@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ('1001,"12 Main St, Apt 4\nSpringfield, IL",A\n1003,x,C\n', {1: 3}),
        ('1001,"12 Main St, Apt 4\n\nSpringfield, IL",A\n1003,x,C\n', {1: 4}),
        ('1001,"a, ""b""\nc, d, z\ne, f",A\n1003,x,C\n', {1: 4}),
        ('1001,x,"left, at\n1002,y, door"\n1003,x,C\n', {1: 3}),
        ('1001,"5 inch,A\n1002,24",B\n1003,x,C\n', {1: 3}),
        ('1001,"a, b\nc, d",A\n1002,"e, f\ng, h",B\n1003,x,C\n', {1: 3, 2: 5}),
    ],
)
def test_lines_that_are_all_rows_are_doubtful_where_they_are_a_quoted_cell_as_well(
    mark: str, text: str, doubtful: dict[int, int]
) -> None:
    read = separated((HEAD + text).replace(",", mark), mark)

    assert dict(read.doubtful) == doubtful
    assert list(read.rows[-1]) == ["1003", "x", "C"]


@pytest.mark.parametrize(
    "text",
    [
        '1001,"5 inch,A\n1002,24" pole,B\n',  # the closing quote ends no cell
        '1001,"5 inch,A\n1002,"a, b",B\n',
        '1001,"5 inch,A\n1002,x,B\n',
        '1001,x,"5 inch\n24",y,B\n',  # as one row it would be wider than the head
    ],
)
def test_lines_that_are_no_quoted_cell_by_the_book_are_rows(text: str) -> None:
    read = separated(HEAD + text, ",")
    assert (len(read.rows), dict(read.doubtful)) == (3, {})


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ('1001\t"Fragile\tA\n1004\t2 boxes, 24"\tB\n', {}),
        ('1001\t"the ""big"" one\tA\n1004\tand a small one"\tB\n', {1: 3}),
    ],
)
def test_text_with_tabs_is_read_by_lines_unless_a_doubled_quote_tells_that_it_is_quoted(
    text: str, doubtful: dict[int, int]
) -> None:
    read = separated("Order\tDetails\tTracking\n" + text, "\t")

    assert dict(read.doubtful) == doubtful
    assert len(read.rows) == (2 if doubtful else 3)


def test_a_quote_that_is_never_closed_names_its_line() -> None:
    with pytest.raises(NeverClosed) as refused:
        separated(HEAD + '1001,"5 inch\n1002,x,B\n', ",")
    assert refused.value.line == 2


def test_that_lines_were_taken_for_rows_is_told() -> None:
    assert separated((HEAD + '1001,"5 inch,A\n1002,24",B\n').replace(",", "\t"), "\t").by_lines
    assert separated(HEAD + '1001,"5 inch,A\n1002,24" pole,B\n', ",").by_lines
    assert not separated(HEAD + '1001,"5, inch",A\n', ",").by_lines


def test_quotes_that_are_never_closed_take_no_longer_than_others() -> None:
    lines = 20_000
    assert len(rows('a\t"b\tc\n' * lines, "\t")) == lines
    assert len(rows('"x\n' * lines, ",")) == lines


words = st.text(st.sampled_from('ab1 "'), max_size=6)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(words, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(tables, st.sampled_from(",;\t|"))
def test_what_a_writer_by_the_book_writes_in_lines_is_read_back(cells: list[list[str]], mark: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(cells)
    assert rows(text.getvalue(), mark) == cells


@given(tables, st.sampled_from(",;\t|"))
def test_what_is_never_quoted_has_a_row_in_each_line(cells: list[list[str]], mark: str) -> None:
    lines = [mark.join(row) for row in cells]
    try:
        read = separated("\n".join(lines) + "\n", mark)
    except NeverClosed:
        return
    assert len(read.rows) + sum(end - read.starts[place] for place, end in read.doubtful.items()) == len(
        lines
    )
