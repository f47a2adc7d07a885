"""Forms: drafted, shown, written, and what each of them lacks."""

from collections.abc import Sequence
from pathlib import Path

from muniment.case.base import Json, several
from muniment.case.prove.part import Part
from muniment.model.prove import WitnessNamed
from muniment.prove import decided, given
from muniment.prove.days import today
from muniment.prove.entered import newest
from muniment.prove.forms import made, reassessment
from muniment.prove.forms.document import Document, as_json
from muniment.prove.forms.document import text as as_text
from muniment.prove.forms.making import Making, Wanted
from muniment.prove.law.book import ours
from muniment.store import place


class Forms(Part):
    """Drafts of forms."""

    def form(
        self,
        form: str,
        out: Path | str | None = None,
        *,
        cover: Path | str | None = None,
        of: Sequence[str] = (),
        witness: str = "",
        party: str = "",
        petitioners: Sequence[tuple[str, str]] = (),
        result: str = "",
        relief: Sequence[str] = (),
    ) -> Json:
        """Draft a form, and write it, and the note beside it, to new files outside every case: .docx, .pdf or .txt.

        `of`: allegations (mg3, dmd, petition) or submissions (mg6c, mg6d, sdc). What the note says, the form never does.
        Raises: AskedWrong; UnknownItem.
        """
        several(of=of, relief=relief)
        wanted = Wanted(of, witness, party, petitioners, result, relief)
        files = [Path(each) for each in (out, cover) if each is not None]
        for each in files:
            made.check(each)
            place.outside(each)
        self._looked("form", form.lower(), [("files", [str(each) for each in files])])
        document, note, as_of = self._drafted(form, wanted)
        for paper, to in ((document, out), (note, cover)):
            if to is not None:
                made.write(paper, Path(to))
        told = _told(form.lower(), document) | {"parts": as_json(document), "text": as_text(document)}
        return told | {"cover": as_text(note), "files": [str(each) for each in files], "as_of": as_of}

    def form_file(
        self,
        form: str,
        kind: str,
        *,
        note: bool = False,
        of: Sequence[str] = (),
        witness: str = "",
        party: str = "",
        petitioners: Sequence[tuple[str, str]] = (),
        result: str = "",
        relief: Sequence[str] = (),
    ) -> tuple[str, bytes]:
        """The draft of a form, or (`note`) the note beside it, as the name and the bytes of a file; `kind`: docx, pdf or txt.

        Raises: as `form`.
        """
        several(of=of, relief=relief)
        given.choice("kind", kind, made.KINDS)
        self._looked("form", form.lower())
        document, beside, _ = self._drafted(form, Wanted(of, witness, party, petitioners, result, relief))
        name = f"{form.lower()}{f'-{witness}' if witness else ''}{'-note' if note else ''}.{kind}"
        return name, made.KINDS[kind](beside if note else document)

    def forms(self) -> Json:
        """Every form with what its draft would lack as things stand; a statement for each witness. *Cost*: that of all drafts."""
        self._looked("form")
        with self._store.moment():
            rows = [each for form in made.FORMS for each in self._lacking(form)]
            return {"forms": rows, "as_of": self._store.as_of}

    def reassessment_file(self, id: str, kind: str) -> tuple[str, bytes]:  # noqa: A002
        """The paper that prepares a joint reassessment, as the name and the bytes of a file; `kind`: docx, pdf or txt.

        Raises: UnknownItem; AskedWrong.
        """
        given.choice("kind", kind, made.KINDS)
        return f"reassessment-{id}.{kind}", made.KINDS[kind](self._reassessment(id))

    def write_reassessment(self, id: str, out: Path | str) -> Json:  # noqa: A002
        """Write that paper to a new file outside every case: .docx, .pdf or .txt.

        Raises: UnknownItem; AskedWrong.
        """
        made.check(Path(out))
        place.outside(Path(out))
        made.write(self._reassessment(id), Path(out))
        return {"id": id, "files": [str(out)], "as_of": self._store.as_of}

    def _reassessment(self, id: str) -> Document:  # noqa: A002
        self._looked("decisions", id)
        with self._store.moment():
            found: Json = decided.listed(self._store, ours(), today(self._store), id)
            return reassessment.draft(Making(self._store, ours()), found["decisions"][0])

    def _drafted(self, form: str, wanted: Wanted) -> tuple[Document, Document, int]:
        """The draft, the note beside it, and the entry as of which they are."""
        with self._store.moment():
            making = Making(self._store, ours(), wanted)
            draft = made.draft(making, form)
            return draft.document, made.cover(making, form, draft), self._store.as_of

    def _lacking(self, form: str) -> list[Json]:
        if form != made.OF_A_WITNESS:
            return [_told(form, made.draft(Making(self._store, ours()), form).document)]
        title = ours().disclosure.forms[form].title
        return [
            _told(form, made.draft(Making(self._store, ours(), Wanted(witness=each)), form).document)
            | {"witness": each}
            for each in newest(self._store, WitnessNamed)
        ] or [{"form": form, "title": title, "missing": ["a witness: nobody is entered"], "witness": ""}]


def _told(form: str, document: Document) -> Json:
    return {"form": form, "title": document.title, "missing": document.missing}
