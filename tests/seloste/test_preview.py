"""`seloste preview`: what is served to whom, what is shown when files change or cannot be read, and how it ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from seloste.cli import cli
from seloste.commands.preview import _open_browser
from seloste.preview.server import Server, ServerSettings, start_server
from seloste.preview.session import PreviewSession
from seloste.preview.watch import State, read_state, wait_until_settled, watch
from seloste.reports.preview import content_policy
from seloste.usage_errors import UsageError, format_usage_error
from tests.support.commands import started
from tests.support.workspaces import open_workspace

DAY = date(2026, 11, 22)
POLICY = """\
notice: {name: {fi: Rekisteri, en: Register}, languages: [fi, en]}
controller: {name: Yritys Oy, email: a@example.fi}
purposes:
  orders: {text: {fi: Tilausten käsittely, en: Handling orders}, legal_basis: {basis: contract}}
"""
SYSTEMS = "systems: {crm: {name: CRM, purposes: [orders]}}\n"
#: What every answer carries, refusals included.
HEADERS = {
    "Content-Security-Policy": content_policy() + "; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "seloste",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "systems.yaml").write_text(SYSTEMS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def desk() -> PreviewSession:
    return PreviewSession(open_workspace, lambda: DAY, None, "en")


@pytest.fixture
def reports() -> list[Exception]:
    return []


@pytest.fixture
def server(desk: PreviewSession, reports: list[Exception]) -> Iterator[Server]:
    server = start_server(0, desk, ServerSettings(content_policy(), "WRONG", "FAILED", reports.append))
    server.start()
    yield server
    server.stop()


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """The status, headers and text of an answer."""
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=5)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    reply = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return reply


def raw(server: Server, request: bytes) -> bytes:
    with socket.create_connection(server.server_address[:2], timeout=5) as connection:
        connection.sendall(request)
        return connection.makefile("rb").read()


# The server


def test_the_page_is_there_in_each_language_of_the_notice(server: Server) -> None:
    for code, words in (("fi", "Tilausten käsittely"), ("en", "Handling orders")):
        status, headers, page = ask(server, f"/{server.token}/{code}")
        assert status == 200
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert f'<html lang="{code}">' in page
        assert words in page


def test_it_listens_on_the_loopback_address_alone(server: Server) -> None:
    assert server.server_address[0] in ("127.0.0.1", "::1")


def test_where_there_is_no_older_loopback_address_it_takes_the_newer(
    desk: PreviewSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seloste.preview.server._ADDRESSES", ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "::1")))
    try:
        server = start_server(0, desk, ServerSettings("", "", "", lambda _: None))
    except OSError:
        pytest.skip("this machine has no ::1")
    server.start()
    assert server.address("fi").startswith("http://[::1]:")
    assert ask(server, f"/{server.token}/fi", Host=f"[::1]:{server.server_port}")[0] == 200
    server.stop()


def test_head_is_the_page_without_its_content(server: Server) -> None:
    whole = ask(server, f"/{server.token}/fi")
    status, headers, text = ask(server, f"/{server.token}/fi", "HEAD")
    assert (status, text) == (200, "")
    assert headers["Content-Length"] == whole[1]["Content-Length"] == str(len(whole[2].encode()))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "NONSENSE"])
def test_no_other_method_is_answered(server: Server, method: str) -> None:
    reply = raw(server, f"{method} /{server.token}/fi HTTP/1.0\r\nHost: {server.origin[7:]}\r\n\r\n".encode())
    assert reply.startswith(b"HTTP/1.0 405 ")
    assert b"Allow: GET, HEAD\r\n" in reply
    assert b"Rekisteri" not in reply
    assert b"Access-Control" not in reply


@pytest.mark.parametrize(
    "path",
    [
        "/", "", "/fi", "/favicon.ico", "/{wrong}/fi", "/{token}", "/{token}/", "/{token}/xx", "//{token}/xx",
        "/{token}/../policy.yaml", "/{token}/%2e%2e/policy.yaml", "/{token}/policy.yaml", "/{token}/fi/../fi",
        "/{token}/fi/", "/{token}/fi?a=b", "/{token}/fi%00", "/{token}/\u00e4".encode().decode("latin-1"),
    ],
)  # fmt: skip
def test_nothing_else_is_there(server: Server, path: str) -> None:
    target = path.format(token=server.token, wrong="A" * len(server.token))
    reply = raw(server, f"GET {target} HTTP/1.0\r\nHost: {server.origin[7:]}\r\n\r\n".encode("latin-1"))
    assert reply.split()[1] in (b"404", b"400")
    assert b"Rekisteri" not in reply
    assert server.token.encode() not in reply


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1:{port}.evil", ""]
)
def test_a_name_of_others_that_leads_here_is_refused(server: Server, host: str) -> None:
    status, headers, text = ask(server, f"/{server.token}/fi", Host=host.format(port=server.server_port))
    assert status == 421
    assert "Rekisteri" not in text
    assert "Access-Control-Allow-Origin" not in headers


def test_a_request_without_or_with_two_hosts_is_refused(server: Server) -> None:
    own = f"Host: {server.origin[7:]}\r\n"
    for hosts in ("", own + "Host: evil.example\r\n", own + own):
        assert raw(server, f"GET /{server.token}/fi HTTP/1.0\r\n{hosts}\r\n".encode()).split()[1] == b"421"


def test_localhost_is_a_name_of_the_machine(server: Server) -> None:
    assert ask(server, f"/{server.token}/fi", Host=f"localhost:{server.server_port}")[0] == 200


def test_every_answer_says_what_browsers_may_do(server: Server) -> None:
    answers = [
        ask(server, f"/{server.token}/fi"),
        ask(server, "/"),
        ask(server, "/", "POST"),
        ask(server, "/", Host="x"),
    ]
    assert [answer[0] for answer in answers] == [200, 404, 405, 421]
    for _, headers, _ in answers:
        assert HEADERS.items() <= headers.items()
        assert not [name for name in headers if name.startswith("Access-Control")]


def test_the_page_allows_its_own_script_alone(server: Server) -> None:
    page = ask(server, f"/{server.token}/fi")[2]
    assert page.count("<script") == 1
    assert "'unsafe-inline'" not in content_policy().partition("script-src")[2]
    assert "default-src 'none'" in content_policy()


def test_each_server_has_another_token(desk: PreviewSession, server: Server) -> None:
    other = start_server(0, desk, server.settings)
    assert len(server.token) >= 32
    assert other.token != server.token
    other.server_close()


def test_a_page_that_fails_is_told_of_and_others_are_served(
    server: Server, desk: PreviewSession, reports: list[Exception]
) -> None:
    def fails(name: str) -> str | None:
        raise ZeroDivisionError(name)

    whole, desk.render_page = desk.render_page, fails  # type: ignore[method-assign]
    status, headers, text = ask(server, f"/{server.token}/fi")
    assert (status, text) == (500, "FAILED\n")
    assert HEADERS.items() <= headers.items()
    assert [type(error) for error in reports] == [ZeroDivisionError]
    desk.render_page = whole  # type: ignore[method-assign]
    assert ask(server, f"/{server.token}/fi")[0] == 200


def test_news_come_at_once_and_with_each_change(server: Server, desk: PreviewSession, folder: Path) -> None:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=5)
    connection.request("GET", f"/{server.token}/events")
    answer = connection.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream; charset=utf-8"
    first = answer.readline().decode().strip()
    assert first == f"data: {desk.version()}"
    assert answer.readline() == b"\n"
    (folder / "policy.yaml").write_text(POLICY.replace("Tilausten", "Ostosten"), "utf-8")
    desk.refresh()
    second = answer.readline().decode().strip()
    assert second == f"data: {desk.version()}" != first
    connection.close()


def test_there_are_only_so_many_streams_of_news(server: Server) -> None:
    while server.streams.acquire(blocking=False):
        pass
    assert ask(server, f"/{server.token}/events")[0] == 503
    assert ask(server, f"/{server.token}/fi")[0] == 200


def test_who_leaves_in_the_middle_makes_no_noise(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    for request in (b"GET /", b"\xff\xfe\r\n\r\n", f"GET /{server.token}/events HTTP/1.0\r\n".encode()):
        with socket.create_connection(server.server_address[:2], timeout=5) as connection:
            connection.sendall(request)
    ask(server, f"/{server.token}/fi")
    assert capfd.readouterr() == ("", "")


# What is shown


def test_a_save_makes_another_version_and_the_same_again_the_same(desk: PreviewSession, folder: Path) -> None:
    first, page = desk.version(), desk.render_page("fi")
    (folder / "policy.yaml").write_text(POLICY.replace("Tilausten", "Ostosten"), "utf-8")
    assert desk.refresh()
    assert desk.version() != first
    assert "Ostosten käsittely" in (desk.render_page("fi") or "")
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    assert desk.refresh()
    assert (desk.version(), desk.render_page("fi")) == (first, page)


@pytest.mark.parametrize(
    "broken",
    ["purposes: {a: [\n", "notice: 1\n", "", "notice: {name: {fi: x}, languages: [fi]}\nnonsense: 1\n", "\x00"],
)
def test_a_notice_that_cannot_be_read_is_told_of_above_the_last_one(
    desk: PreviewSession, folder: Path, broken: str
) -> None:
    (folder / "policy.yaml").write_text(broken, "utf-8")
    desk.refresh()
    page = desk.render_page("en") or ""
    assert "This could not be read" in page
    assert "Old: this is the last notice that could be read." in page
    assert page.index("policy.yaml") < page.index("Handling orders")
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    desk.refresh()
    assert "This could not be read" not in (desk.render_page("en") or "")


def test_the_line_of_an_error_is_shown(desk: PreviewSession, folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY + "fields: {name: {text: {fi: [}}\n", "utf-8")
    desk.refresh()
    page = desk.render_page("en") or ""
    assert "policy.yaml, line 5" in page
    assert "fields: {name: {text: {fi: " in page


def test_an_inventory_that_cannot_be_read_leaves_the_newest_notice(desk: PreviewSession, folder: Path) -> None:
    (folder / "systems.yaml").write_text("systems: [", "utf-8")
    (folder / "policy.yaml").write_text(POLICY.replace("Handling orders", "Handling returns"), "utf-8")
    desk.refresh()
    page = desk.render_page("en") or ""
    assert "systems.yaml, line 1" in page
    assert "Handling returns" in page
    assert "Old:" not in page


def test_settings_that_cannot_be_used_are_told_of(desk: PreviewSession, folder: Path) -> None:
    (folder / "seloste.yaml").write_text("nonsense: 1\n", "utf-8")
    desk.refresh()
    assert "seloste.yaml, line 1" in (desk.render_page("en") or "")
    assert "Old:" in (desk.render_page("en") or "")


def test_without_any_notice_the_page_waits_for_one(folder: Path) -> None:
    (folder / "policy.yaml").unlink()
    desk = PreviewSession(open_workspace, lambda: DAY, None, "en")
    assert "No notice could be read yet." in (desk.render_page("en") or "")
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    desk.refresh()
    assert "Handling orders" in (desk.render_page("en") or "")


def test_a_language_that_the_notice_loses_becomes_its_first(desk: PreviewSession, folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace("[fi, en]", "[fi]"), "utf-8")
    desk.refresh()
    assert '<html lang="fi">' in (desk.render_page("en") or "")
    assert desk.render_page("xx") is None


def test_what_was_read_while_files_changed_is_not_taken(desk: PreviewSession, folder: Path) -> None:
    first = desk.version()
    (folder / "policy.yaml").write_text(POLICY[:100], "utf-8")
    assert not desk.refresh(lambda: False)
    assert desk.version() == first


def test_who_waits_for_news_waits_no_longer_than_told(desk: PreviewSession) -> None:
    assert desk.wait_for_change(desk.version(), 0.01) == desk.version()
    assert desk.wait_for_change("another", 5) == desk.version()


# What is noticed


def state() -> State:
    return read_state(open_workspace, DAY)


def test_every_file_is_watched(folder: Path) -> None:
    before = state()
    for name in ("policy.yaml", "systems.yaml", "processors.json", "systems/more.yaml", "inventory/deep/one.yaml",
                 "waivers.yaml", "seloste.yaml", ".seloste-baseline.json"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        holds_systems = name.startswith(("systems/", "inventory/"))  # else a pattern passes it over
        (folder / name).write_text("systems: {}\n" if holds_systems else "version: 1\n", "utf-8")
        after = state()
        assert after != before, name
        before = after
    (folder / "inventory/deep/one.yaml").unlink()
    assert state() != before


def test_a_save_by_renaming_is_noticed_though_size_and_time_are_the_same(folder: Path) -> None:
    before, known = state(), (folder / "policy.yaml").stat()
    (folder / "new").write_text(POLICY.replace("Oy", "Ab"), "utf-8")
    os.utime(folder / "new", ns=(known.st_atime_ns, known.st_mtime_ns))
    (folder / "new").replace(folder / "policy.yaml")
    assert state() != before


def test_another_day_is_another_state() -> None:
    assert read_state(open_workspace, date(2026, 11, 23)) != state()


def test_settings_that_cannot_be_used_are_a_state_too(folder: Path) -> None:
    (folder / "seloste.yaml").write_text("nonsense: 1\n", "utf-8")
    broken = state()
    (folder / "seloste.yaml").write_text("scope: all\n", "utf-8")
    assert state() != broken


class Clock:
    """Time that passes only as it is slept away."""

    def __init__(self) -> None:
        self.now = 0.0
        self.alarms: dict[float, Callable[[], object]] = {}

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for due in [due for due in self.alarms if due <= self.now]:
            self.alarms.pop(due)()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("seloste.preview.watch.time", clock)
    return clock


def test_a_file_that_is_gone_for_a_moment_is_waited_for(folder: Path, clock: Clock) -> None:
    before = state()
    (folder / "policy.yaml").unlink()
    clock.alarms[0.4] = lambda: (folder / "policy.yaml").write_text(POLICY, "utf-8")
    assert not wait_until_settled(state, before).lacks_file_of(before)


def test_a_file_that_stays_away_is_noticed(folder: Path, clock: Clock) -> None:
    before = state()
    (folder / "policy.yaml").unlink()
    assert wait_until_settled(state, before).lacks_file_of(before)
    assert clock.now < 5


def test_what_changes_while_it_is_read_is_read_again(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr("seloste.preview.watch.INTERVAL", 0.01)
    taken: list[bool] = []

    class EndError(Exception):
        pass

    def renew(steady: object) -> bool:
        if not taken:  # it is saved again while the first save is read
            (folder / "policy.yaml").write_text(POLICY + "# again\n", "utf-8")
        taken.append(steady())  # type: ignore[operator]
        if taken[-1]:
            raise EndError
        return False

    before = state()
    (folder / "policy.yaml").write_text(POLICY + "# first\n", "utf-8")
    with pytest.raises(EndError):
        watch(state, renew, before)
    assert taken == [False, True]


# The command


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_it_prints_its_address_follows_a_save_and_ends_with_0(folder: Path) -> None:
    environment = {**os.environ, "LANG": "en_GB.UTF-8", "PYTHONUNBUFFERED": "1"}
    environment.pop("LC_ALL", None)
    command = [sys.executable, "-m", "seloste", "preview", "--as-of", str(DAY), "--lang", "fi", "--verbose"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with started(command, folder, env=environment, **pipes) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = urlsplit(process.stdout.readline().strip())
        assert process.stderr.readline() == "Esikatselu on auki tässä osoitteessa. Ctrl-C lopettaa sen.\n"
        assert address.hostname == "127.0.0.1"
        assert address.port is not None

        def page() -> str:
            connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=5)
            connection.request("GET", address.path)
            return connection.getresponse().read().decode()

        assert "Tilausten käsittely" in page()
        (folder / "policy.yaml").write_text(POLICY.replace("Tilausten", "Ostosten"), "utf-8")
        assert process.stderr.readline().startswith("Päivitetty: ")
        assert "Ostosten käsittely" in page()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out) == (0, "")
        assert "Traceback" not in err


def refused(*arguments: str) -> str:
    """The words of the usage error that the command ends with."""
    ended = CliRunner().invoke(cli, ["preview", *arguments], standalone_mode=False)
    assert isinstance(ended.exception, UsageError), ended.output
    assert ended.exception.exit_code == 2
    return format_usage_error(ended.exception, "en")


def refused_range(*arguments: str) -> str:
    return CliRunner().invoke(cli, ["preview", *arguments]).output


def test_a_port_that_is_taken_is_a_usage_error() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"something else listens on port {port} already" in refused("--port", str(port))


def test_a_port_that_may_not_be_had_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*arguments: object) -> Server:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("seloste.commands.preview.start_server", denied)
    assert "the port 80 of the loopback address can't be had: Permission denied" in refused("--port", "80")
    assert "65535" in refused_range("--port", "65536")


def test_usage_errors_come_before_anything_is_served(folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace("[fi, en]", "[fi]"), "utf-8")
    assert "the notice has no language en" in refused("--lang", "en")
    (folder / "seloste.yaml").write_text("nonsense: 1\n", "utf-8")
    assert "the configuration cannot be used" in refused()


def test_the_browser_is_led_there_by_a_file_that_only_its_owner_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, int]] = []

    def note(address: str) -> bool:
        path = Path(urlsplit(address).path)
        opened.append((path.read_text("utf-8"), stat.S_IMODE(path.parent.stat().st_mode)))
        return True

    monkeypatch.setattr("webbrowser.open", note)
    with _open_browser("http://127.0.0.1:1/secret/fi"):
        [(page, mode)] = opened
    assert 'content="0;url=http://127.0.0.1:1/secret/fi"' in page
    assert sys.platform == "win32" or mode & 0o077 == 0
