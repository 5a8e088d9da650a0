"""A label takes the place where it covers least, and nobody else's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.kit.placement import Board, Box, Candidate

BOUNDS = Box(0, 0, 200, 100)
SIZE = (40.0, 12.0)


def above_and_below(x: float, y: float) -> list[Candidate]:
    return [Candidate((x, y), 0, -12, "middle"), Candidate((x, y), 0, 12, "middle")]


def test_it_avoids_the_line():
    board = Board(BOUNDS, [[(0, 38), (200, 38)]])
    assert board.place(above_and_below(100, 50), SIZE).dy == 12


def test_the_first_place_wins_when_all_are_free():
    assert Board(BOUNDS, []).place(above_and_below(100, 50), SIZE).dy == -12


def test_it_stays_inside_even_where_that_covers_a_line():
    board = Board(BOUNDS, [[(0, 15), (200, 15)]])
    assert board.place(above_and_below(100, 3), SIZE).dy == 12


def test_a_steep_line_between_two_far_points_is_felt():
    board = Board(BOUNDS, [[(100, 0), (100, 45)]])
    assert board.place(above_and_below(100, 50), SIZE).dy == 12


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(30, 170), st.floats(30, 70)), min_size=2, max_size=3))
def test_labels_with_free_places_never_overlap(spots):
    board = Board(BOUNDS, [])
    for x, y in spots:
        rows = [
            Candidate((x, y), 0, row - y, "middle") for row in (10.0, 25.0, 40.0, 55.0, 70.0, 85.0)
        ]
        board.place(rows, SIZE)
    boxes = board.taken
    assert all(a.overlap(b) == 0 for i, a in enumerate(boxes) for b in boxes[:i])
