"""The compiled loops of placement."""

from typing import Any

from livvly_lab.domain.compiled import NEW_WORDS32, OCTETS, WORDS32, compiled

ID_BYTES = 16


@compiled(OCTETS, WORDS32, NEW_WORDS32)
def crc32(ids: Any, tables: Any, out: Any) -> None:
    """Write the xor of what the tables, one of 256 numbers for each byte of an id, say of its bytes."""
    for i in range(len(out)):
        number = tables[ids[i * ID_BYTES]]
        for place in range(1, ID_BYTES):
            number ^= tables[place * 256 + ids[i * ID_BYTES + place]]
        out[i] = number
