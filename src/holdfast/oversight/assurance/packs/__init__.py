"""A trust's security policy as data: what a pack may say, how it is read, and every fault in it told at once.

Plain Python, no Django. `loading.read_pack` reads a folder, `pack` holds what comes out, `vocabulary` the names of code
that a pack may use, and `offered` fills it from the lists in `names/`. The five policies stand beside this file.
"""
