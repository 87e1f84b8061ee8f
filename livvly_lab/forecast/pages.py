"""How many pages PostgreSQL needs for what a relation holds: heaps, B-trees and others, as they are built in bulk.

Sources: PostgreSQL's documentation, chapter "Database Physical Storage" (page layout, free space map, visibility map)
and `src/backend/access/nbtree/README` (upper levels, fill factors).
"""

from livvly_lab.domain.storage import PAGE_BYTES

HEAP_ROOM_BYTES = PAGE_BYTES - 24
"""A page without its header."""

LEAF_ROOM_BYTES = PAGE_BYTES - 24 - 16
"""A page of a B-tree without its header and its special space."""

LEAF_FILL, INNER_FILL = 0.9, 0.7
"""How full a bulk build leaves leaf pages and those above them."""

PIVOT_BYTES = 36
"""About what the entry for a page below takes: a key cut to what tells pages apart, its header and line pointer."""

EMPTY_BTREE_PAGES, EMPTY_GIN_PAGES = 1, 2
FSM_PAGES, HEAP_PAGES_PER_FSM_PAGE = 3, 4_069
HEAP_PAGES_PER_VM_PAGE = 32_672


def heap_pages(filled_bytes: float, bytes_per_row: float) -> float:
    """Return the pages that rows of so many bytes fill; half a row on average does not fit at the end of each page.

    Above one page the last is half full on average, so the result is an expectation, not a whole number.

    >>> heap_pages(0, 100), heap_pages(300, 100), round(heap_pages(1_000_000, 100), 1)
    (0.0, 1.0, 123.7)
    """
    return _packed(filled_bytes, HEAP_ROOM_BYTES - _half(bytes_per_row, HEAP_ROOM_BYTES))


def map_pages(pages: float) -> float:
    """Return the pages of the free space map and the visibility map beside a heap of so many pages.

    A heap that is expected to have less than a page is one that may be empty, and has maps as often as it is not.

    >>> map_pages(0), map_pages(1), map_pages(5_000)
    (0.0, 4.0, 5.0)
    """
    at_least = float(FSM_PAGES + pages // HEAP_PAGES_PER_FSM_PAGE + 1 + pages // HEAP_PAGES_PER_VM_PAGE)
    return at_least * min(max(pages, 0.0), 1.0)


def btree_pages(filled_bytes: float, bytes_per_row: float) -> float:
    """Return the pages of a B-tree whose entries take so many bytes: its meta page, the leaves, the levels above.

    >>> btree_pages(0, 28), btree_pages(2_800, 28), round(btree_pages(2_800_000, 28))
    (1.0, 2.0, 387)
    """
    room = LEAF_ROOM_BYTES * LEAF_FILL
    level = leaves = _packed(filled_bytes, room - _half(bytes_per_row, room))
    above = 0.0
    while level > 1:
        level = max(1.0, level * PIVOT_BYTES / (LEAF_ROOM_BYTES * INNER_FILL))
        above += level
    return EMPTY_BTREE_PAGES + leaves + above


def _packed(filled_bytes: float, room_bytes: float) -> float:
    """Return the pages that bytes fill: none, one, or as many as it takes and half of one."""
    if filled_bytes <= 0:
        return 0.0
    full = filled_bytes / room_bytes
    return 1.0 if full <= 1 else full + 0.5


def _half(bytes_per_row: float, room_bytes: float) -> float:
    """Return half a row; no more than half a page, which is what a bigger one would be moved out of line for."""
    return min(bytes_per_row, room_bytes) / 2
