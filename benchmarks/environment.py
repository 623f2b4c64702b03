"""The virtual environment of the benchmarks: the service and its rivals, at the versions of one lock file."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-bench.txt"
VENV = ROOT / "benchmarks" / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "lock.sha256"


def ensure() -> None:
    """Go on inside `benchmarks/.venv`, making it first when it is missing or older than its lock."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        if not is_current():
            build()
        # `-m benchmarks.growth` arrives as the path of the module: __main__.__spec__ still knows its name
        spec = sys.modules["__main__"].__spec__
        module = spec.name.removesuffix(".__main__") if spec else "benchmarks"
        os.chdir(ROOT)
        os.execv(PYTHON, [str(PYTHON), "-m", module, *sys.argv[1:]])


def is_current() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == digest()


def digest() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def build() -> None:
    """Make the environment from the lock, with uv where it is installed and pip otherwise."""
    print(f"making {VENV.relative_to(ROOT)} from {LOCK.name} (once per change of the lock) …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if uv:
        command = [uv, "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", str(LOCK)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
    subprocess.run(command, check=True)
    STAMP.write_text(digest())
