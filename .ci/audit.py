"""Run pip-audit on the requirements of the portal, and report the result plainly.

pip-audit alone says "no known vulnerabilities" for a package that it could not ask about, and ends with a
traceback where it can ask about none. This script fails if a weakness is known, and also if no package could be
audited, unless OFFLINE=1 says that this machine reaches no such service. A single package that could not be audited is
reported, and passes.
"""

import json
import os
import subprocess
import sys


def main() -> int:
    """Return the exit code: 1 when a weakness is known, or nothing could be audited, else 0."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    audit = subprocess.run(
        [sys.executable, "-m", "pip_audit", "-r", "requirements.txt", *options], capture_output=True, text=True
    )
    try:
        packages = json.loads(audit.stdout)["dependencies"]
    except ValueError:
        reason = (audit.stderr.strip() or "no reason given").splitlines()[-1]
        print(f"NOT AUDITED: pip-audit did not get as far as an answer ({reason}).")
        return not_audited()

    unanswered = [package["name"] for package in packages if "skip_reason" in package]
    weak = [package for package in packages if package.get("vulns")]
    for package in weak:
        for weakness in package["vulns"]:
            fixed = ", ".join(weakness["fix_versions"]) or "none yet"
            print(f"{package['name']} {package['version']}: {weakness['id']}, fixed in {fixed}")
    if unanswered:
        print(
            f"NOT AUDITED: the vulnerability service gave no answer for {len(unanswered)} of {len(packages)} packages."
        )
    if packages and len(unanswered) == len(packages):
        return not_audited()
    print(f"Known weaknesses: in {len(weak)} of the {len(packages) - len(unanswered)} packages asked about.")
    return 1 if weak else 0


def not_audited() -> int:
    """Return the exit code when nothing could be audited: 0 if OFFLINE=1 is set."""
    if os.environ.get("OFFLINE") == "1":
        print("Passed, because OFFLINE=1 says that this machine is offline.")
        return 0
    print("Nothing could be audited. Try again or, if this machine is offline, run: OFFLINE=1 make check-audit")
    return 1


if __name__ == "__main__":
    sys.exit(main())
