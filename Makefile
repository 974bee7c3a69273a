# Ulak: `make demo` shows it, `make test` tests it. Both install what is missing.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PACKAGES := libyaml-dev libsqlite3-dev
BINARY := .build/static/release/ulak
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help setup archives build smoke demo test lint unit fuzz simulate chaos soak bench docs clean

help: ## Show what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: ## Install the system packages that are missing
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi
	@command -v swift >/dev/null || { echo "Swift is missing: install Swift 6.3 from https://www.swift.org/install/"; exit 2; }

# The C libraries are taken from their .a files: a folder that holds nothing else makes the linker find those first.
RELEASE := swift build -c release --static-swift-stdlib --scratch-path .build/static -Xlinker -L$(CURDIR)/.build/archives

archives: setup
	@mkdir -p .build/archives
	@for library in libsqlite3.a libyaml.a; do \
	  ln -sf "$$(find /usr/lib -name $$library -print -quit)" .build/archives/$$library; \
	done

build: archives ## Build the release binary, with Swift and the C libraries inside
	$(RELEASE) --product ulak
	@mkdir -p .build/bin && cp -f $(BINARY) .build/bin/ulak && strip .build/bin/ulak

# A static binary that was linked without the time zone data would still start; ask it for a local time.
smoke: build
	@test "$$(.build/bin/ulak eval "formatTime(timestamp('2030-01-31T06:00:00Z'), 'HH:mm', 'Europe/Istanbul')")" = '"09:00"' \
	  || { echo "the release binary does not know the time in Europe/Istanbul"; exit 1; }
	@! ldd .build/bin/ulak | grep -E 'libswift|libFoundation|libsqlite3|libyaml' \
	  || { echo "the release binary needs libraries that it should hold"; exit 1; }

demo: smoke ## Build, start the sandbox, run an example against it
	@.ci/demo .build/bin/ulak

test: setup lint unit ## Check the format, build and run every test

lint:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

unit:
	swift build --build-tests --explicit-target-dependency-import-check error
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 .ci/unit

fuzz: setup ## Feed the parsers random input for longer (ITERATIONS=n)
	swift build --build-tests
	ULAK_FUZZ_ITERATIONS=$${ITERATIONS:-200000} swift test --skip-build --filter Fuzz

simulate: setup ## Play more lives of runs by seeds, with faults and crashes (SEEDS=n)
	swift build --build-tests
	ULAK_SEEDS=$${SEEDS:-20000} swift test --skip-build --filter Simulation

chaos: setup ## Kill the real process more often, cut the journal everywhere (KILLS=n, SEED=n)
	swift build --build-tests
	ULAK_KILLS=$${KILLS:-300} ULAK_SEED=$${SEED:-} ULAK_EVERY_BYTE=1 swift test --skip-build --filter 'ChaosTests|LastWriteTests'

soak: setup ## Mixed load on one daemon with kills (SECONDS=n, SEED=n; ten minutes without)
	swift build --build-tests
	ULAK_SOAK_SECONDS=$(or $(SECONDS),600) ULAK_SEED=$${SEED:-} swift test --skip-build --filter SoakTests

bench: build ## Measure in release what the documents promise; JSON in .build/bench.json
	@command -v wrk >/dev/null || { echo "installing wrk"; $(SUDO) apt-get install -y -qq --no-install-recommends wrk; }
	$(RELEASE) --product Benchmarks
	.build/static/release/Benchmarks --json .build/bench.json

docs: ## Write docs/nodes/ from the manifests
	swift run ulak nodes docs docs/nodes

clean: ## Remove everything that was built
	rm -rf .build
