// Plugin is what the CLI of a test starts as the provider: it starts the provider
// itself, and notes its process id, so that a test can kill it.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
)

// The variables name the provider's binary and the file of process ids.
const (
	binaryVariable = "MULTITENANT_ACCTEST_BINARY"
	pidsVariable   = "MULTITENANT_ACCTEST_PIDS"
)

func main() {
	// An interrupt reaches the provider as well, which ends when the CLI says so.
	signal.Ignore(os.Interrupt)
	err := run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		os.Exit(max(ended.ExitCode(), 1))
	}
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}

func run() error {
	provider := exec.Command(os.Getenv(binaryVariable), os.Args[1:]...)
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := provider.Start(); err != nil {
		return err
	}
	if err := note(provider.Process.Pid); err != nil {
		return errors.Join(err, provider.Process.Kill())
	}
	return provider.Wait()
}

func note(pid int) error {
	file, err := os.OpenFile(os.Getenv(pidsVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(file, pid)
	return errors.Join(err, file.Close())
}
