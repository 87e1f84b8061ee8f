"""Claims of sections 3.8 to 3.10, 6 and 8: messages, figures, flags, backups, response times."""

from livvly_lab.designs.wolo.claims.base import at_once, facts, walked
from livvly_lab.domain.claims import AllOf, AtMost, Claim, Equals, ReadAs

MILLION = 1_000_000

_MESSAGES = (
    Claim(
        "WOLO-C017",
        experiment=at_once("retries_at_once")[0],
        arguments=at_once("retries_at_once")[1],
        rule=ReadAs(
            {
                "as a worker can do it": AllOf(
                    (Equals(0, of="a worker that asks the limit"), Equals(0, of="messages taken once"))
                ),
                "as the table keeps it": Equals(0, of="a worker that does not ask"),
            }
        ),
    ),
    Claim(
        "WOLO-C018",
        experiment="together",
        arguments={"parts": (walked("quiet_hours"), facts("messages_loaded"))},
        rule=ReadAs(
            {
                "as the design's function asks": AllOf(
                    (Equals(0, of="the design's function"), Equals(0, of="messages sent at night"))
                ),
                "as BETWEEN asks": Equals(0, of="BETWEEN the two times"),
                "as a rule on messages": Equals(0, of="messages at night"),
            }
        ),
    ),
)

_FIGURES = (
    Claim(
        "WOLO-C019",
        experiment="together",
        arguments={
            "parts": (
                ("boundaries", {"ranges": (("feature_flags", "rollout_percentage", 0, 100, 1),)}),
                facts("flags_shared"),
            )
        },
        rule=AllOf((Equals(0), AtMost(0.02, of="users off the percentage"))),
        yardstick="how exactly a percentage is met has no number; two points are the lab's own limit",
        level="medium",
        remedy="Hash flag and user together, and check the percentage.",
    ),
    Claim(
        "WOLO-C020",
        experiment=walked("metrics")[0],
        arguments=walked("metrics")[1],
        rule=ReadAs(
            {
                "for figures with dimensions": Equals(0, of="figures with dimensions"),
                "for totals without any": Equals(0, of="totals without dimensions"),
                "for figures with many dimensions": Equals(0, of="figures with many dimensions"),
            }
        ),
    ),
)

_OPERATION = (
    Claim(
        "WOLO-C022",
        experiment="restore_time",
        arguments={"users": MILLION},
        rule=AllOf((AtMost(24, of="to dump"), Equals(0, of="missing after the restore"))),
        yardstick="daily is read as: a dump of a million users takes no more than a day; keeping thirty of them and "
        "recovery to a point in time would take an archive of the log",
    ),
    Claim(
        "WOLO-C028",
        experiment="percentiles_told",
        arguments={"percentiles": (0.95, 0.99)},
        rule=Equals(2),
        yardstick="tracked is read as: the server's own statistics tell both percentiles",
        level="medium",
        remedy="Keep histograms in the application, or log a sample of durations (log_min_duration_sample).",
    ),
)

RUNNING = (*_MESSAGES, *_FIGURES, *_OPERATION)
