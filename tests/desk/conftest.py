"""Tests of the desk run against a PostgreSQL of their own; what they share is in tests/support/postgres.py."""

from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres
