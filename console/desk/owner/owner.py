"""What the database's owner does for a desk: set it up, once, and let an operator in.

It must not do half of anything, each is one transaction; and no password of an operator's goes to the server, only what
proves it (SCRAM), so that none can be in the server's log.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from console.desk.driver import psycopg
from console.desk.line.faults import of_version
from console.desk.owner.statements import one, told
from console.desk.tables import NOTE_WORDS, OLDEST_SERVER, ROLE, VERSION, statements
from console.desk.trouble import DeskTrouble
from console.model.environment import Secret

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

SHORTEST_PASSWORD, _LONGEST_PASSWORD, _LONGEST_NAME = 12, 200, 63
_SETTING_UP = 4_152_026
"""The number of the lock that lets one at a time set a desk up in a database."""
_MAKES_ROLES = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"


def init(connection: DeskConnection) -> list[str]:
    """Make the desk's role, tables, functions and grants in the connection's database; return what to tell.

    Raises `DeskTrouble`, and nothing is changed, where there is a desk already, whichever version it has, where a right is
    missing, which is named, or where the server is too old.
    """
    with told("The desk could not be set up"), connection.transaction():
        connection.execute("SELECT pg_catalog.pg_advisory_xact_lock(%s)", (_SETTING_UP,))
        _refuse_server(connection)
        _refuse_again(connection)
        _refuse_rights(connection)
        _refuse_role(connection)
        connection.execute(statements())
        return [
            f"The desk is set up in the database “{connection.info.dbname}”.",
            *_index_words(connection),
            *_close_public(connection),
            _cannot(connection, "let people in yet", ROLE)
            or "Let people in with: order-console desk add-operator NAME --url …",
        ]


def version(connection: DeskConnection) -> int | None:
    """Which version the desk in this database has; None where there is none.

    Raises `DeskTrouble` where this login may not use it, or where a schema of this name is something else.
    """
    may = one(
        connection, "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'desk'"
    )
    if may is None:
        return None
    if not may:
        raise DeskTrouble(f"{connection.info.user} may not use the desk in this database.")
    if one(connection, "SELECT pg_catalog.to_regclass('desk.version')") is None:
        raise DeskTrouble("This database has a schema “desk” that is none of Order Console's.")
    number = one(connection, "SELECT number FROM desk.version")
    return int(number) if number is not None else 0


def wrong_name(name: str) -> str:
    """Why nobody can log in under this name, as a sentence; empty where one can."""
    if not name.strip():
        return "The operator needs a name."
    if name != name.strip() or not name.isprintable():
        return "The name begins or ends with a blank, or holds a character that cannot be shown."
    if len(name.encode()) > _LONGEST_NAME:
        return f"The name is longer than {_LONGEST_NAME} bytes, which PostgreSQL would cut off."
    if name.casefold().startswith("pg_") or name.casefold() in {"public", "none", ROLE}:
        return "PostgreSQL keeps this name for itself."
    return ""


def wrong_password(password: Secret) -> str:
    """Why this password will not do, as a sentence; empty where it will."""
    text = password.reveal()
    if not SHORTEST_PASSWORD <= len(text) <= _LONGEST_PASSWORD:
        return f"The password must have {SHORTEST_PASSWORD} to {_LONGEST_PASSWORD} characters."
    if not text.isprintable():
        return "The password holds a character that cannot be typed."
    return ""


def made_password() -> Secret:
    """A password of 144 random bits, which can be typed."""
    return Secret(secrets.token_urlsafe(18))


def refuse_operator(connection: DeskConnection, name: str) -> None:
    """Raise `DeskTrouble` where this login can let in no operator of that name. Asked first, before anybody types a password."""
    if sentence := wrong_name(name):
        raise DeskTrouble(sentence)
    with told("The desk could not be read"):
        need_desk(connection)
        alike = "SELECT rolname FROM pg_roles WHERE lower(rolname) = lower(%s) ORDER BY rolname = %s DESC"
        found = one(connection, alike, name, name)
        if found == name and is_operator(connection, name):
            raise DeskTrouble(f"{name} is at this desk already; --new-password gives another password.")
        if found == name:
            grant = f'GRANT {ROLE} TO "{name}"'
            raise DeskTrouble(
                f"The server has a login {name} already. To let that one in, run there: {grant}"
            )
        if found is not None:
            raise DeskTrouble(
                f"{found} differs from {name} only in capital letters; colleagues would mix them up."
            )
        if sentence := _cannot(connection, "let people in", ROLE):
            raise DeskTrouble(sentence)


def add_operator(connection: DeskConnection, name: str, password: Secret) -> None:
    """Make the login and let it work at the desk. Raises `DeskTrouble`; then there is none of that name."""
    refuse_operator(connection, name)
    make = "CREATE ROLE {name} LOGIN PASSWORD {proof} IN ROLE {role}"
    with told("The operator could not be added"), connection.transaction():
        connection.execute(_with_names(connection, make, name, password))


def new_password(connection: DeskConnection, name: str, password: Secret) -> None:
    """Give an operator another password. Raises `DeskTrouble` where there is none of that name, or a right is missing."""
    with told("The password could not be changed"):
        need_operator(connection, name)
        with connection.transaction():
            connection.execute(_with_names(connection, "ALTER ROLE {name} PASSWORD {proof}", name, password))


def need_operator(connection: DeskConnection, name: str) -> None:
    """Raise `DeskTrouble` unless this login can give an operator of that name at the desk another password."""
    with told("The desk could not be read"):
        need_desk(connection)
        if not is_operator(connection, name):
            raise DeskTrouble(f"There is no operator {name} at this desk.")
        if sentence := _cannot(connection, f"change the password of {name}", name):
            raise DeskTrouble(sentence)


def is_operator(connection: DeskConnection, name: str) -> bool:
    """Whether the login was let in; a superuser, who may do everything, was not by that.

    Nor was who made the role: since PostgreSQL 16 that one is its member, as one who may only hand it on.
    """
    member = (
        "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
        " WHERE m.roleid = to_regrole(%s) AND r.rolname = %s AND NOT m.admin_option"
    )
    return one(connection, member, ROLE, name) is not None


def need_desk(connection: DeskConnection) -> None:
    """Raise `DeskTrouble` unless the database has a desk of this version."""
    found = version(connection)
    if found is None:
        raise DeskTrouble("There is no desk in this database; order-console desk init makes one.")
    if (fault := of_version(found)) is not None:
        raise DeskTrouble(fault.sentence)


def _cannot(connection: DeskConnection, what: str, role: str) -> str:
    """Why this login cannot do what takes a right over that role, and what ends it, as a sentence; empty where it can.

    To make roles was enough before PostgreSQL 16; since then who made a role has to hand on the right over it.
    """
    user = connection.info.user
    missing = []
    if not one(connection, _MAKES_ROLES):
        missing.append(f"ALTER ROLE {_named(connection, user)} CREATEROLE")
    has = "SELECT pg_has_role(oid, 'MEMBER WITH ADMIN OPTION') FROM pg_roles WHERE rolname = %s"
    if connection.info.server_version >= 160_000 and one(connection, has, role) is False:
        handed_on = "WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"
        missing.append(f"GRANT {_named(connection, role)} TO {_named(connection, user)} {handed_on}")
    if not missing:
        return ""
    if not one(connection, "SELECT has_schema_privilege('desk', 'CREATE')"):
        return f"{user} cannot {what}: that is for the desk's owner."
    return f"{user} cannot {what}. The server's administrator changes that with: {'; '.join(missing)};"


def _named(connection: DeskConnection, name: str) -> str:
    return psycopg().sql.Identifier(name).as_string(connection)  # type: ignore[no-any-return]


def _with_names(connection: DeskConnection, statement: str, name: str, password: Secret) -> Any:
    """The statement with the quoted name and what proves the password, which is not the password."""
    if sentence := wrong_password(password):
        raise DeskTrouble(sentence)
    sql = psycopg().sql
    proof = connection.pgconn.encrypt_password(password.reveal().encode(), name.encode(), b"scram-sha-256")
    return sql.SQL(statement).format(
        name=sql.Identifier(name), proof=sql.Literal(proof.decode("ascii")), role=sql.Identifier(ROLE)
    )


def _refuse_server(connection: DeskConnection) -> None:
    if connection.info.server_version < OLDEST_SERVER * 10_000:
        major = connection.info.server_version // 10_000
        raise DeskTrouble(f"The server is PostgreSQL {major}; a desk takes {OLDEST_SERVER} or newer.")


def _refuse_again(connection: DeskConnection) -> None:
    found = version(connection)
    if found == VERSION:
        raise DeskTrouble(f"This database has a desk already (version {VERSION}); nothing was changed.")
    if found is not None and (fault := of_version(found)) is not None:
        raise DeskTrouble(f"{fault.sentence} Nothing was changed.")


def _refuse_rights(connection: DeskConnection) -> None:
    user, database = connection.info.user, connection.info.dbname
    missing = []
    if not one(connection, "SELECT has_database_privilege(current_database(), 'CREATE')"):
        missing.append(f'GRANT CREATE ON DATABASE "{database}" TO "{user}"')
    if not _has_role(connection) and not one(connection, _MAKES_ROLES):
        missing.append(f'ALTER ROLE "{user}" CREATEROLE')
    if missing:
        raise DeskTrouble(
            f"{user} lacks a right to set a desk up. A superuser gives it with: {'; '.join(missing)};"
        )


def _refuse_role(connection: DeskConnection) -> None:
    more = (
        "SELECT rolsuper OR rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
        " OR EXISTS (SELECT FROM pg_auth_members WHERE member = oid) FROM pg_roles WHERE rolname = %s"
    )
    if one(connection, more, ROLE):
        raise DeskTrouble(
            f"The server has a role {ROLE} that may do more than a desk's operators should. Nothing was changed."
        )


def _has_role(connection: DeskConnection) -> bool:
    return one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE) is not None


def _index_words(connection: DeskConnection) -> list[str]:
    """Make the index that finds any word at once, where the extension for it may be used; all works without it."""
    driver = psycopg()
    try:
        with connection.transaction():
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA desk")
            where = "SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'"
            home = driver.sql.Identifier(one(connection, where), "gin_trgm_ops")
            for table, text in (("sends", "words"), ("notes", NOTE_WORDS)):
                make = driver.sql.SQL(f"CREATE INDEX {table}_words ON desk.{table} USING gin ({text} {{}})")
                connection.execute(make.format(home))
    except driver.Error as error:
        if error.sqlstate is None:
            raise
        return [
            "Words in old entries are searched without an index, since the extension pg_trgm cannot be used here."
        ]
    return []


def _close_public(connection: DeskConnection) -> list[str]:
    """Take the schema `public` from operators where nobody uses it: before PostgreSQL 15 all may make tables there."""
    if one(connection, "SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace('public') LIMIT 1"):
        return [
            "The schema “public” has tables in it and was left as it is; a desk is better alone in its database."
        ]
    if one(connection, "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'public'"):
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        return []
    if one(connection, "SELECT has_schema_privilege(%s, 'public', 'CREATE')", ROLE):
        return [
            "Operators may make tables in “public”. A superuser ends that with: REVOKE ALL ON SCHEMA public FROM PUBLIC;"
        ]
    return []
