"""What the three verifiers say of the same folder."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from verifier.cases import Files

from muniment.case import Case
from muniment.store import alone
from muniment.store.alone import check

PYTHON = Path(alone.__file__).with_name("check.py")
HTML = Path(alone.__file__).with_name("check.html")
Said = tuple[list[str], bool]

_CHECK = """async ([changes, key, against]) => {
  const answers = [];
  for (const [gone, changed] of changes) {
    const files = new Map(chosen);
    for (const name of gone) files.delete(name);
    for (const [name, data] of changed) files.set(name, new File([bare(atob(data))], name));
    const { lines, good } = await check(files, key, against);
    answers.push([lines, good]);
  }
  return answers;
}"""


def python(folder: Path, key: str = "", against: str = "") -> Said:
    """The single file, in this process."""
    return check.check(folder, key, against)


def muniment(folder: Path, key: str = "", against: Path | None = None) -> tuple[list[str], bool]:
    """Muniment itself."""
    said = Case.verify_at(folder, key or None, against)
    return [f"{each['what']} ({each['where']})" for each in said["problems"]], said["ok"]


def open_case(page: Any, folder: Path) -> None:
    """Choose a folder in the page, as a person does."""
    page.set_input_files("#folder", folder)
    assert page.is_enabled("#go"), page.text_content("#chosen")


def html(page: Any, before: Files, afters: Sequence[Files], key: str = "", against: str = "") -> list[Said]:
    """The page, over the folder that was chosen, changed in memory."""
    changes = []
    for after in afters:
        changed = [(name, data) for name, data in after.items() if before.get(name) != data]
        packed = [(name, base64.b64encode(data).decode()) for name, data in changed]
        changes.append(([*(before.keys() - after.keys())], packed))
    return [(lines, good) for lines, good in page.evaluate(_CHECK, [changes, key, against])]


def vectors(folder: Path) -> list[tuple[str, str, str, bool]]:
    """Key, message and signature of each public vector of Ed25519, and whether it is right."""
    groups = json.loads((folder / "data/vectors/ed25519/wycheproof.json").read_text())["testGroups"]
    return [
        (group["publicKey"]["pk"], test["msg"], test["sig"], test["result"] == "valid")
        for group in groups
        for test in group["tests"]
    ]
