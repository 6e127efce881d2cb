import pathlib
import tempfile
from datetime import datetime

import typst


def typeset(text: object, *, terms: bytes, digest: str, at: datetime) -> bytes:
    with tempfile.TemporaryDirectory() as f:
        p = pathlib.Path(f)
        (p / "terms.json").write_bytes(terms)
        (p / "a.typ").write_text(
            '#set document(title: "x")\n#set text(lang: "nl")\n#pdf.attach("terms.json", relationship: "source", mime-type: "application/json", description: "t")\nHallo '
            + digest
        )
        return typst.compile(str(p / "a.typ"), pdf_standards=["a-3a"], timestamp=int(at.timestamp())) + b"\n"
