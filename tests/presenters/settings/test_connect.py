"""What the Connect dialog knows and decides: editing, testing against a real server, saving into a real folder, removing.

It must not use another double than the jobs, and must find no secret in any state that was shown.
"""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from console.model.environment import Environment, Secret
from console.presenters.notice import CONNECT_UNSAVED, STOP_TEST, TAKE_METHOD
from console.presenters.settings.connect import ConnectPresenter, ConnectState
from console.store.environments import Environments
from console.store.places import Places, find_places
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.raw_server import RawServer, good_token, reply, reply_json
from tests.support.sandbox import Sandbox, serve

TYPED = "typed-secret-word"
STORED = "stored-secret-word"
SHOP = Environment(
    "Shop", "https://rest.example.com", "https://auth.example.com/token", "console", Secret(STORED), "test"
)
LIVE = dataclasses.replace(SHOP, name="Live", accent="production", proxy="http://proxy.example.com:3128")


class Told:
    """The presenter's surroundings: every state shown, and what it told its owner."""

    def __init__(self, places: Places, jobs: HeldJobs | InlineJobs | None = None, **options: Any) -> None:
        self.jobs = HeldJobs()
        self.environments = Environments(places)
        self.states: list[ConnectState] = []
        self.connected: list[tuple[Environment, tuple[str, ...]]] = []
        self.removed: list[str] = []
        self.presenter = ConnectPresenter(
            jobs or self.jobs,
            self.environments,
            render=self.states.append,
            connected=self._hear,
            removed=self.removed.append,
            **options,
        )

    def _hear(self, environment: Environment, told: tuple[str, ...]) -> None:
        self.connected.append((environment, told))

    @property
    def state(self) -> ConnectState:
        return self.states[-1]

    @property
    def headline(self) -> str:
        assert self.state.notice is not None
        return self.state.notice.headline

    def start(self, edit: str = "") -> None:
        self.presenter.start(edit)
        self.jobs.finish()

    def fill(self, **changes: str) -> None:
        """Type a whole environment."""
        texts = {
            "name": "New shop",
            "api_url": "https://rest.example.com",
            "token_url": "https://auth.example.com/token",
            "client_id": "console",
            "client_secret": TYPED,
        }
        for field, text in (texts | changes).items():
            self.presenter.type(field, text)  # type: ignore[arg-type]


@pytest.fixture
def places() -> Places:
    found = find_places()
    found.prepare()
    return found


@pytest.fixture
def told(places: Places) -> Iterator[Told]:
    """A presenter that knows Shop and Live; no state of it may ever show a secret."""
    made = Told(places)
    for known in (SHOP, LIVE):
        made.environments.save(known)
    yield made
    for state in made.states:
        assert TYPED not in repr(state)
        assert STORED not in repr(state)


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    yield from serve(orders=2)


# -- what is shown ----------------------------------------------------------------------------------------


def test_it_starts_with_what_is_known_and_an_empty_form(told: Told) -> None:
    told.presenter.start()
    assert told.state.busy == "loading"
    told.jobs.finish()
    assert told.state.known == ("Shop", "Live")
    assert told.state.editing is None
    assert told.state.busy == ""
    assert told.state.form.api_url == ""


def test_the_environment_to_edit_is_shown_without_its_secret(told: Told) -> None:
    told.start("live")
    assert told.state.editing == "Live"
    assert told.state.form.api_url == LIVE.api_url
    assert told.state.form.proxy == LIVE.proxy
    assert told.state.form.accent == "production"
    assert told.state.secret_stored
    assert not told.state.form.client_secret


def test_what_was_typed_before_the_file_was_read_is_kept(told: Told) -> None:
    told.presenter.start("Live")
    told.presenter.type("name", "Typed early")
    told.jobs.finish()
    assert told.state.editing is None
    assert told.state.form.name == "Typed early"


def test_the_practice_sandbox_comes_first_until_one_types(places: Places) -> None:
    told = Told(places, first_start=True)
    told.start()
    assert told.state.practice_first
    told.presenter.type("name", "S")
    assert not told.state.practice_first


def test_later_it_does_not(told: Told) -> None:
    told.start()
    assert not told.state.practice_first


def test_errors_come_as_one_types_and_only_where_one_typed(told: Told) -> None:
    told.start()
    assert told.state.errors == {}
    told.presenter.type("api_url", "http://rest.example.com")
    assert told.state.errors.keys() == {"api_url"}
    assert "https://" in told.state.errors["api_url"]
    told.presenter.type("api_url", "https://rest.example.com")
    assert told.state.errors == {}


def test_nothing_older_is_shown_once_a_letter_was_typed(told: Told) -> None:
    told.start("Shop")
    told.presenter.test()
    shown = len(told.states)
    told.presenter.type("client_id", "console-2")
    assert {state.form.client_id for state in told.states[shown:]} == {"console-2"}


def test_another_environments_name_is_taken_and_ones_own_is_not(told: Told) -> None:
    told.start("Shop")
    told.presenter.type("name", "shop")
    assert told.state.errors == {}
    told.presenter.type("name", "live")
    assert told.state.errors == {"name": "Another environment has this name."}


def test_choosing_keeps_what_was_typed_but_for_the_secret(told: Told) -> None:
    told.start("Shop")
    told.presenter.type("client_id", "another")
    told.presenter.type("client_secret", TYPED)
    told.presenter.choose("Live")
    assert told.state.form.client_id == "console"
    assert not told.state.form.client_secret
    told.presenter.choose("Shop")
    assert told.state.form.client_id == "another"
    assert not told.state.form.client_secret
    told.presenter.choose(None)
    assert told.state.form.client_id == ""
    assert not told.state.secret_stored


def test_teal_is_offered_only_where_it_is_set_already(told: Told) -> None:
    told.environments.save(dataclasses.replace(SHOP, name="By hand", accent="sandbox"))
    told.start("By hand")
    assert told.state.colours == ("sandbox", "test", "production")
    told.presenter.choose("Shop")
    assert told.state.colours == ("test", "production")


def test_what_the_store_has_to_say_is_shown(told: Told) -> None:
    told.environments.path.write_text("not JSON")
    told.start()
    assert "damaged" in told.state.told
    assert told.state.known == ()


# -- Test connection --------------------------------------------------------------------------------------


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return f"http://127.0.0.1:{gone.getsockname()[1]}"


def client(server: Sandbox, name: str) -> dict[str, str]:
    found = next(one for one in server.clients if one["client_id"] == name)
    return {
        "api_url": server.url,
        "token_url": server.token_url,
        "client_id": name,
        "client_secret": found["client_secret"],
    }


@pytest.mark.parametrize(
    ("who", "tone", "words"),
    [
        ("practice-console", "good", "All is well"),
        ("practice-read-only", "warn", "You can look up but not save."),
        ("practice-no-scope", "bad", "may not read orders and carts"),
    ],
)
def test_the_three_permissions_are_three_verdicts(
    places: Places, server: Sandbox, who: str, tone: str, words: str
) -> None:
    told = Told(places, InlineJobs())
    told.fill(**client(server, who))
    told.presenter.test()
    assert words in told.headline
    assert told.state.notice is not None
    assert told.state.notice.tone == tone
    assert told.state.doubts == {}
    assert told.state.busy == ""


def test_a_wrong_secret_is_told_at_the_field_and_asked_once_in_each_way(
    places: Places, server: Sandbox
) -> None:
    told = Told(places, InlineJobs())
    told.fill(**client(server, "practice-console") | {"client_secret": TYPED})
    before = len(server.requests())
    told.presenter.test()
    assert "refused" in told.headline
    assert told.state.doubts.keys() == {"client_secret"}
    assert [line["path"] for line in server.requests(before)] == ["/oauth2/token"] * 2
    told.presenter.type("client_secret", "x")
    assert told.state.doubts == {}
    assert told.state.notice is None


REFUSED = reply_json({"error": "invalid_client", "error_description": "Basic, please"}, 401)


def test_the_way_that_the_server_takes_is_proposed_taken_and_tested(places: Places) -> None:
    told = Told(places, InlineJobs())
    with RawServer(reply(404), token=[REFUSED, good_token()]) as server:
        told.fill(api_url=server.url, token_url=server.token_url)
        told.presenter.test()
        assert "wants the secret in a header" in told.headline
        assert told.state.notice is not None
        assert told.state.notice.tone == "warn"
        assert told.state.notice.action == TAKE_METHOD
        assert told.state.form.auth_method == "post"
        assert told.state.doubts == {}
        told.presenter.act(TAKE_METHOD.key)
        assert told.state.form.auth_method == "basic"
        assert told.state.notice.action != TAKE_METHOD
        assert ["authorization" in token.headers for token in server.tokens][:3] == [False, True, True]


def test_nothing_is_proposed_once_it_is_typed_over(places: Places) -> None:
    told = Told(places, InlineJobs())
    with RawServer(token=[REFUSED, good_token()]) as server:
        told.fill(api_url=server.url, token_url=server.token_url)
        told.presenter.test()
        told.presenter.type("client_id", "another")
        asked = len(server.tokens)
        told.presenter.act(TAKE_METHOD.key)
        assert told.state.form.auth_method == "post"
        assert len(server.tokens) == asked


@pytest.mark.parametrize(("field", "text"), [("scope", "a"), ("auth_method", "basic")])
def test_another_scope_or_way_gives_a_test_up(told: Told, field: str, text: str) -> None:
    told.start("Shop")
    told.presenter.test()
    told.presenter.type(field, text)  # type: ignore[arg-type]
    assert told.state.busy == ""
    assert "given up" in told.headline


def test_scope_and_way_are_saved(told: Told) -> None:
    told.start()
    told.fill(scope=" orders  carts ", auth_method="basic")
    told.presenter.save()
    told.jobs.finish()
    saved = told.environments.load().find("New shop")
    assert saved is not None
    assert (saved.scope, saved.auth_method) == ("orders carts", "basic")


def test_a_missing_permission_is_said_in_the_servers_words_with_what_came(
    places: Places, server: Sandbox
) -> None:
    told = Told(places, InlineJobs())
    told.fill(**client(server, "practice-read-only"))
    told.presenter.test()
    reason = server.calls()[-1]["reason"]
    assert told.state.notice is not None
    assert f"The server says: “{reason}”." in told.state.notice.advice
    assert "Asked to read an order with an ID that cannot exist: status 404" in told.state.notice.detail


@pytest.mark.malformed_requests
def test_a_wrong_path_is_never_well(places: Places, server: Sandbox) -> None:
    told = Told(places, InlineJobs())
    told.fill(**client(server, "practice-console") | {"api_url": f"{server.url}/api/v2"})
    told.presenter.test()
    assert told.headline.startswith("Something that is not the orders API answered at 127.0.0.1:")
    assert told.state.notice is not None
    assert told.state.notice.tone == "bad"
    assert told.state.doubts == {}


@pytest.mark.parametrize("which", ["api_url", "token_url"])
def test_a_closed_port_is_unreachable_and_named(places: Places, server: Sandbox, which: str) -> None:
    told = Told(places, InlineJobs())
    gone = closed_port()
    told.fill(**client(server, "practice-console") | {which: f"{gone}/here"})
    told.presenter.test()
    assert gone.removeprefix("http://") in told.headline
    assert told.state.notice is not None
    assert told.state.notice.tone == "bad"


def test_the_stored_secret_is_tested_where_none_was_typed(places: Places, server: Sandbox) -> None:
    texts = client(server, "practice-console")
    told = Told(places, InlineJobs())
    told.environments.save(
        Environment(
            "Mine",
            texts["api_url"],
            texts["token_url"],
            "practice-console",
            Secret(texts["client_secret"]),
            "test",
        )
    )
    told.presenter.start("Mine")
    told.presenter.test()
    assert "All is well" in told.headline


def test_a_test_needs_no_name_but_everything_else(told: Told) -> None:
    told.start()
    told.presenter.test()
    assert told.headline == "Mend what is marked first."
    assert told.state.errors.keys() == {"api_url", "token_url", "client_id", "client_secret"}
    assert told.jobs.held == []
    told.fill(name="")
    told.presenter.test()
    assert told.state.busy == "testing"


def test_a_test_says_what_it_does_and_can_be_stopped(told: Told) -> None:
    told.start("Shop")
    told.presenter.test()
    assert told.state.busy == "testing"
    assert told.state.notice is not None
    assert told.state.notice.action == STOP_TEST
    told.presenter.act(STOP_TEST.key)
    assert told.state.busy == ""
    assert told.headline == "The test was stopped."
    assert told.jobs.held[0].stop.cancelled
    told.jobs.finish()
    assert told.headline == "The test was stopped."


def test_typing_gives_up_a_test_of_what_stood_there_before(told: Told) -> None:
    told.start("Shop")
    told.presenter.test()
    told.presenter.type("name", "Renamed")
    assert told.state.busy == "testing"
    told.presenter.type("client_id", "another")
    assert told.state.busy == ""
    assert "given up" in told.headline
    assert told.jobs.held[0].stop.cancelled


def test_an_answer_that_came_a_moment_too_late_is_not_shown(places: Places, server: Sandbox) -> None:
    told = Told(places)
    told.start()
    told.fill(**client(server, "practice-console"))
    told.presenter.test()
    job = told.jobs.held[0]
    job.work()
    told.presenter.stop_test()
    job.deliver()
    assert told.headline == "The test was stopped."


def test_testing_again_begins_anew(told: Told) -> None:
    told.start("Shop")
    told.presenter.test()
    told.presenter.test()
    assert [job.stop.cancelled for job in told.jobs.held] == [True, False]
    assert told.state.busy == "testing"


# -- Save -------------------------------------------------------------------------------------------------


def test_a_new_environment_is_stored_and_to_be_used(told: Told) -> None:
    told.start()
    told.fill()
    told.presenter.colour("test")
    told.presenter.save()
    assert told.state.busy == "saving"
    assert told.connected == []
    told.jobs.finish()
    [(environment, sentences)] = told.connected
    assert environment.name == "New shop"
    assert environment.secret == Secret(TYPED)
    assert environment.accent == "test"
    assert sentences == ()
    assert told.environments.load().find("New shop") == environment


def test_an_edit_keeps_the_stored_secret_and_what_the_form_does_not_show(told: Told) -> None:
    told.start("Live")
    told.presenter.type("name", "Live EU")
    told.presenter.save()
    told.jobs.finish()
    kept = told.environments.load()
    assert [known.name for known in kept.environments] == ["Shop", "Live EU"]
    assert kept.find("Live EU") == dataclasses.replace(LIVE, name="Live EU")


def test_nothing_is_saved_while_something_is_wrong(told: Told) -> None:
    told.start()
    told.fill(api_url="http://rest.example.com")
    told.presenter.save()
    assert told.jobs.held == []
    assert told.headline == "Mend what is marked first."
    assert told.state.errors.keys() == {"api_url"}


def test_saving_gives_up_a_test(told: Told) -> None:
    told.start("Shop")
    told.presenter.test()
    told.presenter.save()
    assert told.jobs.held[0].stop.cancelled
    told.jobs.finish_all()
    assert [environment.name for environment, _ in told.connected] == ["Shop"]


def test_when_the_disk_refuses_everything_typed_stays_and_one_may_go_on(told: Told) -> None:
    told.start()
    told.fill()
    folder = told.environments.path.parent
    kept = folder.rename(folder.with_name("away"))
    folder.write_text("a file where the folder was")
    told.presenter.save()
    told.jobs.finish()
    assert str(folder) in told.headline
    assert told.state.notice is not None
    assert told.state.notice.action == CONNECT_UNSAVED
    assert told.state.form.name == "New shop"
    assert told.state.form.client_secret == Secret(TYPED)
    assert told.connected == []
    told.presenter.act(CONNECT_UNSAVED.key)
    assert [environment.name for environment, _ in told.connected] == ["New shop"]
    folder.unlink()
    kept.rename(folder)
    told.presenter.save()
    told.jobs.finish()
    assert told.environments.load().find("New shop") is not None


def test_a_file_of_a_newer_console_is_left_alone(told: Told) -> None:
    told.environments.path.write_text('{"format": 99}')
    told.start()
    assert "newer" in told.state.told
    told.fill()
    told.presenter.save()
    told.jobs.finish()
    assert "newer" in told.headline
    assert told.environments.path.read_text() == '{"format": 99}'


def test_an_environment_that_another_window_saved_meanwhile_is_not_overwritten(told: Told) -> None:
    told.start()
    told.environments.save(dataclasses.replace(SHOP, name="New shop"))
    told.fill(client_id="mine")
    told.presenter.save()
    told.jobs.finish()
    assert "Another window" in told.headline
    found = told.environments.load().find("New shop")
    assert found is not None
    assert found.client_id == "console"


def test_only_one_thing_at_a_time_is_done_with_the_file(told: Told) -> None:
    told.start("Shop")
    told.presenter.save()
    told.presenter.save()
    told.presenter.test()
    told.presenter.ask_remove()
    told.presenter.remove()
    told.presenter.choose("Live")
    assert len(told.jobs.held) == 1
    assert told.state.editing == "Shop"


# -- Remove -----------------------------------------------------------------------------------------------


def test_removing_asks_first(told: Told) -> None:
    told.start("Shop")
    told.presenter.remove()
    assert told.jobs.held == []
    told.presenter.ask_remove()
    assert told.state.asking
    told.presenter.keep()
    assert not told.state.asking
    told.presenter.ask_remove()
    told.presenter.remove()
    told.jobs.finish()
    assert told.removed == ["Shop"]
    assert told.state.known == ("Live",)
    assert told.state.editing is None
    assert told.environments.path.read_text().count(STORED) == 1  # the other one's


def test_a_new_environment_cannot_be_removed(told: Told) -> None:
    told.start()
    told.presenter.ask_remove()
    assert not told.state.asking


def test_when_it_cannot_be_removed_it_stays(told: Told) -> None:
    told.start("Shop")
    told.environments.path.write_text('{"format": 99}')
    told.presenter.ask_remove()
    told.presenter.remove()
    told.jobs.finish()
    assert "newer" in told.headline
    assert told.state.editing == "Shop"
    assert told.removed == []


# -- leaving ----------------------------------------------------------------------------------------------


def test_backing_out_ends_one_thing_at_a_time(told: Told) -> None:
    told.start("Shop")
    told.presenter.test()
    told.presenter.ask_remove()
    assert told.presenter.back_out()
    assert not told.state.asking
    assert told.state.busy == "testing"
    assert told.presenter.back_out()
    assert told.state.busy == ""
    assert not told.presenter.back_out()


def test_a_save_is_not_backed_out_of(told: Told) -> None:
    told.start("Shop")
    told.presenter.save()
    assert told.presenter.back_out()
    assert told.state.busy == "saving"


def test_closing_cancels_forgets_the_secret_and_tells_nobody(told: Told) -> None:
    told.start()
    told.fill()
    told.presenter.test()
    shown = len(told.states)
    told.presenter.close()
    assert told.jobs.held[0].stop.cancelled
    assert not told.presenter.state.form.client_secret
    told.jobs.finish_all()
    assert len(told.states) == shown
    assert told.connected == []
