"""What scripts/train-score is made of."""

import random
import re
from pathlib import Path

import numpy as np
import pytest

from qa.score.bigrams import shipped_bigrams
from qa.score.networks import Network
from qa.score.tagger import Tagger, less_of_names
from qa.vectors.encoder import get_encoder

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))


def test_the_worst_fifth_is_bad(tmp_path: Path) -> None:
    from training.data import read_judged

    path = tmp_path / "et-en.train.tsv"
    lines = [f'{n}\tet\tallikas\t"text {n}\t{n / 10}' for n in range(10)]
    path.write_text("id\tsource_lang\tsource\ttranslation\tz_mean\n" + "\n".join(lines), "utf-8")
    rows = read_judged(path, 1)
    assert [r.bad for r in rows] == [True] * 2 + [False] * 8
    assert (rows[3].lang, rows[3].text, rows[3].judgement) == ("et", '"text 3', 0.3)
    assert len(read_judged(path, 3)) == 4


def test_errors_are_weighed_by_their_kind() -> None:
    from training.data import severity

    assert severity("critical_id8_negation") > severity("major_id17_tense") > 0
    assert severity("minor_id15_case") < severity("major_id17_tense")


def test_networks_say_the_same_in_training_and_in_qa() -> None:
    torch = pytest.importorskip("torch", reason="only training needs torch")
    from training.networks import batch_of, new_network, run

    net = {k: v.detach() for k, v in new_network(7).items()}
    texts = ["Міністр заявив.", "The minister said so on Monday.", "No."]
    found = get_encoder().encode(texts)
    copies, sources = found, [found[0], found[0], found[2]]
    with torch.no_grad():
        said, pieces = run(net, batch_of(copies), batch_of(sources))
    network = Network({k: v.numpy() for k, v in net.items()})
    for i, (copy, source) in enumerate(zip(copies, sources, strict=True)):
        judged = network.judge(copy, source)
        assert judged.total == pytest.approx(float(said[i]), abs=1e-4)
        assert np.abs(judged.pieces - pieces[i].numpy()[: len(judged.pieces)]).max() < 1e-4


def test_the_tagger_says_the_same_in_training_and_in_qa(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="only training needs torch")
    from training.marked import Marked
    from training.tuned import Tuned, ready, said_by, save

    texts = ["The minister said so on Monday.", "No.", "He “left”, at 10 o'clock."]
    sentences = []
    for text in texts:
        spans = tuple(m.span() for m in re.finditer(r"\S+", text))
        sentences.append(Marked(text, spans, (0.0,) * len(spans), "consensus"))
    rows = ready(sentences, shipped_bigrams())
    torch.manual_seed(3)
    net = Tuned(rows[0].words.traits.shape[1])
    said = said_by(net, rows)
    save(net, rows, tmp_path / "tagger.npz")
    with np.load(tmp_path / "tagger.npz") as file:
        tagger = Tagger(dict(file))
    said = [less_of_names(odds, r.words) for odds, r in zip(said, rows, strict=True)]
    for text, vectors, odds in zip(texts, tagger.encoder.encode(texts), said, strict=True):
        tagged = tagger.tag(text, vectors)
        assert [text[a:b] for a, b in tagged.spans] == text.split()
        # 8 bits a number are kept.
        assert np.abs(tagged.odds - odds).max() < 0.02


def test_errors_are_put_in_where_they_are_marked() -> None:
    from training.damage import LOST, Damage, joined

    damage, rng = Damage(), random.Random(1)
    text = "According to the minister, the army will take part in the talks because of the risk."
    for _ in range(50):
        words = damage.sentence(text, rng, 1)
        assert words
        written, marks = joined(words)
        assert len(written.split()) == len(marks)
        assert any(mark in (LOST, 1.0) for mark in marks)
        kept = [w for w, mark in words if not mark]
        left = iter(text.split())
        assert all(word in left for word in kept)  # in their order
