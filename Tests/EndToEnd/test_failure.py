"""What happens when parts fail: every answer is a refusal, and nothing that was acknowledged is lost."""

import json
import os
import signal
import subprocess
import threading

from conftest import House, binaries


def test_a_killed_service_has_lost_nothing_that_it_acknowledged():
    house = House(binaries())
    try:
        key = house.begin()
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


def test_a_service_killed_in_the_middle_of_writes_has_all_that_it_acknowledged_and_nothing_by_halves():
    house = House(binaries())
    try:
        key = house.begin()
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        acknowledged, enough = [], threading.Event()

        def write(writer):
            for number in range(10_000):
                name = f"{writer}-{number}"
                # Two in one write: either both are there or none.
                body = json.dumps({"create": [f"role:{role}#assignee@user:{name}" for role in ("first", "second")]})
                try:
                    status, _, _ = house.post(f"{house.base}/api/v1/tenants/acme/relationships", body, headers)
                except OSError:
                    return
                if status != 200:
                    return
                acknowledged.append(name)
                if len(acknowledged) >= 300:
                    enough.set()

        writers = [threading.Thread(target=write, args=(writer,)) for writer in range(16)]
        for writer in writers:
            writer.start()
        assert enough.wait(60)
        house.running["service"].send_signal(signal.SIGKILL)
        house.running.pop("service").wait()
        for writer in writers:
            writer.join(60)
        house.start_service()
        exported = [json.loads(line) for line in house.run("relationships", "export", show=False).splitlines()]
        held = {
            role: {entry["subject"].removeprefix("user:") for entry in exported if entry["object"] == f"role:{role}"}
            for role in ("first", "second")
        }
        assert held["first"] == held["second"]
        assert set(acknowledged) <= held["first"]
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


def test_a_command_whose_output_nobody_takes_ends_in_order():
    house = House(binaries())
    try:
        house.begin()
        steps = "".join(f"touch role:r{number}#assignee@user:u{number}\n" for number in range(1000))
        house.run("relationships", "write", "-", show=False, stdin=steps)
        export = [house.cardea, "relationships", "export"]
        with open("/dev/full", "w") as full:
            no_room = subprocess.run(export, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30, env=house.environment())
        assert no_room.returncode == 3
        assert "cannot write to standard output: no space left on device" in no_room.stderr
        reader, writer = os.pipe()
        os.close(reader)
        try:
            gone = subprocess.run(export, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=30, env=house.environment())
        finally:
            os.close(writer)
        assert gone.returncode == 3
        assert "rror" not in gone.stderr
    finally:
        house.close()
