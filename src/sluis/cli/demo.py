"""Tell the main job in a dozen lines, on real files and a real database, with people who do not exist."""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from sluis.cli import (
    ask,
    clock,
    demo_cast,
    demo_outreach,
    demo_past,
    demo_sign,
    import_extract,
    key,
    ledger,
    open_parcel,
    protocol,
    synthesize,
)
from sluis.cli.outcome import DONE, REFUSED, CommandFailed

NAME = "demo"
HELP = "the main job, told in the terminal; then the portal"

PEOPLE, SEED = 20_000, 2020
FIRST = "AGII-23003"
REMARK = (
    "The first protocol, of November 2020. The exact day is not public: 1 November, the enterprise number of the "
    "municipality and the text are illustrative."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the portal on 127.0.0.1")
    parser.add_argument("--no-serve", action="store_true", help="end after the story")


def run(args: argparse.Namespace) -> int:
    tell()
    if args.no_serve:
        return DONE
    from sluis.cli.serve import serve

    return serve(args.port)


def tell() -> None:
    """Starts from nothing and tells the story; every line is something that was just done.

    Raises:
        CommandFailed: the database holds something else than a demo, or a step did not go as told.
    """
    from sluis.config import environment, installation

    if environment.OIDC_ISSUER.read():
        raise CommandFailed(
            f"{environment.OIDC_ISSUER.name} is set, so only its people can log in, and a demo's are invented. Unset "
            "it to see the demo."
        )
    if not installation.holds_nothing_but_a_demo():
        raise CommandFailed("This database is in use; the demo starts from nothing and will not throw it away.")
    folder = environment.home() / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    installation.reset()
    installation.mark_as_demo()
    _story(folder)


def _story(folder: Path) -> None:
    extract, identity, parcels = folder / "extract.csv", folder / "beersel.agekey", folder / "parcels"
    print("Sluis: no validated protocol, no data. Everybody in this story is invented.\n")
    _quiet(key, ["init"])
    now = clock.now()
    demo_past.live_through([*demo_past.acts(now), *demo_outreach.acts(now)])
    _quiet(synthesize, ["--people", str(PEOPLE), "--seed", str(SEED), str(extract)])
    report = _quiet(import_extract, [str(extract)])
    _line(f"The agency takes in an extract of its source: {_first(report)}")
    _line(_register_first(folder))
    _quiet(key, ["make", str(identity), "--municipality", "23003"])
    _line("Beersel makes a key. Only Beersel can open what is sealed to it.")
    purpose = ["--purpose", "ceremony", "--out", str(parcels)]
    said = _quiet(ask, ["--municipality", "23003", *purpose])
    parcel = next(path for path in parcels.iterdir() if path.name.endswith(".zip.age"))
    _line("Beersel (23003) asks who obtained the attest, for a ceremony. PERMITTED by the signed terms.")
    _line(f"The parcel, sealed, signed and in the ledger ({_entry(said)}): {_shown(parcel)}")
    rows = folder / "rows.csv"
    _quiet(open_parcel, [str(parcel), "--key", str(identity), "--rows", str(rows)])
    _line(f"Beersel opens it: {rows.read_text(encoding='utf-8').count(chr(10)) - 1} people, columns "
          f"{rows.read_text(encoding='utf-8').splitlines()[0]}, nothing else.")  # fmt: skip
    rows.unlink()
    refused = _quiet(ask, ["--municipality", "23003", "--purpose", "buddy", "--out", str(parcels)], REFUSED)
    _line(f"Beersel asks for a buddy scheme. REFUSED: {_reason(refused)}")
    refused = _quiet(ask, ["--municipality", "23027", *purpose], REFUSED)
    _line(f"Halle (23027) asks the same. REFUSED: {_reason(refused)}")
    _conclude_with_halle(folder)
    _line("Halle concludes the model protocol: two officers advise, the college decides, four people sign the PDF, "
          "both sites publish its digest, and somebody who did not write on it validates.")  # fmt: skip
    _quiet(key, ["make", str(folder / "halle.agekey"), "--municipality", "23027"])
    said = _quiet(ask, ["--municipality", "23027", *purpose])
    _line(f"Halle asks again. PERMITTED, and delivered ({_entry(said)}).")
    for day in (date(2020, 11, 15), clock.today()):
        _line(_overview(day))
    demo_cast.register_cast(clock.now())
    _quiet(ledger, ["publish"])
    _line(f"The ledger, recomputed: {_quiet(ledger, ['verify']).strip()}")


def _register_first(folder: Path) -> str:
    terms = folder / "beersel.json"
    terms.write_bytes(files("sluis.protocols").joinpath("data/beersel.json").read_bytes())
    _quiet(
        protocol,
        [
            "register", str(terms), "--author", "protocol manager", "--validator", "second protocol manager",
            "--published-by-sender", "https://agency.example/protocols/23003",
            "--published-by-recipient", "https://beersel.example/protocols/agii",
            "--remark", REMARK,
        ],
    )  # fmt: skip
    return f"The protocol with Beersel ({FIRST}) is in force since November 2020 (the day is illustrative)."


# Six people who do not exist take Halle's protocol through its life, each in their own part.
AN = ("--as", "an")
BERT = ("--as", "bert", "--role", "validator")
CARLA = ("--as", "carla", "--role", "dpo")
DINA = ("--as", "dina", "--party", "nis:23027", "--role", "coordinator")
ELI = ("--as", "eli", "--party", "nis:23027", "--role", "dpo")
SIGN_FOR_HALLE = {
    "sender:de voorzitter van de raad van bestuur": "Vera Voorbeeld",
    "sender:de algemeen directeur": "Dirk Voorbeeld",
    "recipient:de burgemeester of de bevoegde schepen": "Bea Voorbeeld",
    "recipient:de algemeen directeur": "Gert Voorbeeld",
}


def _conclude_with_halle(folder: Path) -> None:
    """A protocol from accession to validation, with real documents and signatures of the demo's own authority."""
    code, pdf, decision = "AGII-23027", folder / "protocol-halle.pdf", folder / "decision-halle.txt"
    today = clock.today().isoformat()

    def step(verb: str, *arguments: str, by: Sequence[str]) -> None:
        _quiet(protocol, [verb, *arguments, *by])

    step(
        "accede", "23027", "--kbo", "0999999922", "--dpo", "functionaris voor gegevensbescherming van de gemeente",
        "--service", "integratiedienst", "--start", today, by=AN,
    )  # fmt: skip
    step("advise", code, "--outcome", "positive", "--text", "Nagekeken, akkoord.", by=CARLA)
    step("advise", code, "--outcome", "positive", "--text", "Nagekeken, akkoord.", by=ELI)
    decision.write_text("Het college keurt het protocol goed (verzonnen besluit voor de demo).\n", encoding="utf-8")
    signatories = [part for place, name in SIGN_FOR_HALLE.items() for part in ("--signatory", f"{place}={name}")]
    step(
        "decide", code, "--body", "college van burgemeester en schepenen", "--on", today, "--reference", "demo",
        "--document", str(decision), *signatories, by=DINA,
    )  # fmt: skip
    step("document", code, "--out", str(pdf), by=())
    for place, name in SIGN_FOR_HALLE.items():
        capacity = place.partition(":")[2]
        _quiet(demo_sign, [str(pdf), "--name", name, "--capacity", capacity, "--out", str(pdf)])
    step("sign", code, str(pdf), by=AN)
    for side, address, by in (
        ("sender", "https://agency.example/protocols/23027", AN),
        ("recipient", "https://halle.example/protocols/agii", DINA),
    ):
        step("publish", code, "--side", side, "--address", address, by=by)
        # These sites are invented, so somebody says that they looked; `check-publication` fetches real ones.
        step("attest-publication", code, "--side", side, by=by)
    step("validate", code, by=BERT)


_lines = iter(range(1, 100))


def _line(text: str) -> None:
    print(f"{next(_lines):2}. {text}", flush=True)


def _quiet(module: Any, arguments: Sequence[str], expected: int = DONE) -> str:
    """Runs a command as a person would type it and gives what it printed; the story tells it shorter."""
    parser = argparse.ArgumentParser()
    module.arguments(parser)
    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        try:
            status = module.run(parser.parse_args(list(arguments)))
        except SystemExit as usage:
            raise CommandFailed(f"The demo calls {module.NAME} the wrong way:\n{complained.getvalue()}") from usage
    if status != expected:
        raise CommandFailed(f"The demo's step {module.NAME} ended with {status}:\n{printed.getvalue()}")
    return printed.getvalue()


def _first(report: str) -> str:
    return next(line.strip() for line in report.splitlines() if line.strip())


def _entry(said: str) -> str:
    return next(line for line in said.splitlines() if line.startswith("ledger entry")).replace(":", "")


def _reason(refused: str) -> str:
    return next(line for line in refused.splitlines() if "reason:" in line).split("reason:")[1].strip()


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _overview(day: date) -> str:
    from sluis.register.queries import overview

    seen = overview(day)
    names = sorted(row.name for row in seen.municipalities)
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    listed = f"{', '.join(names[:5])}{more}"
    return f"On {day} {seen.in_force} of {seen.total} municipalities have a protocol in force: {listed}."
