"""How scripts/train-score makes the networks and the coefficients of `qa score`."""
