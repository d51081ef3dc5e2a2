"""
Runs a script in two processes with what torchrun tells each, `processes.py PORT SCRIPT ARGUMENTS…`. PyTorch is loaded once, where
torchrun, which pytorch.test.ts starts, loads it for itself and for each process.
"""

import os
import runpy
import sys

import torch.multiprocessing

count = 2


def run(rank, port, arguments):
    os.environ.update(RANK=str(rank), LOCAL_RANK=str(rank), WORLD_SIZE=str(count))
    os.environ.update(MASTER_ADDR="localhost", MASTER_PORT=port)
    sys.argv = arguments
    runpy.run_path(arguments[0], run_name="__main__")


port, *arguments = sys.argv[1:]
torch.multiprocessing.start_processes(run, (port, arguments), nprocs=count, start_method="fork")
