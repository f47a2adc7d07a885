"""Photographs of leaflets as somebody took them: pictures whose words nobody has read."""

from collections.abc import Iterator

from muniment.demo import pdf, picture
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.paper import PNG, Entry, at, pictured
from muniment.demo.story import POLLING_DAY


def leaflets(desk: Desk) -> Iterator[Entry]:
    """Photographs, named as telephones name them."""
    voice = desk.voice("leaflets")
    for number in range(1, desk.size.leaflets + 1):
        when = moment(voice.rng, last=POLLING_DAY)
        title = voice.fill("{ward}: {candidate} will {promise}")
        lines = [
            line for page in pdf.laid_out([f"# {title}", *(voice.say("leaflets") for _ in range(5))]) for line in page
        ]
        shown = picture.photograph(lines, pdf.Info(title, "", when), voice.rng)
        photograph = pictured(shown, "photograph", PNG, "\n".join(lines).removeprefix("# "), when)
        yield at(f"Campaign office/Leaflets/Photographs/IMG_{when:%Y%m%d}_{number:04d}.png", photograph)
