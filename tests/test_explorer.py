"""The explorer: what it simulates, how fast, what it says and draws, and its widgets driven without a browser."""

import asyncio
import doctest
import re
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from statistics import median
from threading import Event
from typing import Any

import numpy as np
import pytest
from executed import troubles
from processes import own_ms

from livvly_lab.domain.exploring import Carriers, Explored, Setting
from livvly_lab.domain.load import Load, LoadGroup, LoadMeasure, ShardLoad
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import UsageError
from livvly_lab.experiments import exploring
from livvly_lab.experiments.exploring import WAYS, Simulator, six_settings
from livvly_lab.forecast import carriers as carriers_module
from livvly_lab.forecast.carriers import STAND_IN, carriers_of, fitted_exponent, zipf_gini
from livvly_lab.lab import panel as panel_module
from livvly_lab.lab.exploring import Explorer, explorer
from livvly_lab.lab.panel import Panel
from livvly_lab.lab.parts import read_part
from livvly_lab.lab.run import Run
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.report import explorer_says as says
from livvly_lab.report.explorer_pictures import ExplorerPicture

Filled = Callable[[Parameters], Run]

TINY = Parameters(shards=2, users_per_shard=20)
SINGLE = Parameters(shards=1, users_per_shard=80, layout="single")
CREATORS = Carriers("creator", 0.02, 0.9, "calls received", 0.63)
DESIGN = Setting(20_000, 8, "crc32", "UUIDv4", 0.9)
MILLION = replace(DESIGN, users=1_000_000)
MOVES = (16, 4, 32, 2, 64, 256, 8)
SENTENCE_MS, PICTURE_MS = 100, 200
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def simulator() -> Simulator:
    """Return a simulator that the tests share."""
    return Simulator(7, CREATORS)


def panel_of(simulator: Simulator, design: Setting = DESIGN) -> Panel:
    """Return a panel on a design."""
    picture = ExplorerPicture(simulator.explore(design), CREATORS, 0.02)
    return Panel(simulator, picture, CREATORS, design, Parameters())


# what is simulated


@pytest.mark.parametrize("keys", KEY_KINDS)
@pytest.mark.parametrize("function", WAYS)
def test_users_fall_where_the_function_routes_their_ids(simulator: Simulator, function: str, keys: str) -> None:
    setting = Setting(3_000, 7, function, keys, 1.0)
    ids = KEY_KINDS[keys].make(7, np.arange(3_000))
    routed = np.bincount(WAYS[function].route(ids, 7), minlength=7)
    found = simulator.explore(setting)
    assert found.users.per_shard == tuple(routed.tolist())
    assert found.empty == int((routed == 0).sum())


def test_ids_are_hashed_once_for_each_hash_and_kind_however_many_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[int] = []
    crc32 = WAYS["crc32"]

    def counting(ids: Any) -> Any:
        hashed.append(len(ids))
        return crc32.hash(ids)

    monkeypatch.setitem(exploring.WAYS, "crc32", replace(crc32, hash=counting))
    own = Simulator(7, CREATORS)
    for setting in (DESIGN, replace(DESIGN, shards=16), replace(DESIGN, exponent=0.1), replace(DESIGN, users=5_000)):
        own.explore(setting)
    assert sum(hashed) == DESIGN.users
    own.explore(replace(DESIGN, users=2 * DESIGN.users))
    assert sum(hashed) == 2 * DESIGN.users
    own.explore(replace(DESIGN, keys="UUIDv7"))
    assert sum(hashed) == 3 * DESIGN.users


def test_what_is_kept_is_bounded_and_the_longest_unasked_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Simulator(7, CREATORS)
    first, second, third = (replace(DESIGN, keys=keys) for keys in KEY_KINDS)
    monkeypatch.setattr(exploring, "KEPT_BYTES", 2 * 4 * DESIGN.users)
    for setting in (first, second, first, third):
        own.explore(setting)
    assert [own.seconds(each) is None for each in (first, second, third)] == [False, True, False]


def test_a_setting_gives_the_same_whatever_was_asked_before(simulator: Simulator) -> None:
    simulator.explore(replace(DESIGN, users=50_000))
    assert simulator.explore(DESIGN) == Simulator(7, CREATORS).explore(DESIGN)


def test_the_hottest_shard_is_named_with_its_hottest_and_what_it_would_be_without(simulator: Simulator) -> None:
    found = simulator.explore(DESIGN)
    hot, load = found.hot, found.load
    assert hot.shard == int(np.argmax(load.per_shard))
    assert hot.deviation == pytest.approx(max(load.deviations))
    assert sum(load.per_shard) == pytest.approx(1.0)
    rest = load.per_shard[hot.shard] - hot.amount
    assert hot.deviation_without == pytest.approx(rest * 8 / (1 - hot.amount) - 1)
    assert hot.share == pytest.approx(1 / sum((rank + 1) ** -0.9 for rank in range(found.carriers)))


def test_with_no_skew_all_carriers_bring_the_same_and_with_more_the_few_bring_more(simulator: Simulator) -> None:
    even, skewed = (simulator.explore(replace(DESIGN, exponent=each)) for each in (0.0, 1.5))
    assert even.curve.gini == pytest.approx(0, abs=1e-6)
    assert skewed.curve.gini > 0.9
    assert skewed.hot.share > 20 * even.hot.share


def test_six_settings_move_one_thing_each_from_the_design() -> None:
    moved = {
        key: {name for name, value in vars(setting).items() if value != getattr(DESIGN, name)}
        for key, setting in six_settings(DESIGN).items()
    }
    assert list(moved.values()) == [set(), {"users"}, {"shards"}, {"function", "keys"}, {"exponent"}, {"exponent"}]


# the skew of a design


@pytest.mark.parametrize("exponent", [0.3, 0.9, 1.4, 2.0])
def test_the_exponent_of_a_load_is_found_again_from_its_gini(exponent: float) -> None:
    assert fitted_exponent(zipf_gini(exponent, 500), 500) == pytest.approx(exponent, abs=1e-6)
    assert doctest.testmod(carriers_module).failed == 0
    assert doctest.testmod(says).failed == 0


def load_of(amounts: Iterable[float]) -> Load:
    """Return a load in which each of some creators brings an amount."""
    rising = sorted(amounts)
    groups = tuple(LoadGroup(1, each) for each in rising)
    shard = ShardLoad(0, len(rising), sum(rising), sum(each**2 for each in rising))
    return Load(LoadMeasure("calls received", "calls", (), who="creator"), (shard,), groups=groups)


def test_a_measured_load_says_how_many_carry_it_and_how_unevenly() -> None:
    found = carriers_of(load_of([1 / rank for rank in range(1, 101)]), users=5_000)
    assert (found.who, found.share) == ("creator", 0.02)
    assert found.exponent == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("amounts", [[], [3.0, 1.0], [0.0] * 50])
def test_where_too_few_brought_anything_zipfs_own_exponent_stands_in_and_that_is_said(amounts: list[float]) -> None:
    found = carriers_of(load_of(amounts), users=100)
    assert (found.exponent, found.gini) == (STAND_IN, None)
    assert "too few creators" in says.carriers_sentence(found)


# how fast


def test_the_time_that_moves_are_judged_by_counts_a_wait() -> None:
    began = own_ms()
    Event().wait(0.02)
    assert own_ms() - began >= 20


@pytest.mark.parametrize("function", WAYS)
def test_a_move_of_a_million_ids_has_its_sentence_and_its_picture_in_time(simulator: Simulator, function: str) -> None:
    setting = replace(MILLION, function=function)
    picture = ExplorerPicture(simulator.explore(setting), CREATORS, 0.02)
    sentences_ms, pictures_ms = [], []
    for shards in MOVES:
        began = own_ms()  # what else the machine does is not the explorer's, and a wait is
        found = simulator.explore(replace(setting, shards=shards))
        says.explored_sentence(found, CREATORS)
        sentences_ms.append(own_ms() - began)
        picture.draw(found)
        picture.png()
        pictures_ms.append(own_ms() - began)
    assert median(sentences_ms) < SENTENCE_MS, sentences_ms
    assert median(pictures_ms) < PICTURE_MS, pictures_ms


# what is said


def test_noise_and_what_is_real_are_told_apart(simulator: Simulator) -> None:
    fair, broken = simulator.explore(DESIGN), simulator.explore(six_settings(DESIGN)["ids"])
    assert " off the mean: noise (a fair hash stays under 5.1 %). " in says.explored_sentence(fair, CREATORS)
    sentence = says.explored_sentence(broken, CREATORS)
    assert "20.0 k users over 8 shards by high_bits of UUIDv7 ids lie at most 700 % off the mean: real" in sentence
    assert "; 7 shards stay empty" in sentence
    assert f"Shard {fair.hot.shard} carries " in says.explored_sentence(fair, CREATORS)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (replace(DESIGN, users=80, shards=1), "All 80 users live on one shard, where skew is not defined; it takes "),
        (replace(DESIGN, users=20, shards=8), "; fewer than 5 users a shard, so the band is rough. "),
        (replace(DESIGN, users=1, shards=2), "1 user over 2 shards by crc32 of UUIDv4 ids lie"),
    ],
)
def test_small_numbers_are_said_as_what_they_are(simulator: Simulator, setting: Setting, sentence: str) -> None:
    found = simulator.explore(setting)
    assert sentence in says.explored_sentence(found, CREATORS)
    picture = ExplorerPicture(found, CREATORS)
    assert troubles(picture.svg("x", "x")) == []
    assert picture.png().startswith(b"\x89PNG")


# what is drawn


def axes_of(picture: ExplorerPicture) -> list[tuple[float, ...]]:
    """Return the limits of every axis."""
    return [(*axes.get_xlim(), *axes.get_ylim()) for axes in picture._figure.axes]


def test_no_axis_moves_and_what_lies_beyond_one_is_an_arrow_with_its_number(simulator: Simulator) -> None:
    picture = ExplorerPicture(simulator.explore(DESIGN), CREATORS, 0.02)
    before, limits = picture.png(), axes_of(picture)
    for setting in six_settings(DESIGN).values():
        picture.draw(simulator.explore(setting))
        picture.svg("a title", "a-key")
        assert axes_of(picture) == limits
    picture.draw(simulator.explore(six_settings(DESIGN)["ids"]))
    assert "shard 0: +700 %" in picture.svg("a title", "a-key")
    picture.draw(simulator.explore(DESIGN))
    assert picture.png() == before


def test_the_picture_of_a_page_is_the_same_text_each_time_and_says_that_it_is_simulated(simulator: Simulator) -> None:
    first, second = (ExplorerPicture(simulator.explore(DESIGN), CREATORS, 0.02).svg("title", "key") for _ in range(2))
    assert first == second
    assert says.SIMULATED in first
    assert "limit +2.0 %" in first


# the widgets, driven by setting values


def shown(panel: Panel) -> tuple[str, bytes]:
    """Return the sentence and the picture of a panel."""
    return re.sub(r"<[^>]+>", "", panel.sentence.value), panel.image.value


@pytest.mark.parametrize(
    ("control", "value", "part"),
    [
        ("users", 1_000_000, "1.00\u00a0M users over"),
        ("shards", 32, "over 32 shards"),
        ("shards", 1, "one shard, where skew is not defined"),
        ("function", "ring", "by ring of"),
        ("keys", "sequential", "of sequential ids"),
        ("exponent", 1.5, "one creator brings 39"),
    ],
)
def test_turning_a_control_changes_the_sentence_the_picture_and_the_command(
    simulator: Simulator, control: str, value: Any, part: str
) -> None:
    panel = panel_of(simulator)
    sentence, image = shown(panel)
    panel.controls[control].value = value
    after, image_after = shown(panel)
    assert part.replace("\u00a0", " ") in after.replace("\u00a0", " ")
    assert sentence != after
    assert image != image_after
    assert says.SIMULATED in panel.status.value
    bold = [name for name, each in panel.controls.items() if each.description.startswith("<b>")]
    assert bold == [control]
    assert getattr(panel.setting, control) == value


def test_reset_returns_to_the_design(simulator: Simulator) -> None:
    panel = panel_of(simulator)
    first, command = shown(panel), panel.command.value
    for control, value in (("shards", 64), ("function", "low_bits"), ("exponent", 0.0)):
        panel.controls[control].value = value
    assert shown(panel) != first
    panel.reset.click()
    assert panel.setting == DESIGN
    assert (shown(panel), panel.command.value) == (first, command)
    assert not any("<b>" in each.description for each in panel.controls.values())


def test_the_command_builds_the_setting_and_says_what_it_leaves_out(simulator: Simulator) -> None:
    panel = panel_of(simulator)
    assert "livvly-lab report --design livvly --shards 8 --users-per-shard 2500</code>" in panel.command.value
    assert "Not in the command" not in panel.command.value
    panel.controls["users"].value, panel.controls["shards"].value = 1_000_000, 16
    panel.controls["function"].value = "sha256"
    assert "--shards 16 --users-per-shard 62500 --shard-function sha256</code>" in panel.command.value
    panel.controls["function"].value, panel.controls["keys"].value = "jump", "UUIDv7"
    assert "--users-per-shard 62500</code>" in panel.command.value
    assert "Not in the command: jump places no rows: a CHECK would call" in panel.command.value
    assert "the ids of a report are UUIDv4." in panel.command.value


def test_a_setting_that_cannot_be_is_one_sentence_and_the_controls_stay_alive(simulator: Simulator) -> None:
    panel = panel_of(simulator)
    slider = panel.controls["exponent"]
    _, image = shown(panel)
    slider.max = 99.0
    slider.value = 50.0
    sentence, same = shown(panel)
    assert sentence == "No answer to this setting: expected skew from 0 to 5, found 50; move it back, or press Reset."
    assert same == image
    slider.value = 1.2
    assert "creator brings" in shown(panel)[0]


def test_whatever_goes_wrong_is_one_sentence_too(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = panel_of(simulator)

    def fails(_: Setting) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(simulator, "_explore", fails)
    panel.controls["shards"].value = 4
    assert shown(panel)[0] == "No answer to this setting: MemoryError: no room."


def test_every_control_has_a_description_and_stands_in_the_order_of_thought(simulator: Simulator) -> None:
    panel = panel_of(simulator)
    assert [control.description for control in panel.controls.values()] == [
        "users",
        "shards",
        "hash",
        "ids",
        "creator skew",
    ]
    assert panel.box.children[0].layout.width == "280px"
    assert (panel.image.layout.width, panel.image.layout.height) == ("720px", "450px")


@pytest.mark.parametrize("design", [replace(DESIGN, users=40, shards=3), replace(DESIGN, exponent=2.4)])
def test_a_design_off_the_steps_is_a_step_of_its_own(simulator: Simulator, design: Setting) -> None:
    assert panel_of(simulator, design).setting == design


# the widgets in a kernel, where an event loop runs


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every move wait for its turn, and no clock decide when it comes."""
    monkeypatch.setattr(panel_module, "AT_ONCE_S", 0.0)
    monkeypatch.setattr(panel_module, "REST_S", 0.0)
    monkeypatch.setattr(panel_module, "COMPUTING_S", 0.0)


async def settled(panel: Panel) -> list[str]:
    """Wait until a panel has answered; return what its status said meanwhile."""
    said = []
    while panel._tasks:
        said.append(panel.status.value)
        await asyncio.sleep(0)
    return said


def test_of_moves_that_wait_only_the_newest_is_answered(unhurried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Simulator(7, CREATORS)
    explored: list[int] = []
    explore = own._explore

    def counting(setting: Setting) -> Explored:
        explored.append(setting.shards)
        return explore(setting)

    monkeypatch.setattr(own, "_explore", counting)

    async def turn() -> Panel:
        panel = panel_of(own)
        explored.clear()
        for shards in (16, 32, 64, 128):
            panel.controls["shards"].value = shards
        await settled(panel)
        return panel

    panel = asyncio.run(turn())
    assert explored == [128]
    assert "128 shards" in panel.sentence.value


def test_a_long_answer_says_that_it_is_computing_beside_the_last_and_gives_way_to_a_newer_move(
    unhurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Simulator(7, CREATORS)
    pieces: list[Setting] = []

    async def turn() -> tuple[Panel, list[str], str]:
        panel = panel_of(own)
        before = panel.sentence.value
        prepare = own.prepare

        def slow(setting: Setting) -> Generator[None, None, None]:
            yield from prepare(setting)
            for _ in range(50 if setting.shards == 16 else 3):
                pieces.append(setting)
                yield

        monkeypatch.setattr(own, "prepare", slow)
        panel.controls["shards"].value = 16
        while len(pieces) < 5:
            assert panel.sentence.value == before
            await asyncio.sleep(0)
        said = panel.status.value
        panel.controls["shards"].value = 32
        return panel, [said, *await settled(panel)], before

    panel, said, before = asyncio.run(turn())
    assert said[0].count(says.SIMULATED) == said[0].count(says.COMPUTING) == 1
    assert len([each for each in pieces if each.shards == 16]) < 50
    assert "32 shards" in panel.sentence.value
    assert panel.sentence.value != before
    assert says.COMPUTING not in panel.status.value


def test_a_quick_move_is_answered_before_the_assignment_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_module, "AT_ONCE_S", 60.0)
    own = Simulator(7, CREATORS)

    async def turn() -> str:
        panel = panel_of(own)
        panel.controls["shards"].value = 16
        assert not panel._tasks
        return str(panel.sentence.value)

    assert "16 shards" in asyncio.run(turn())


def test_what_goes_wrong_while_it_waits_is_one_sentence(unhurried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Simulator(7, CREATORS)

    async def turn() -> str:
        panel = panel_of(own)
        monkeypatch.setattr(own, "prepare", lambda _: 1 / 0)
        panel.controls["shards"].value = 16
        await settled(panel)
        return str(panel.sentence.value)

    assert "No answer to this setting: ZeroDivisionError" in asyncio.run(turn())


# the notebook


@pytest.mark.parametrize("parameters", [TINY, SINGLE], ids=["inheritance", "single"])
def test_the_explorer_begins_at_the_sizes_and_the_load_of_a_run(
    filled: Filled, parameters: Parameters, tmp_path: Any
) -> None:
    run = replace(filled(parameters), run_dir=tmp_path)
    walk = explorer(run)
    design = walk.controls.design
    assert (design.users, design.shards) == (parameters.users, parameters.shards)
    assert walk.controls.carriers.who == "creator"
    assert len(walk.settings.exhibits) == len(walk.settings.headings) == 6
    assert all(each.note.startswith("Simulated, not measured: ") for each in walk.settings.exhibits)
    assert troubles(walk.settings._repr_html_()) == []
    assert WIDGET not in walk.controls._repr_mimebundle_()
    assert read_part(tmp_path, "10_explorer")["limits"] == list(walk.limits.items)


def by_hand(filled: Filled) -> Explorer:
    """Return the explorer of a run that no report collects."""
    return explorer(filled(TINY))


def test_opened_by_hand_the_controls_are_widgets_and_a_page_without_a_kernel_says_where_they_are(
    filled: Filled,
) -> None:
    controls = by_hand(filled).controls
    bundle = controls._repr_mimebundle_()
    assert bundle[WIDGET]["model_id"] == controls.panel.box.model_id
    assert "make lab" in bundle["text/html"]
    assert bundle["text/plain"].startswith("40 users over 2 shards")
    controls.panel.controls["shards"].value = 16
    assert "16 shards" in controls.panel.sentence.value


def test_a_design_without_loads_has_an_explorer_too(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    run = filled(TINY)
    physical = replace(run.physical, design=replace(run.physical.design, load=(), balance=None))
    monkeypatch.setattr(Run, "physical", physical)
    walk = explorer(run)
    assert walk.controls.carriers.share == 1.0
    assert "it declares no load" in walk.limits.items[0]
    assert "limit" not in walk.settings.exhibits[0].svg


@pytest.mark.parametrize(
    ("change", "says_what"),
    [
        ({"users": 0}, "users from 1 to 50,000,000, found 0"),
        ({"shards": 0}, "shards from 1 to 1,024, found 0"),
        ({"shards": 2_000}, "shards from 1 to 1,024, found 2,000"),
        ({"function": "crc23"}, "found 'crc23'; did you mean crc32?"),
        ({"keys": "UUID4"}, "found 'UUID4'; did you mean UUIDv4?"),
        ({"exponent": float("nan")}, "skew from 0 to 5, found nan"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(simulator: Simulator, change: dict[str, Any], says_what: str) -> None:
    with pytest.raises(UsageError) as refused:
        simulator.explore(replace(DESIGN, **change))
    assert says_what in str(refused.value)
