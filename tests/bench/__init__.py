"""Benchmarks against floors: the least that the same answer costs with plain tools. `make bench` runs them."""
