# Everything a newcomer needs. `make` or `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# What `make demo` measures: any word that `deidbench run --tool` takes.
TOOL ?= gdcmanon
# The dev profile builds with opt-level 1: from nothing it is there in a fraction of the time of a release build, and the
# ten patients of the demo gain only seconds from more. `make demo PROFILE=release` for real work.
PROFILE ?= dev
TARGET := $(or $(CARGO_TARGET_DIR),target)
BINARY := $(TARGET)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))/deidbench
# `FEATURES=--no-default-features` builds without the reader of text, and needs no Tesseract.
FEATURES ?=
READER := pkg:tesseract=libtesseract-dev pkg:lept=libleptonica-dev tesseract=tesseract-ocr
# Folder of the demo's results; made anew each time.
DEMO ?= runs/demo

# Folder of the runs of `make vendors`; tools that have run are not run again.
VENDORS ?= runs/vendors

.PHONY: help demo build test selftest bench bless vendors fuzz sample clean-demo

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

demo: build ## measure a sample tool on ten synthetic patients, and say where the report is
	@$(if $(filter gdcmanon,$(TOOL)),scripts/need gdcmanon=libgdcm-tools openssl=openssl)
	@$(if $(filter dcmodify,$(TOOL)),scripts/need dcmodify=dcmtk)
	@rm -rf "$(DEMO)"
	$(BINARY) run --tool $(TOOL) --suite quick --out "$(DEMO)" \
		--report svg="$(DEMO)/report.svg" --report table="$(DEMO)/report.txt"
	@echo
	@echo "The report is $(DEMO)/report.html (for a browser) and $(DEMO)/report.txt; every single finding is in"
	@echo "$(DEMO)/findings.csv. Your own tool, called with INPUT_DIR OUTPUT_DIR: $(BINARY) run --tool ./your-tool"

build: cargo ## build the program
	cargo build --locked --profile $(PROFILE) $(FEATURES)

test: cargo ## check format and lints, run every test, build the documentation
	cargo fmt --check
	cargo clippy --locked --all-targets $(FEATURES) -- -D warnings
	cargo check --locked --no-default-features --quiet
	RUSTDOCFLAGS="-D warnings -A rustdoc::private-intra-doc-links" cargo doc --locked --no-deps --lib --quiet $(FEATURES)
	cargo test --locked $(FEATURES)

selftest: build ## play mutants of a perfect tool through everything, and say which were caught (SEEDS="1 2 3" for more)
	for seed in $(or $(SEEDS),1); do $(BINARY) selftest --seed $$seed; done

bench: cargo ## measure speed and memory (docs/benchmarks.md)
	cargo build --locked --release
	DEIDBENCH="$(TARGET)/release/deidbench" benches/run.sh
	@scripts/need gdcmanon=libgdcm-tools openssl=openssl chromium=chromium
	run=$$(mktemp -d) && trap 'rm -rf "$$run"' EXIT && \
		"$(TARGET)/release/deidbench" -q run --tool gdcmanon --out "$$run/run" >"$$run/said" && \
		benches/report.py "$(TARGET)/release/deidbench" "$$run/run"
	cargo run --locked --release --example search-speed
	cargo run --locked --release --example pixel-speed
	cargo run --locked --release --example cine-speed
	cargo build --locked --release --example decode-speed
	benches/collections.sh "$(TARGET)/release"

bless: cargo ## write the generated pages docs/traps.md, docs/detectors.md and docs/tools.md anew
	DEIDBENCH_BLESS=1 cargo test --locked --test catalogue

vendors: build ## measure every known tool that is installed on one dataset, and write reports/vendors.md
	@scripts/need python3=python3
	scripts/vendors "$(BINARY)" "$(VENDORS)" reports/vendors.md

fuzz: cargo ## feed broken files to the reader for FUZZ_SECONDS (600); needs cargo-fuzz
	scripts/fuzz

# The gate fails, as it should, and `-` lets the reports be written all the same.
sample: build ## measure gdcmanon on the suite quick, and write the sample in reports/ anew
	@scripts/need gdcmanon=libgdcm-tools openssl=openssl
	@rm -rf runs/sample reports/gdcmanon
	@mkdir -p reports/gdcmanon
	$(BINARY) -q run --tool gdcmanon --suite quick --out runs/sample > /dev/null
	-$(BINARY) -q check runs/sample --preset release --report markdown=reports/gdcmanon/gate.md
	$(BINARY) -q report runs/sample --report markdown=reports/gdcmanon/summary.md \
		--report sign-off=reports/gdcmanon/sign-off.md --report json=reports/gdcmanon/scorecard.json \
		--report junit=reports/gdcmanon/junit.xml --report table=reports/gdcmanon/report.txt --report html=reports/gdcmanon/report.html > /dev/null

clean-demo: ## remove the demo's results
	rm -rf "$(DEMO)"

.PHONY: cargo
cargo:
	@command -v cargo >/dev/null || { \
		echo "Rust is missing: get it from https://rustup.rs (1.95 or later; Debian's own is too old), then try again" >&2; \
		exit 1; }
	@scripts/need c++=g++ cmake=cmake pkg-config=pkg-config $(if $(filter --no-default-features,$(FEATURES)),,$(READER))
