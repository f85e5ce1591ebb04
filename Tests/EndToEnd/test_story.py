"""The demo's story with the debug binaries: the first end-to-end test."""

import pathlib
import subprocess
import sys

from conftest import ROOT, binaries


def test_every_step_of_the_story_comes_out_as_told():
    told = subprocess.run(
        [sys.executable, "-I", str(ROOT / "Deploy" / "demo.py"), "--binaries", binaries()], capture_output=True, text=True, timeout=300
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Every step came out as told." in told.stdout
    assert told.stdout.count("   ok: ") >= 30
    for chapter in range(1, 8):
        assert f"\n{chapter}. " in told.stdout
    assert str(pathlib.Path.home()) not in told.stdout
