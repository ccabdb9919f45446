"""What the intake room's tests share: files to read, a sample to damage, a publisher to ask."""

import hashlib
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from datacell_lib import config
from datacell_lib.files.area import Area, load_area

CHECKED = "SHA256SUMS"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def area() -> Area:
    """An area whose data are publishers' files: what is in the test's own cache."""
    return load_area("sample").model_copy(update={"data": "published"})


@pytest.fixture
def put(catalogue: Callable) -> Callable[..., Path]:
    """Return a function that puts a file in the cache, by default the one of ``things``."""

    def write(content: str | bytes, *, path: str = "office/things.csv") -> Path:
        target = config.CACHE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    return write


class Sample:
    """A copy of the invented county that a test may damage; checksums follow what it changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def change(self, path: str, change: Callable[[str], str]) -> None:
        """Change a file's text, and record its new checksum, as its publisher would."""
        target = self.folder / path
        before = hashlib.sha256(target.read_bytes()).hexdigest()
        target.write_text(change(target.read_text(encoding="utf-8")), encoding="utf-8")
        after = hashlib.sha256(target.read_bytes()).hexdigest()
        sums = self.folder / CHECKED
        sums.write_text(sums.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


@pytest.fixture
def sample(tmp_path: Path, run: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """The sample county's files, copied, and the project's own catalogue."""
    folder = tmp_path / "sample"
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    shutil.copytree(config.SAMPLE, folder, ignore=ignored)
    monkeypatch.setattr(config, "SAMPLE", folder)
    monkeypatch.setattr(config, "CACHE", tmp_path / "cache")
    return Sample(folder)


class Publisher(http.server.ThreadingHTTPServer):
    """A publisher on this machine, who answers each path with what was prepared for it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.answers: dict[str, list[tuple[int, bytes, int]]] = {}
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def prepare(self, path: str, *answers: bytes | int, cut_to: int | None = None) -> str:
        """Prepare answers, the last of them for good: bytes, or the status of a failure."""
        self.answers[path] = [
            (answer, b"", 0) if isinstance(answer, int) else (200, answer, len(answer))
            for answer in answers
        ]
        if cut_to is not None:
            self.answers[path] = [(s, b[:cut_to], n) for s, b, n in self.answers[path]]
        return self.address + path


class _Answer(http.server.BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answers = self.server.answers.get(self.path, [(404, b"", 0)])
        status, body, promised = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher's server; waiting between attempts takes no time."""
    monkeypatch.setattr("pooch.core.time.sleep", lambda _: None)
    with Publisher() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


@pytest.fixture(scope="session")
def real_files() -> Path:
    """Point the library at the real published files for the session, or skip."""
    folder = Path(os.environ.get("DATACELL_MIRROR", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the folder of real published files is absent")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATACELL_MIRROR", str(folder))
        yield folder


@pytest.fixture
def own_cache(tmp_path, monkeypatch) -> Path:
    """Give the test a cache of its own and no mirror, so that it holds only what is put there."""
    monkeypatch.delenv("DATACELL_MIRROR", raising=False)
    monkeypatch.setattr("datacell_lib.config.CACHE", tmp_path)
    return tmp_path
