# Casebench. `make help` lists what there is; README.md says what it is for.
#
# Everything needs Go and nothing else to be there beforehand: scripts/setup.sh
# says what else is lacking and installs it. The window is drawn through C libraries;
# where they cannot be had the command line is built alone. The program never opens a
# network connection; building fetches Go modules once.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BIN     := bin/workbench

# One version of each tool, the same for everybody.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# How long `make fuzz` looks at each target, at which numbers of events `make bench`
# measures, and where it puts its files.
FUZZTIME     ?= 30s
BENCH_EVENTS ?= 1M,10M,28.8M
BENCH_DIR    ?= $(or $(TMPDIR),/tmp)

.DEFAULT_GOAL := help
.PHONY: help run build test window tour check bench fuzz golden clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: ## install what the build lacks, build, open the window on a sample case
	@scripts/setup.sh build
	@$(MAKE) --no-print-directory build
	@$(BIN) sample --window

build: ## bin/workbench; with CGO_ENABLED=0 the command line alone
	@scripts/build.sh $(BIN) $(VERSION)

test: ## every test, and again with the race detector where it can run
	@scripts/setup.sh test
	@scripts/test.sh

window: ## real windows on a display of their own, driven by keys and clicks
	@scripts/setup.sh test
	@scripts/window.sh -race -v

tour: ## the same, keeping its screenshots in docs/tour
	@TOUR=docs/tour scripts/window.sh

check: ## static: format, vet, staticcheck, the laws of the house
	@scripts/check.sh $(STATICCHECK)

bench: build ## measure beside the peers (BENCH_EVENTS=200k takes a minute), and the real window
	$(GO) run ./scripts/bench -workbench $(BIN) -events $(BENCH_EVENTS) -dir $(BENCH_DIR)
	@scripts/window.sh -tags migrated_fynedo -run '^$$' -bench 'Flight|Day' -benchtime 1x

fuzz: ## every fuzz target for FUZZTIME
	@scripts/fuzz.sh $(FUZZTIME)

golden: ## write the golden files; then read the diff
	@scripts/golden.sh

clean: ## remove what make built
	rm -rf bin
	$(GO) clean -testcache
