"""Test media made by code: the demo clip, its variants and the conformance clips."""
