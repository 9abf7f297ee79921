"""What an installation may set, each with its type, its default and what goes wrong with a bad value.

Read from the environment (`HOLDFAST_…`) and from `holdfast.env` in the data folder.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from holdfast.foundation.organisation.roles import GUARDED_ROLES, ROLES

DATABASE_FILE = "holdfast.sqlite3"
FOR_OTHERS = stat.S_IRWXO

CHECKOUT = Path(__file__).resolve().parents[3]


class BadConfiguration(Exception):
    """A setting has a value that cannot be used. The message lists every one, and how to mend it."""


class Configuration(BaseSettings):
    """The settings of one installation."""

    model_config = SettingsConfigDict(env_prefix="HOLDFAST_", extra="forbid")

    data: Path = Field(default=CHECKOUT / "data", description="folder for the embedded database, evidence and keys")
    database: str = Field(default="", description="postgresql://user:password@host:5432/name; empty: SQLite in `data`")
    mode: Literal["production", "demo", "development", "test"] = Field(
        default="production", description="demo lets anyone be anyone, on this machine only"
    )
    secret_key: str = Field(default="", description="at least 50 characters; empty: made once and kept in `data`")
    old_secret_keys: list[str] = Field(
        default_factory=list, description="earlier keys that still open what they closed"
    )
    audit_key: str = Field(default="", description="signs audit entries; empty: made once and kept in `data`")
    old_audit_keys: list[str] = Field(default_factory=list, description="earlier keys whose entries still count")
    hosts: list[str] = Field(default=["localhost", "127.0.0.1", "[::1]"], description="host names that are answered")
    public_url: str = Field(
        default="http://localhost:8000", description="how people reach this site, for links in mail"
    )
    mail: str = Field(
        default="console",
        description=(
            "smtp://user:password@host:587 (smtps: for TLS); console prints mail, and nothing is served with it in "
            "production"
        ),
    )
    mail_from: str = Field(default="Holdfast <holdfast@localhost>", description="the sender of all mail")
    evidence_megabytes: int = Field(default=50, ge=1, le=2000, description="largest file that is accepted")
    virus_scanner: str = Field(default="", description="clamd as host:port; empty: none")
    oidc_name: str = Field(default="", description="what the single sign-on button says; empty: no single sign-on")
    oidc_server: str = Field(default="", description="address of the OIDC provider's discovery document")
    oidc_client: str = Field(default="", description="the name under which the provider knows this installation")
    oidc_secret: str = Field(default="", description="what the provider gave out with that name")
    oidc_vouches_for: list[str] = Field(
        default_factory=list,
        description="e-mail domains whose addresses the provider has checked, where it sends no `email_verified`",
    )
    oidc_has_second_factor: bool = Field(
        default=False, description="true: the provider asks for a second factor itself, so Holdfast does not ask again"
    )
    second_factor_roles: list[str] | None = Field(
        default=None, description="roles that cannot work without a second factor; unset: the four that see most"
    )
    session_hours: int = Field(default=8, ge=1, le=72, description="a session ends after so many hours without use")
    longest_session_hours: int = Field(
        default=24, ge=1, le=168, description="a session ends after so many hours at most"
    )
    packs: list[Path] = Field(default_factory=list, description="folders that hold packs beside the five that ship")
    security_contact: str = Field(
        default="",
        description="whom to tell of a weakness, mailto:… or https://…, for security.txt; empty: no such file",
    )
    proxies: int = Field(default=0, ge=0, le=5, description="reverse proxies in front that set X-Forwarded-For")

    @field_validator("database")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("postgresql", "postgres"):
            raise ValueError("write postgresql://user:password@host:5432/name, or leave it empty for SQLite")
        return value

    @field_validator("mail")
    @classmethod
    def _mail_is_known(cls, value: str) -> str:
        if value != "console" and urlsplit(value).scheme not in ("smtp", "smtps"):
            raise ValueError("write console, smtp://host:25 or smtps://user:password@host:465")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url_is_whole(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
            raise ValueError("write the whole address, such as https://holdfast.example.nhs.uk")
        return value.rstrip("/")

    @field_validator("security_contact")
    @classmethod
    def _contact_is_an_address(cls, value: str) -> str:
        if (value and urlsplit(value).scheme not in ("mailto", "https", "tel")) or "\n" in value:
            raise ValueError("write mailto:security@example.nhs.uk, or the https:// address of a page")
        return value

    @field_validator("secret_key")
    @classmethod
    def _secret_is_long(cls, value: str) -> str:
        if value and len(value) < 50:
            raise ValueError("needs at least 50 characters; leave it empty and one is made for you")
        return value

    @model_validator(mode="after")
    def _demo_stays_a_demo(self) -> Configuration:
        """Demo mode lets anyone sign in as anyone: it must not meet a real database or a public address.

        No mode but production may work on what production has set up: the others ask for no second factors.
        """
        if self.mode != "production" and self.production_mark.exists():
            raise ValueError(
                f"mode={self.mode} is less careful than production, and {self.data} is in production: unset "
                "HOLDFAST_MODE, or set HOLDFAST_DATA to another folder"
            )
        if self.mode == "demo":
            if self.database:
                raise ValueError("mode=demo works on its own SQLite file only: unset HOLDFAST_DATABASE")
            if urlsplit(self.public_url).hostname not in ("localhost", "127.0.0.1", "::1"):
                raise ValueError(
                    "mode=demo answers on this machine only: unset HOLDFAST_PUBLIC_URL, or do not use demo mode"
                )
            if any(host not in ("localhost", "127.0.0.1", "[::1]", "testserver") for host in self.hosts):
                raise ValueError(
                    "mode=demo answers on this machine only: unset HOLDFAST_HOSTS, or do not use demo mode"
                )
        if bool(self.oidc_server) != bool(self.oidc_client):
            raise ValueError("single sign-on needs both HOLDFAST_OIDC_SERVER and HOLDFAST_OIDC_CLIENT")
        return self

    @field_validator("oidc_server")
    @classmethod
    def _provider_is_safe(cls, value: str) -> str:
        address = urlsplit(value)
        if value and address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("write the whole address, and it must begin with https://")
        return value

    @field_validator("second_factor_roles")
    @classmethod
    def _roles_are_known(cls, value: list[str] | None) -> list[str] | None:
        if unknown := sorted(set(value or ()) - set(ROLES)):
            raise ValueError(f"no role is called {', '.join(unknown)}; the roles are {', '.join(sorted(ROLES))}")
        return value

    @property
    def roles_with_second_factor(self) -> list[str]:
        """The roles that cannot work without a second factor: as set, else those that see or change most."""
        if self.second_factor_roles is not None:
            return self.second_factor_roles
        return list(GUARDED_ROLES) if self.mode == "production" else []

    @property
    def production_mark(self) -> Path:
        """The file that says that the data folder is, or was, in production."""
        return self.data / "in-production"

    @property
    def prints_mail(self) -> bool:
        """True when mail goes to where this process prints: never in production, where that is a log."""
        return self.mail == "console" and self.mode != "production"

    @property
    def embedded(self) -> bool:
        """True when the database is the SQLite file in the data folder."""
        return not self.database

    def make_folder(self) -> None:
        """Make the data folder for the owner only, and let nobody else on this machine read the database in it."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self.data.glob(f"{DATABASE_FILE}*"):
            status = path.stat()
            if status.st_mode & FOR_OTHERS and status.st_uid == os.geteuid():
                path.chmod(stat.S_IMODE(status.st_mode) & ~FOR_OTHERS)

    def kept_secret(self, name: str) -> str:
        """The secret `name`, made at its first use and kept in the data folder, readable by the owner only."""
        path = self.data / name
        if not path.exists():
            self.make_folder()
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return path.read_text().strip()
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(60))
        return path.read_text().strip()


def read_configuration() -> Configuration:
    """The configuration of this process.

    Raises BadConfiguration that names each bad setting by the variable that holds it, and says how to mend it.
    """
    data = Path(os.environ.get("HOLDFAST_DATA", CHECKOUT / "data"))
    try:
        return Configuration(_env_file=data / "holdfast.env")  # type: ignore[call-arg]
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"])
            variable = f"HOLDFAST_{name.upper().removeprefix('HOLDFAST_')}: " if name else ""
            lines.append(f"  {variable}{problem['msg'].removeprefix('Value error, ')}")
        raise BadConfiguration("Holdfast cannot start with these settings:\n" + "\n".join(lines)) from None
