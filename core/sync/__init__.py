"""Sync scoring: sound features, the network, distances, offsets and curves."""
