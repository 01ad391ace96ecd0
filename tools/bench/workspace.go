package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

// subject is what creates as many resources as there are guests.
type subject struct {
	name    string
	latency time.Duration
	// binary is the provider; empty for a resource of Terraform itself.
	binary string
	dir    string
	server *emulator.Server
}

// The names of the subjects.
const (
	nameData  = "terraform_data"
	nameFloor = "do-nothing provider"
	nameOurs  = "multitenant"
)

// The operations, in order.
const (
	create  = "create"
	refresh = "refresh"
	destroy = "destroy"
)

// commands are those of the CLI.
var commands = map[string][]string{
	create:  {"apply", "-auto-approve"},
	refresh: {"plan", "-detailed-exitcode"},
	destroy: {"destroy", "-auto-approve"},
}

// sample is one measurement of one operation.
type sample struct {
	seconds float64
	usage
	traffic
}

// measure runs an operation.
func (b *bench) measure(ctx context.Context, s *subject, operation string) (sample, error) {
	trafficOf(s.server)
	file := filepath.Join(s.dir, "usage")
	began := time.Now()
	if out, err := b.command(ctx, s, file, commands[operation]...); err != nil {
		return sample{}, fmt.Errorf("%s of %s: %w\n%s", operation, s.name, err, out)
	}
	taken := sample{seconds: time.Since(began).Seconds(), traffic: trafficOf(s.server)}
	used, err := readUsage(file)
	taken.usage = used
	return taken, err
}

func (b *bench) command(ctx context.Context, s *subject, usageFile string, args ...string) ([]byte, error) {
	return b.cmd(ctx, s, usageFile, args...).CombinedOutput()
}

func (b *bench) cmd(ctx context.Context, s *subject, usageFile string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, b.cli, args...)
	cmd.Dir = s.dir
	cmd.Env = append(environment(), "TF_CLI_CONFIG_FILE="+b.settings, "SSL_CERT_FILE="+b.caFile, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_CLI_ARGS=-no-color", "CHECKPOINT_DISABLE=1",
		providerVariable+"="+s.binary, usageVariable+"="+usageFile, "BENCH_SCHEMA="+b.schemaFile)
	return cmd
}

// environment is that of this process, without settings of the CLI and of tenants.
func environment() []string {
	var kept []string
	for _, entry := range os.Environ() {
		own := false
		for _, prefix := range []string{"TF_", "ARM_", "AZURE_", "MULTITENANT_"} {
			own = own || strings.HasPrefix(entry, prefix)
		}
		if !own {
			kept = append(kept, entry)
		}
	}
	return kept
}

// readUsage reads and removes what the processes of a provider have noted: the CLI
// starts one for each walk of its graph.
func readUsage(file string) (usage, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return usage{}, nil
	}
	if err != nil {
		return usage{}, err
	}
	var all usage
	decoder := json.NewDecoder(bytes.NewReader(data))
	for decoder.More() {
		var one usage
		if err := decoder.Decode(&one); err != nil {
			return usage{}, err
		}
		all.PeakMB, all.CPU = max(all.PeakMB, one.PeakMB), all.CPU+one.CPU
	}
	return all, os.Remove(file)
}
