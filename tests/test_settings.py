"""Settings come from the environment, and a bad one names itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import network
from tutor.build import open_tutor
from tutor.errors import SettingsError
from tutor.settings import Settings, load_settings


def test_defaults_need_no_key_and_no_network() -> None:
    settings = load_settings()
    assert (settings.llm, settings.database_url, settings.chroma_url, settings.embedder) == (None, None, None, None)
    assert settings.sql_url == f"sqlite:///{Path('data').resolve() / 'library.db'}"


def test_a_data_folder_given_by_hand_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TUTOR_DATA_DIR", str(tmp_path / "env"))
    assert load_settings().data_dir == tmp_path / "env"
    assert load_settings(tmp_path / "given").models_dir == tmp_path / "given" / "models"


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_LLM", "")
    monkeypatch.setenv("TUTOR_LLM_TIMEOUT", "")
    assert (load_settings().llm, load_settings().llm_timeout) == (None, 30.0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LLM_TIMEOUT", "soon"),
        ("LLM_TIMEOUT", "0"),
        ("LLM_TIMEOUT", "601"),
        ("LLM_MAX_TOKENS", "1"),
        ("LLM_PRICE_IN", "-1"),
    ],
)
def test_a_bad_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TUTOR_{name}", value)
    with pytest.raises(SettingsError, match=f"TUTOR_{name} is '{value}'") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_LLM_API_KEY", "sk-secret")
    settings = load_settings()
    assert "sk-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.llm_api_key is not None
    assert settings.llm_api_key.get_secret_value() == "sk-secret"


def test_another_programs_log_level_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "trace")
    assert load_settings().log_level == "WARNING"


def test_a_folder_and_settings_are_not_given_together(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        open_tutor(tmp_path, Settings())


def test_opening_a_tutor_writes_nothing(tmp_path: Path) -> None:
    open_tutor(tmp_path / "data").close()
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a\0b.md", "..", ".", "", "C:\\x\\y.pdf", "~/.ssh/id", "-"]
)
def test_an_upload_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    tutor = open_tutor(tmp_path / "data")
    path = tutor.settings.upload_path(name)
    path.write_bytes(b"x")
    assert path.resolve().parent == tutor.settings.uploads_dir
    assert not path.name.startswith(".")


@pytest.mark.parametrize(
    "name", ["很" * 200 + ".pdf", "x" * 500 + ".md", "." * 300 + "a.md", "a" * 10 + "." + "b" * 118, "🤖" * 90 + ".txt"]
)
def test_an_upload_of_any_long_name_can_be_written_and_keeps_its_suffix(tmp_path: Path, name: str) -> None:
    path = open_tutor(tmp_path / "data").settings.upload_path(name)
    path.write_bytes(b"x")
    assert not path.name.startswith(".")
    if len(name.rsplit(".", 1)[1]) < 5:
        assert path.suffix == "." + name.rsplit(".", 1)[1]


def test_the_guard_of_this_suite_refuses_the_network() -> None:
    import socket

    with socket.socket() as probe, pytest.raises(network.NetworkUsed):
        probe.connect(("192.0.2.1", 80))
    with pytest.raises(network.NetworkUsed):
        socket.getaddrinfo("example.org", 443)
    assert len(network.attempts) == 2
    network.attempts.clear()
