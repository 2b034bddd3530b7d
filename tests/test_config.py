"""What an installation's settings promise: sane defaults, no secrets in files, every fault at once and in words."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.config import VARIABLES, Config, ConfigError, Database, Fault, Section, Web, load

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
HUSH = "hunter2"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A path for a settings file in an empty folder."""
    return tmp_path / "config.toml"


def faults(file: Path, text: str, env: dict[str, str] | None = None) -> tuple[Fault, ...]:
    """What is wrong with these settings."""
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file, env or {})
    return caught.value.faults


def fault(file: Path, text: str, env: dict[str, str] | None = None) -> Fault:
    """The one thing wrong with these settings."""
    (only,) = faults(file, text, env)
    return only


def loaded(file: Path, text: str) -> Config:
    """These settings, which are fine."""
    file.write_text(text, "utf-8")
    return load(file, {})


def settings_of(section: type[Section], before: str = "") -> list[str]:
    """``database.url`` and so on, for every key there is."""
    names = []
    for name, declared in section.model_fields.items():
        inner = re.search(r"bot\.config\.sections\.(\w+)", str(declared.annotation))
        names += [f"{before}{name}"] if inner is None else settings_of(_section(inner[1]), f"{name}.")
    return names


def _section(name: str) -> type[Section]:
    return next(kind for kind in Section.__subclasses__() if kind.__name__ == name)


class TestTheExample:
    """config.example.toml is documentation that runs."""

    def test_runs_as_it_stands(self) -> None:
        """The example's values are the defaults, so leaving any of them out changes nothing."""
        assert load(EXAMPLE, {}) == load(None, {})

    def test_writes_out_every_default(self) -> None:
        """The example says outright what would happen without it."""
        written = tomllib.loads(EXAMPLE.read_text("utf-8"))
        unsaid = load(None, {}).model_dump(mode="json", exclude={"database"}, exclude_none=True)
        assert {**written, "database": {}, "nudges": []} == {**unsaid, "database": {}, "nudges": []}
        assert [{"weather": False, **nudge} for nudge in written["nudges"]] == unsaid["nudges"]

    @pytest.mark.parametrize("setting", settings_of(Config))
    def test_names_every_key(self, setting: str) -> None:
        """A setting that the example does not show is one that nobody finds; a secret shows as its variable."""
        key, variable = setting.rpartition(".")[2], f"BREWMATE_{setting.replace('.', '_')}".upper()
        shown = rf"^#   {variable}\b" if variable in VARIABLES and "url" not in key else rf"^(# )?{key} = "
        assert re.search(shown, EXAMPLE.read_text("utf-8"), re.MULTILINE)

    @pytest.mark.parametrize("variable", VARIABLES)
    def test_names_every_environment_variable(self, variable: str) -> None:
        """Every variable that is read is in the example."""
        assert variable in EXAMPLE.read_text("utf-8")

    def test_explains_every_key(self) -> None:
        """In the example each key of the first schedule and of every section follows a comment."""
        lines = EXAMPLE.read_text("utf-8").split("# A prompt of any mood")[0].splitlines()
        above = dict(zip(lines[1:], lines, strict=False))
        keys = [line for line in lines if re.match(r"(# )?[a-z_]+ = ", line) and not line.startswith("channels = ")]
        assert [key for key in keys if not above[key].startswith("#")] == []


class TestDefaults:
    """What holds when nothing is said."""

    def test_need_no_file(self) -> None:
        """Without a file there is a British community in SQLite that listens on this machine alone."""
        config = load(None, {})
        place = {"locale": "en-GB", "zone": "Europe/London", "area": "GB"}
        assert config.community.model_dump() == {**place, "kept_after_leaving": 7}
        assert config.database.url.get_secret_value() == "sqlite:///brewmate.db"
        assert ipaddress.ip_address(config.web.host).is_loopback
        assert [nudge.when for nudge in config.nudges] == ["every monday 10:00", "every wednesday 14:00"]

    def test_fill_an_empty_file(self, file: Path) -> None:
        """An empty file means the defaults."""
        assert loaded(file, "") == load(None, {}) == Config()

    def test_can_be_changed_one_by_one(self, file: Path) -> None:
        """A key in the file leaves its neighbours alone."""
        assert loaded(file, "[web]\nport = 9000\n").web == Web(port=9000)

    def test_schedules_may_be_none(self, file: Path) -> None:
        """A playground community may start without any schedule."""
        assert loaded(file, "nudges = []\n").nudges == ()

    def test_are_frozen(self) -> None:
        """Nothing changes the settings of a running bot."""
        with pytest.raises(ValidationError):
            load(None, {}).web.port = 1

    @pytest.mark.parametrize("written", ["en_GB", "EN-gb", "en-GB"])
    def test_locales_are_spelt_one_way(self, file: Path, written: str) -> None:
        """Underscores and capitals in a locale are forgiven."""
        assert loaded(file, f'[community]\nlocale = "{written}"\n').community.locale == "en-GB"

    def test_a_locale_is_never_swapped_for_another(self, file: Path) -> None:
        """Babel reads en-ZZ as American English; here it is refused."""
        assert fault(file, '[community]\nlocale = "en-ZZ"\n').key == "community.locale"

    def test_a_byte_order_mark_is_no_fault(self, file: Path) -> None:
        """A file saved by Notepad loads."""
        file.write_bytes(b"\xef\xbb\xbf[web]\r\nport = 9000\r\n")
        assert load(file, {}).web.port == 9000


class TestSecrets:
    """Passwords and tokens stay out of the file, and out of everything that is printed."""

    def test_come_from_the_environment(self, file: Path) -> None:
        """The environment's database wins over the file's."""
        file.write_text('[database]\nurl = "sqlite:///file.db"\n', "utf-8")
        url = f"postgresql://me:{HUSH}@db/brewmate"
        assert load(file, {"BREWMATE_DATABASE_URL": url}).database.url.get_secret_value() == url

    def test_come_from_a_file_of_their_own(self, file: Path) -> None:
        """``url_file`` is read from the settings' own folder, without the line break at its end."""
        (file.parent / "secret").write_text(f"postgresql://me:{HUSH}@db/brewmate\n", "utf-8")
        config = loaded(file, '[database]\nurl_file = "secret"\n')
        assert config.database.url.get_secret_value() == f"postgresql://me:{HUSH}@db/brewmate"

    def test_an_empty_variable_is_not_set(self, file: Path) -> None:
        """An empty variable, which compose files like to pass on, changes nothing."""
        file.write_text('[database]\nurl = "sqlite:///file.db"\n', "utf-8")
        assert load(file, {"BREWMATE_DATABASE_URL": ""}).database.url.get_secret_value() == "sqlite:///file.db"

    def test_are_never_shown(self) -> None:
        """Printing the settings, or dumping them as JSON, shows no password."""
        config = load(None, {"BREWMATE_DATABASE_URL": f"postgresql://me:{HUSH}@db/brewmate"})
        assert HUSH not in f"{config!r} {config} {config.model_dump_json()}"

    def test_are_not_in_pydantics_errors(self) -> None:
        """Even where a section is made in code, its error repeats nothing that was given."""
        with pytest.raises(ValidationError) as caught:
            Database.model_validate({"url": f"mysql://me:{HUSH}@db", "urll": HUSH})
        assert HUSH not in str(caught.value)

    @pytest.mark.parametrize(
        "url",
        [
            f"postgresql://me:{HUSH}@db/brewmate",
            f"postgresql+psycopg://:{HUSH}@db/brewmate",
            f"postgresql://me:{HUSH}/with@odd:signs@db/brewmate",
            f"postgresql://db/brewmate?user=me&password={HUSH}",
        ],
    )
    def test_a_password_in_the_file_is_refused(self, file: Path, url: str) -> None:
        """A database URL with a password is sent to the environment, and not repeated."""
        found = fault(file, f'[database]\n\nurl = "{url}"\n')
        assert (found.key, found.line) == ("database.url", 3)
        assert "BREWMATE_DATABASE_URL" in str(found)
        assert HUSH not in str(found)

    @pytest.mark.parametrize("url", ["sqlite:///C:/data/me@home/brewmate.db", "postgresql://me@db:5432/brewmate"])
    def test_a_url_without_a_password_is_fine(self, file: Path, url: str) -> None:
        """Colons and at-signs alone make no password."""
        assert loaded(file, f'[database]\nurl = "{url}"\n').database.url.get_secret_value() == url

    @pytest.mark.parametrize(
        ("table", "key", "variable"),
        [
            ("slack", "bot_token", "BREWMATE_SLACK_BOT_TOKEN"),
            ("slack", "signing_secret", "BREWMATE_SLACK_SIGNING_SECRET"),
            ("database", "password", "BREWMATE_DATABASE_PASSWORD"),
        ],
    )
    def test_a_secret_by_its_name_is_refused(self, file: Path, table: str, key: str, variable: str) -> None:
        """Whatever is called a token, secret or password may not stand in the file; its variable is named."""
        found = [each for each in faults(file, f'[{table}]\n{key} = "{HUSH}"\n') if each.key == f"{table}.{key}"]
        assert [(each.line, variable in each.expected) for each in found] == [(2, True)]
        assert HUSH not in str(found)

    def test_a_secret_in_a_list_is_refused(self, file: Path) -> None:
        """A secret is found in every table of a list, and its variable has no number in it."""
        (found, _) = faults(file, f'[[nudges]]\nchannel = "a"\nwebhook_token = "{HUSH}"\n')[::-1]
        assert (found.key, found.line) == ("nudges[0].webhook_token", 3)
        assert "BREWMATE_NUDGES_WEBHOOK_TOKEN" in found.expected

    @pytest.mark.parametrize("value", [f'"mysql://me/{HUSH}"', f'"{HUSH}"', f'["{HUSH}"]', '""', "20272027"])
    def test_a_bad_url_is_not_repeated(self, file: Path, value: str) -> None:
        """What is wrong with a database URL is said without showing it."""
        found = fault(file, f"[database]\nurl = {value}\n")
        assert found.key == "database.url"
        assert "postgresql://" in found.expected
        assert HUSH not in found.problem
        assert "20272027" not in found.problem

    def test_a_bad_variable_is_blamed_by_name(self) -> None:
        """A fault in the environment says so, and shows no value."""
        with pytest.raises(ConfigError) as caught:
            load(None, {"BREWMATE_DATABASE_URL": f"mysql://me:{HUSH}@db"})
        assert str(caught.value).startswith("environment: BREWMATE_DATABASE_URL: ")
        assert HUSH not in str(caught.value)

    def test_a_misspelt_variable_is_refused(self) -> None:
        """A slip in a variable's name would quietly open another database, so it stops the start."""
        with pytest.raises(ConfigError, match="Did you mean BREWMATE_DATABASE_URL"):
            load(None, {"BREWMATE_DATABSE_URL": "sqlite:///other.db"})

    @pytest.mark.parametrize("name", ["BREWMATE_DATABASE_PORT", "BREWMATE_HOME", "brewmate_database_url", "PATH"])
    def test_other_variables_are_nobodys_business(self, name: str) -> None:
        """Variables that only share a few letters with ours, such as those Kubernetes sets, do no harm."""
        assert load(None, {name: "tcp://10.0.0.1:5432"}) == load(None, {})

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"mysql://db", b"sqlite:///a.db\nsqlite:///b.db"])
    def test_an_unusable_secret_file_is_refused(self, file: Path, content: bytes) -> None:
        """A file without exactly one good URL is blamed at the key that names it."""
        (file.parent / "secret").write_bytes(content)
        found = fault(file, '[database]\nurl_file = "secret"\n')
        assert (found.key, found.line) == ("database.url_file", 2)

    @pytest.mark.parametrize("name", ["gone", ".", r"\u0000", "x" * 5000])
    def test_a_missing_secret_file_is_refused(self, file: Path, name: str) -> None:
        """A ``url_file`` that is not there, or could not be, is a fault and no crash."""
        assert fault(file, f'[database]\nurl_file = "{name}"\n').key == "database.url_file"

    def test_only_one_place_holds_the_url(self, file: Path) -> None:
        """``url`` and ``url_file`` together are refused; nobody should have to guess which one counts."""
        assert "both" in fault(file, '[database]\nurl = "sqlite:///a.db"\nurl_file = "secret"\n').problem


class TestFaults:
    """What can't be used is refused, in words that say where and what instead."""

    @pytest.mark.parametrize(
        ("text", "key", "line", "suggestion"),
        [
            ("[web]\nprot = 1\n", "web.prot", 2, "port"),
            ("[wbe]\nport = 1\n", "wbe", 1, "web"),
            ("port = 8080\n", "port", 1, "port under [web]"),
            ("[web]\nport = 0\n", "web.port", 2, None),
            ("[web]\nport = 70000\n", "web.port", 2, None),
            ('[web]\nport = "8080"\n', "web.port", 2, None),
            ("[web]\nport = true\n", "web.port", 2, None),
            (f"[web]\nport = 0x{'f' * 5000}\n", "web.port", 2, None),
            ('[web]\nallow_remote = "yes"\n', "web.allow_remote", 2, None),
            ("web = 3\n", "web", 1, None),
            ("database = 3\n", "database", 1, None),
            ("[web]\n[web.port]\n", "web.port", 2, None),
            ("[web]\nport = 2027-03-28\n", "web.port", 2, None),
            ('[community]\nzone = "Europe/Lundon"\n', "community.zone", 2, "Europe/London"),
            ('[community]\nzone = "london"\n', "community.zone", 2, "Europe/London"),
            ('[community]\nzone = "New York"\n', "community.zone", 2, "America/New_York"),
            ('[community]\nzone = "europe/london"\n', "community.zone", 2, "Europe/London"),
            ('[community]\nzone = "../../etc/passwd"\n', "community.zone", 2, None),
            ('[community]\nzone = ""\n', "community.zone", 2, None),
            ('[community]\nlocale = "en-GBR"\n', "community.locale", 2, "en-GB"),
            ('[community]\nlocale = ""\n', "community.locale", 2, None),
            ('[community]\narea = "UK"\n', "community.area", 2, "GB"),
            ('[community]\narea = "gb-sct"\n', "community.area", 2, "GB-SCT"),
            ('[community]\narea = "Scotland"\n', "community.area", 2, None),
            ('[log]\nlevel = "INFO"\n', "log.level", 2, "info"),
            ('[log]\nformat = "jsn"\n', "log.format", 2, "json"),
            ('[listening]\nchannels = "general"\n', "listening.channels", 2, None),
            ("[listening]\nchannels = [\n  3,\n]\n", "listening.channels[0]", 2, None),
            ('[listening]\nchannels = ["#Tea Room"]\n', "listening.channels[0]", 2, "tea-room"),
            ('[[nudges]]\nchannel = "a"\n', "nudges[0].when", 1, None),
            ('[[nudges]]\nchannel = "a"\nwhen = ""\n', "nudges[0].when", 3, None),
            ('nudges = [{channel = "a", when = "b", moood = "c"}]\n', "nudges[0].moood", 1, "mood"),
            ("nudges = {}\n", "nudges", 1, None),
        ],
    )
    def test_say_where_and_what_was_meant(
        self, file: Path, text: str, key: str, line: int, suggestion: str | None
    ) -> None:
        """A fault names its file, line and key, says what was expected, and suggests what is nearest."""
        found = fault(file, text)
        assert (found.file, found.key, found.line, found.suggestion) == (str(file), key, line, suggestion)
        assert found.expected
        assert str(found).startswith(f"{file}:{line}: {key}: ")

    def test_are_all_told_at_once(self, file: Path) -> None:
        """Three mistakes are three lines, in the order of the file."""
        file.write_text('[log]\nlevel = "loud"\n[web]\nport = -1\n[community]\nzone = "Mars"\n', "utf-8")
        with pytest.raises(ConfigError) as caught:
            load(file, {})
        assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == [
            "log.level",
            "web.port",
            "community.zone",
        ]

    def test_reads_as_a_sentence(self, file: Path) -> None:
        """What an operator sees is one line that can be acted on."""
        assert str(fault(file, "[web]\nport = 99999\n")) == (
            f"{file}:2: web.port: 99999 can't be used; expected a whole number from 1 to 65535."
        )

    def test_counts_past_long_strings(self, file: Path) -> None:
        """A text of several lines that looks like settings does not mislead the line numbers."""
        text = '[web]\nport = 0\n\n[[nudges]]\nchannel = "a"\nwhen = """\n[web]\nport = 1\n"""\n'
        assert fault(file, text).line == 2

    def test_keeps_a_crooked_value_on_one_line(self, file: Path) -> None:
        """Line breaks, terminal codes and right-to-left overrides in a value are shown as escapes."""
        found = str(fault(file, r"[community]" + "\n" + r'zone = "a\nb\u001b[31m\u202e"' + "\n"))
        assert found.isprintable()

    def test_shortens_a_long_value(self, file: Path) -> None:
        """A fault about a very long value is still a line that can be read."""
        assert len(str(fault(file, f'[community]\nzone = "{"x" * 9999}"\n'))) < len(str(file)) + 200

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.4", "example.org", "localhost.example.org"])  # noqa: S104  # refused here
    def test_a_remote_address_must_be_meant(self, file: Path, host: str) -> None:
        """Listening beyond this machine is refused with the reason, until allow_remote says that it is meant."""
        found = fault(file, f'[web]\nhost = "{host}"\n')
        assert "other machines" in found.problem
        assert "allow_remote = true" in found.expected
        assert loaded(file, f'[web]\nhost = "{host}"\nallow_remote = true\n').web.host == host

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST."])
    def test_this_machine_needs_no_leave(self, file: Path, host: str) -> None:
        """Every way to say "this machine" is fine without allow_remote."""
        assert loaded(file, f'[web]\nhost = "{host}"\n').web.host == host

    @pytest.mark.parametrize("host", ["", " ", "http://localhost", "[::1]", "a..b", "-a", "127.0.0.1:80"])
    def test_an_address_must_be_one(self, file: Path, host: str) -> None:
        """What is neither an address nor a host's name is refused even with allow_remote."""
        assert "not an address" in fault(file, f'[web]\nallow_remote = true\nhost = "{host}"\n').problem

    @pytest.mark.parametrize(
        ("content", "line", "problem"),
        [
            (b"[web]\nport = \n", 2, "not TOML"),
            (b"[web\n", 1, "not TOML"),
            (b"[web]\n[web]\n", 2, "not TOML"),
            (b"[web]\n# caf\xe9\n", 2, "not UTF-8"),
            (b"a = " + b"[" * 9999, None, "nested too deeply"),
            (b"a = " + b"9" * 9999, None, "too long"),
        ],
        ids=["no value", "open table", "table twice", "Latin-1", "deep", "long"],
    )
    def test_an_unreadable_text_is_a_fault(self, file: Path, content: bytes, line: int | None, problem: str) -> None:
        """What is no TOML, or no text, is told with its line and without a traceback."""
        file.write_bytes(content)
        with pytest.raises(ConfigError) as caught:
            load(file, {})
        (found,) = caught.value.faults
        assert (found.line, problem in found.problem) == (line, True)

    def test_a_missing_file_is_a_fault(self, file: Path) -> None:
        """A path that leads nowhere is told, with what to copy."""
        with pytest.raises(ConfigError, match=r"no such file; expected a copy of config\.example\.toml"):
            load(file, {})

    def test_an_unreadable_file_is_a_fault(self, tmp_path: Path) -> None:
        """A folder in the file's place is told and not raised as an OSError."""
        with pytest.raises(ConfigError, match="can't be read"):
            load(tmp_path, {})

    def test_found_later_know_their_line(self, file: Path) -> None:
        """Assembly can raise the same kind of fault for words that only it can read."""
        config = loaded(file, '[[nudges]]\nchannel = "a"\nwhen = "sometimes"\n')
        found = config.fault("nudges[0].when", "“sometimes” is no recurrence", "every monday 10:00, say")
        assert found == Fault(str(file), 3, "nudges[0].when", "“sometimes” is no recurrence", "every monday 10:00, say")

    def test_found_later_blame_the_environment(self) -> None:
        """A fault at a value that the environment gave names the variable."""
        config = load(None, {"BREWMATE_DATABASE_URL": "postgresql://nowhere/brewmate"})
        assert str(config.fault("database.url", "nobody answers")) == (
            "environment: BREWMATE_DATABASE_URL: nobody answers."
        )

    @given(st.text(alphabet="abc[].\"'=\n# {},1", max_size=60))
    def test_are_the_only_way_to_fail(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        """Whatever is in the file, it loads or is refused with faults on lines that exist."""
        file = tmp_path_factory.getbasetemp() / "any.toml"
        file.write_text(text, "utf-8")
        try:
            load(file, {})
            found: tuple[Fault, ...] = ()
        except ConfigError as error:
            found = error.faults or (Fault("no fault at all", -1, "", ""),)
        assert all(fault.line is None or 0 < fault.line <= text.count("\n") + 1 for fault in found)
