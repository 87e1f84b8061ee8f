"""What the explorer says: users, noise and the hottest shard of a simulated setting, in sentences."""

from livvly_lab.domain.exploring import Carriers, Explored, Setting
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.results import Skew
from livvly_lab.report import fmt
from livvly_lab.report.skew_says import RUNS

SIMULATED = "simulated, not measured"
COMPUTING = "computing …"

_FEW_A_SHARD = 5
_KEYS_OF_REPORTS = "UUIDv4"


def explored_sentence(found: Explored, carriers: Carriers) -> str:
    """Say how even users and load are in a setting: subject, value, noise band, the hottest shard and who heats it."""
    if found.setting.shards == 1:
        return (
            f"All {fmt.count(found.setting.users)} users live on one shard, where skew is not defined; it takes two "
            "shards or more."
        )
    return f"{_users(found)}. {_load(found, carriers)}."


def note_sentence(found: Explored, carriers: Carriers) -> str:
    """Say what a picture of a setting shows, with its size and its band."""
    return (
        f"{SIMULATED.capitalize()}: {fmt.plural(found.carriers, carriers.who)} of "
        f"{fmt.plural(found.setting.users, 'user')} bring the load by Zipf's law, exponent "
        f"{fmt.number(found.setting.exponent, 2)}. Grey: what a fair hash gives in {RUNS}, for the worst of "
        f"{fmt.plural(found.setting.shards, 'shard')}. Hollow: inside it. Filled: beyond. Arrow: beyond the axis. "
        "Blue: the design as it is."
    )


def carriers_sentence(carriers: Carriers) -> str:
    """Say where the skew of the design comes from."""
    if not carriers.load:
        return (
            f"The skew of this design: it declares no load that users bring, so all of them bring it, with exponent "
            f"{fmt.number(carriers.exponent, 2)}."
        )
    share = f"{fmt.share(carriers.share)} of the users ({carriers.who}s)" if carriers.share < 1 else "all users"
    if carriers.gini is None:
        return (
            f"The skew of this design: too few {carriers.who}s of this run brought anything, so exponent "
            f"{fmt.number(carriers.exponent, 2)} stands in; it takes a run with more users."
        )
    return (
        f"The skew of this design is read from {carriers.load}: {share} bring them as unevenly (Gini "
        f"{fmt.number(carriers.gini, 2)}) as an exponent of {fmt.number(carriers.exponent, 2)} does."
    )


def command_line(parameters: Parameters) -> str:
    """Return the call of the command line that builds and measures sizes; what is as ever is left out.

    >>> command_line(Parameters(shards=16, users_per_shard=500, seed=8))
    'livvly-lab report --design livvly --shards 16 --users-per-shard 500 --seed 8'
    """
    always, usual = ("design", "shards", "users_per_shard"), Parameters().as_dict()
    options = [
        f"--{name.replace('_', '-')} {value}"
        for name, value in parameters.as_dict().items()
        if name in always or value != usual[name]
    ]
    return f"livvly-lab report {' '.join(options)}"


def command_note(setting: Setting, design: Setting, why: str) -> str:
    """Say what the command leaves out of a setting; `why` is what keeps its hash out of a layout, empty if nothing."""
    left = []
    if why:
        left.append(f"{setting.function} places no rows: {why}")
    if setting.keys != _KEYS_OF_REPORTS:
        left.append(f"the ids of a report are {_KEYS_OF_REPORTS}")
    if setting.exponent != design.exponent:
        left.append("its skew is the design's own")
    return f"Not in the command: {'; '.join(left)}." if left else ""


def _users(found: Explored) -> str:
    setting, users = found.setting, found.users
    decimals = 1 if users.worst >= 0.001 else 2
    worst, band = (fmt.share(each, decimals if each < 1 else 0) for each in (users.worst, users.band))
    empty = (
        f"; {fmt.plural(found.empty, 'shard')} {'stays' if found.empty == 1 else 'stay'} empty" if found.empty else ""
    )
    rough = (
        f"; fewer than {_FEW_A_SHARD} users a shard, so the band is rough"
        if setting.users < _FEW_A_SHARD * setting.shards
        else ""
    )
    return (
        f"{fmt.plural(setting.users, 'user')} over {fmt.plural(setting.shards, 'shard')} by {setting.function} of "
        f"{setting.keys} ids lie at most {worst} off the mean: {_kind(users)} (a fair hash stays under "
        f"{band}){empty}{rough}"
    )


def _load(found: Explored, carriers: Carriers) -> str:
    hot, even = found.hot, 1 / found.setting.shards
    part = fmt.share(hot.share / hot.shard_share) if hot.shard_share else fmt.share(0)
    with_, without = (fmt.deviation(each, 1 if abs(each) < 1 else 0) for each in (hot.deviation, hot.deviation_without))
    who = carriers.who
    rest = (
        f"one {who} brings {fmt.share(hot.share)} of all, and without this one the shard lies {without} off the mean"
        if hot.share < 1
        else f"it comes from one {who}"
    )
    return f"Shard {hot.shard} carries {part} of the load, where an even share is {fmt.share(even)} ({with_}): {rest}"


def _kind(users: Skew) -> str:
    return "real" if users.real else "noise"
