"""What the three verifiers say of the same folder."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from verifier.cases import Files

from muniment.case import Case
from muniment.store import alone
from muniment.store.alone import certificates, check

PYTHON = Path(alone.__file__).with_name("check.py")
CERTIFICATES = PYTHON.with_name("certificates.py")
HTML = Path(alone.__file__).with_name("check.html")
Said = tuple[list[str], bool]
_ELSEWHERE = "not shown: whether its recall certificates follow"
_MORE = (
    "certificate: ",
    _ELSEWHERE,
    "not shown: which items could not be read",
    "not shown: that a ranking would give the order again",
)

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
    """The two single files, in this process: what the second says is what the first does, and certificates."""
    lines, good = certificates.whole(folder, key, against)
    alone, sound = check.check(folder, key, against)
    kept = [line for line in lines if not line.startswith(_MORE)]
    if sound and not good:  # only recall certificates do not follow: of these the first says nothing
        assert all(line in kept for line in alone[:-1] if not line.startswith(_MORE))
    else:
        assert [line for line in alone if not line.startswith(_MORE)] == kept
        assert sound == good
    assert any(line.startswith(_ELSEWHERE) for line in alone) == any(line.startswith(_MORE) for line in lines)
    return lines, good


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
