"""The network of qa/score/tagger.py, with gradients: how it is trained and measured."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

NARROW, STATES, FEATURES = 192, 96, 64
DROPOUT = 0.2
ORIGINS = ("consensus", "injected", "mqm", "mlqe")
WEIGHTS = {"mlqe": 0.5}
# Of 1,000 words of machine translations so many are shown as perhaps wrong.
SHOWN = 40


class Network(nn.Module):
    """As qa runs it, with an offset and a scale an origin of labels, which are not shipped.

    Post-editors mark 28% of all words, the others 4 to 10%: without an offset each, what a text is about
    would decide.
    """

    def __init__(self, width: int, traits: int) -> None:
        super().__init__()
        self.ln = nn.LayerNorm(width)
        self.inp = nn.Linear(width + traits, NARROW)
        self.gru = nn.GRU(NARROW, STATES, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * STATES + NARROW, FEATURES)
        self.fin = nn.Linear(FEATURES, 1)
        self.drop = nn.Dropout(DROPOUT)
        self.offset = nn.Parameter(torch.zeros(len(ORIGINS)))
        self.scale = nn.Parameter(torch.zeros(len(ORIGINS)))

    def forward(
        self, vectors: torch.Tensor, traits: torch.Tensor, lengths: torch.Tensor
    ) -> torch.Tensor:
        """The log-odds of each word, before offset and scale."""
        joined = torch.cat([self.ln(vectors), traits], -1)
        x = self.drop(functional.gelu(self.inp(joined), approximate="tanh"))
        packed = nn.utils.rnn.pack_padded_sequence(
            x, lengths, batch_first=True, enforce_sorted=False
        )
        read, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        both = torch.cat([self.drop(read), x], -1)
        said: torch.Tensor = self.fin(functional.gelu(self.out(both), approximate="tanh"))
        return said.squeeze(-1)

    def of_origin(self, said: torch.Tensor, origins: torch.Tensor) -> torch.Tensor:
        """The log-odds as the labels of each sentence's origin have them."""
        return said * self.scale[origins].exp()[:, None] + self.offset[origins][:, None]
