"""i18n: languages and the messages of the system. Source: livvly REQ-DB-005."""

from sqlalchemy import Column, Index, Table

from livvly_lab.designs.columns import JSON, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, created

i18n_metadata = Table(
    "i18n_metadata",
    METADATA,
    Column(
        "language",
        words(10),
        primary_key=True,
        comment="Code of the language: en, ta, te, kn or hi",
        info={"source": "REQ-DB-005"},
    ),
    column(
        "display_name",
        words(50),
        "Name in its own script; the view language_names puts the two names right",
        "REQ-DB-005",
        null=False,
    ),
    column("native_name", words(50), "Name in English, as the specification has it", "REQ-DB-005", null=False),
    column("locale", words(10), "Locale, such as ta-IN", "REQ-DB-005", null=False),
    column("date_format", words(20), "Pattern of dates", "REQ-DB-005", default="'DD/MM/YYYY'"),
    column("time_format", words(20), "Pattern of times", "REQ-DB-005", default="'HH:mm'"),
    column("currency_symbol", words(5), "Sign of the currency", "REQ-DB-005", default="'₹'"),
    column("decimal_separator", words(1), "Sign before the decimals", "REQ-DB-005", default="'.'"),
    column("thousand_separator", words(1), "Sign between groups of digits", "REQ-DB-005", default="','"),
    column("is_rtl", YES_NO, "Whether it is written from right to left", "REQ-DB-005", default="false"),
    column("is_active", YES_NO, "Whether the app offers it", "REQ-DB-005", default="true"),
    column("sort_order", WHOLE, "Place in the list of languages", "REQ-DB-005", default="0"),
    created(null=True),
    comment="Languages the app speaks, with their formats. Reference data.",
)

system_messages = Table(
    "system_messages",
    METADATA,
    identity("REQ-DB-002"),
    column(
        "message_key",
        words(100),
        "Key used by the code, such as error_insufficient_coins",
        "REQ-DB-005",
        null=False,
        unique=True,
    ),
    column("messages", JSON, "Text by language", "REQ-DB-005", null=False),
    column("category", words(50), "error, warning, info or success", "REQ-DB-005"),
    created(null=True),
    comment="Texts the system says to users, by language. Reference data.",
)
Index(
    "idx_system_messages_key",
    system_messages.c.message_key,
    info={"comment": "Message by its key; the UNIQUE key holds the same", "source": "REQ-DB-005"},
)
