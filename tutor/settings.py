"""Everything that can be set, read once from the environment and `.env`; `.env.example` names each variable."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Literal

from dotenv import load_dotenv
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tutor.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
_LONGEST_NAME = 200  # bytes
ENV_FILE = ".env"
SHIPPED_CORPUS = PROJECT / "corpus"


class Settings(BaseSettings):
    """What a Tutor is built from.  Every field is `TUTOR_<NAME>` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="TUTOR_",
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data_dir: Path = Field(default=Path("data"), description="everything the program writes lies in this folder")
    database_url: str | None = Field(default=None, description="SQL database; default: SQLite in the data folder")
    chroma_url: str | None = Field(default=None, description="a Chroma server; default: embedded in the data folder")
    embedder: str | None = Field(default=None, description="a sentence-transformers name or folder; default: MiniLM")
    reranker: str | None = Field(
        default=None, description="a sentence-transformers cross-encoder's name or folder, for the first 20 passages"
    )
    llm: str | None = Field(default=None, description="provider:model; default: the material answers by itself")
    llm_base_url: str | None = Field(default=None, description="an OpenAI-compatible server, or an Ollama server")
    llm_api_key: SecretStr | None = Field(default=None, description="default: the provider's own variable")
    llm_timeout: float = Field(default=30.0, gt=0, le=600, description="seconds between two pieces of an answer")
    llm_max_tokens: int = Field(default=900, ge=64, le=32_000)
    llm_price_in: float | None = Field(default=None, ge=0, description="US dollars per million input tokens")
    llm_price_out: float | None = Field(default=None, ge=0, description="US dollars per million output tokens")
    profile: str = Field(default="me", min_length=1, max_length=40, description="the candidate the command speaks for")
    clock_offset: timedelta = Field(
        default=timedelta(0), description="moves the program's clock, to see the review of another day: P1D is tomorrow"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"

    @property
    def home(self) -> Path:
        """The data folder, absolute.  Raises SettingsError where the path is none."""
        try:
            return self.data_dir.expanduser().resolve()
        except (RuntimeError, ValueError, OSError) as error:
            raise SettingsError(f"TUTOR_DATA_DIR {str(self.data_dir)!r} is not a folder's path ({error})") from error

    @property
    def sql_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'library.db'}"

    @property
    def checked_url(self) -> str:
        """The library of the corpus check, apart from the candidate's."""
        return f"sqlite:///{self.home / 'corpus-check.db'}"

    @property
    def models_dir(self) -> Path:
        return self.home / "models"

    @property
    def chroma_dir(self) -> Path:
        return self.home / "chroma"

    @property
    def uploads_dir(self) -> Path:
        return self.home / "uploads"

    def upload_path(self, filename: str) -> Path:
        """Where an uploaded file of this name is kept; only the name's last part counts, made safe for any disk."""
        last = re.split(r"[/\\]", filename)[-1]
        safe = re.sub(r"[^\w.\- ]", "_", last).strip(" .") or "upload"
        while len(safe.encode()) > _LONGEST_NAME:
            safe = safe[1:]
        self.uploads_dir.mkdir(parents=True, exist_ok=True)
        return self.uploads_dir / safe


def load_settings(data_dir: Path | None = None, profile: str | None = None) -> Settings:
    """Settings from the environment; what is given overrides.  Raises SettingsError naming the variable."""
    load_dotenv(ENV_FILE)  # the providers' own key variables are read by their packages, from the environment alone
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"TUTOR_{str(first['loc'][0]).upper()}" if first["loc"] else "a setting"
        raise SettingsError(f"{name} is {first.get('input')!r}: {first['msg'].lower()}") from error
    given = {"data_dir": data_dir, "profile": " ".join(profile.split()) if profile else None}
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})
