#!/bin/sh
# The same bytes are read into a dict of another order each time, and a file of the same bytes is not.
set -eu
cat <<'END'
Package:  safetensors 0.8.0 with numpy 2.4.6 (Python)
Expected: load(bytes) gives tensors in the order of the file, as load_file(path) does, and gives it every time.
          (The guess noted before running it: one order, that of the file.)
Seen:     load_file keeps to one order; load gives another one at each call, as a hash table lies between. Whatever goes over
          its result in order, to draw values or to compare one by one, does something else each time.
END
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
cd "$folder"
cat > finding.py <<'END'
import sys
import numpy as np
from safetensors.numpy import load, load_file, save

data = save({f"layers.{i}.weight": np.zeros(2, np.float32) for i in range(8)})
with open("model.safetensors", "wb") as file:
    file.write(data)
of_bytes = {tuple(load(data)) for _ in range(50)}
of_file = {tuple(load_file("model.safetensors")) for _ in range(50)}
print("of 50 times load(bytes):", "several orders" if len(of_bytes) > 1 else "one order")
print("of 50 times load_file(path):", "several orders" if len(of_file) > 1 else "one order")
as_told = len(of_bytes) > 1 and len(of_file) == 1
print("As told." if as_told else "CHANGED.")
sys.exit(0 if as_told else 1)
END
"$folder/python/bin/python" finding.py
