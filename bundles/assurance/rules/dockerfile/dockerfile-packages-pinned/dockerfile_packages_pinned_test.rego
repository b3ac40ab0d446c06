package plimsoll.rules.dockerfile.dockerfile_packages_pinned_test

import data.plimsoll.rules.dockerfile.dockerfile_packages_pinned as rule

_document(instruction) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": [{"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}],
	"instructions": [instruction],
	"path": "Dockerfile",
}]}

_finding(part, args) := {
	"target": 1,
	"key": "dockerfile",
	"part": part,
	"location": {"file": "Dockerfile", "line": 2},
	"args": args,
}

test_fail_no_version if {
	rule.violations == {_finding("RUN apt-get install -y -t stable nginx curl=8.5.0-2", {"package": "nginx", "manager": "apt"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "install", "-y", "-t", "stable", "nginx", "curl=8.5.0-2"], "flags": [], "text": "RUN apt-get install -y -t stable nginx curl=8.5.0-2", "commands": [["apt-get", "install", "-y", "-t", "stable", "nginx", "curl=8.5.0-2"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN apk add --no-cache -t .build gcc musl-dev~=1.2", {"package": "gcc", "manager": "apk"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apk", "add", "--no-cache", "-t", ".build", "gcc", "musl-dev~=1.2"], "flags": [], "text": "RUN apk add --no-cache -t .build gcc musl-dev~=1.2", "commands": [["apk", "add", "--no-cache", "-t", ".build", "gcc", "musl-dev~=1.2"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN python3 -m pip install --user flask requests", {"package": "flask requests", "manager": "pip"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["python3", "-m", "pip", "install", "--user", "flask", "requests"], "flags": [], "text": "RUN python3 -m pip install --user flask requests", "commands": [["python3", "-m", "pip", "install", "--user", "flask", "requests"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN npm install -g @scope/tool typescript@5.4.0", {"package": "@scope/tool", "manager": "npm"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["npm", "install", "-g", "@scope/tool", "typescript@5.4.0"], "flags": [], "text": "RUN npm install -g @scope/tool typescript@5.4.0", "commands": [["npm", "install", "-g", "@scope/tool", "typescript@5.4.0"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN npm i typescript@latest", {"package": "typescript@latest", "manager": "npm"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["npm", "i", "typescript@latest"], "flags": [], "text": "RUN npm i typescript@latest", "commands": [["npm", "i", "typescript@latest"]], "pipes": [], "looksSecret": []})
}

test_pass_version if {
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "install", "-y", "nginx=1.26.3-3", "./local.deb"], "flags": [], "text": "RUN apt-get install -y nginx=1.26.3-3 ./local.deb", "commands": [["apt-get", "install", "-y", "nginx=1.26.3-3", "./local.deb"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apk", "add", "nginx=1.26.3-r0"], "flags": [], "text": "RUN apk add nginx=1.26.3-r0", "commands": [["apk", "add", "nginx=1.26.3-r0"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["pip", "install", "-r", "requirements.txt"], "flags": [], "text": "RUN pip install -r requirements.txt", "commands": [["pip", "install", "-r", "requirements.txt"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["pip", "install", "flask==3.0.0", "."], "flags": [], "text": "RUN pip install flask==3.0.0 .", "commands": [["pip", "install", "flask==3.0.0", "."]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["pip", "install", "-c", "constraints.txt", "flask"], "flags": [], "text": "RUN pip install -c constraints.txt flask", "commands": [["pip", "install", "-c", "constraints.txt", "flask"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["npm", "ci"], "flags": [], "text": "RUN npm ci", "commands": [["npm", "ci"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["npm", "install"], "flags": [], "text": "RUN npm install", "commands": [["npm", "install"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["npm", "install", "@scope/tool@1.2.3", "$EXTRA"], "flags": [], "text": "RUN npm install @scope/tool@1.2.3 $EXTRA", "commands": [["npm", "install", "@scope/tool@1.2.3", "$EXTRA"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["dnf", "install", "-y", "nginx"], "flags": [], "text": "RUN dnf install -y nginx", "commands": [["dnf", "install", "-y", "nginx"]], "pipes": [], "looksSecret": []})
}

test_pass_manager_left_out if {
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "install", "-y", "nginx"], "flags": [], "text": "RUN apt-get install -y nginx", "commands": [["apt-get", "install", "-y", "nginx"]], "pipes": [], "looksSecret": []})
		with data.plimsoll.params as {"plimsoll/dockerfile-packages-pinned": {"managers": ["pip"]}}
}
