"""What scripts/train-score is made of."""

from pathlib import Path

import numpy as np
import pytest

from qa.score.networks import Network
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


@pytest.mark.parametrize("compares", [True, False])
def test_networks_say_the_same_in_training_and_in_qa(compares: bool) -> None:
    torch = pytest.importorskip("torch", reason="only training needs torch")
    from training.networks import batch_of, new_network, run

    net = {k: v.detach() for k, v in new_network(compares, 7).items()}
    texts = ["Міністр заявив.", "The minister said so on Monday.", "No."]
    found = get_encoder().encode(texts)
    copies, sources = found, [found[0], found[0], found[2]]
    with torch.no_grad():
        said, pieces = run(net, batch_of(copies), batch_of(sources) if compares else None)
    network = Network({k: v.numpy() for k, v in net.items()})
    for i, (copy, source) in enumerate(zip(copies, sources, strict=True)):
        judged = network.judge(copy, source if compares else None)
        assert judged.total == pytest.approx(float(said[i]), abs=1e-4)
        assert np.abs(judged.pieces - pieces[i].numpy()[: len(judged.pieces)]).max() < 1e-4
