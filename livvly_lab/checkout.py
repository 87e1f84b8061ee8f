"""Where the checkout is: notebooks, reference data, diagrams and reports stand beside the package."""

from pathlib import Path

from livvly_lab.errors import LabError

ROOT = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """Return a top-level folder of the checkout, such as `data` or `notebooks`.

    Raises LabError where the package was installed without its checkout.
    """
    path = ROOT / name
    if not path.is_dir():
        raise LabError(
            f"the folder {name}/ beside the package livvly_lab",
            f"none at {path}",
            "clone the repository and install it editable: pip install -e .",
        )
    return path
