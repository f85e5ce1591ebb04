"""What happens when parts fail: every answer is a refusal, and nothing that was acknowledged is lost."""

import json
import os
import signal
import subprocess

from conftest import House, binaries


def test_a_killed_service_has_lost_nothing_that_it_acknowledged():
    house = House(binaries())
    try:
        house.run("init", "--data", house.data, "--credentials", house.credentials, show=False)
        house.start_service()
        house.run("tenant", "create", "acme", show=False)
        with open(house.credentials) as file:
            key = json.load(file)["administrator_key"]
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        acknowledged = []
        for number in range(150):
            body = json.dumps({"touch": [f"role:r{number}#assignee@user:u{number}"]})
            status, _, answer = house.post(f"{house.base}/api/v1/tenants/acme/relationships", body, headers)
            assert status == 200, answer
            acknowledged.append(number)
        house.running["service"].send_signal(signal.SIGKILL)
        house.running.pop("service").wait()
        house.start_service()
        for number in acknowledged:
            question = {"subject": f"user:u{number}", "action": "assignee", "resource": f"role:r{number}"}
            status, _, answer = house.post(f"{house.base}/api/v1/tenants/acme/check", json.dumps(question), headers)
            assert (status, json.loads(answer)["allowed"]) == (200, True)
    finally:
        house.close()


def test_a_second_service_on_the_same_data_directory_refuses():
    house = House(binaries())
    try:
        house.run("init", "--data", house.data, "--credentials", house.credentials, show=False)
        house.start_service()
        second = subprocess.run(
            [house.cardea, "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--operations-listen", "127.0.0.1:0", "--base-url", house.base],
            capture_output=True, text=True, timeout=30, env=house.environment(),
        )
        assert second.returncode == 3
        assert "another process" in second.stderr or "in use" in second.stderr
        assert os.path.exists(house.data)
    finally:
        house.close()
