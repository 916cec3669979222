"""Settings: a wrong one stops the start with a sentence; nothing is guessed."""

import pytest

import config
from tracker.mail import open_post

KEY = "k" * 32


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    """Nothing set, and no folder made beside the code."""
    for name in ("SECRET_KEY", "DATABASE_URL", "EVIDENCE_STORE", "EVIDENCE_SPOOL", "ORGANISATION_QUOTA_GB", "USER_QUOTA_GB", "PURGE_AFTER_DAYS", "HTMX_CDN", "DEMO", "CLAMD", "MAIL_URL", "MAIL_FROM", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "instance")
    return monkeypatch.setenv


@pytest.mark.parametrize("key", ["", "short", "k" * 31])
def test_a_secret_key_of_32_bytes_is_needed(key):
    with pytest.raises(config.SettingsError, match="SECRET_KEY"):
        config.checked({"SECRET_KEY": key})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMO", "false"), ("DEMO", "yes"), ("HTMX_CDN", "no"), ("DATABASE_URL", "mysql://localhost/tracker"),
        ("EVIDENCE_STORE", "s3://"), ("EVIDENCE_STORE", "S3://bucket"), ("EVIDENCE_STORE", "gs://bucket"),
        ("EVIDENCE_STORE", "s3://bucket/../other"), ("ORGANISATION_QUOTA_GB", "0"), ("USER_QUOTA_GB", "-1"), ("USER_QUOTA_GB", "1.5"),
        ("PURGE_AFTER_DAYS", "soon"), ("PURGE_AFTER_DAYS", "-1"),
        ("CLAMD", "localhost"), ("CLAMD", "tcp://localhost:3310"), ("MAIL_URL", "http://localhost"), ("MAIL_URL", "smtp://"), ("MAIL_URL", "smtp://host:port"), ("MAIL_URL", "smtp://host/path"),
        ("MAIL_URL", "smtp://a:b/c@host"), ("MAIL_FROM", "Tracker <a@b.example>"), ("MAIL_FROM", "a@b.example\nX: y"), ("PUBLIC_URL", "tracker.ccg.example"), ("PUBLIC_URL", "https://ccg.example/tracker"),
    ],
)  # fmt: skip
def test_a_setting_that_is_not_understood_or_not_built_is_refused(environment, name, value):
    environment(name, value)
    with pytest.raises(config.SettingsError, match=name):
        config.from_environment()


@pytest.mark.parametrize("place", ["s3://evidence", "s3://nhs.medway-ccg/plans/2016", "/srv/tracker/evidence"])
def test_evidence_is_kept_in_a_folder_or_a_bucket(environment, tmp_path, place):
    environment("EVIDENCE_STORE", place)
    settings = config.from_environment()
    assert settings["EVIDENCE_STORE"] == place and settings["EVIDENCE_SPOOL"] == str(tmp_path / "instance" / "spool")


@pytest.mark.parametrize("address", ["", "localhost:3310", "[::1]:3310", "/run/clamav/clamd.ctl"])
def test_clamd_is_a_port_or_a_socket_or_off(environment, address):
    environment("CLAMD", address)
    assert config.from_environment()["CLAMD"] == address


def test_a_quota_is_bytes_and_files(environment):
    assert {name: config.from_environment()[name] for name in ("ORGANISATION_QUOTA", "USER_QUOTA")}.items() <= config.DEFAULTS.items()
    environment("USER_QUOTA_GB", "3")
    assert config.from_environment()["USER_QUOTA"] == (3 * 1024**3, 750)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://mail.ccg.example", ("mail.ccg.example", 587, False, "", "")), ("smtps://u%40x:p%2Fq%3A@mail.example", ("mail.example", 465, True, "u@x", "p/q:")),
        ("smtp://[::1]:25", ("::1", 25, False, "", "")),
    ],
)  # fmt: skip
def test_mail_goes_to_a_server(environment, url, said):
    environment("MAIL_URL", url)
    with pytest.raises(config.SettingsError, match="MAIL_FROM"):
        config.from_environment()
    environment("MAIL_FROM", "tracker@ccg.example")
    post = open_post(config.from_environment()["MAIL_URL"])
    assert (post.host, post.port, post.tls, post.user, post.password) == said and post.leaves


def test_mail_goes_nowhere_unless_it_is_set(environment, tmp_path):
    post = open_post(config.from_environment()["MAIL_URL"])
    assert not post.leaves and post.path == tmp_path / "instance" / "mail"
    environment("MAIL_URL", "console")
    assert not open_post(config.from_environment()["MAIL_URL"]).leaves


def test_a_password_stands_in_no_message(environment):  # checks 73
    for url in ("smtp://user:CANARY@", "smtp://user:CANARY@host:x", "imap://user:CANARY@host"):
        environment("MAIL_URL", url)
        with pytest.raises(config.SettingsError) as refused:
            config.from_environment()
        assert "CANARY" not in str(refused.value)
    assert "CANARY" not in repr(open_post("smtp://user:CANARY@host"))


def test_cookies_are_secure_but_in_the_demonstration():
    safe, shown = (config.checked({"SECRET_KEY": KEY, "DEMO": demo}) for demo in (False, True))
    assert safe["SESSION_COOKIE_SECURE"] and safe["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert not shown["SESSION_COOKIE_SECURE"]


def test_the_demonstrations_calendar_comes_with_it_alone(environment):
    assert config.from_environment()["CALENDAR_DAY"] is None
    environment("DEMO", "1")
    assert config.from_environment()["CALENDAR_DAY"] is not None


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_the_demonstration_does_not_answer_behind_a_proxy(app, monkeypatch, header):
    monkeypatch.setitem(app.config, "DEMO", True)
    with app.app_context():
        client = app.test_client()
        assert client.get("/sign-in", base_url="http://127.0.0.1").status_code == 200
        assert client.get("/sign-in", base_url="http://127.0.0.1", headers={header: "203.0.113.9"}).status_code == 403
        assert client.get("/sign-in", base_url="http://tracker.example").status_code == 403
