"""The panel of the explorer: controls on the left, the sentence and the picture on the right.

A move whose answer takes less than a frame or two is answered at once; one that takes longer waits until the hand
rests, works in pieces between which the kernel hears of newer moves, and is dropped where there is one.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from html import escape
from statistics import median
from time import perf_counter
from typing import Any

import ipywidgets as widgets

from livvly_lab.domain.exploring import Carriers, Setting
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LabError
from livvly_lab.experiments.exploring import WAYS, Simulator
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.placement.routers import ROUTERS
from livvly_lab.report import explorer_says as says
from livvly_lab.report import fmt
from livvly_lab.report.explorer_pictures import HEIGHT_IN, PIXELS_PER_IN, ExplorerPicture
from livvly_lab.report.style import INK, MONO, MUTED, SANS, WIDTH_IN

AT_ONCE_S = 0.05
"""A move that takes less is answered at once."""
REST_S = 0.15
"""Otherwise a hand that rests so long is taken to have arrived."""
COMPUTING_S = 0.3
"""After so long without an answer it is said that one is being computed."""

USERS = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)
SHARDS = (1, 2, 4, 8, 16, 32, 64, 128, 256)

_PICTURES_TIMED = 5
"""A picture takes as long as the last of them did in the middle."""
_LEFT_PX = 280
_SENTENCE_PX = 124
_MARGIN_PX = 8
_COPY = (
    "const button = this; const text = button.nextElementSibling; "
    "const done = () => { button.textContent = 'Copied'; }; "
    "if (navigator.clipboard) { navigator.clipboard.writeText(text.textContent).then(done); } "
    "else { getSelection().selectAllChildren(text); document.execCommand('copy'); done(); }"
)
"""What the button does in the page: without a kernel in between, since a page may only copy while it is pressed."""


class Panel:
    """The widgets of the explorer: `box` is what is shown, `controls` what is turned, by what each turns.

    Turning a control by hand or by its `value` has the same effect. Without a running event loop every move is
    answered before the assignment returns.
    """

    def __init__(
        self,
        simulator: Simulator,
        picture: ExplorerPicture,
        carriers: Carriers,
        design: Setting,
        parameters: Parameters,
    ) -> None:
        self._simulator, self._picture, self._carriers = simulator, picture, carriers
        self._design, self._parameters = design, parameters
        self._asked = 0
        self._picture_seconds: deque[float] = deque(maxlen=_PICTURES_TIMED)
        self._tasks: set[asyncio.Task[None]] = set()
        self.controls: Mapping[str, Any] = _controls(design, f"{carriers.who} skew")
        self.reset = widgets.Button(description="Reset", tooltip="Back to the design", layout={"width": "auto"})
        self.command = widgets.HTML(layout={"width": f"{_LEFT_PX - _MARGIN_PX}px"})
        self.status = widgets.HTML()
        self.sentence = widgets.HTML(layout={"height": f"{_SENTENCE_PX}px"})
        width_px, height_px = round(WIDTH_IN * PIXELS_PER_IN), round(HEIGHT_IN * PIXELS_PER_IN)
        fixed = dict.fromkeys(("width", "min_width", "max_width"), f"{width_px}px")
        self.image = widgets.Image(
            format="png", width=width_px, height=height_px, layout={**fixed, "height": f"{height_px}px"}
        )
        left = widgets.VBox(
            [*self.controls.values(), self.reset, self.command],
            layout={"width": f"{_LEFT_PX}px", "flex": f"0 0 {_LEFT_PX}px", "overflow": "hidden"},
        )
        right = widgets.VBox(
            [self.status, self.sentence, self.image],
            layout={"flex": f"0 0 {width_px + _MARGIN_PX}px", "overflow": "hidden"},
        )
        self.box = widgets.HBox([left, right], layout={"flex_flow": "row wrap"})
        for control in self.controls.values():
            control.observe(self._ask, names="value")
        self.reset.on_click(self._back)
        self._mark(design)
        self._answer(design)

    @property
    def setting(self) -> Setting:
        """The setting the controls stand at."""
        return Setting(**{name: control.value for name, control in self.controls.items()})

    def _ask(self, _change: Any = None) -> None:
        """Answer the setting the controls stand at: at once where that is quick, else when the hand rests."""
        setting = self.setting
        self._asked += 1
        self._mark(setting)
        loop = _running_loop()
        if loop is None or self._is_quick(setting):
            self._answer(setting)
            return
        task = loop.create_task(self._answer_later(setting, self._asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer_later(self, setting: Setting, number: int) -> None:
        await asyncio.sleep(REST_S)
        if number != self._asked:
            return
        waiting = asyncio.get_running_loop().call_later(COMPUTING_S - REST_S, self._say_computing, number)
        try:
            with closing(self._simulator.prepare(setting)) as pieces:
                for _ in pieces:
                    await asyncio.sleep(0)
                    if number != self._asked:
                        return
            if REST_S + (self._simulator.seconds(setting) or 0) > COMPUTING_S:
                self._say_computing(number)  # what is one piece leaves no time to say it later
            self._answer(setting)
        except Exception as error:  # noqa: BLE001 - the controls stay alive, whatever went wrong
            self._refuse(error)
        finally:
            waiting.cancel()

    def _answer(self, setting: Setting) -> None:
        """Show the sentence of a setting, then its picture; where it cannot be, say so in the sentence's place."""
        try:
            found = self._simulator.explore(setting)
            self._say(says.explored_sentence(found, self._carriers))
            began = perf_counter()
            self._picture.draw(found)
            self.image.value = self._picture.png()
            self._picture_seconds.append(perf_counter() - began)
        except Exception as error:  # noqa: BLE001 - as above
            self._refuse(error)

    def _is_quick(self, setting: Setting) -> bool:
        """Tell whether an answer with its picture will take less than a hand notices, as the last like it took."""
        if setting.function not in WAYS or setting.keys not in KEY_KINDS:
            return True  # it will be refused
        seconds = self._simulator.seconds(setting)
        return seconds is not None and seconds + median(self._picture_seconds or [0]) < AT_ONCE_S

    def _say(self, sentence: str) -> None:
        self.status.value = _status(says.SIMULATED)
        self.sentence.value = _paragraph(sentence)

    def _say_computing(self, number: int) -> None:
        """Say that an answer is being computed; the last one stays to be seen."""
        if number == self._asked:
            self.status.value = _status(f"{says.SIMULATED} · {says.COMPUTING}")

    def _refuse(self, error: Exception) -> None:
        """Say in one sentence why a setting has no answer."""
        said = str(error) if isinstance(error, LabError) else f"{type(error).__name__}: {error}"
        self._say(f"No answer to this setting: {said}.")

    def _mark(self, setting: Setting) -> None:
        """Write in bold what differs from the design, and the command of the setting."""
        for name, control in self.controls.items():
            words = escape(_name(control.description))
            moved = getattr(setting, name) != getattr(self._design, name)
            control.description = f"<b>{words}</b>" if moved else words
        self.command.value = self._command(setting)

    def _command(self, setting: Setting) -> str:
        router = ROUTERS.get(setting.function)
        sizes = replace(
            self._parameters,
            shards=setting.shards,
            users_per_shard=max(1, round(setting.users / max(1, setting.shards))),
            shard_function=setting.function if setting.function in FUNCTIONS else self._parameters.shard_function,
            layout=self._layout(setting),
        )
        note = says.command_note(setting, self._design, router.why if router else "")
        return (
            f'<button type="button" class="jupyter-button" onclick="{escape(_COPY)}">Copy command</button>'
            f'<code style="display:block;white-space:normal;font:12px/1.4 {escape(MONO)};margin-top:6px">'
            f"{escape(says.command_line(sizes))}</code>"
            f'<span style="font:12px/1.4 {escape(SANS)};color:{MUTED}">{escape(note)}</span>'
        )

    def _layout(self, setting: Setting) -> str:
        """Return the layout to build a setting in: several shards cannot stand in a design that has none."""
        return self._parameters.layout if self._design.shards > 1 or setting.shards == 1 else Parameters().layout

    def _back(self, _button: Any) -> None:
        """Set every control to the design's value, and answer once."""
        for name, control in self.controls.items():
            control.unobserve(self._ask, names="value")
            control.value = getattr(self._design, name)
            control.observe(self._ask, names="value")
        self._ask()


def _controls(design: Setting, skew: str) -> dict[str, Any]:
    """Return the controls from top to bottom as the thought goes, set to the design; each steps through its values."""
    users = sorted({*USERS, design.users})
    shards = sorted({*SHARDS, design.shards})
    wide: dict[str, Any] = {"layout": {"width": f"{_LEFT_PX - _MARGIN_PX}px"}, "style": {"description_width": "84px"}}
    wide["description_allow_html"] = True
    return {
        "users": widgets.SelectionSlider(
            options=[(fmt.count(each), each) for each in users], value=design.users, description="users", **wide
        ),
        "shards": widgets.SelectionSlider(
            options=[(str(each), each) for each in shards], value=design.shards, description="shards", **wide
        ),
        "function": widgets.Dropdown(options=list(WAYS), value=design.function, description="hash", **wide),
        "keys": widgets.ToggleButtons(
            options=list(KEY_KINDS),
            value=design.keys,
            description="ids",
            tooltips=[kind.says for kind in KEY_KINDS.values()],
            description_allow_html=True,
            style={"button_width": "86px", "description_width": "84px"},
            layout={"width": f"{_LEFT_PX - _MARGIN_PX}px"},
        ),
        "exponent": widgets.FloatSlider(
            min=0.0,
            max=max(1.5, design.exponent),
            step=0.01,
            value=design.exponent,
            description=skew,
            readout_format=".2f",
            **wide,
        ),
    }


def _name(description: str) -> str:
    return description.removeprefix("<b>").removesuffix("</b>")


def _status(words: str) -> str:
    return f'<span style="font:13px/1.5 {escape(SANS)};color:{MUTED}">{escape(words)}</span>'


def _paragraph(sentence: str) -> str:
    style = f"font:18px/1.35 {SANS};color:{INK};margin:0"
    return f'<p role="status" aria-live="polite" style="{escape(style)}">{escape(fmt.unbroken(sentence))}</p>'


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that runs this code, as in a kernel; None where none does."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
