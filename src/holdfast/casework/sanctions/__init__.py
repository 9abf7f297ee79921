"""Sanctions and redress: what is done about whoever did it, who agreed, what came of it, and what was got back."""
