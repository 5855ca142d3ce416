"""What went wrong is told by what servers and libraries say, in the server's language too, and nothing is told twice over."""

from __future__ import annotations

import psycopg
import pytest

from console.desk.line import faults
from console.desk.line.address import DeskAddress
from console.desk.line.dialled import NotDialled
from console.desk.line.faults import Fault
from console.desk.part import LineStatus
from console.desk.trouble import DeskTrouble, NotReached

ADDRESS = DeskAddress.read("anna@db1/desk")


def said(words: str, used_password: bool = True, verify_code: int = 0) -> Fault:
    text = f'connection to server at "10.0.0.7", port 5432 failed: {words}\n'
    failure = NotDialled("db1", 5432, "answer", text, used_password, verify_code=verify_code)
    return faults.of_one(failure, ADDRESS)


@pytest.mark.parametrize(
    "words",
    [
        'FATAL:  password authentication failed for user "anna"',
        "FATAL:  Passwort-Authentifizierung für Benutzer »anna« fehlgeschlagen",
        "FATAL:  LDAP-Authentifizierung für Benutzer »anna« fehlgeschlagen",
        "FATAL:  la autentificación password falló para el usuario «anna»",
        "FATAL:  authentification par mot de passe échouée pour l'utilisateur  « anna »",
        'FATALE:  autenticazione con password fallita per l\'utente "anna"',
        'FATAL:  ユーザー"anna"のパスワード認証に失敗しました',
        'FATAL:  사용자 "anna"의 password 인증을 실패했습니다',
        'ВАЖНО:  пользователь "anna" не прошёл проверку подлинности (по паролю)',
        'FATAL:  Lösenordsautentisering misslyckades för användare "anna"',
        '致命错误:  用户 "anna" Password 认证失败',
        'FATAL:  autenticação do tipo senha falhou para usuário "anna"',
        "FATAL:  SASL authentication failed",
    ],
)
def test_a_refused_password_is_told_in_every_language_of_the_server(words: str) -> None:
    fault = said(words)
    assert fault.status == "refused"
    assert fault.sentence.startswith("The desk refused the password of anna: “")


@pytest.mark.parametrize(
    "words",
    [
        "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
        "FATAL:  die verbleibenden Verbindungen sind für Superuser auf Nicht-Replikationsverbindungen reserviert",
        "FATAL:  zu viele Verbindungen für Datenbank »desk«",
        "FATAL:  demasiadas conexiones para el rol «anna»",
        "FATAL:  trop de connexions pour le rôle « anna »",
        'FATALE:  troppe connessioni per il ruolo "anna"',
        'FATAL:  ロール"anna"からの接続が多すぎます',
        'FATAL:  "anna" 롤의 최대 동시 접속수를 초과했습니다',
        'ВАЖНО:  слишком много подключений для роли "anna"',
        'ПОМИЛКА:  занадто багато підключень для ролі "anna"',
        'FATAL:  för många uppkopplingar till databasen "desk"',
        '致命错误:  由角色"anna"发起的连接太多了',
        "FATAL:  sorry, too many clients already",
    ],
)
def test_a_full_server_is_tried_again_in_every_language(words: str) -> None:
    fault = said(words, used_password="sorry" not in words)
    assert (fault.status, "no place for one more console" in fault.sentence) == ("away", True)


@pytest.mark.parametrize(
    ("words", "used_password", "status"),
    [
        ("FATAL:  Datenbank »desk« existiert nicht", True, "unusable"),
        ("FATAL:  no existe la base de datos «desk»", True, "unusable"),
        ('FATAL:  permission denied for database "desk"', True, "unusable"),
        ("FATAL:  keine Berechtigung für Datenbank »desk«", True, "unusable"),
        ("FATAL:  the database system is starting up", False, "away"),
        ("FATAL:  das Datenbanksystem startet", False, "away"),
        ("FATAL:  tut mir leid, schon zu viele Verbindungen", False, "away"),
        (
            'FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "anna", database "desk", no encryption',
            False,
            "unusable",
        ),
        ("FATAL:  kein pg_hba.conf-Eintrag für Host »10.0.0.9«", False, "unusable"),
        ("FATAL:  unsupported startup parameter: extra_float_digits", False, "unusable"),
        ("session is read-only", True, "away"),
        ("server is in hot standby mode", True, "away"),
        ("server closed the connection unexpectedly\n\tThis probably means", True, "away"),
        ("could not receive data from server: Connection reset by peer", False, "away"),
        ("Network is unreachable\n\tIs the server running", False, "away"),
        ("SSL error: unsupported protocol", False, "certificate"),
        (
            "channel binding required, but server authenticated client without channel binding",
            True,
            "certificate",
        ),
        ("something new", False, "away"),
    ],
)
def test_each_answer_at_the_door_has_its_status(words: str, used_password: bool, status: LineStatus) -> None:
    fault = said(words, used_password)
    assert fault.status == status, fault
    assert fault.sentence.endswith(".")
    assert "\n" not in fault.sentence


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (9, "is not valid yet, or this computer's clock is wrong"),
        (10, "has expired, or this computer's clock is wrong"),
        (18, "is signed by itself"),
        (20, "comes from an authority that is not trusted here"),
        (0, "is not trusted here"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_told(code: int, words: str) -> None:
    fault = said("SSL error: certificate verify failed", False, code)
    assert fault.status == "certificate"
    assert words in fault.sentence


def test_of_several_servers_the_answer_that_says_most_is_told() -> None:
    silent = NotDialled("db1", 5432, "silence", "")
    unknown = NotDialled("db3", 5432, "name", "nodename nor servname provided")
    copy = NotDialled("db2", 5432, "answer", "server is in hot standby mode\n", True)
    wrong = NotDialled(
        "db2", 5432, "answer", 'failed: FATAL:  password authentication failed for user "anna"', True
    )
    assert faults.of_dialling((silent, unknown), ADDRESS).sentence == "The desk's server db1 does not answer."
    assert faults.of_dialling((silent, copy, unknown), ADDRESS).sentence == faults.READ_ONLY
    assert faults.of_dialling((silent, wrong, copy), ADDRESS).status == "refused"


def test_a_servers_own_words_are_one_short_line() -> None:
    assert faults.quoted(" a\tb\x1b[31m\u202ec ") == "“a b [31m c”"
    assert len(faults.quoted("x" * 1000)) == 202
    assert faults.quoted("x" * 1000).endswith("…”")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("42501", "unusable"),
        ("42P01", "unusable"),
        ("3F000", "unusable"),
        ("42883", "unusable"),
        ("25006", "away"),
        ("57P01", "away"),
        ("57P02", "away"),
        ("57P03", "away"),
        ("08006", "away"),
        ("55P03", None),
        ("57014", None),
        ("22P02", None),
        ("23514", None),
        ("40P01", None),
        ("53100", None),
    ],
)
def test_a_failed_statement_is_the_lines_or_its_own(state: str, status: LineStatus | None) -> None:
    error = psycopg.errors.lookup(state)("the text of a record")
    fault = faults.of_statement(error, False, ADDRESS)
    assert (fault and fault.status) == status
    told = faults.trouble(error, fault)
    assert "record" not in told.sentence
    assert isinstance(told, NotReached) == (state not in ("22P02", "23514"))
    assert isinstance(told, DeskTrouble)


def test_whatever_fails_on_a_connection_that_is_gone_is_the_line() -> None:
    fault = faults.of_statement(psycopg.OperationalError("consuming input failed"), True, ADDRESS)
    assert fault == Fault("away", faults.LOST)
