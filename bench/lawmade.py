"""Muniment with one offence more, made up, of as many elements as are asked for: in an environment of its own.

Everything that runs there, servers and commands too, reads the tables of a copy. It is how an offence is added: by a table alone.
"""

import shlex
import shutil
import sys
import venv
from pathlib import Path

import muniment

ID = "made_up"
SECTION = "\noffences:\n"  # of the table: the offence comes first in it
_OFFENCE = """\
- id: {id}
  citation: "Made-up Act 2000 s.1"
  title: "Made up, to be measured"
  kind: corrupt-practice
  status: V
  elements:
{elements}
  liable: [anyone]
  penalty: corrupt-2y
  incapacity: c5-vote
  consequence: reported
  valid: [{{first: 2000-01-01, status: V}}]
"""
_ELEMENT = '  - {{id: e{n}, kind: act-any, text: "element {n} of the made-up offence, said in about as many words as others have"}}'


def environment(at: Path, elements: int) -> Path:
    """The Python of an environment made in this folder, in which Muniment knows an offence of so many elements."""
    ours = Path(muniment.__file__).parent
    copied = at / "source"
    shutil.copytree(ours, copied / "muniment", dirs_exist_ok=True)
    each = "\n".join(_ELEMENT.format(n=n) for n in range(1, elements + 1))
    table = copied / "muniment" / "prove" / "law" / "offences.yaml"
    made = SECTION + _OFFENCE.format(id=ID, elements=each)
    table.write_text(table.read_text().replace(SECTION, made, 1))
    venv.create(at / "environment", symlinks=True)
    python = at / "environment" / "bin" / "python"
    packages = next((at / "environment" / "lib").glob("python*/site-packages"))
    libraries = [each for each in sys.path if each.endswith("site-packages")]
    (packages / "made.pth").write_text("\n".join([str(copied), *libraries]) + "\n")
    program = python.with_name("muniment")
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(str(python))} -I -m muniment.cli.main "$@"\n')
    program.chmod(0o755)
    return python
