"""The demonstration: five trusts with two years of invented history, made by the same operations as real use."""
