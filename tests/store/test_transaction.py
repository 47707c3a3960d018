from leumund.store import Statement, Store


def test_rows_are_dictionaries(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.run(Statement("x", "x", "select 1 as one, current_user as who")) == [{"one": 1, "who": "leumund_app"}]
