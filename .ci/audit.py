"""Ask pip-audit whether what the portal runs on has known weaknesses, and say plainly what came of it.

pip-audit alone says "no known vulnerabilities" for a package that it could not ask about, and ends with a
traceback where it can ask about none. Here a weakness fails; a question that got no answer is told, and passes.
"""

import json
import subprocess
import sys


def main() -> int:
    """Return the exit code: 1 when a weakness is known, else 0."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    audit = subprocess.run(
        [sys.executable, "-m", "pip_audit", "-r", "requirements.txt", *options], capture_output=True, text=True
    )
    try:
        packages = json.loads(audit.stdout)["dependencies"]
    except ValueError:
        reason = (audit.stderr.strip() or "no reason given").splitlines()[-1]
        print(f"NOT AUDITED: pip-audit did not get as far as an answer ({reason}).")
        return 0

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
    print(f"Known weaknesses: in {len(weak)} of the {len(packages) - len(unanswered)} packages asked about.")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
