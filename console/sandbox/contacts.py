"""The e-mail addresses that belong to a contact; it must not change a record."""

from sqlite3 import Connection

from console.sandbox.answers import RefusalError


def add_contact(tx: Connection, address: str, *, transactional: bool) -> None:
    """Make a contact unless there is one; addresses are compared without regard to case."""
    tx.execute("INSERT OR IGNORE INTO contacts VALUES (?, ?)", (address.casefold(), transactional))


def settle_contact(tx: Connection, address: object, *, create: bool) -> None:
    """Pass when the address (or None) has a contact, or make a transactional one; else refuse with 409."""
    if address is None:
        return
    known = tx.execute("SELECT 1 FROM contacts WHERE address = ?", (str(address).casefold(),)).fetchone()
    if known is None:
        if not create:
            raise RefusalError(
                409, f"emailAddress {address} belongs to no contact and createContact is not true"
            )
        add_contact(tx, str(address), transactional=True)
