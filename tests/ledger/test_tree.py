"""The tree against the RFC's own words, against foreign vectors, and against attackers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.log import defined_consistency, defined_path, defined_root

from leumund.ledger.entry import DoesNotVerify
from leumund.ledger.tree import (
    EMPTY_ROOT,
    Tile,
    TiledTree,
    consistency_path,
    grow,
    inclusion_path,
    join_leaves,
    leaf_hash,
    root,
    root_of_hashes,
    split_leaves,
    tiles_of,
    verify_consistency,
    verify_inclusion,
)

SIZES = st.integers(1, 600)


def hashes_of(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % i) for i in range(size)]


def nodes_of(hashes: list[bytes]) -> Callable[[int, int], bytes]:
    def node(height: int, index: int) -> bytes:
        first = index << height
        assert first + (1 << height) <= len(hashes), "only complete subtrees are asked for"
        return defined_root(hashes[first : first + (1 << height)])

    return node


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert root([]) == EMPTY_ROOT == sha256(b"").digest()


def test_a_leaf_and_a_node_can_never_be_mistaken_for_each_other() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != root([b"a", b"b"])


@given(SIZES)
@settings(max_examples=60, deadline=None)
def test_the_root_is_the_one_the_rfc_defines(size: int) -> None:
    assert root_of_hashes(hashes_of(size)) == defined_root(hashes_of(size))


@given(SIZES, st.data())
@settings(max_examples=60, deadline=None)
def test_every_inclusion_proof_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = hashes_of(size)
    path = inclusion_path(index, size, nodes_of(hashes))
    assert list(path) == defined_path(index, hashes)
    verify_inclusion(hashes[index], index, size, path, defined_root(hashes))


@given(SIZES, st.data())
@settings(max_examples=60, deadline=None)
def test_every_consistency_proof_verifies(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    hashes = hashes_of(new)
    path = consistency_path(old, new, nodes_of(hashes))
    assert list(path) == defined_consistency(old, hashes)
    verify_consistency(old, new, defined_root(hashes[:old]), defined_root(hashes), path)


@given(st.integers(1, 200), st.data())
@settings(max_examples=80, deadline=None)
def test_an_inclusion_proof_with_any_bit_flipped_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = hashes_of(size)
    parts = [hashes[index], defined_root(hashes), *defined_path(index, hashes)]
    bit = data.draw(st.integers(0, len(parts) * 256 - 1))
    parts[bit // 256] = flipped(parts[bit // 256], bit % 256)
    with pytest.raises(DoesNotVerify):
        verify_inclusion(parts[0], index, size, parts[2:], parts[1])


@given(st.integers(2, 200), st.data())
@settings(max_examples=80, deadline=None)
def test_a_consistency_proof_with_any_bit_flipped_fails(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    hashes = hashes_of(size)
    parts = [
        defined_root(hashes[:old]),
        defined_root(hashes),
        *defined_consistency(old, hashes),
    ]
    bit = data.draw(st.integers(0, len(parts) * 256 - 1))
    parts[bit // 256] = flipped(parts[bit // 256], bit % 256)
    with pytest.raises(DoesNotVerify):
        verify_consistency(old, size, parts[0], parts[1], parts[2:])


@given(st.integers(2, 120), st.data())
@settings(max_examples=80, deadline=None)
def test_a_leaf_cannot_be_shown_at_another_index(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size + 300).filter(lambda found: found != index))
    hashes = hashes_of(size)
    with pytest.raises(DoesNotVerify):
        verify_inclusion(
            hashes[index], other, size, defined_path(index, hashes), defined_root(hashes)
        )


@given(st.integers(3, 120), st.data())
@settings(max_examples=60, deadline=None)
def test_a_forked_or_shortened_history_has_no_consistency_proof(
    size: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    honest, forked = hashes_of(size), hashes_of(size)
    forked[changed] = leaf_hash(b"another past")
    with pytest.raises(DoesNotVerify):
        verify_consistency(
            old, size, defined_root(honest[:old]), defined_root(forked),
            defined_consistency(old, forked),
        )  # fmt: skip
    with pytest.raises(DoesNotVerify):
        verify_consistency(size, old, defined_root(honest), defined_root(honest[:old]), [])


def test_a_longer_or_shorter_path_is_refused() -> None:
    hashes = hashes_of(5)
    path, top = defined_path(2, hashes), defined_root(hashes)
    for wrong in ([], path[:-1], [*path, top], [hashes[0], *path]):
        with pytest.raises(DoesNotVerify):
            verify_inclusion(hashes[2], 2, 5, wrong, top)


def test_the_foreign_vectors_give_the_verdicts_they_should(vectors: Path) -> None:
    seen = {True: 0, False: 0}
    for path in sorted(vectors.rglob("*.json")):
        case = json.loads(path.read_text())
        check = _inclusion if "leafIdx" in case else _consistency
        if case["wantErr"]:
            with pytest.raises(DoesNotVerify):
                check(case)
        else:
            check(case)
        seen[case["wantErr"]] += 1
    assert seen[True] > 150
    assert seen[False] >= 10


def _inclusion(case: dict[str, object]) -> None:
    verify_inclusion(
        _decoded(case["leafHash"]), int(str(case["leafIdx"])), int(str(case["treeSize"])),
        _all_decoded(case["proof"]), _decoded(case["root"]),
    )  # fmt: skip


def _consistency(case: dict[str, object]) -> None:
    verify_consistency(
        int(str(case["size1"])), int(str(case["size2"])), _decoded(case["root1"]),
        _decoded(case["root2"]), _all_decoded(case["proof"]),
    )  # fmt: skip


def _decoded(text: object) -> bytes:
    return base64.b64decode(str(text or ""))


def _all_decoded(texts: object) -> list[bytes]:
    return [_decoded(text) for text in texts] if isinstance(texts, list) else []


# --- tiles ------------------------------------------------------------------------------


def test_tiles_lie_where_c2sp_says() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(1, 7, 112).path == "tile/1/007.p/112"
    assert Tile(0, 1000).bundle == "tile/entries/x001/000"
    assert Tile(2, 0, 1).path == "tile/2/000.p/1"


def test_a_tree_of_seventy_thousand_has_the_tiles_of_c2sps_example() -> None:
    tiles = list(tiles_of(70_000))
    assert sum(tile.level == 0 and tile.width == 256 for tile in tiles) == 273
    assert [tile for tile in tiles if tile.width < 256] == [
        Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1),
    ]  # fmt: skip
    assert Tile(1, 0) in tiles
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=5))
@settings(max_examples=15, deadline=None)
def test_a_tree_grown_in_steps_equals_the_tree_grown_at_once(steps: list[int]) -> None:
    tiles: dict[Tile, bytes] = {}
    hashes: list[bytes] = []
    for step in steps:
        added = [leaf_hash(b"%d" % i) for i in range(len(hashes), len(hashes) + step)]
        grown = dict(grow(len(hashes), added, tiles.__getitem__))
        assert set(grown) == set(tiles_of(len(hashes) + step, len(hashes)))
        tiles |= grown
        hashes += added
    tree = TiledTree(len(hashes), tiles.__getitem__)
    assert tree.root() == root_of_hashes(hashes)
    at_once = dict(grow(0, hashes, lambda tile: b""))
    assert all(tiles[tile] == held for tile, held in at_once.items())


def test_proofs_from_tiles_are_the_proofs_of_the_definition() -> None:
    size = 67_000
    hashes = hashes_of(size)
    tiles = dict(grow(0, hashes, lambda tile: b""))
    tree, top = TiledTree(size, tiles.__getitem__), root_of_hashes(hashes)
    for index in (0, 255, 256, 65_535, 65_536, 66_999):
        verify_inclusion(hashes[index], index, size, tree.inclusion_path(index), top)
    for old in (1, 255, 256, 257, 65_536, 66_047, 66_999):
        path = tree.consistency_path(old)
        verify_consistency(old, size, root_of_hashes(hashes[:old]), top, path)


def test_a_tile_that_is_cut_or_too_short_is_refused() -> None:
    hashes = hashes_of(300)
    tiles = dict(grow(0, hashes, lambda tile: b""))
    for cut in (31, 32, 8191):
        broken = tiles | {Tile(0, 0): tiles[Tile(0, 0)][:cut]}
        with pytest.raises(DoesNotVerify):
            TiledTree(300, broken.__getitem__).inclusion_path(3)


@given(st.lists(st.binary(max_size=400), max_size=40))
def test_bundles_come_back_as_they_went(leaves: list[bytes]) -> None:
    bundle = join_leaves(leaves)
    assert split_leaves(bundle) == leaves
    if bundle:
        with pytest.raises(DoesNotVerify):
            split_leaves(bundle[:-1])
