"""The exhibits of the explorer: fixed settings as the same picture draws them, for a page without a kernel."""

from collections.abc import Mapping

from livvly_lab.domain.exploring import Carriers, Explored
from livvly_lab.report import explorer_says as says
from livvly_lab.report import fmt
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.explorer_pictures import ExplorerPicture
from livvly_lab.report.gallery import Gallery

WAY_IN = "In JupyterLab (make lab) these numbers can be turned; a page shows six settings of them."


def settings_gallery(found: Mapping[str, Explored], picture: ExplorerPicture, carriers: Carriers) -> Gallery:
    """Show what became of settings, by what each of them moves; the picture stands at the last one afterwards."""
    exhibits = [_exhibit(f"explorer-{key}", each, picture, carriers) for key, each in found.items()]
    return Gallery(exhibits, [_heading(key, each, carriers) for key, each in found.items()])


def _exhibit(key: str, found: Explored, picture: ExplorerPicture, carriers: Carriers) -> Exhibit:
    sentence = says.explored_sentence(found, carriers)
    picture.draw(found)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=picture.svg(sentence, key),
        alt=f"A dot per shard for users and for load, a Lorenz curve, and the hottest shard. {sentence}",
        note=says.note_sentence(found, carriers),
    )


def _heading(key: str, found: Explored, carriers: Carriers) -> str:
    """Say what a setting moves away from the design."""
    setting = found.setting
    return {
        "design": "The design as it is",
        "users": f"{fmt.plural(setting.users, 'user')} on as many shards",
        "shards": f"Four times the shards: {setting.shards}",
        "ids": f"Ids that begin with their time, split by their first bits: {setting.function} of {setting.keys}",
        "even": f"No {carriers.who} brings more than another: skew {fmt.number(setting.exponent)}",
        "skewed": f"A few {carriers.who}s bring nearly all: skew {fmt.number(setting.exponent, 2)}",
    }[key]
