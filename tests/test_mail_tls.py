"""Mail over a safe connection: without one, nothing goes to a server elsewhere, and no password to anybody."""

import shutil
import ssl
import subprocess
from dataclasses import replace

import pytest
from aiosmtpd.smtp import AuthResult

from tests.conftest import missing
from tests.mail_server import MailServer
from tracker import mail
from tracker.mail import Unreachable, open_post

MESSAGE = b"Subject: Plan\r\n\r\n.\r\nDear CQC\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate for 127.0.0.1 that nobody knows."""
    if not shutil.which("openssl"):
        missing("openssl")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*command.split(), "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"], check=True, capture_output=True)
    return folder


@pytest.fixture
def elsewhere(monkeypatch):
    """This machine counts as another one."""
    monkeypatch.setattr(mail, "LOOPBACK", set())


def knows(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    """Whether these are the name and the password."""
    return AuthResult(success=(data.login, data.password) == (b"tracker@ccg", b"pass/word:1"), handled=False)


def safe(certificate, **options) -> MailServer:
    """A server with that certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    return MailServer(tls_context=context, require_starttls=True, authenticator=knows, auth_required=True, **options)


def offer(server: MailServer, user: str = "") -> str:
    """Send it there."""
    url = server.url.replace("//", f"//{user}@") if user else server.url
    post = replace(open_post(url), patience=5, last_patience=5)
    return post.send(MESSAGE, sender="tracker@ccg.example", to="plans@cqc.example", before_last=lambda: None)


def test_a_server_elsewhere_without_starttls_gets_nothing(elsewhere):
    with MailServer() as server:
        with pytest.raises(Unreachable, match="no safe connection"):
            offer(server)
        assert server.received == []


def test_a_certificate_that_nobody_knows_is_not_accepted(elsewhere, certificate):
    with safe(certificate) as server:
        with pytest.raises(Unreachable, match="certificate was not accepted"):
            offer(server, "tracker%40ccg:pass%2Fword%3A1")
        assert server.received == []


def test_with_a_known_certificate_and_the_right_password_it_is_sent(elsewhere, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    with safe(certificate) as server:
        assert offer(server, "tracker%40ccg:pass%2Fword%3A1") == "250 taken"
        assert server.received == [MESSAGE]
        with pytest.raises(Unreachable, match="did not accept the tracker's name and password") as refused:
            offer(server, "tracker%40ccg:CANARY")
        with pytest.raises(Unreachable, match="has a letter such as é") as unsaid:
            offer(server, "tracker%40ccg:CANARY%C3%A9")
        assert "CANARY" not in f"{refused.value} {unsaid.value}" and len(server.received) == 1
