# Mandate: what can be made, and how long it takes.
#
# Needed: Go and make. Everything else (control plane, linters, generators,
# kustomize, helm) is built from pinned Go modules on first use, into bin/.

# One setting for building, vetting, linting and testing, so that a dependency
# is compiled once and no C compiler is asked for.
export CGO_ENABLED := 0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
N ?= 1000
ROUNDS ?= 5
SHARD ?= 1/1

step := sh hack/step.sh
assets = $$(sh hack/kubernetes/build.sh 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help generate format lint verify build image kubernetes test test-unit mutants demo run bench e2e faults clean

help: ## say what can be made (this)
	@awk 'BEGIN { FS = ":.*## "; print "make <target>\n" } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ See it run

demo: kubernetes build ## show the whole story on a real control plane (first run: ~15 min of building); DEAD=1 waits until reads end
	@$(step) 'Building the demo' go build -o bin/demo ./hack/demo
	@KUBEBUILDER_ASSETS="$(assets)" bin/demo $(if $(DEAD),-dead)

run: kubernetes build ## the same cluster and operator, kept up until Ctrl-C; prints KUBECONFIG
	@$(step) 'Building the demo' go build -o bin/demo ./hack/demo
	@KUBEBUILDER_ASSETS="$(assets)" bin/demo -keep

bench: kubernetes build ## measure the goals for speed with N grants, e.g. make bench N=10000; GOALS=all (or P5,P9, or P1,P11) for the others
	@go test -run '^$$' -bench '^BenchmarkEvaluate$$' -benchtime 3s -count 3 ./internal/procedure
	@$(step) 'Building the benchmark' go build -o bin/bench ./test/bench
	@KUBEBUILDER_ASSETS="$(assets)" bin/bench -n $(N) $(if $(GOALS),-goals $(GOALS))

e2e: kubernetes build ## on a real node of this machine, until when pods and connections outlive a cut; root and Debian, installs runc and containernetworking-plugins where they are missing; ROUNDS=5
	@sh hack/node/packages.sh
	@sh hack/node/build.sh
	@$(step) 'Building the tests on a node' go build -o bin/e2e ./test/node
	@KUBEBUILDER_ASSETS="$(assets)" bin/e2e -rounds $(ROUNDS)

##@ Build

build: ## bin/mandate and bin/kubectl-mandate
	@$(step) 'Building bin/mandate and bin/kubectl-mandate $(VERSION) (the first time: about 3 min)' \
		go build -ldflags '-s -w -X main.version=$(VERSION)' -o bin/ ./cmd/...

image: ## the image of both Deployments: make image IMAGE=registry.example/platform/mandate:v1 (ARCH=amd64); needs docker, podman or buildah
	@ARCH='$(ARCH)' VERSION='$(VERSION)' $(step) 'Building the image $(IMAGE)' sh hack/image.sh '$(IMAGE)'

kubernetes: ## bin/k8s: etcd, kube-apiserver, kube-controller-manager, kubectl (first time: ~10 min)
	@sh hack/kubernetes/build.sh >/dev/null

generate: ## deepcopy, CRDs, roles, docs/reference.md and the chart out of types and markers
	@$(step) 'Generating deepcopy, CRDs, the API reference, roles and the chart' sh hack/generate.sh

##@ Check

test: kubernetes ## all tests, on the real control plane
	@KUBEBUILDER_ASSETS="$(assets)" $(step) 'Testing, two packages at a time' \
		go test -p 2 -timeout 30m ./...

faults: kubernetes ## every fault plan (hours); SHARD=i/n runs a part, PLAN=name one; goes on where it was stopped
	@$(step) 'Building the fault plans' go build -buildvcs=auto -o bin/faults ./test/faults/run
	@KUBEBUILDER_ASSETS="$(assets)" bin/faults -shard $(SHARD) \
		$(if $(PLAN),-plan '$(PLAN)',-results bin/faults-$(subst /,-of-,$(SHARD)).json)

test-unit: ## the tests that need no control plane
	@$(step) 'Testing api and internal' go test -timeout 10m ./api/... ./internal/...

mutants: kubernetes ## show that the tests bite: seeded faults and mutants of the pure packages, e.g. make mutants SHARD=1/4
	@$(step) 'Building the mutants' go build -o bin/mutants ./test/mutants
	@bin/mutants -shard $(SHARD) mutations
	@KUBEBUILDER_ASSETS="$(assets)" bin/mutants -shard $(SHARD) faults

lint: ## golangci-lint and kube-api-linter (first time: ~5 min)
	@$(step) 'Linting' sh hack/lint.sh

verify: ## regenerate, lint and check everything; fails on any difference
	@sh hack/verify.sh

format: ## put Go files into the form that lint asks for
	@sh hack/tools/build.sh golangci-lint
	@bin/tools/golangci-lint fmt

clean: ## remove bin/ and what tests leave behind
	@rm -rf bin
	@find . -name '*.test' -type f -exec rm -f {} +
