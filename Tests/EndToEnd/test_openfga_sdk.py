"""OpenFGA's official Python SDK against the interface under /stores: unchanged, with an administrator key as its API token."""

import asyncio
import datetime
import json

import pytest
from openfga_sdk import ClientConfiguration, CreateStoreRequest, FgaObject, OpenFgaClient, ReadRequestTupleKey, UserTypeFilter
from openfga_sdk.client.models import (
    ClientAssertion,
    ClientBatchCheckItem,
    ClientBatchCheckRequest,
    ClientCheckRequest,
    ClientExpandRequest,
    ClientListObjectsRequest,
    ClientListRelationsRequest,
    ClientReadChangesRequest,
    ClientTuple,
    ClientWriteRequest,
)
from openfga_sdk.client.models.list_users_request import ClientListUsersRequest
from openfga_sdk.credentials import CredentialConfiguration, Credentials
from openfga_sdk.exceptions import ForbiddenException, NotFoundException, UnauthorizedException, ValidationException

MODEL = {
    "schema_version": "1.1",
    "type_definitions": [
        {"type": "user"},
        {"type": "group", "relations": {"member": {"this": {}}},
         "metadata": {"relations": {"member": {"directly_related_user_types": [{"type": "user"}]}}}},
        {"type": "document",
         "relations": {"writer": {"this": {}}, "blocked": {"this": {}},
                       "viewer": {"union": {"child": [{"this": {}}, {"computedUserset": {"relation": "writer"}}]}},
                       "can_read": {"difference": {"base": {"computedUserset": {"relation": "viewer"}}, "subtract": {"computedUserset": {"relation": "blocked"}}}}},
         "metadata": {"relations": {
             "writer": {"directly_related_user_types": [{"type": "user"}, {"type": "group", "relation": "member"}]},
             "blocked": {"directly_related_user_types": [{"type": "user"}]},
             "viewer": {"directly_related_user_types": [{"type": "user", "condition": "in_office"}, {"type": "user", "wildcard": {}}]}}}},
    ],
    "conditions": {"in_office": {"name": "in_office", "expression": "address.in_cidr(\"10.0.0.0/8\")",
                                 "parameters": {"address": {"type_name": "TYPE_NAME_IPADDRESS"}}}},
}


def tuple_of(user: str, relation: str, object: str, condition=None) -> ClientTuple:
    return ClientTuple(user=user, relation=relation, object=object, condition=condition)


def configuration(house, key: str | None = None, store: str | None = None) -> ClientConfiguration:
    with open(house.credentials) as file:
        key = key or json.load(file)["administrator_key"]
    credentials = Credentials(method="api_token", configuration=CredentialConfiguration(api_token=key))
    return ClientConfiguration(api_url=house.base, store_id=store, credentials=credentials)


@pytest.fixture
def run(house):
    """Runs one story in a fresh store with the model above."""

    def runner(story) -> None:
        async def main() -> None:
            async with OpenFgaClient(configuration(house)) as client:
                created = await client.create_store(CreateStoreRequest(name="sdk story"))
                client.set_store_id(created.id)
                model = await client.write_authorization_model(MODEL)
                client.set_authorization_model_id(model.authorization_model_id)
                await story(client)

        asyncio.run(main())

    return runner


async def allowed(client, user: str, relation: str, object: str, context=None) -> bool:
    return (await client.check(ClientCheckRequest(user=user, relation=relation, object=object, context=context))).allowed


def test_stores_and_models(run):
    async def story(client):
        store = await client.get_store()
        assert store.name == "sdk story" and len(store.id) == 26
        assert store.id in [one.id for one in (await client.list_stores()).stores]
        models = (await client.read_authorization_models()).authorization_models
        assert len(models) == 2, "the built-in model and the one written"
        latest = (await client.read_latest_authorization_model()).authorization_model
        assert latest.id == models[0].id and [definition.type for definition in latest.type_definitions] == ["user", "group", "document"]
        again = (await client.read_authorization_model()).authorization_model
        assert again.conditions["in_office"].expression == MODEL["conditions"]["in_office"]["expression"]

    run(story)


def test_write_read_check_and_delete(run):
    async def story(client):
        await client.write(ClientWriteRequest(writes=[
            tuple_of("group:eng#member", "writer", "document:plan"), tuple_of("user:anne", "member", "group:eng"),
            tuple_of("user:anne", "blocked", "document:secret"), tuple_of("user:anne", "writer", "document:secret")]))
        assert await allowed(client, "user:anne", "can_read", "document:plan")
        assert not await allowed(client, "user:anne", "can_read", "document:secret")
        assert not await allowed(client, "user:bob", "can_read", "document:plan")
        read = await client.read(ReadRequestTupleKey(object="document:plan"))
        assert [item.key.user for item in read.tuples] == ["group:eng#member"] and read.tuples[0].timestamp is not None
        assert len((await client.read(ReadRequestTupleKey(), {"page_size": 3})).tuples) == 3
        with pytest.raises(ValidationException) as refused:
            await client.write(ClientWriteRequest(writes=[tuple_of("user:anne", "member", "group:eng")]))
        assert refused.value.parsed_exception.code == "write_failed_due_to_invalid_input"
        await client.delete_tuples([tuple_of("user:anne", "member", "group:eng")])
        assert not await allowed(client, "user:anne", "can_read", "document:plan")

    run(story)


def test_lists(run):
    async def story(client):
        await client.write(ClientWriteRequest(writes=[
            *[tuple_of("user:anne", "writer", f"document:{number}") for number in range(20)], tuple_of("user:anne", "blocked", "document:7"),
            tuple_of("user:*", "viewer", "document:public"), tuple_of("group:eng#member", "writer", "document:0"),
            tuple_of("user:bob", "member", "group:eng")]))
        listed = await client.list_objects(ClientListObjectsRequest(user="user:anne", relation="can_read", type="document"))
        assert set(listed.objects) == {f"document:{number}" for number in range(20) if number != 7} | {"document:public"}
        streamed = [item.object async for item in client.streamed_list_objects(
            ClientListObjectsRequest(user="user:anne", relation="can_read", type="document"))]
        assert set(streamed) == set(listed.objects)
        relations = await client.list_relations(ClientListRelationsRequest(user="user:anne", object="document:7", relations=["writer", "can_read", "viewer"]))
        assert set(relations) == {"writer", "viewer"}
        users = await client.list_users(ClientListUsersRequest(
            object=FgaObject(type="document", id="0"), relation="can_read", user_filters=[UserTypeFilter(type="user")]))
        assert {user.object.id for user in users.users} == {"anne", "bob"}
        public = await client.list_users(ClientListUsersRequest(
            object=FgaObject(type="document", id="public"), relation="can_read", user_filters=[UserTypeFilter(type="user")]))
        assert [user.wildcard.type for user in public.users] == ["user"]

    run(story)


def test_batch_check_conditions_and_contextual_tuples(run):
    async def story(client):
        await client.write_tuples([tuple_of("user:anne", "viewer", "document:plan", {"name": "in_office", "context": {}})])
        assert await allowed(client, "user:anne", "viewer", "document:plan", {"address": "10.1.2.3"})
        assert not await allowed(client, "user:anne", "viewer", "document:plan", {"address": "192.168.0.1"})
        batch = await client.batch_check(ClientBatchCheckRequest(checks=[
            ClientBatchCheckItem(user="user:anne", relation="viewer", object="document:plan", context={"address": "10.0.0.1"}, correlation_id="one"),
            ClientBatchCheckItem(user="user:bob", relation="viewer", object="document:plan", correlation_id="two",
                                 contextual_tuples=[tuple_of("user:bob", "writer", "document:plan")]),
            ClientBatchCheckItem(user="user:bob", relation="no_such", object="document:plan", correlation_id="three")]))
        results = {item.correlation_id: item for item in batch.result}
        assert results["one"].allowed and results["two"].allowed
        assert results["three"].error.input_error == "validation_error"

    run(story)


def test_expand_changes_and_assertions(run):
    async def story(client):
        await client.write_tuples([tuple_of("user:anne", "writer", "document:plan")])
        await client.delete_tuples([tuple_of("user:anne", "writer", "document:plan")])
        await client.write_tuples([tuple_of("user:bob", "writer", "document:plan")])
        tree = (await client.expand(ClientExpandRequest(relation="viewer", object="document:plan"))).tree
        assert [node.name for node in tree.root.union.nodes] == ["document:plan#viewer"] * 2
        changes = await client.read_changes(ClientReadChangesRequest("document"))
        assert [(change.operation, change.tuple_key.user) for change in changes.changes] == [
            ("TUPLE_OPERATION_WRITE", "user:anne"), ("TUPLE_OPERATION_DELETE", "user:anne"), ("TUPLE_OPERATION_WRITE", "user:bob")]
        await client.write_assertions([ClientAssertion(user="user:bob", relation="viewer", object="document:plan", expectation=True)])
        kept = (await client.read_assertions()).assertions
        assert [(one.tuple_key.user, one.expectation) for one in kept] == [("user:bob", True)]
        with pytest.raises(ValidationException) as refused:
            await client.write_assertions([ClientAssertion(user="user:bob", relation="viewer", object="document:plan", expectation=True)] * 101)
        assert refused.value.parsed_exception.code == "assertions_too_many_items"

    run(story)


def test_changes_by_time(run):
    async def story(client):
        for start in range(0, 160, 80):
            await client.write_tuples([tuple_of("user:anne", "writer", f"document:old-{number}") for number in range(start, start + 80)])
        await asyncio.sleep(0.01)
        start = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        await client.write_tuples([tuple_of("user:anne", "writer", "document:one"), tuple_of("user:anne", "writer", "document:two")])
        found = await client.read_changes(ClientReadChangesRequest("document", start))
        assert [change.tuple_key.object for change in found.changes] == ["document:one", "document:two"]

    run(story)


async def pages(ask) -> list:
    """All pages of what `ask` answers for its options, to the end as each list says it."""
    found, options = [], {"page_size": 7}
    for _ in range(20):
        page = await ask(dict(options))
        items = getattr(page, "tuples", None) or getattr(page, "changes", None) or []
        found.append(items)
        if not items or not page.continuation_token:
            return found
        options["continuation_token"] = page.continuation_token
    raise AssertionError("the pages have no end")


def test_pages_with_continuation_tokens(run):
    async def story(client):
        names = [f"document:{number}" for number in range(20)]
        await client.write_tuples([tuple_of("user:anne", "writer", name) for name in names])
        read = await pages(lambda options: client.read(ReadRequestTupleKey(), options))
        assert [len(page) for page in read] == [7, 7, 6]
        assert {item.key.object for page in read for item in page} == set(names)
        changes = await pages(lambda options: client.read_changes(ClientReadChangesRequest("document"), options))
        assert [len(page) for page in changes] == [7, 7, 6, 0], "the last token is good for what comes next"
        assert [item.tuple_key.object for page in changes for item in page] == names
        with pytest.raises(ValidationException) as refused:
            await client.read(ReadRequestTupleKey(), {"page_size": 7, "continuation_token": "nonsense"})
        assert refused.value.parsed_exception.code == "invalid_continuation_token"

    run(story)


def test_an_older_model_goes_on(run):
    """A client that names the model it was written for writes and asks under it, whatever came after."""

    async def story(client):
        older = client.get_authorization_model_id()
        later = json.loads(json.dumps(MODEL))
        document = later["type_definitions"][2]
        del document["relations"]["blocked"], document["relations"]["can_read"], document["metadata"]["relations"]["blocked"]
        client.set_authorization_model_id((await client.write_authorization_model(later)).authorization_model_id)
        blocked = tuple_of("user:anne", "blocked", "document:plan")
        with pytest.raises(ValidationException):
            await client.write_tuples([blocked])
        await client.write_tuples([blocked, tuple_of("user:anne", "writer", "document:plan")], {"authorization_model_id": older})
        assert await allowed(client, "user:anne", "viewer", "document:plan")
        client.set_authorization_model_id(older)
        assert not await allowed(client, "user:anne", "can_read", "document:plan")

    run(story)


def test_a_long_list_is_streamed_whole(run):
    async def story(client):
        count = 1_200
        for start in range(0, count, 100):
            await client.write_tuples([tuple_of("user:anne", "writer", f"document:{number}") for number in range(start, start + 100)])
        question = ClientListObjectsRequest(user="user:anne", relation="writer", type="document")
        assert len((await client.list_objects(question)).objects) == 1_000
        assert {item.object async for item in client.streamed_list_objects(question)} == {f"document:{number}" for number in range(count)}

    run(story)


def test_errors_have_openfgas_form(run, house):
    async def story(client):
        with pytest.raises(ValidationException) as unknown:
            await allowed(client, "user:anne", "no_such", "document:plan")
        assert unknown.value.parsed_exception.code == "validation_error"
        with pytest.raises(ValidationException) as model:
            client.set_authorization_model_id("01ARZ3NDEKTSV4RRFFQ69G5FAV")
            await allowed(client, "user:anne", "viewer", "document:plan")
        assert model.value.parsed_exception.code == "authorization_model_not_found"
        async with OpenFgaClient(configuration(house, store="01ARZ3NDEKTSV4RRFFQ69G5FAV")) as stranger:
            with pytest.raises(NotFoundException):
                await stranger.get_store()
        async with OpenFgaClient(configuration(house, key="cardea_admin_wrong", store=client.get_store_id())) as stranger:
            with pytest.raises(UnauthorizedException):
                await stranger.get_store()
        with pytest.raises(NotFoundException) as kept:
            await client.delete_store()
        assert kept.value.parsed_exception.code == "unimplemented"

    run(story)


def test_a_tenant_of_the_house_is_a_store(house):
    """What `cardea grant` wrote is answered under /stores with the tenant's own name, for an access token as well."""
    status, token = house.post_form(f"{house.issuer}/token", {"grant_type": "client_credentials", "scope": "access:evaluate"},
                                    ("gateway", house.secrets["gateway"]))
    assert status == 200

    async def main() -> None:
        async with OpenFgaClient(configuration(house)) as client:
            store = next(one for one in (await client.list_stores()).stores if one.name == "acme")
        async with OpenFgaClient(configuration(house, key=token["access_token"], store=store.id)) as asking:
            assert await allowed(asking, "user:anne", "can_call", "tool:billing/getInvoice")
            assert not await allowed(asking, "user:bob", "can_call", "tool:billing/getInvoice")
            with pytest.raises(ForbiddenException) as refused:
                await asking.write_tuples([tuple_of("user:bob", "caller", "tool:billing/getInvoice")])
            assert refused.value.parsed_exception.code == "forbidden"
            with pytest.raises(ForbiddenException):
                await asking.list_stores()

    asyncio.run(main())
