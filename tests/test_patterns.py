"""No pattern of the program takes more than linear time, or little more, on long runs and repeats."""

import subprocess
import sys

# Runs every pattern that importing the program and checking the examples of all rules compiles, or
# would compile, as it is used: searched for and, where its module says so, held against the whole.
# Time is that of the processor, which others on the machine do not change: an exponential pattern would
# take longer than there is, a cubic one several times the limit, a linear one a thousandth of it.
SCRIPT = r'''
import importlib, pkgutil, re, signal, sys
import qa, qa.text.patterns

SIZE, LIMIT = 1_500, 3
found = {}  # pattern and flags: where it is from, whether it is held against a whole text

def note(pattern, flags, whole=False):
    if isinstance(pattern, re.Pattern):
        pattern, flags = pattern.pattern, pattern.flags & ~re.U if isinstance(pattern.pattern, str) else pattern.flags
    key = pattern, int(flags)
    found[key] = found.get(key, False) or whole

real = re.compile
def recording(pattern, flags=0):
    frame = sys._getframe(1)
    if "qa" in frame.f_globals.get("__name__", "").split("."):
        note(pattern, flags)
    return real(pattern, flags)
re.compile = recording

for module in pkgutil.walk_packages(qa.__path__, "qa."):
    if ".spark" in module.name or module.name.endswith("__main__"):
        continue
    try:
        loaded = importlib.import_module(module.name)
    except ImportError:
        continue
    path = getattr(loaded, "__file__", None)
    source = open(path, encoding="utf-8").read() if path else ""
    for name, value in vars(loaded).items():
        if isinstance(value, qa.text.patterns._Lazy):
            note(*value._source, whole=f"{name}.fullmatch(" in source)
        elif isinstance(value, re.Pattern):
            note(value, 0, whole=f"{name}.fullmatch(" in source)

from qa.linting.check import check
from qa.config import Config
from qa.context import Context
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules
rules = [r for r in all_rules().values() if r.family != "RTT"]
contexts = {}
for rule in rules:
    for example in (*rule.bad, *rule.good)[::4]:
        context = contexts.setdefault(example.lang, Context(Config(lang=example.lang)))
        text = re.sub("[⟦⟧]", "", example.text)
        check(load("a" + example.suffix, text.encode("utf-8", "replace"), context), Setup(context, rules))

class TooLongError(BaseException): pass
def ring(number, frame): raise TooLongError
signal.signal(signal.SIGVTALRM, ring)

def units(pattern):
    """Each character of the pattern, and pairs of them."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    own = [c for c in dict.fromkeys(text) if c not in "()|*?{}^$\\"]
    if len(own) > 20:
        own = own[:: len(own) // 20 + 1]
    own = [*dict.fromkeys([*"aA1. \n-", *own])]
    signs = [c for c in own if not c.isalnum()][:5] + ["a", "A", "1"]
    for unit in (*own, *(a + b for a in signs for b in signs if a != b)):
        yield unit.encode("latin-1", "replace") if isinstance(pattern, bytes) else unit

for (pattern, flags), whole in found.items():
    compiled = real(pattern, flags)
    for unit in units(pattern):
        text = unit * (SIZE // len(unit)) + (b"\0" if isinstance(pattern, bytes) else "\0")
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
            for _ in compiled.finditer(text): pass
            if whole: compiled.fullmatch(text)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except TooLongError:
            print("more than linear on", ascii(unit), "many times:", ascii(pattern))
            break
print(len(found) > 300, "patterns")
'''


def test_no_pattern_takes_more_than_linear_time() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    assert done.stdout == "True patterns\n"
