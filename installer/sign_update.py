"""Makes the keys and the signed announcement that "check for updates" reads. See docs/updates.md.

    python installer/sign_update.py new-key KEY.pem
        a new private key, and the table of its public one for resources/updates.toml
    python installer/sign_update.py sign --key KEY.pem --notes NOTES.txt --download-url URL --out F
        the announcement of this checkout's version; with --key given twice it has two signatures
    python installer/sign_update.py show FILE
        what a program with the keys of this checkout makes of an announcement

The password of a private key is asked for, or taken from SYNCREVIEW_KEY_PASSWORD.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import getpass
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402

from core import __version__  # noqa: E402
from core.errors import AppError  # noqa: E402
from core.files import replacing  # noqa: E402
from core.updates.announcement import PROGRAM, SCHEMA, read_announcement  # noqa: E402
from core.updates.check import MOST_BYTES  # noqa: E402
from core.updates.envelope import key_id, opened, sealed  # noqa: E402
from core.updates.publisher import PUBLISHER_FILE, read_publisher  # noqa: E402

PASSWORD_VARIABLE = "SYNCREVIEW_KEY_PASSWORD"


class Refused(Exception):
    """What was asked for is not done, and why."""


# --- keys ----------------------------------------------------------------------------------------


def new_key(path: Path, with_password: bool = True) -> str:
    """Make a private key in a new file that only its owner reads; returns the table for the set.

    Raises:
        Refused: there is such a file, or the passwords differ.
    """
    key = Ed25519PrivateKey.generate()
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if with_password:
        protection = serialization.BestAvailableEncryption(_password(path, twice=True))
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection
    )
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused(f"{path}: there is such a file; a key is never written over") from error
    with os.fdopen(file, "wb") as written:
        written.write(text)
    public = _public(key)
    encoded = base64.b64encode(public).decode()
    return f'[[keys]]\nid = "{key_id(public)}"\npublic = "{encoded}"\n'


def _read_key(path: Path) -> Ed25519PrivateKey:
    text = path.read_bytes()
    try:
        key = serialization.load_pem_private_key(text, None)
    except TypeError:
        # It has a password.
        try:
            key = serialization.load_pem_private_key(text, _password(path))
        except ValueError as error:
            raise Refused(f"{path}: the password is not right") from error
    except ValueError as error:
        raise Refused(f"{path}: no private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(f"{path}: no Ed25519 key")
    return key


def _password(path: Path, twice: bool = False) -> bytes:
    given = os.environ.get(PASSWORD_VARIABLE, "")
    if not given:
        given = getpass.getpass(f"Password of {path.name}: ")
        if twice and given != getpass.getpass("The same again: "):
            raise Refused("the passwords differ")
    if not given:
        raise Refused("no password was given")
    return given.encode()


def _public(key: Ed25519PrivateKey) -> bytes:
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return key.public_key().public_bytes(*raw)


# --- announcements -------------------------------------------------------------------------------


def signed(fields: dict[str, object], keys: Sequence[Path], known: Path = PUBLISHER_FILE) -> bytes:
    """The message of these fields, read back as a program does that knows the keys in `known`.

    Raises:
        Refused: no key is in the set. AppError: a program would not take the message.
    """
    payload = json.dumps({"schema": SCHEMA, "program": PROGRAM} | fields, ensure_ascii=False)
    signatures = {}
    for key in map(_read_key, keys):
        signatures[key_id(_public(key))] = key.sign(payload.encode())
    believed = read_publisher(known).keys
    if not signatures.keys() & believed.keys():
        raise Refused(f"{known}: holds none of the keys {', '.join(signatures)}")
    message = sealed(payload.encode(), signatures)
    read_announcement(opened(message, believed))
    if len(message) > MOST_BYTES:
        raise Refused(f"the announcement has {len(message)} bytes; programs take {MOST_BYTES}")
    return message


def _sign(args: argparse.Namespace) -> str:
    fields = {
        "serial": args.serial or int(time.time()),
        "version": args.version,
        "date": args.date,
        "notes": args.notes.read_text(encoding="utf-8").strip(),
        "notes_url": args.notes_url,
        "download_url": args.download_url,
    }
    message = signed(fields, args.key, args.known)
    with replacing(args.out) as temporary:
        temporary.write_bytes(message)
    return f"{args.out}: {args.version}, serial {fields['serial']}, {len(message)} bytes"


def show(path: Path, known: Path = PUBLISHER_FILE) -> str:
    """What a program makes of a message, in lines.

    Raises:
        AppError: it does not believe it, or cannot read it.
    """
    found = read_announcement(opened(path.read_bytes(), read_publisher(known).keys))
    newer = "newer than" if found.is_newer else "not newer than"
    return (
        f"{found.version} of {found.date}, serial {found.serial}: {newer} {__version__}\n"
        f"download: {found.download_url}\nnotes: {found.notes_url or 'no page'}\n\n{found.notes}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("new-key", help="make a private key")
    made.add_argument("path", type=Path, metavar="KEY.pem")
    made.add_argument("--no-password", action="store_true", help="for keys that a vault protects")
    sign = commands.add_parser("sign", help="write a signed announcement")
    sign.add_argument("--key", type=Path, action="append", required=True, metavar="KEY.pem")
    sign.add_argument("--notes", type=Path, required=True, help="a file of plain text")
    sign.add_argument("--download-url", required=True, help="the page, https")
    sign.add_argument("--notes-url", default="", help="a page with more, https")
    sign.add_argument("--version", default=__version__)
    sign.add_argument("--date", default=datetime.date.today().isoformat())
    sign.add_argument("--serial", type=int, help="by default the seconds since 1970")
    sign.add_argument("--out", type=Path, required=True)
    shown = commands.add_parser("show", help="check and print an announcement")
    shown.add_argument("path", type=Path)
    for command in (sign, shown):
        command.add_argument("--known", type=Path, default=PUBLISHER_FILE, help="the set of keys")
    args = parser.parse_args(arguments)
    try:
        if args.command == "new-key":
            print(new_key(args.path, not args.no_password), end="")
        elif args.command == "sign":
            print(_sign(args))
        else:
            print(show(args.path, args.known))
    except (Refused, AppError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
