#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads a board, an overlay and a keymap as ZMK's build does before its C compiler: with the C preprocessor, with Zephyr's
devicetree library and the bindings of both trees; then looks at what only ZMK's C says. What is wrong goes to standard
output, a line each.

usage: zmk_edt.py ZMK ZEPHYR STUBS FILE...
ZMK and ZEPHYR are checked out trees; STUBS has headers and bindings of our own; the FILEs are one source, in this order.
"""

import os
import subprocess
import sys
import tempfile


def preprocess(zmk, zephyr, stubs, files, out):
    folders = [stubs]
    for root in (zmk + "/app", zmk + "/app/module", zephyr):
        folders += [root + "/" + below for below in ("include", "include/zephyr", "dts/common", "dts/arm", "dts")]
    command = ["cpp", "-x", "assembler-with-cpp", "-nostdinc", "-undef", "-D__DTS__"]
    for folder in folders:
        command += ["-isystem", folder]
    for path in sorted({os.path.dirname(path) for path in files}):
        command += ["-I", path]
    with tempfile.NamedTemporaryFile("w", suffix=".dts") as source:
        for path in files:
            source.write('#include "%s"\n' % os.path.abspath(path))
        source.flush()
        return subprocess.run(command + [source.name, "-o", out], check=False).returncode == 0


def nodes_of(edt, compatible):
    return edt.compat2okay.get(compatible, [])


def value(node, name, default=None):
    return node.props[name].val if node is not None and name in node.props else default


def check_layouts(edt, say):
    layouts = nodes_of(edt, "zmk,physical-layout")
    length = {layout: len(value(value(layout, "transform"), "map", [])) for layout in layouts}
    longest = max(length.values(), default=0)
    if edt.chosen_node("zmk,matrix-transform") is not None and layouts:
        say("a chosen zmk,matrix-transform puts physical layouts out of use")
    if layouts and edt.chosen_node("zmk,physical-layout") not in layouts:
        say("no physical layout is chosen")
    for layout in layouts:
        transform = value(layout, "transform")
        places = value(transform, "map", [])
        if len(value(layout, "keys", [])) != len(places):
            say("%s has %d keys, its transform %d" % (layout.name, len(value(layout, "keys", [])), len(places)))
        if len(set(places)) != len(places):
            say("%s has a place of the matrix twice" % transform.name)
        for place in places:
            if place >> 8 >= value(transform, "rows") or place & 255 >= value(transform, "columns"):
                say("%s: RC(%d,%d) is outside" % (transform.name, place >> 8, place & 255))
    for positions in nodes_of(edt, "zmk,physical-layout-position-map"):
        children = list(positions.children.values())
        for child in children:
            numbers = value(child, "positions", [])
            if sorted(numbers) != list(range(longest)):
                say("%s is no order of %d keys" % (child.name, longest))
        if len(children) != len(layouts):
            say("the position map has %d layouts of %d" % (len(children), len(layouts)))
    return length.get(edt.chosen_node("zmk,physical-layout"), 0)


def check_keymap(edt, keys, say):
    keymaps = nodes_of(edt, "zmk,keymap")
    layers = list(keymaps[0].children.values()) if keymaps else []
    if len(keymaps) != 1 or not layers:
        say("there is no keymap")
    for layer in layers:
        bindings = value(layer, "bindings", [])
        if keys and len(bindings) != keys:
            say("%s has %d bindings for %d keys" % (layer.name, len(bindings), keys))
    for combos in nodes_of(edt, "zmk,combos"):
        for combo in combos.children.values():
            for position in value(combo, "key-positions", []):
                if position >= keys:
                    say("%s is about key %d of %d" % (combo.name, position, keys))
    return layers


def check_behaviors(edt, say):
    names = set()
    for node in edt.nodes:
        if node.matching_compat is None or not node.matching_compat.startswith("zmk,behavior-"):
            continue
        if node.name in names:
            say("two behaviors are called %s" % node.name)
        names.add(node.name)
        if node.matching_compat == "zmk,behavior-hold-tap" and "tapping-term-ms" not in node.props:
            say("%s has no tapping-term-ms" % node.name)
        if len(value(node, "bindings", [])) > 256:
            say("%s has more than 256 bindings" % node.name)


def main():
    zmk, zephyr, stubs = sys.argv[1:4]
    sys.path.insert(0, zephyr + "/scripts/dts/python-devicetree/src")
    from devicetree import edtlib  # pylint: disable=import-outside-toplevel,import-error

    said = []
    with tempfile.TemporaryDirectory() as folder:
        source = folder + "/out.dts"
        if not preprocess(zmk, zephyr, stubs, sys.argv[4:], source):
            print("it cannot be preprocessed")
            return 1
        try:
            edt = edtlib.EDT(
                source,
                [stubs] + [root + "/dts/bindings" for root in (zmk + "/app", zmk + "/app/module", zephyr)],
                warn_reg_unit_address_mismatch=False,
            )
        except edtlib.EDTError as error:
            print(error)
            return 1
    keys = check_layouts(edt, said.append)
    layers = check_keymap(edt, keys, said.append)
    check_behaviors(edt, said.append)
    for line in said:
        print(line)
    if not said:
        print("# %d keys, %d layers, %d nodes" % (keys, len(layers), len(edt.nodes)))
    return 1 if said else 0


sys.exit(main())
