package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// standInName is the name under which the CLI starts this program in place of a
// provider. It starts the provider, and notes what that has used when it has ended.
const standInName = "terraform-provider-multitenant"

// The variables name the provider and the file for its usage.
const (
	providerVariable = "BENCH_PROVIDER"
	usageVariable    = "BENCH_USAGE"
)

// usage is what one process of a provider has used.
type usage struct {
	// PeakMB is the largest resident memory.
	PeakMB float64 `json:"peak_mb"`
	// CPU is in seconds.
	CPU float64 `json:"cpu_seconds"`
}

// standIn runs the provider and returns its exit code.
func standIn() int {
	// An interrupt reaches the provider as well, which ends when the CLI says so.
	signal.Ignore(os.Interrupt)
	provider := exec.Command(os.Getenv(providerVariable), os.Args[1:]...)
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := provider.Run()
	if provider.ProcessState != nil {
		err = errors.Join(err, note(usageOf(provider.ProcessState)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func note(u usage) error {
	line, err := json.Marshal(u)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(os.Getenv(usageVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Close())
}

// usageOf is the usage of a process that has ended.
func usageOf(ended *os.ProcessState) usage {
	return usage{PeakMB: peakMB(ended), CPU: (ended.UserTime() + ended.SystemTime()).Seconds()}
}

// installStandIn makes the CLI start this program as the provider, without an
// initialization of folders.
func installStandIn(dir string) (settings string, err error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(dir, "plugin")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", err
	}
	if err := os.Symlink(self, filepath.Join(folder, standInName)); err != nil {
		return "", err
	}
	settings = filepath.Join(dir, "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"registry.terraform.io/multitenant-as-code/multitenant\" = %q\n  }\n  direct {}\n}\n", folder)
	return settings, os.WriteFile(settings, []byte(text), 0o600)
}
